/** Secrets and keys, from the environment or from files. */
package dev.callescalation.secret;
