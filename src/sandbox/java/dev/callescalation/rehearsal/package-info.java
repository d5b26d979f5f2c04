/** What the sandbox and the stories add to the program. */
package dev.callescalation.rehearsal;
