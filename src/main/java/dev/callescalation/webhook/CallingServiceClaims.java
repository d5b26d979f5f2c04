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

    private final String appId;
    private final Set<String> issuers;
    private final Clock clock;

    CallingServiceClaims(VerifierSettings settings, Clock clock) {
        super(null, null, Set.of("iss", "exp", "nbf", TENANT), null);
        this.appId = settings.appId();
        setMaxClockSkew(settings.clockSkewSeconds());
        this.issuers = settings.issuers();
        this.clock = clock;
    }

    @Override
    public void verify(JWTClaimsSet claims, SecurityContext context) throws BadJWTException {
        super.verify(claims, context);
        if (!claims.getAudience().contains(appId)) {
            throw new BadJWTException(
                    "audience rejected: aud is " + claims.getAudience() + ", not calls.bot.app-id " + appId);
        }
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
