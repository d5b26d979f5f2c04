/** What shows where a call went: the lines of the log that are about it. */
package dev.callescalation.trace;
