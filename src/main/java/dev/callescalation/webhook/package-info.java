/** Decides whether a request to the webhook comes from Microsoft's calling service, and for which tenant. */
package dev.callescalation.webhook;
