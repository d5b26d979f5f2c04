/** Where a second jar joins the program. */
package dev.callescalation.addon;
