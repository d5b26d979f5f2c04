package dev.callescalation.trace;

import dev.callescalation.notification.Masks;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.DefaultLogEventFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.impl.LogEventFactory;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;

/**
 * Makes each line of the log without people in it, before any layout gets it. log4j2.component.properties names it, so
 * that it holds for layouts of somebody's own too.
 */
public final class MaskedEvents implements LogEventFactory {

    private static final DefaultLogEventFactory PLAIN = new DefaultLogEventFactory();

    @Override
    public LogEvent createEvent(
            String logger,
            Marker marker,
            String caller,
            Level level,
            Message message,
            List<Property> properties,
            Throwable thrown) {
        String text = message.getFormattedMessage();
        String masked = Masks.people(text);
        LogEvent event = PLAIN.createEvent(
                logger,
                marker,
                caller,
                level,
                masked.equals(text) ? message : new SimpleMessage(masked),
                properties,
                thrown == null ? null : MaskedThrowable.of(thrown));
        // a log step of a route logs under the id of the route, without a package
        boolean ofRoute = !logger.isEmpty() && logger.indexOf('.') < 0;
        if (!ofRoute && thrown == null) {
            return event;
        }
        StringMap data = new SortedArrayStringMap(event.getContextData());
        if (ofRoute) {
            data.putValue(LogContext.ROUTE, logger);
        }
        if (thrown != null) {
            data.putValue("error.type", thrown.getClass().getName());
        }
        return new Log4jLogEvent.Builder(event).setContextData(data).build();
    }
}
