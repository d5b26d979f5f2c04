/** Breaks the packaged bundle, and what it depends on, while people call, and judges what has become of the calls. */
package dev.callescalation.load.faults;
