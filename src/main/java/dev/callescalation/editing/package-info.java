/** Edits: checks the files of a bundle as one set, and takes a set that is right up while calls are running. */
package dev.callescalation.editing;
