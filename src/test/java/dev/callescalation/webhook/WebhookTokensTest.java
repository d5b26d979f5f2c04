package dev.callescalation.webhook;

import static dev.callescalation.webhook.Signed.APP;
import static dev.callescalation.webhook.Signed.KEY;
import static dev.callescalation.webhook.Signed.STRANGERS_KEY;
import static dev.callescalation.webhook.Signed.TENANT;
import static dev.callescalation.webhook.Signed.changed;
import static dev.callescalation.webhook.Signed.claims;
import static dev.callescalation.webhook.Signed.header;
import static dev.callescalation.webhook.Signed.hmacWithPublicKey;
import static dev.callescalation.webhook.Signed.in;
import static dev.callescalation.webhook.Signed.signed;
import static dev.callescalation.webhook.Signed.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.callescalation.graph.SetClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTokensTest {

    private final SetClock clock = new SetClock();
    private KeyHost host;
    private KeyHost elsewhere;
    private WebhookTokens tokens;

    @BeforeEach
    void start() throws Exception {
        host = new KeyHost(KEY);
        elsewhere = new KeyHost(STRANGERS_KEY);
        tokens = tokensOf(host);
    }

    @AfterEach
    void stop() {
        host.close();
        elsewhere.close();
    }

    // ---- what is accepted

    @Test
    void aGoodTokenTellsItsTenant() throws Exception {
        assertThat(tokens.verify("Bearer " + token())).isEqualTo(TENANT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "Bearer    "})
    void theWordBearerIsReadInAnyCase(String scheme) throws Exception {
        assertThat(tokens.verify(scheme + token())).isEqualTo(TENANT);
    }

    @Test
    void everyListedIssuerIsAccepted() throws Exception {
        // when
        String tenant = tokens.verify("Bearer " + token(c -> c.issuer("https://graph.microsoft.com")));
        // then
        assertThat(tenant).isEqualTo(TENANT);
    }

    @Test
    void aClockFiveMinutesOffIsForgiven() throws Exception {
        assertThat(tokens.verify("Bearer " + token(c -> c.expirationTime(in(-299)))))
                .isEqualTo(TENANT);
        assertThat(tokens.verify("Bearer " + token(c -> c.notBeforeTime(in(299)))))
                .isEqualTo(TENANT);
    }

    @Test
    void aTenantThatIsServedIsAcceptedInAnyCase() throws Exception {
        // given
        tokens.setTenants("someone-else, " + TENANT.toUpperCase());
        // when, then
        assertThat(tokens.verify("Bearer " + token())).isEqualTo(TENANT);
    }

    // ---- what is refused

    record Bad(String name, int status, String reason, Token header) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Token {
        String header(String elsewhere) throws Exception;
    }

    static Stream<Bad> badTokens() {
        return Stream.of(
                new Bad("none", 401, "no Authorization header", x -> null),
                new Bad("blank", 401, "no Authorization header", x -> "  "),
                new Bad("another scheme", 401, "not a bearer token", x -> "Basic " + token()),
                new Bad("scheme alone", 401, "not a bearer token", x -> "Bearer"),
                new Bad("no token", 401, "not a JWT", x -> "Bearer "),
                new Bad("garbage", 401, "not a JWT", x -> "Bearer not.a.token"),
                new Bad("64 KB", 401, "longer than 16 KB", x -> "Bearer " + "a".repeat(64 * 1024)),
                new Bad("alg none", 401, "Unsecured", x -> "Bearer " + new PlainJWT(claims().build()).serialize()),
                new Bad("HS256 signed with the public key", 401, "rejected", x -> "Bearer " + hmacWithPublicKey()),
                new Bad("RS512", 401, "rejected", x -> "Bearer " + signed(KEY, header("k1", JWSAlgorithm.RS512))),
                new Bad(
                        "another key under a known id",
                        401,
                        "Invalid signature",
                        x -> "Bearer " + signed(STRANGERS_KEY, header("k1"))),
                new Bad("changed after signing", 401, "Invalid signature", x -> "Bearer " + changed()),
                new Bad("unknown kid", 401, "no matching key", x -> "Bearer " + signed(KEY, header("k9"))),
                new Bad(
                        "kid with a path",
                        401,
                        "no matching key",
                        x -> "Bearer " + signed(STRANGERS_KEY, header("../../keys"))),
                new Bad(
                        "kid with an address",
                        401,
                        "no matching key",
                        x -> "Bearer " + signed(STRANGERS_KEY, header(x + "/keys"))),
                new Bad(
                        "jku",
                        401,
                        "Invalid signature",
                        x -> "Bearer " + signed(STRANGERS_KEY, header("k1", b -> b.jwkURL(URI.create(x + "/keys"))))),
                new Bad(
                        "jku with an unknown kid",
                        401,
                        "no matching key",
                        x -> "Bearer " + signed(STRANGERS_KEY, header("k9", b -> b.jwkURL(URI.create(x + "/keys"))))),
                new Bad(
                        "x5u",
                        401,
                        "Invalid signature",
                        x -> "Bearer "
                                + signed(STRANGERS_KEY, header("k1", b -> b.x509CertURL(URI.create(x + "/cert"))))),
                new Bad(
                        "jwk",
                        401,
                        "Invalid signature",
                        x -> "Bearer " + signed(STRANGERS_KEY, header("k1", b -> b.jwk(STRANGERS_KEY.toPublicJWK())))));
    }

    static Stream<Bad> badClaims() {
        return Stream.of(
                bad("expired", "Expired", c -> c.expirationTime(in(-301))),
                bad("without exp", "exp", c -> c.expirationTime(null)),
                bad("not yet valid", "before use time", c -> c.notBeforeTime(in(301))),
                bad("without nbf", "nbf", c -> c.notBeforeTime(null)),
                bad(
                        "another audience",
                        "aud is [api://botid-1, x], not",
                        c -> c.audience(List.of("api://botid-1", "x"))),
                bad("without audience", "aud", c -> c.audience((String) null)),
                bad("another issuer", "issuer", c -> c.issuer("https://sts.example.org")),
                bad("issuer with a slash", "issuer", c -> c.issuer("https://api.botframework.com/")),
                bad("without issuer", "iss", c -> c.issuer(null)),
                bad("without tid", "tid", c -> c.claim("tid", null)),
                bad("blank tid", "tid", c -> c.claim("tid", " ")),
                bad("tid that is no text", "tid", c -> c.claim("tid", List.of(TENANT))),
                new Bad(
                        "another tenant",
                        403,
                        "tenant other is not served",
                        x -> "Bearer " + token(c -> c.claim("tid", "other"))));
    }

    @ParameterizedTest
    @MethodSource({"badTokens", "badClaims"})
    void aBadTokenIsRefusedAndNobodyElseIsAsked(Bad bad) throws Exception {
        // given
        tokens.setTenants(TENANT);
        String header = bad.header().header(elsewhere.url());
        // when
        TokenRefusedException refused = refused(header);
        // then
        assertThat(refused.status()).isEqualTo(bad.status());
        assertThat(refused.reason()).containsIgnoringCase(bad.reason());
        assertThat(host.asked).isSubsetOf("/openid", "/keys");
        assertThat(elsewhere.asked).isEmpty();
    }

    @Test
    void aReasonIsOneLineAndShort() {
        // when
        TokenRefusedException refused = new TokenRefusedException(401, "a\r\nb" + "c".repeat(5000), null);
        // then
        assertThat(refused.reason()).startsWith("a bccc").hasSize(300);
    }

    // ---- what is remembered

    @Test
    void aTokenSeenBeforeNeedsNoKeys() throws Exception {
        // given
        String header = "Bearer " + token();
        tokens.verify(header);
        host.answersKeysWith("{}");
        clock.goOn(Duration.ofMinutes(60));
        // when
        String tenant = tokens.verify(header);
        // then
        assertThat(tenant).isEqualTo(TENANT);
        assertThat(host.asked).hasSize(2);
    }

    @Test
    void aTokenSeenBeforeIsRefusedOnceItHasExpired() throws Exception {
        // given a token of 65 minutes
        String header = "Bearer " + token();
        tokens.verify(header);
        // when
        clock.goOn(Duration.ofMinutes(65 + 5));
        // then
        assertThat(refused(header).reason()).isEqualTo("Expired JWT");
    }

    @Test
    void aTokenOfAnotherTenantIsRefusedTheSecondTimeToo() throws Exception {
        // given
        tokens.setTenants("someone-else");
        String header = "Bearer " + token();
        // when, then
        assertThat(refused(header).status()).isEqualTo(403);
        assertThat(refused(header).status()).isEqualTo(403);
    }

    // ---- settings

    @ParameterizedTest
    @ValueSource(strings = {"", "http://login.example.org/openid", "file:///etc/passwd", "localhost/openid"})
    void metadataMustBeHttpsOrHere(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebhookTokens().setOpenidUrl(url))
                .withMessageStartingWith("calls.webhook.openid-url must be an https address");
    }

    @Test
    void aMissingSettingIsNamed() throws Exception {
        // given
        String header = "Bearer " + token();
        WebhookTokens unset = new WebhookTokens();
        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> unset.verify(header))
                .withMessageStartingWith("calls.webhook.openid-url is not set");
        unset.setOpenidUrl("https://login.example.org/openid");
        assertThatIllegalStateException()
                .isThrownBy(() -> unset.verify(header))
                .withMessageStartingWith("calls.bot.app-id is not set");
        unset.setAppId(APP);
        assertThatIllegalStateException()
                .isThrownBy(() -> unset.verify(header))
                .withMessageStartingWith("calls.webhook.issuers is not set");
    }

    @Test
    void theShortestAgeOfKeysWorks() throws Exception {
        // given
        tokens.setKeysMaxAgeMinutes(1);
        // when, then
        assertThat(tokens.verify("Bearer " + token())).isEqualTo(TENANT);
        assertThatIllegalArgumentException().isThrownBy(() -> tokens.setKeysMaxAgeMinutes(0));
    }

    private WebhookTokens tokensOf(KeyHost keyHost) {
        WebhookTokens made = new WebhookTokens(clock);
        made.setOpenidUrl(keyHost.metadataUrl());
        made.setIssuers("https://api.botframework.com, https://graph.microsoft.com");
        made.setAppId(APP);
        return made;
    }

    private TokenRefusedException refused(String header) {
        TokenRefusedException refused = catchThrowableOfType(TokenRefusedException.class, () -> tokens.verify(header));
        assertThat(refused).isNotNull();
        return refused;
    }

    private static Bad bad(String name, String reason, Consumer<JWTClaimsSet.Builder> change) {
        return new Bad(name, 401, reason, x -> "Bearer " + token(change));
    }
}
