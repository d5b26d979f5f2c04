/** The way out of a decision: commands leave the outbox for Graph, and each reply becomes news of its escalation. */
package dev.callescalation.decision;
