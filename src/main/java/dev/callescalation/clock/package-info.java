/** The time by which deadlines pass. */
package dev.callescalation.clock;
