package dev.callescalation.load.faults;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Random;

/** Stands in front of several webhooks, and gives each request to one of them at random, whether it is there or not. */
final class Balancer implements AutoCloseable {

    private final Relay relay = new Relay(this::forward);
    private final Random random;
    private volatile List<String> webhooks = List.of();

    Balancer(Random random) {
        this.random = random;
    }

    /** The address of all of them, with the path that the bundle checks it for. */
    String url() {
        return relay.url() + "/api/calls";
    }

    /** @param urls of the webhooks, without a query */
    void spreadOver(List<String> urls) {
        webhooks = List.copyOf(urls);
    }

    private void forward(HttpServerRequest request) {
        String query = request.query() == null ? "" : "?" + request.query();
        List<String> all = webhooks;
        relay.pass(request, all.get(random.nextInt(all.size())) + query)
                .onSuccess(reply -> Relay.reply(request, reply));
    }

    @Override
    public void close() {
        relay.close();
    }
}
