/** Talks to Microsoft Graph: where it is, with which token, and the words its commands are made of. */
package dev.callescalation.graph;
