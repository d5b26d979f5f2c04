/** What is known of each escalation, and the one commit that ends every decision about it. */
package dev.callescalation.escalation;
