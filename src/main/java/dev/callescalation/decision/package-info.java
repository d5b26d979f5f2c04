/** A decision from the message that starts it to its commit: the facts, the commands to Graph, and what follows. */
package dev.callescalation.decision;
