/** The two HTTP servers, webhook and control port: who is let in, and how much of anything. */
package dev.callescalation.server;
