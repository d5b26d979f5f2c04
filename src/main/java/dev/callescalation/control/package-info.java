/** What the control port shows of escalations and of the version that runs, and how routes get onto that port. */
package dev.callescalation.control;
