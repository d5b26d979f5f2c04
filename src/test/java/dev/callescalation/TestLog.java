package dev.callescalation;

import dev.callescalation.trace.LogForms;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What some routes log while it is open: a log line of a route carries the name of the route. */
public final class TestLog implements AutoCloseable {

    private static final List<String> LEVELS = List.of("log.level", "log.level.libraries");

    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final List<String> routes;
    private final Lines lines;
    private Map<String, Appender> silenced;
    private Level level;
    private boolean ofTheProgram;

    private TestLog(Consumer<String> also, List<String> routes) {
        this.routes = routes;
        this.lines = new Lines(also);
        lines.start();
        Configuration configuration = context.getConfiguration();
        for (String route : routes) {
            LoggerConfig logger = new LoggerConfig(route, Level.INFO, false);
            logger.addAppender(lines, Level.INFO, null);
            configuration.addLogger(route, logger);
        }
        context.updateLoggers();
    }

    public static TestLog of(String... routes) {
        return of(line -> {}, routes);
    }

    /** @param also told each line, in the thread that logs it */
    public static TestLog of(Consumer<String> also, String... routes) {
        return new TestLog(also, List.of(routes));
    }

    /** What anybody logs, libraries included, from INFO on; stack traces too. The console stays silent meanwhile. */
    public static TestLog ofEverything() {
        return new TestLog(line -> {}, List.of()).everything();
    }

    /**
     * What the program would log with its own configuration, which is that of the tests otherwise.
     *
     * @param level of the bundle and of the libraries
     */
    public static TestLog ofTheProgram(String level) {
        LEVELS.forEach(name -> System.setProperty(name, level));
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        context.setConfigLocation(
                URI.create(TestLog.class.getResource("/log4j2.properties").toString()));
        LoggerConfig root = context.getConfiguration().getRootLogger();
        root.getAppenders().keySet().forEach(root::removeAppender);
        TestLog log = new TestLog(line -> {}, List.of());
        root.addAppender(log.lines, null, null);
        log.ofTheProgram = true;
        return log;
    }

    private TestLog everything() {
        LoggerConfig root = context.getConfiguration().getRootLogger();
        level = root.getLevel();
        silenced = root.getAppenders();
        silenced.keySet().forEach(root::removeAppender);
        root.setLevel(Level.INFO);
        root.addAppender(lines, Level.INFO, null);
        context.updateLoggers();
        return this;
    }

    /** The lines that contain the text, oldest first. */
    public List<String> lines(String text) {
        return lines.all.stream().filter(line -> line.contains(text)).toList();
    }

    /** All lines in each form that the program writes: as text, and as JSON. */
    public List<String> forms() {
        return lines.events.stream()
                .flatMap(event ->
                        Stream.of(LogForms.text(event), LogForms.json(event).toString()))
                .toList();
    }

    @Override
    public void close() {
        if (ofTheProgram) {
            LEVELS.forEach(System::clearProperty);
            context.setConfigLocation(null);
            return;
        }
        Configuration configuration = context.getConfiguration();
        new ArrayList<>(routes).forEach(configuration::removeLogger);
        if (silenced != null) {
            configuration.getRootLogger().removeAppender(lines.getName());
            configuration.getRootLogger().setLevel(level);
            silenced.values().forEach(appender -> configuration.getRootLogger().addAppender(appender, null, null));
        }
        context.updateLoggers();
    }

    private static final class Lines extends AbstractAppender {

        private final Collection<String> all = new ConcurrentLinkedQueue<>();
        private final Collection<LogEvent> events = new ConcurrentLinkedQueue<>();
        private final Consumer<String> also;

        private Lines(Consumer<String> also) {
            super("lines of a test", null, null, true, Property.EMPTY_ARRAY);
            this.also = also;
        }

        @Override
        public void append(LogEvent event) {
            String escalation = event.getContextData().getValue("escalation");
            String line = event.getLoggerName() + (escalation == null ? "" : " escalation=" + escalation) + " "
                    + event.getMessage().getFormattedMessage();
            if (event.getThrown() != null) {
                StringWriter trace = new StringWriter();
                event.getThrown().printStackTrace(new PrintWriter(trace));
                line += "\n" + trace;
            }
            all.add(line);
            events.add(event.toImmutable());
            also.accept(line);
        }
    }
}
