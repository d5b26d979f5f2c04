/** Checks the files of a bundle as one set, and reports each mistake with its file, its line and its cure. */
package dev.callescalation.check;
