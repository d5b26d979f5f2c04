package dev.callescalation.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class SturdySedaTest {

    @Test
    void goesOnAfterAnErrorThatNothingCatches() throws Exception {
        // given
        BlockingQueue<String> taken = new LinkedBlockingQueue<>();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addComponent("seda", new SturdySeda());
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("seda:queue").process(exchange -> take(exchange, taken));
                }
            });
            context.start();
            // when
            context.createProducerTemplate().sendBody("seda:queue", "bad");
            context.createProducerTemplate().sendBody("seda:queue", "good");
            // then
            assertThat(taken.poll(30, TimeUnit.SECONDS)).isEqualTo("good");
        }
    }

    private static void take(Exchange exchange, BlockingQueue<String> taken) {
        String body = exchange.getMessage().getBody(String.class);
        if (body.equals("bad")) {
            throw new StackOverflowError("a defect");
        }
        taken.add(body);
    }
}
