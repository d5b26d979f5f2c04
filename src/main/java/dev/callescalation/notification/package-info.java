/** Reads what Microsoft Graph posts to the webhook, in either dialect, into plain values that routes can decide on. */
package dev.callescalation.notification;
