package dev.callescalation.webhook;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.callescalation.graph.PartnerAddress;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;

/**
 * Fetches the OpenID metadata and then the keys it points at, both anew each time, because a rotation may move the
 * keys (OpenID Connect Discovery 1.0, {@code jwks_uri}). Redirects are not followed.
 */
final class OpenIdKeys implements JWKSetSource<SecurityContext> {

    private static final int CONNECT_MILLIS = 2000;
    private static final int READ_MILLIS = 3000;
    private static final int LARGEST_ANSWER = 512 * 1024;

    private final URI metadata;
    private final DefaultResourceRetriever http =
            new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, LARGEST_ANSWER) {
                @Override
                protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
                    HttpURLConnection connection = super.openHTTPConnection(url);
                    connection.setInstanceFollowRedirects(false);
                    return connection;
                }
            };

    OpenIdKeys(URI metadata) {
        this.metadata = metadata;
    }

    /**
     * Each failure is a {@link JWKSetUnavailableException}, a page of nonsense too: only that one lets the keys
     * of before live on.
     */
    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, SecurityContext context)
            throws JWKSetUnavailableException {
        URI asked = metadata;
        try {
            String keys = JSONObjectUtils.getString(JSONObjectUtils.parse(read(metadata)), "jwks_uri");
            asked = PartnerAddress.checked("jwks_uri, found at " + VerifierSettings.OPENID_URL + ",", keys);
            JWKSet set = JWKSet.parse(read(asked));
            if (set.isEmpty()) {
                throw new JWKSetUnavailableException(asked + " has no keys");
            }
            return set;
        } catch (IOException | ParseException | IllegalArgumentException e) {
            throw new JWKSetUnavailableException(asked + ": " + e.getMessage(), e);
        }
    }

    private String read(URI address) throws IOException {
        return http.retrieveResource(address.toURL()).getContent();
    }

    @Override
    public void close() {
        // nothing is kept open
    }
}
