package dev.callescalation.decision;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Notes which step of ours threw. Camel itself forgets that when a route hands a failure on to the route that called
 * it, unless it is told to keep the history of every message, which costs more than the decisions.
 */
public final class NoteFailedStep implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, Processor nextTarget) {
        boolean ours = step instanceof OptionalIdentifiedDefinition<?> definition && definition.hasCustomIdAssigned();
        return ours ? new Noted(target, ProcessorDefinitionHelper.getRouteId(step), step.getId()) : target;
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
            return super.process(exchange, doneSync -> {
                note(exchange);
                callback.done(doneSync);
            });
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
}
