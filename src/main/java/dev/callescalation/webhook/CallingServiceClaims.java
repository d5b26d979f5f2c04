package dev.callescalation.webhook;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.Set;

/** What a token must claim (Microsoft Graph: calling webhook authentication): issuer, audience, times and tenant. */
final class CallingServiceClaims extends DefaultJWTClaimsVerifier<SecurityContext> {

    static final String TENANT = "tid";

    private final Set<String> issuers;
    private final Clock clock;

    CallingServiceClaims(VerifierSettings settings, Clock clock) {
        super(Set.of(settings.appId()), null, Set.of("iss", "exp", "nbf", TENANT), null);
        setMaxClockSkew(settings.clockSkewSeconds());
        this.issuers = settings.issuers();
        this.clock = clock;
    }

    @Override
    public void verify(JWTClaimsSet claims, SecurityContext context) throws BadJWTException {
        super.verify(claims, context);
        if (!issuers.contains(String.valueOf(claims.getIssuer()))) {
            throw new BadJWTException("issuer rejected: " + claims.getIssuer());
        }
        try {
            String tenant = claims.getStringClaim(TENANT);
            if (tenant == null || tenant.isBlank()) {
                throw new BadJWTException("claim tid is blank");
            }
        } catch (ParseException e) {
            throw new BadJWTException("claim tid is not a text", e);
        }
    }

    @Override
    protected Date currentTime() {
        return new Date(clock.millis());
    }
}
