package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.callescalation.sandbox.SandboxClient.Placed;
import dev.callescalation.sandbox.SandboxClient.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest extends SandboxTest {

    private static final String GRANT = "grant_type=client_credentials";
    private static final String CLIENT = "&client_id=" + SandboxClient.APP_ID + "&client_secret=s3cret+%26+more";
    private static final String SCOPE = "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default";

    @Test
    void givesAccessTokensAsTheLoginServiceDoes() {
        // when
        Reply reply = client.token(SandboxClient.TENANT, GRANT + CLIENT + SCOPE);
        // then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("token_type").asText()).isEqualTo("Bearer");
        assertThat(reply.json().path("expires_in").asInt()).isEqualTo(3599);
        assertThat(reply.json().path("access_token").asText()).isNotBlank();
    }

    @Test
    void takesTheSecretFromTheHeaderToo() {
        // given
        String credentials = SandboxClient.APP_ID + ":s3cret+%26+more";
        String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        // when
        Reply reply = client.send(
                "POST",
                "/common/oauth2/v2.0/token",
                GRANT + SCOPE,
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Authorization", "Basic " + basic));
        // then
        assertThat(reply.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type=password,                                        400, unsupported_grant_type",
        "grant_type=client_credentials&client_id=x&client_secret=y,  401, invalid_client",
        "grant_type=client_credentials,                              401, invalid_client",
        "SCOPELESS,                                                  400, invalid_scope",
    })
    void refusesWhatTheLoginServiceRefuses(String form, int status, String error) {
        // when
        Reply reply = client.token(SandboxClient.TENANT, form.equals("SCOPELESS") ? GRANT + CLIENT : form);
        // then
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error").asText()).isEqualTo(error);
    }

    @Test
    void countsTheRequestsForTokens() {
        // given
        int before = sandbox.tokenRequests();
        // when
        client.token(SandboxClient.TENANT, GRANT);
        // then
        assertThat(sandbox.tokenRequests()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource({"Bearer made-up", "Basic x"})
    void refusesCommandsWithoutATokenOfItsOwn(String authorization) {
        // when
        Reply reply = client.send("GET", "/beta/app/calls/1", null, Map.of("Authorization", authorization));
        // then
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("InvalidAuthenticationToken");
        assertThat(reply.json().at("/error/innerError/request-id").asText()).isNotBlank();
    }

    @Test
    void signsNotificationsForTheBotAndTheTenantOfTheCall() throws Exception {
        // given
        Placed placed = client.place("{\"tenantId\":\"another-tenant\"}");
        // when
        SignedJWT token = tokenOf(placed);
        // then
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(isSignedByAPublishedKey(token)).isTrue();
        assertThat(claims.getIssuer()).isEqualTo("https://api.botframework.com");
        assertThat(claims.getAudience()).containsExactly(SandboxClient.APP_ID);
        assertThat(claims.getStringClaim("tid")).isEqualTo("another-tenant");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofSeconds(3_900));
        assertThat(claims.getNotBeforeTime().toInstant()).isBefore(Instant.now());
    }

    @Test
    void signsForAWebhookWhoseClockIsWrong() throws Exception {
        // given
        Timing wrong = new Timing(Duration.ofSeconds(15), Duration.ofMillis(5), 5, Duration.ofHours(3));
        try (Sandbox patient = Sandbox.start(settings(0), wrong)) {
            // when
            JWTClaimsSet claims =
                    SignedJWT.parse(patient.webhookToken(SandboxClient.TENANT)).getJWTClaimsSet();
            // then
            Duration twoHours = Duration.ofHours(2);
            assertThat(claims.getNotBeforeTime().toInstant())
                    .isBefore(Instant.now().minus(twoHours));
            assertThat(claims.getExpirationTime().toInstant())
                    .isAfter(Instant.now().plus(twoHours));
        }
    }

    @Test
    void usesOneTokenForManyNotifications() throws Exception {
        // when
        SignedJWT first = tokenOf(client.place("{}"));
        SignedJWT second = tokenOf(client.place("{}"));
        // then
        assertThat(second.serialize()).isEqualTo(first.serialize());
        assertThat(sandbox.webhookToken(SandboxClient.TENANT)).isEqualTo(first.serialize());
    }

    @Test
    void signsWithANewKeyAfterARotationAndForgetsTheOldOne() throws Exception {
        // given
        SignedJWT before = tokenOf(client.place("{}"));
        // when
        Reply rotated = client.send("POST", "/sandbox/keys/rotate", null, Map.of());
        SignedJWT after = tokenOf(client.place("{}"));
        // then
        assertThat(rotated.status()).isEqualTo(204);
        assertThat(after.getHeader().getKeyID()).isNotEqualTo(before.getHeader().getKeyID());
        assertThat(isSignedByAPublishedKey(after)).isTrue();
        assertThat(isSignedByAPublishedKey(before)).isFalse();
    }

    private static SignedJWT tokenOf(Placed placed) throws Exception {
        String header = bot.next(placed.scenarioId()).headers().getFirst("Authorization");
        return SignedJWT.parse(header.substring("Bearer ".length()));
    }

    private static boolean isSignedByAPublishedKey(SignedJWT token) throws Exception {
        JsonNode metadata = client.get("/v1/.well-known/OpenIdConfiguration").json();
        assertThat(metadata.path("issuer").asText())
                .isEqualTo(token.getJWTClaimsSet().getIssuer());
        assertThat(metadata.at("/id_token_signing_alg_values_supported/0").asText())
                .isEqualTo("RS256");
        assertThat(metadata.path("jwks_uri").asText()).isEqualTo(sandbox.url() + "/v1/keys");
        JWK key = JWKSet.parse(client.get("/v1/keys").text())
                .getKeyByKeyId(token.getHeader().getKeyID());
        return key != null && !key.isPrivate() && token.verify(new RSASSAVerifier(key.toRSAKey()));
    }
}
