package dev.callescalation.graph;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;

/**
 * Camel's component http, whose endpoints all take the way of {@link Outbound}, also those with a configurer of their
 * own. As options of the component, a configurer would not count for them, and certificate authorities would turn http
 * into https.
 */
@Component("http,https")
public final class OutboundHttp extends HttpComponent {

    private Outbound outbound;

    public void setOutbound(Outbound outbound) {
        this.outbound = outbound;
    }

    @Override
    protected HttpClientConfigurer createHttpClientConfigurer(Map<String, Object> parameters, boolean secure)
            throws Exception {
        CompositeHttpConfigurer all = new CompositeHttpConfigurer();
        // first, as one for OAuth builds a client of what has been configured before
        all.addConfigurer(outbound);
        all.addConfigurer(super.createHttpClientConfigurer(parameters, secure));
        return all;
    }

    @Override
    protected HttpClientConnectionManager createConnectionManager(
            Map<String, Object> parameters, SSLContextParameters own, Map<String, Object> options)
            throws GeneralSecurityException, IOException {
        return super.createConnectionManager(parameters, own == null ? outbound : own, options);
    }
}
