package dev.callescalation.coverage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Counts how often the tests of this JVM reach each step of the routes, and writes that down when it ends. A bundle
 * counts once this is among its beans: Camel asks all that it finds there to wrap each step. The program has none.
 */
public final class RouteCoverage implements InterceptStrategy {

    /** For all bundles of this JVM. */
    public static final RouteCoverage ALL = new RouteCoverage();

    private final Map<String, LongAdder> hits = new ConcurrentHashMap<>();

    private RouteCoverage() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::write, "route-coverage"));
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, Processor nextTarget) {
        return counted(target, hits.computeIfAbsent(name(step), name -> new LongAdder()));
    }

    /** Its id or, as most have none, its file and line. */
    private static String name(NamedNode step) {
        boolean ours = step instanceof OptionalIdentifiedDefinition<?> definition && definition.hasCustomIdAssigned();
        return ours ? step.getId() : step.getLocation() + ":" + step.getLineNumber();
    }

    /** A step that counts how often it is entered. */
    public static Processor counted(Processor step, LongAdder hits) {
        return new Counted(step, hits);
    }

    private static final class Counted extends DelegateAsyncProcessor {

        private final LongAdder hits;

        private Counted(Processor target, LongAdder hits) {
            super(target);
            this.hits = hits;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            hits.increment();
            return super.process(exchange, callback);
        }
    }

    /** One line for each step: how often, and its id. */
    private void write() {
        List<String> lines = hits.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(step -> step.getValue().sum() + " " + step.getKey())
                .toList();
        try {
            Files.createDirectories(RouteCoverageReport.FOLDER);
            Files.write(
                    RouteCoverageReport.FOLDER.resolve(ProcessHandle.current().pid() + ".hits"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
