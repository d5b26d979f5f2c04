package dev.callescalation.webhook;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;

/**
 * Checks one token, signature first. Only RS256 counts, and only keys of the configured host: what the token's header
 * says about where keys are ({@code jku}, {@code x5u}, {@code jwk}) is ignored.
 */
final class TokenVerifier {

    /**
     * What is remembered of a token that was good.
     *
     * @param tenant    claim {@code tid}
     * @param goodUntil epoch milliseconds: claim {@code exp} plus the permitted clock skew
     */
    record Verified(String tenant, long goodUntil) {}

    private static final String NO_KEYS = "no signing keys: ";

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final long skewMillis;
    private final SigningKeys keys;

    TokenVerifier(VerifierSettings settings, Clock clock) {
        skewMillis = settings.clockSkewSeconds() * 1000L;
        keys = new SigningKeys(
                new OpenIdKeys(settings.openidUrl(), settings.outbound()),
                settings.keysMaxAgeMillis(),
                settings.minRefreshMillis(),
                clock);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
        processor.setJWTClaimsSetVerifier(new CallingServiceClaims(settings, clock));
    }

    /** Why no token can be verified; empty while there are keys. */
    String trouble() {
        try {
            keys.require();
            return "";
        } catch (KeySourceException e) {
            return NO_KEYS + e.getMessage();
        }
    }

    Verified verify(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            return new Verified(
                    claims.getStringClaim(CallingServiceClaims.TENANT),
                    claims.getExpirationTime().getTime() + skewMillis);
        } catch (ParseException e) {
            // The parser quotes what it could not read. The message stays out of the log.
            throw new TokenRefusedException(401, "not a JWT", null);
        } catch (KeySourceException e) {
            throw new TokenRefusedException(503, NO_KEYS + e.getMessage(), e);
        } catch (BadJOSEException | JOSEException e) {
            throw new TokenRefusedException(401, e.getMessage(), e);
        }
    }
}
