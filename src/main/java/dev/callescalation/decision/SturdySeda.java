package dev.callescalation.decision;

import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.seda.BlockingQueueFactory;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.component.seda.SedaConsumer;
import org.apache.camel.component.seda.SedaEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queues whose readers go on after an Error. Those of Camel end for good, without a word: nothing is sent any more. */
public final class SturdySeda extends SedaComponent {

    private static final Logger LOG = LoggerFactory.getLogger(SturdySeda.class);

    @Override
    protected SedaEndpoint createEndpoint(
            String uri, Component component, BlockingQueueFactory<Exchange> queues, int concurrentConsumers) {
        return new SturdyEndpoint(uri, component, queues, concurrentConsumers);
    }

    private static final class SturdyEndpoint extends SedaEndpoint {

        private SturdyEndpoint(
                String uri, Component component, BlockingQueueFactory<Exchange> queues, int concurrentConsumers) {
            super(uri, component, queues, concurrentConsumers);
        }

        @Override
        protected SedaConsumer createNewConsumer(Processor processor) {
            return new SturdyConsumer(this, processor);
        }
    }

    private static final class SturdyConsumer extends SedaConsumer {

        private SturdyConsumer(SedaEndpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        @Override
        protected void doRun() {
            boolean ended = false;
            while (!ended) {
                try {
                    super.doRun();
                    ended = true;
                } catch (Error e) {
                    LOG.error("{} goes on after an Error; the message that it had taken is lost", getEndpoint(), e);
                }
            }
        }
    }
}
