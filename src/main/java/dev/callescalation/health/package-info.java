/** What the checks of health have in common. */
package dev.callescalation.health;
