/** What the control port shows of escalations, and how routes get onto that port. */
package dev.callescalation.control;
