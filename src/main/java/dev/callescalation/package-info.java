/** Starts the bundle: profile, settings, servers, and the sandbox where it is switched on. */
package dev.callescalation;
