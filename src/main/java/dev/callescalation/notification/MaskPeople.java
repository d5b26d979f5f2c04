package dev.callescalation.notification;

import org.apache.camel.spi.MaskingFormatter;

/** Takes people out of every line that a route logs, as long as {@code camel.main.log-mask} is true. */
public final class MaskPeople implements MaskingFormatter {

    @Override
    public String format(String line) {
        return Masks.people(line);
    }
}
