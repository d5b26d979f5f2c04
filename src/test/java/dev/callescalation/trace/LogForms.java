package dev.callescalation.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;

/** Writes lines in the forms of the program's own configuration; that of the tests has another. */
public final class LogForms {

    private static final Configuration OF_THE_PROGRAM = configuration();

    private LogForms() {}

    public static String text(LogEvent event) {
        return written("text", event);
    }

    public static JsonNode json(LogEvent event) {
        String line = written("json", event);
        try {
            return new JsonMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }

    /** Which of the two the program writes. */
    static String chosenBy(String format) {
        System.setProperty("log.format", format);
        try {
            return String.join(
                    ",", configuration().getRootLogger().getAppenders().keySet());
        } finally {
            System.clearProperty("log.format");
        }
    }

    private static String written(String appender, LogEvent event) {
        return OF_THE_PROGRAM
                .getAppender(appender)
                .getLayout()
                .toSerializable(event)
                .toString();
    }

    private static Configuration configuration() {
        LoggerContext context = new LoggerContext("forms");
        context.setConfigLocation(
                URI.create(LogForms.class.getResource("/log4j2.properties").toString()));
        return context.getConfiguration();
    }
}
