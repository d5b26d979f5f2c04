package dev.callescalation.check;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** A component of one's own, {@code broker:<queue>}, whose producers and consumers would connect when they start. */
public final class BrokerComponent extends DefaultComponent {

    static final List<String> CONNECTED = new CopyOnWriteArrayList<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new Queue(uri, this);
    }

    private static final class Queue extends DefaultEndpoint {

        private Queue(String uri, BrokerComponent component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {

                @Override
                public void process(Exchange exchange) {
                    throw new IllegalStateException("There is no broker");
                }

                @Override
                protected void doStart() {
                    CONNECTED.add("producer of " + getEndpoint());
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new DefaultConsumer(this, processor) {

                @Override
                protected void doStart() {
                    CONNECTED.add("consumer of " + getEndpoint());
                }
            };
        }
    }
}
