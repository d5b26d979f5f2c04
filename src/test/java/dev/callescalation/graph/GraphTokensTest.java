package dev.callescalation.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphTokensTest {

    private static final String TENANT = "7c1dd2a0-4c3a-4a0b-8f6f-2f8c3f5f0b02";
    private static final String SECRET = "pl+us & 100% ~ü=?";
    private static final String REFUSAL = "{\"error\":\"invalid_client\",\"error_description\":"
            + "\"AADSTS7000215: Invalid client secret provided.\\r\\nTrace ID: 1\"}";

    private final SetClock clock = new SetClock();
    private final Queue<Runnable> background = new ConcurrentLinkedQueue<>();
    private LoginHost login;
    private GraphTokens tokens;

    @BeforeEach
    void start() throws Exception {
        login = new LoginHost();
        tokens = configured(new GraphTokens(clock, background::add));
    }

    @AfterEach
    void stop() {
        login.close();
    }

    // ---- what is asked

    @Test
    void aTokenIsAskedForWithTheBotsSecret() {
        // when
        String bearer = tokens.bearer(TENANT);
        // then
        assertThat(bearer).isEqualTo("Bearer t1");
        assertThat(login.asked).containsExactly("POST /" + TENANT + "/oauth2/v2.0/token");
        assertThat(login.forms.get(0))
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_id", "the-bot")
                .containsEntry("client_secret", SECRET)
                .containsEntry("scope", "https://graph.microsoft.us/.default")
                .hasSize(4);
    }

    @Test
    void aScopeOfItsOwnIsSentInstead() {
        // given
        tokens.setScope("api://elsewhere/.default");
        // when
        tokens.bearer(TENANT);
        // then
        assertThat(login.forms.get(0)).containsEntry("scope", "api://elsewhere/.default");
    }

    @Test
    void anAnswerThatIsTooLongIsNotReadToItsEnd() {
        // given
        tokens.setMaxReplyBytes(1_000);
        login.answers(200, "{\"access_token\":\"" + "x".repeat(2_000) + "\",\"token_type\":\"Bearer\"}");
        // then
        assertThatThrownBy(() -> tokens.bearer(TENANT))
                .isInstanceOf(GraphTokenException.class)
                .hasMessageEndingWith("HTTP 200, the reply has more than 1000 bytes");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", ".", "..", "../common", "a/b", "a?b", "a%2fb", "a#b", "a@b", "tenant\n"})
    void aTenantThatCannotBePartOfAnAddressIsRefused(String tenant) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.bearer(tenant))
                .withMessageContaining("a tenant is");
        assertThatIllegalArgumentException().isThrownBy(() -> tokens.prefetch(tenant));
        assertThat(login.asked).isEmpty();
    }

    @Test
    void aTenantOf128CharactersIsTheLongest() {
        assertThat(tokens.bearer("a".repeat(128))).isEqualTo("Bearer t1");
        assertThatIllegalArgumentException().isThrownBy(() -> tokens.bearer("a".repeat(129)));
    }

    // ---- what is kept

    @Test
    void aTokenIsKept() {
        assertThat(tokens.bearer(TENANT)).isEqualTo("Bearer t1");
        assertThat(tokens.bearer(TENANT)).isEqualTo("Bearer t1");
        assertThat(tokens.bearer(TENANT.toUpperCase())).isEqualTo("Bearer t1");
        assertThat(login.asked).hasSize(1);
    }

    @Test
    void everyTenantHasItsOwn() {
        assertThat(tokens.bearer(TENANT)).isEqualTo("Bearer t1");
        assertThat(tokens.bearer("contoso.example")).isEqualTo("Bearer t2");
        assertThat(tokens.bearer(TENANT)).isEqualTo("Bearer t1");
    }

    @Test
    void twentyWhoWaitCauseOneRequest() throws Exception {
        // given
        CountDownLatch allCame = new CountDownLatch(20);
        login.holdsAnswersUntil(allCame);
        ExecutorService threads = Executors.newFixedThreadPool(20);
        // when
        List<Future<String>> bearers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            bearers.add(threads.submit(() -> {
                allCame.countDown();
                return tokens.bearer(TENANT);
            }));
        }
        // then
        for (Future<String> bearer : bearers) {
            assertThat(bearer.get()).isEqualTo("Bearer t1");
        }
        assertThat(login.asked).hasSize(1);
        threads.shutdown();
    }

    @ParameterizedTest
    @CsvSource({"3600, 3300", "600, 540", "86400, 86100"})
    void aTokenIsRenewedByOneInTheBackgroundBeforeItEnds(long lifetimeSeconds, long renewedAfterSeconds) {
        // given
        login.givesTokensFor(lifetimeSeconds);
        tokens.bearer(TENANT);
        clock.goOn(Duration.ofSeconds(renewedAfterSeconds - 1));
        tokens.bearer(TENANT);
        assertThat(background).isEmpty();
        // when
        clock.goOn(Duration.ofSeconds(1));
        // then the old one is given to everybody, and one renewal begins
        assertThat(tokens.bearer(TENANT)).isEqualTo("Bearer t1");
        assertThat(tokens.bearer(TENANT)).isEqualTo("Bearer t1");
        assertThat(background).hasSize(1);
        // and when
        background.remove().run();
        // then
        assertThat(tokens.bearer(TENANT)).isEqualTo("Bearer t2");
        assertThat(background).isEmpty();
    }

    @Test
    void aTokenThatHasEndedIsNotGiven() {
        // given
        tokens.bearer(TENANT);
        // when
        clock.goOn(Duration.ofHours(1));
        // then
        assertThat(tokens.bearer(TENANT)).isEqualTo("Bearer t2");
    }

    @Test
    void anAnswerThatDoesNotSayHowLongIsGoodForFiveMinutes() {
        // given
        login.answers(200, "{\"token_type\":\"Bearer\",\"access_token\":\"short\"}");
        tokens.bearer(TENANT);
        // when
        clock.goOn(Duration.ofSeconds(299));
        tokens.bearer(TENANT);
        assertThat(login.asked).hasSize(1);
        clock.goOn(Duration.ofSeconds(1));
        tokens.bearer(TENANT);
        // then
        assertThat(login.asked).hasSize(2);
    }

    @Test
    void aPrefetchedTokenIsThereWhenItIsNeeded() {
        // when
        tokens.prefetch(TENANT);
        tokens.prefetch(TENANT);
        // then
        assertThat(background).hasSize(1);
        assertThat(login.asked).isEmpty();
        // and when
        background.remove().run();
        tokens.prefetch(TENANT);
        // then
        assertThat(tokens.bearer(TENANT)).isEqualTo("Bearer t1");
        assertThat(login.asked).hasSize(1);
        assertThat(background).isEmpty();
    }

    @Test
    void whoNeedsATokenDoesNotWaitForABusyBackground() {
        // given
        tokens.prefetch(TENANT);
        // when
        String bearer = tokens.bearer(TENANT);
        background.remove().run();
        // then
        assertThat(bearer).isEqualTo("Bearer t1");
        assertThat(login.asked).hasSize(1);
    }

    @Test
    void theBackgroundWorksAsConfiguredByDefault() {
        // given
        GraphTokens real = configured(new GraphTokens());
        // when
        real.prefetch(TENANT);
        // then
        Awaitility.await().until(() -> login.asked.size() == 1);
        assertThat(real.bearer(TENANT)).isEqualTo("Bearer t1");
    }

    // ---- what Graph refused

    @Test
    void tenRequestsRefusedAtOnceCauseOneNewToken() {
        // given
        String refused = tokens.bearer(TENANT);
        for (int i = 0; i < 10; i++) {
            // when
            tokens.drop(TENANT, refused);
            // then
            assertThat(tokens.bearer(TENANT)).isEqualTo("Bearer t2");
        }
        assertThat(login.asked).hasSize(2);
    }

    // ---- failures

    @Test
    void aFailureNamesTenantHostAndReasonButNoSecret() {
        // given
        login.answers(401, REFUSAL);
        // when, then
        assertThatThrownBy(() -> tokens.bearer(TENANT))
                .isInstanceOf(GraphTokenException.class)
                .hasMessage("no token for tenant " + TENANT + " from localhost: HTTP 401 invalid_client, "
                        + "AADSTS7000215: Invalid client secret provided.Trace ID: 1");
    }

    @Test
    void aHostThatRepeatsTheSecretDoesNotBringItIntoTheLog() {
        // given
        tokens.setAppSecret("s3cr3t+&%");
        login.answers(400, "{\"error\":\"invalid_request\",\"error_description\":\"what is s3cr3t+&%\"}");
        // when
        GraphTokenException failure = failure();
        // then
        assertThat(failure).hasMessageContaining("what is ***").hasStackTraceContaining("what is ***");
        assertThat(stackTrace(failure)).doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "503 | <html>down</html> | HTTP 503",
                "302 | {} | HTTP 302",
                "400 | {\"error\":\"bad\\u00fc\\\"code\"} | HTTP 400",
                "200 | <html>hello</html> | HTTP 200, an answer that holds no token",
                "200 | {\"access_token\":\"abc123\",\"token_type\":7} | HTTP 200, an answer that holds no token",
            })
    void anOddAnswerIsAFailure(int status, String body, String reason) {
        // given
        login.answers(status, body);
        // when
        GraphTokenException failure = failure();
        // then
        assertThat(failure).hasMessageContaining(reason);
        assertThat(stackTrace(failure)).doesNotContain("abc123");
        assertThat(login.asked).hasSize(1);
    }

    @Test
    void aHostThatIsNotThereIsAFailure() {
        // given
        login.close();
        // when, then
        assertThat(failure()).hasMessageStartingWith("no token for tenant " + TENANT + " from localhost: ");
    }

    @Test
    void aHostThatDoesNotAnswerIsAFailure() {
        // given
        tokens.setReadTimeoutMs(50);
        CountDownLatch never = new CountDownLatch(1);
        login.holdsAnswersUntil(never);
        // when, then
        assertThat(failure()).hasMessageContaining("timed out");
        never.countDown();
    }

    @Test
    void afterAFailureTheHostIsLeftInPeaceForASecond() {
        // given
        login.answers(401, REFUSAL);
        failure();
        login.givesTokensFor(3600);
        // when
        GraphTokenException again = failure();
        tokens.prefetch(TENANT);
        // then
        assertThat(again).hasMessageContaining("invalid_client");
        assertThat(background).isEmpty();
        assertThat(login.asked).hasSize(1);
        // and when
        clock.goOn(Duration.ofSeconds(1));
        // then
        assertThat(tokens.bearer(TENANT)).isEqualTo("Bearer t2");
    }

    @Test
    void aFailureOfOneTenantIsNoneOfAnother() {
        // given
        login.answers(401, REFUSAL);
        failure();
        login.givesTokensFor(3600);
        // when, then
        assertThat(tokens.bearer("contoso.example")).isEqualTo("Bearer t2");
    }

    @Test
    void aRenewalThatFailsLeavesTheOldTokenInUse() {
        // given
        tokens.bearer(TENANT);
        clock.goOn(Duration.ofMinutes(56));
        login.answers(503, "");
        // when
        tokens.bearer(TENANT);
        background.remove().run();
        // then
        assertThat(tokens.bearer(TENANT)).isEqualTo("Bearer t1");
        assertThat(background).isEmpty();
        // and when
        clock.goOn(Duration.ofSeconds(1));
        tokens.bearer(TENANT);
        // then
        assertThat(background).hasSize(1);
    }

    private GraphTokens configured(GraphTokens made) {
        made.setLoginUrl(login.url() + "/");
        made.setGraphUrl("https://graph.microsoft.us/");
        made.setAppId("the-bot");
        made.setAppSecret(SECRET);
        return made;
    }

    private GraphTokenException failure() {
        GraphTokenException failure = catchThrowableOfType(GraphTokenException.class, () -> tokens.bearer(TENANT));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static String stackTrace(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
