package dev.callescalation.webhook;

import dev.callescalation.notification.NotificationReader;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * A step: reads the envelope in the body. The body becomes the list of its notifications, the variable {@code format}
 * names its form, and all headers of the request are removed, so that none is echoed or passed on.
 */
public final class ReadNotifications implements Processor {

    private NotificationReader reader;

    public void setReader(NotificationReader reader) {
        this.reader = reader;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        refuseUnlessJson(message.getHeader(Exchange.CONTENT_TYPE, "", String.class));
        NotificationReader.Envelope envelope = reader.read(
                message.getBody(byte[].class),
                exchange.getProperty(Exchange.CHARSET_NAME, String.class),
                exchange.getVariable("tokenTenantId", String.class),
                message.getHeader("Scenario-Id", String.class),
                message.getHeader("escalation", String.class));
        message.removeHeaders("*");
        message.setBody(envelope.notifications());
        exchange.setVariable("format", envelope.format());
    }

    /** A form has been taken apart before it comes here: what it held would be lost. No type at all is let pass. */
    private static void refuseUnlessJson(String contentType) {
        if (!contentType.isBlank() && !contentType.toLowerCase(Locale.ROOT).contains("json")) {
            throw new UnsupportedMediaException();
        }
    }
}
