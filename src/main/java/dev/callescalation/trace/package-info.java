/** What shows where a call went: the lines of the log that are about it, and the spans of its traces. */
package dev.callescalation.trace;
