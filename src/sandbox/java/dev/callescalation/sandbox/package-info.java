/**
 * A simulation of Microsoft Graph's calling API on this machine: it signs tokens, takes a bot's call commands in all
 * forms, posts the notifications they cause, and misbehaves on request.
 */
package dev.callescalation.sandbox;
