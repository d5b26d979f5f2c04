/** Edits: takes up a set of files that passes the check, while calls are running. */
package dev.callescalation.editing;
