package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Several programs on one PostgreSQL; each notification goes to one of them at random. */
final class Nodes implements AutoCloseable {

    private final Stage stage;
    private final Balancer balancer;
    private final List<BundleProcess> nodes = new ArrayList<>();

    Nodes(Stage stage) {
        this.stage = stage;
        balancer = new Balancer(stage.random());
        stage.sandbox().webhook(balancer.url());
    }

    /** Starts one more. Notifications go to it, too, from now on. */
    BundleProcess start(String name) throws IOException, InterruptedException {
        return start(name, Map.of());
    }

    /** The same with settings of its own, as environment variables. */
    BundleProcess start(String name, Map<String, String> settings) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("CALLS_WEBHOOK_PUBLIC_URL", balancer.url());
        BundleProcess node = stage.bundle(name, environment);
        node.start();
        nodes.add(node);
        spreadOver(nodes);
        return node;
    }

    /** In the order in which they were started. */
    List<BundleProcess> all() {
        return nodes;
    }

    /** From now on notifications go to these only, whether they are there or not. */
    void spreadOver(List<BundleProcess> these) {
        balancer.spreadOver(these.stream().map(BundleProcess::webhookUrl).toList());
    }

    @Override
    public void close() {
        balancer.close();
    }
}
