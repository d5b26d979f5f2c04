/** Puts the packaged bundle under load, with the sandbox in the place of Graph, and measures what it costs. */
package dev.callescalation.load;
