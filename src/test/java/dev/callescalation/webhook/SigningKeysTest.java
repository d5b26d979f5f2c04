package dev.callescalation.webhook;

import static dev.callescalation.webhook.Signed.APP;
import static dev.callescalation.webhook.Signed.KEY;
import static dev.callescalation.webhook.Signed.NEXT_KEY;
import static dev.callescalation.webhook.Signed.STRANGERS_KEY;
import static dev.callescalation.webhook.Signed.TENANT;
import static dev.callescalation.webhook.Signed.header;
import static dev.callescalation.webhook.Signed.lastingToken;
import static dev.callescalation.webhook.Signed.signed;
import static dev.callescalation.webhook.Signed.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.callescalation.graph.SetClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {

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

    // ---- keys come and go

    @Test
    void keysAreFetchedOnceForManyTokens() throws Exception {
        // when
        for (int i = 0; i < 20; i++) {
            tokens.verify("Bearer " + token());
        }
        // then
        assertThat(host.asked).containsExactly("/openid", "/keys");
    }

    @Test
    void aNewKeyIsFoundByOneMoreLook() throws Exception {
        // given
        tokens.verify("Bearer " + token());
        host.publishes(KEY, NEXT_KEY);
        // when
        String tenant = tokens.verify("Bearer " + signed(NEXT_KEY, header("k2")));
        // then
        assertThat(tenant).isEqualTo(TENANT);
        assertThat(host.asked).containsExactly("/openid", "/keys", "/openid", "/keys");
    }

    @Test
    void keysThatMoveAreFollowed() throws Exception {
        // given
        tokens.verify("Bearer " + token());
        host.publishes(NEXT_KEY);
        host.saysKeysAreAt(host.url() + "/moved");
        // when
        tokens.verify("Bearer " + signed(NEXT_KEY, header("k2")));
        // then
        assertThat(host.asked).containsExactly("/openid", "/keys", "/openid", "/moved");
    }

    @Test
    void madeUpKeyIdsCauseOneLookInThirtySeconds() throws Exception {
        // given
        tokens.verify("Bearer " + token());
        // when
        for (int i = 0; i < 10; i++) {
            refused("Bearer " + signed(STRANGERS_KEY, header("made-up-" + i)));
        }
        // then
        assertThat(host.asked).hasSize(4);
        // and when
        clock.goOn(Duration.ofSeconds(30));
        host.publishes(NEXT_KEY);
        // then
        assertThat(tokens.verify("Bearer " + signed(NEXT_KEY, header("k2")))).isEqualTo(TENANT);
        assertThat(host.asked).hasSize(6);
    }

    @Test
    void manyRequestsWithANewKeyAtOnceCauseOneLookAndAreAllAccepted() throws Exception {
        // given
        tokens.verify("Bearer " + token());
        host.publishes(NEXT_KEY);
        String header = "Bearer " + signed(NEXT_KEY, header("k2"));
        // when
        List<String> tenants = atOnce(20, () -> tokens.verify(header));
        // then
        assertThat(tenants).containsOnly(TENANT).hasSize(20);
        assertThat(host.asked).hasSize(4);
    }

    @Test
    void manyFirstRequestsAtOnceFetchTheKeysOnce() throws Exception {
        // given
        String header = "Bearer " + token();
        // when
        List<String> tenants = atOnce(20, () -> tokens.verify(header));
        // then
        assertThat(tenants).containsOnly(TENANT).hasSize(20);
        assertThat(host.asked).containsExactly("/openid", "/keys");
    }

    @Test
    void keysAreRenewedInTheBackgroundBeforeTheyAreTooOld() throws Exception {
        // given
        tokens.verify("Bearer " + lastingToken());
        clock.goOn(Duration.ofMinutes(116));
        // when
        tokens.verify("Bearer " + lastingToken());
        // then
        Awaitility.await().until(() -> host.asked.size() == 4);
    }

    @Test
    void keysThatAreTooOldAreFetchedAgain() throws Exception {
        // given
        tokens.verify("Bearer " + lastingToken());
        clock.goOn(Duration.ofMinutes(121));
        host.publishes(NEXT_KEY);
        // when
        TokenRefusedException refused = refused("Bearer " + lastingToken());
        // then a key that was withdrawn is worth nothing
        assertThat(refused.status()).isEqualTo(401);
        assertThat(tokens.verify("Bearer " + lastingToken(NEXT_KEY))).isEqualTo(TENANT);
    }

    // ---- the host is away

    @Test
    void nobodyCanTellWhileNoKeysWereEverFetched() throws Exception {
        // given
        host.isAway(true);
        // when
        TokenRefusedException refused = refused("Bearer " + token());
        // then
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.reason()).startsWith("no signing keys").contains(host.metadataUrl());
    }

    @Test
    void saysWhyThereAreNoKeysAlsoWhileTheHostIsNotAskedAgain() throws Exception {
        // given
        host.isAway(true);
        String reason = refused("Bearer " + token()).reason();
        // when
        List<String> reasons = List.of(
                tokens.trouble(), tokens.trouble(), refused("Bearer " + token()).reason());
        // then
        assertThat(reasons).containsOnly(reason);
        assertThat(host.asked).hasSize(4);
    }

    @Test
    void nobodyIsThereAtAll() throws Exception {
        // given
        host.close();
        // when, then
        assertThat(refused("Bearer " + token()).status()).isEqualTo(503);
    }

    @Test
    void manyRequestsWhileTheHostIsAwayAskItAFewTimesOnly() throws Exception {
        // given
        host.isAway(true);
        String header = "Bearer " + token();
        // when
        List<Integer> statuses = atOnce(20, () -> refused(header).status());
        // then two attempts within a second, each repeated once
        assertThat(statuses).containsOnly(503).hasSize(20);
        assertThat(host.asked).hasSize(4);
    }

    @Test
    void aHostThatComesBackIsAskedAgainASecondLater() throws Exception {
        // given
        String header = "Bearer " + token();
        host.isAway(true);
        refused(header);
        // when
        host.isAway(false);
        clock.goOn(Duration.ofSeconds(1));
        // then
        assertThat(tokens.verify(header)).isEqualTo(TENANT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"away", "a page of nonsense", "{\"keys\":[]}"})
    void theLastGoodKeysLiveOnWhileTheHostHasNone(String answer) throws Exception {
        // given
        tokens.verify("Bearer " + lastingToken());
        host.isAway(answer.equals("away"));
        host.answersKeysWith(answer);
        // when
        clock.goOn(Duration.ofHours(3));
        // then
        assertThat(tokens.verify("Bearer " + lastingToken())).isEqualTo(TENANT);
        assertThat(refused("Bearer " + lastingToken(NEXT_KEY)).status()).isEqualTo(401);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        // given
        host.redirectsTo(elsewhere.metadataUrl());
        // when, then
        assertThat(refused("Bearer " + signed(STRANGERS_KEY, header("k1"))).status())
                .isEqualTo(503);
        assertThat(elsewhere.asked).isEmpty();
    }

    @Test
    void keysAreNotFetchedOverPlainHttpFromAfar() throws Exception {
        // given
        host.saysKeysAreAt("http://keys.example.org/keys");
        // when
        TokenRefusedException refused = refused("Bearer " + token());
        // then
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.reason()).contains("calls.webhook.openid-url", "http://keys.example.org/keys");
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

    private static <T> List<T> atOnce(int callers, Callable<T> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        CyclicBarrier together = new CyclicBarrier(callers);
        try {
            Callable<T> inStep = () -> {
                together.await();
                return call.call();
            };
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(Collections.nCopies(callers, inStep))) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
