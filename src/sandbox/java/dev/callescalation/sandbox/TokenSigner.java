package dev.callescalation.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

/**
 * Signs what the service shows to a webhook: RS256, the bot as audience, the call's tenant as {@code tid} (Microsoft
 * Graph, calls: "authenticate the callback"). One token serves a tenant until five minutes before its end.
 */
final class TokenSigner {

    static final String ISSUER = "https://api.botframework.com";

    /** Of the example token in Microsoft's documents. */
    static final Duration LIFETIME = Duration.ofSeconds(3_900);

    private static final Duration RENEWED_BEFORE_END = Duration.ofMinutes(5);
    private static final int MOST_TENANTS = 1_000;
    private static final int KEY_BITS = 2_048;

    /** Every sandbox of a JVM begins with it: to make a key takes longer than all else at the start. */
    private static final RSAKey FIRST_KEY = newKey();

    private final String appId;
    private final Clock clock;
    private final Duration skew;
    private final Map<String, Signed> byTenant = new HashMap<>();
    private volatile RSAKey key = FIRST_KEY;

    /** @param skew by how much the webhook's clock may be wrong */
    TokenSigner(String appId, Clock clock, Duration skew) {
        this.appId = appId;
        this.clock = clock;
        this.skew = skew;
    }

    /** Takes a tenth of a second or more: not for the event loop. */
    static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(KEY_BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyID(Ids.guid())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("This JVM cannot make RSA keys.", e);
        }
    }

    /** From now on the new key alone is published and signs. */
    void rotate(RSAKey newKey) {
        key = newKey;
        byTenant.clear();
    }

    /** The JSON Web Key Set (RFC 7517, 5) with the public half. */
    String publicKeys() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    String tokenFor(String tenantId) {
        Instant now = clock.instant();
        Signed signed = byTenant.get(tenantId);
        if (signed == null || now.isAfter(signed.renewal())) {
            if (byTenant.size() >= MOST_TENANTS) {
                byTenant.clear();
            }
            signed = new Signed(sign(tenantId, now), now.plus(LIFETIME).minus(RENEWED_BEFORE_END));
            byTenant.put(tenantId, signed);
        }
        return signed.token();
    }

    private String sign(String tenantId, Instant now) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(appId)
                .claim("tid", tenantId)
                .issueTime(Date.from(now.minus(skew)))
                .notBeforeTime(Date.from(now.minus(skew)))
                .expirationTime(Date.from(now.plus(LIFETIME).plus(skew)))
                .build();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build();
        SignedJWT jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    private record Signed(String token, Instant renewal) {}
}
