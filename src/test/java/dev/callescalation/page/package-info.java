/** The operator's page, in a real browser. */
package dev.callescalation.page;
