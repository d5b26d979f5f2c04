package dev.callescalation.control;

import dev.callescalation.escalation.Listings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Puts a route on the control port ({@code camel.management.port}) instead of the webhook's: name it as the
 * {@code platformHttpEngine} of a platform-http endpoint. Camel itself offers the control port to its own pages only.
 */
public final class ControlEngine extends ServiceSupport implements PlatformHttpEngine, CamelContextAware {

    private CamelContext camelContext;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new VertxPlatformHttpConsumer(endpoint, processor, List.of(), routerName());
    }

    @Override
    public int getServerPort() {
        return router().getServer().getServer().actualPort();
    }

    /** Address of the operator's page, for somebody on this machine. */
    public String page() {
        return address("127.0.0.1");
    }

    /** This program, for somebody who sees several of them, with that version of the files. */
    public Listings.Program program(String files) {
        String host = hostName();
        return new Listings.Program(host, address(host), SessionView.version(), files);
    }

    /** @param ofAll name of this machine, for a port that is open on all of its addresses */
    private String address(String ofAll) {
        String host = camelContext.resolvePropertyPlaceholders("{{camel.management.host}}");
        boolean tls = Boolean.parseBoolean(camelContext.resolvePropertyPlaceholders("{{calls.control.tls}}"));
        String reachable = List.of("0.0.0.0", "::", "[::]").contains(host) ? ofAll : host;
        return (tls ? "https://" : "http://") + reachable + ":" + getServerPort() + "/";
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // it has a name that nobody knows
            return System.getenv().getOrDefault("HOSTNAME", "localhost");
        }
    }

    private String routerName() {
        return camelContext.getRegistry().findByTypeWithName(VertxPlatformHttpRouter.class).entrySet().stream()
                .filter(entry -> entry.getValue().isManagementServer())
                .map(java.util.Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The control port is not open: camel.management.enabled must be true"));
    }

    /** Takes handlers that are not routes. It exists once the servers listen. */
    public VertxPlatformHttpRouter router() {
        return VertxPlatformHttpRouter.lookup(camelContext, routerName());
    }
}
