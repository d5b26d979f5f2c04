package dev.callescalation.decision;

import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Notes which step threw. Camel itself forgets that when a route hands a failure on to the route that called
 * it, unless it is set to keep the history of every message, which costs more than the decisions.
 *
 * <p>An Error, such as too little memory for one message, becomes an exception: Camel catches exceptions only, and the
 * thread that takes messages from a queue would end.
 */
public final class NoteFailedStep implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, Processor nextTarget) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(step);
        // what fails inside a Kamelet is named by the step that uses it
        boolean inKamelet = route != null && Boolean.TRUE.equals(route.isKamelet());
        return inKamelet ? target : new Noted(target, ProcessorDefinitionHelper.getRouteId(step), name(step));
    }

    /** The id that somebody has given it, or else its file and line: an id made up by Camel says nothing. */
    private static String name(NamedNode step) {
        boolean named = step instanceof OptionalIdentifiedDefinition<?> definition && definition.hasCustomIdAssigned();
        return named
                ? step.getId()
                : Objects.toString(step.getLocation(), "").replaceFirst("^file:", "") + ":" + step.getLineNumber();
    }

    private static final class Noted extends DelegateAsyncProcessor {

        private final String route;
        private final String step;

        private Noted(Processor target, String route, String step) {
            super(target);
            this.route = route;
            this.step = step;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Noting noting = new Noting(this, exchange, callback);
            boolean doneSync;
            try {
                doneSync = super.process(exchange, noting);
            } catch (Error e) {
                exchange.setException(new IllegalStateException(e.toString(), e));
                noting.done(true);
                doneSync = true;
            }
            noting.leave();
            return doneSync;
        }

        /** The innermost step is done first; the steps around it only hand its failure on. */
        private void note(Exchange exchange) {
            Exception error = exchange.getException();
            if (error != null) {
                FailedStep noted = exchange.getProperty(FailedStep.PROPERTY, FailedStep.class);
                if (noted == null || noted.error() != error) {
                    exchange.setProperty(FailedStep.PROPERTY, new FailedStep(route, step, error));
                }
            }
        }
    }

    /** Called when the step is done, also when it ends with an Error. So it is handed on when the step is left. */
    private static final class Noting implements AsyncCallback {

        private final Noted step;
        private final Exchange exchange;
        private final AsyncCallback next;
        private boolean done;
        private boolean doneSync;
        private boolean left;

        private Noting(Noted step, Exchange exchange, AsyncCallback next) {
            this.step = step;
            this.exchange = exchange;
            this.next = next;
        }

        @Override
        public void done(boolean sync) {
            synchronized (this) {
                doneSync = sync;
                done = true;
                if (!left) {
                    return;
                }
            }
            handOn();
        }

        private void leave() {
            synchronized (this) {
                left = true;
                if (!done) {
                    return;
                }
            }
            handOn();
        }

        private void handOn() {
            step.note(exchange);
            next.done(doneSync);
        }
    }
}
