package dev.callescalation.webhook;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.Consumer;

/** Tokens as the calling service signs them at nine o'clock, and tokens that only look like it. */
final class Signed {

    static final String APP = "0d2b5ba4-2d0c-4d6a-9a0e-6d6f0d1d3a01";
    static final String TENANT = "7c1dd2a0-4c3a-4a0b-8f6f-2f8c3f5f0b02";
    static final RSAKey KEY = key("k1");
    static final RSAKey NEXT_KEY = key("k2");
    static final RSAKey STRANGERS_KEY = key("k1");

    private Signed() {}

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static Date in(int seconds) {
        return Date.from(Instant.parse("2026-03-02T09:00:00Z").plusSeconds(seconds));
    }

    static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://api.botframework.com")
                .audience(APP)
                .claim("tid", TENANT)
                .notBeforeTime(in(0))
                .expirationTime(in(3900))
                .jwtID(UUID.randomUUID().toString());
    }

    /** A good one that lives 65 minutes, unlike every other in its id. */
    static String token() throws JOSEException {
        return signed(KEY, header("k1"));
    }

    static String token(Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
        return signed(KEY, header("k1"), change);
    }

    /** A good one for tests in which hours go by. */
    static String lastingToken() throws JOSEException {
        return lastingToken(KEY);
    }

    static String lastingToken(RSAKey key) throws JOSEException {
        return signed(key, header(key.getKeyID()), c -> c.expirationTime(in(86_400)));
    }

    static JWSHeader header(String keyId) {
        return header(keyId, JWSAlgorithm.RS256);
    }

    static JWSHeader header(String keyId, JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).keyID(keyId).build();
    }

    static JWSHeader header(String keyId, Consumer<JWSHeader.Builder> change) {
        JWSHeader.Builder builder = new JWSHeader.Builder(header(keyId));
        change.accept(builder);
        return builder.build();
    }

    static String signed(RSAKey key, JWSHeader header) throws JOSEException {
        return signed(key, header, c -> {});
    }

    static String signed(RSAKey key, JWSHeader header, Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
        JWTClaimsSet.Builder claims = claims();
        change.accept(claims);
        SignedJWT jwt = new SignedJWT(header, claims.build());
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    static String hmacWithPublicKey() throws JOSEException {
        SignedJWT jwt = new SignedJWT(header("k1", JWSAlgorithm.HS256), claims().build());
        jwt.sign(new MACSigner(KEY.toRSAPublicKey().getEncoded()));
        return jwt.serialize();
    }

    static String changed() throws JOSEException {
        String[] parts = token().split("\\.");
        String claims = Base64URL.from(parts[1]).decodeToString().replace(TENANT, "another-tenant");
        return parts[0] + "." + Base64URL.encode(claims) + "." + parts[2];
    }
}
