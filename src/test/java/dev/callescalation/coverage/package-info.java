/** Which steps and branches of the routes the tests reach. */
package dev.callescalation.coverage;
