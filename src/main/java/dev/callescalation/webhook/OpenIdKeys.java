package dev.callescalation.webhook;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.callescalation.graph.Outbound;
import dev.callescalation.graph.PartnerAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * Fetches the OpenID metadata and then the keys it points at, both anew each time, because a rotation may move the
 * keys (OpenID Connect Discovery 1.0, {@code jwks_uri}). Redirects to another host are not followed.
 */
final class OpenIdKeys implements JWKSetSource<SecurityContext> {

    private static final int CONNECT_MILLIS = 2000;
    private static final int READ_MILLIS = 3000;
    private static final int LARGEST_ANSWER = 512 * 1024;

    private final URI metadata;
    private final CloseableHttpClient http;

    OpenIdKeys(URI metadata, Outbound outbound) {
        this.metadata = metadata;
        this.http = outbound.client(CONNECT_MILLIS, READ_MILLIS, LARGEST_ANSWER);
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
        return http.execute(new HttpGet(address), reply -> {
            if (reply.getCode() != HttpStatus.SC_OK) {
                throw new IOException("HTTP " + reply.getCode());
            }
            return new String(EntityUtils.toByteArray(reply.getEntity()), StandardCharsets.UTF_8);
        });
    }

    @Override
    public void close() {
        // nothing is kept open
    }
}
