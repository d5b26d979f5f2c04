package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.SandboxClient.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest extends SandboxTest {

    private static final String P = "/communications/calls/P";
    private static final String G = "/communications/calls/G";

    @Test
    void repliesAsScriptedAndLeavesTheCallAlone() {
        // given
        TodaysBot escalation = called(order("""
                {"fault":"reply","on":"answer","status":503,"retryAfter":"1.5","headers":{"X-Why":"test"},"times":2}"""));
        // when
        Reply first = escalation.answer();
        Reply second = escalation.answer();
        Reply third = escalation.answer();
        // then
        assertThat(first.status()).isEqualTo(503);
        assertThat(first.retryAfter()).isEqualTo("1.5");
        assertThat(first.code()).isEqualTo("ServiceUnavailable");
        assertThat(second.status()).isEqualTo(503);
        assertThat(third.status()).isEqualTo(202);
        assertTold(escalation.scenario(), 2, Map.of(escalation.caller(), "P"))
                .containsExactly("updated " + P + " establishing", "updated " + P + " established");
    }

    @Test
    void replacesNothingButTheReplyWhereASuccessIsScripted() {
        // given
        TodaysBot escalation =
                called(order("{\"fault\":\"reply\",\"on\":\"answer\",\"status\":200,\"body\":{\"id\":\"odd\"}}"));
        // when
        Reply answered = escalation.answer();
        // then
        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.json().path("id").asText()).isEqualTo("odd");
        bot.skip(escalation.scenario(), 2);
    }

    @Test
    void repliesToATokenRequestAsScripted() {
        // given
        client.fault("{\"fault\":\"reply\",\"on\":\"token\",\"status\":429,\"body\":{\"error\":\"busy\"}}");
        // when and then
        assertThat(client.token(SandboxClient.TENANT, "").status()).isEqualTo(429);
        assertThat(client.token(SandboxClient.TENANT, "").status()).isEqualTo(400);
    }

    @Test
    void holdsAReplyBackAndTheNotificationsWithIt() {
        // given
        TodaysBot escalation = inCall(order("{\"fault\":\"slow-reply\",\"on\":\"join\",\"delayMs\":150}"));
        long start = System.nanoTime();
        // when
        CompletableFuture<Reply> joined = escalation.joinLater();
        Reply alive = escalation.command("POST", escalation.caller() + "/keepAlive", null);
        // then
        assertThat(alive.status()).isEqualTo(200);
        assertThat(joined.join().status()).isEqualTo(201);
        assertThat(System.nanoTime() - start).isGreaterThan(150_000_000L);
        bot.skip(escalation.scenario(), 3);
    }

    @Test
    void letsNotificationsOvertakeTheReply() {
        // given
        TodaysBot escalation = inCall(order("{\"fault\":\"overtaken-reply\",\"on\":\"join\"}"));
        bot.hold();
        // when
        CompletableFuture<Reply> joined = escalation.joinLater();
        // then
        for (int i = 0; i < 3; i++) {
            bot.next(escalation.scenario());
            assertThat(joined).isNotDone();
            bot.release();
        }
        assertThat(joined.join().status()).isEqualTo(201);
    }

    @Test
    void losesANotification() {
        // given
        TodaysBot escalation = called(order("{\"fault\":\"lost\",\"notification\":\"caller-establishing\"}"));
        // when
        escalation.answer();
        // then
        assertTold(escalation.scenario(), 1, Map.of(escalation.caller(), "P"))
                .containsExactly("updated " + P + " established");
        assertThat(client.get("/sandbox/calls/" + escalation.caller())
                        .json()
                        .path("notifications")
                        .findValuesAsText("reply"))
                .contains("lost by a fault");
    }

    @Test
    void doublesEveryNotification() {
        // given
        TodaysBot escalation =
                TodaysBot.called(client, bot, order("{\"fault\":\"doubled\",\"notification\":\"any\",\"times\":2}"));
        bot.skip(escalation.scenario(), 1);
        // when
        escalation.answer();
        // then
        assertTold(escalation.scenario(), 3, Map.of(escalation.caller(), "P"))
                .containsExactly(
                        "updated " + P + " establishing",
                        "updated " + P + " establishing",
                        "updated " + P + " established");
    }

    @Test
    void swapsANotificationWithItsSuccessor() {
        // given
        TodaysBot escalation = inCall(order("{\"fault\":\"swapped\",\"notification\":\"operation\"}"));
        String meeting = escalation.joined();
        // when
        escalation.inviteCaller(meeting);
        // then
        assertTold(escalation.scenario(), 3, Map.of(escalation.caller(), "P", meeting, "G"))
                .containsExactly(
                        "updated " + G + "/participants",
                        "deleted " + G + "/operations/O completed",
                        "deleted " + P + " terminated");
    }

    @Test
    void sendsANotificationWithoutSuccessorInItsPlace() {
        // given
        TodaysBot escalation = called(order("{\"fault\":\"swapped\",\"notification\":\"caller-established\"}"));
        // when
        escalation.answer();
        // then
        assertTold(escalation.scenario(), 2, Map.of(escalation.caller(), "P"))
                .containsExactly("updated " + P + " establishing", "updated " + P + " established");
    }

    @Test
    void failsAnOperationAndTheNextOneSucceeds() {
        // given
        TodaysBot escalation = inCall(order("{\"fault\":\"failed-operation\",\"code\":500,\"subcode\":9999}"));
        String meeting = escalation.joined();
        // when
        escalation.inviteCaller(meeting);
        escalation.inviteCaller(meeting);
        // then
        JsonNode failed = bot.next(escalation.scenario()).data();
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("clientContext").asText()).isEqualTo("esc-42-caller");
        assertThat(failed.at("/resultInfo/code").asInt()).isEqualTo(500);
        assertThat(failed.at("/resultInfo/subcode").asInt()).isEqualTo(9999);
        assertThat(failed.at("/resultInfo/message").asText()).contains(TodaysBot.ADA, "DiagCode: 500#9999");
        assertThat(bot.next(escalation.scenario()).data().path("status").asText())
                .isEqualTo("completed");
    }

    @Test
    void endsTheCallOfACallerWhoHangsUpWhileItRings() {
        // when
        TodaysBot escalation = called(order("{\"fault\":\"hang-up\",\"when\":\"ringing\"}"));
        // then
        JsonNode gone = bot.next(escalation.scenario()).data();
        assertThat(gone.path("state").asText()).isEqualTo("terminated");
        assertThat(gone.at("/resultInfo/code").asInt()).isEqualTo(200);
        assertThat(escalation.answer().status()).isEqualTo(404);
    }

    @Test
    void endsTheCallOfACallerWhoHangsUpOnceAnswered() {
        // given
        TodaysBot escalation = called(order("{\"fault\":\"hang-up\",\"when\":\"answered\"}"));
        // when
        escalation.answer();
        // then
        assertTold(escalation.scenario(), 3, Map.of(escalation.caller(), "P")).endsWith("deleted " + P + " terminated");
    }

    @Test
    void endsTheCallOfACallerWhoHangsUpWhileTheBotJoins() {
        // given
        TodaysBot escalation = inCall(order("{\"fault\":\"hang-up\",\"when\":\"joining\"}"));
        // when
        String meeting = escalation.join();
        // then
        assertTold(escalation.scenario(), 4, Map.of(escalation.caller(), "P", meeting, "G"))
                .startsWith("deleted " + P + " terminated", "updated " + G + " establishing");
    }

    @Test
    void failsTheInvitationOfACallerWhoHangsUpMeanwhile() {
        // given
        TodaysBot escalation = inCall(order("{\"fault\":\"hang-up\",\"when\":\"inviting\"}"));
        String meeting = escalation.joined();
        // when
        Reply invited = escalation.inviteCaller(meeting);
        // then
        assertThat(invited.status()).isEqualTo(200);
        assertTold(escalation.scenario(), 2, Map.of(escalation.caller(), "P", meeting, "G"))
                .containsExactly("deleted " + P + " terminated", "deleted " + G + "/operations/O failed");
    }

    @Test
    void tellsAHangUpTwiceInTheOldDialect() {
        // when
        TodaysBot escalation = called("""
                {"form":"app","faults":[{"fault":"hang-up","when":"ringing"}]}""");
        // then
        assertTold(escalation.scenario(), 2, Map.of(escalation.caller(), "P"))
                .containsExactly("updated /app/calls/P terminated", "deleted /app/calls/P");
    }

    @Test
    void strikesOnlyTheScenarioItIsMeantFor() {
        // given
        TodaysBot struck = called("{}");
        TodaysBot spared = called("{}");
        // when
        client.fault(
                "{\"scenario\":\"" + struck.scenario() + "\",\"fault\":\"reply\",\"on\":\"answer\",\"status\":429}");
        // then
        assertThat(spared.answer().status()).isEqualTo(202);
        assertThat(struck.answer().status()).isEqualTo(429);
    }

    @Test
    void isDisarmedByADelete() {
        // given
        TodaysBot escalation = called("{}");
        client.fault("{\"fault\":\"reply\",\"on\":\"answer\",\"status\":429}");
        // when
        Reply disarmed = client.send("DELETE", "/sandbox/faults", null, Map.of());
        // then
        assertThat(disarmed.status()).isEqualTo(204);
        assertThat(escalation.answer().status()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "[];                                                       must be an object",
                "{};                                                       possible are: reply, slow-reply",
                "{\"fault\":\"tea\"};                                      possible are: reply, slow-reply",
                "{\"fault\":\"lost\",\"notification\":\"x\"};              possible are: incoming, caller-establishing",
                "{\"fault\":\"lost\",\"notification\":\"any\",\"on\":\"x\"}; possible are: notification, fault, times, percent",
                "{\"fault\":\"reply\",\"on\":\"sleep\"};                   possible are: answer, reject",
                "{\"fault\":\"reply\",\"on\":\"get\",\"status\":99};       from 200 to 599",
                "{\"fault\":\"reply\",\"on\":\"get\",\"headers\":[]};      must be an object",
                "{\"fault\":\"overtaken-reply\",\"on\":\"get\"};           answer, join and invite",
                "{\"fault\":\"hang-up\",\"when\":\"never\"};               possible are: ringing, answered, joining, inviting",
                "{\"fault\":\"hang-up\",\"when\":\"ringing\",\"percent\":0}; from 1 to 100",
                "{\"fault\":\"hang-up\",\"when\":\"ringing\",\"times\":0}; from 1 to",
            })
    void saysWhatIsPossibleWhereAFaultIsNot(String json, String told) {
        // when
        Reply reply = client.send("POST", "/sandbox/faults", json, Map.of());
        // then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("error").asText()).contains(told);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void strikesAsOftenAsAsked(int times) {
        // given
        FaultBook book = new FaultBook();
        book.add(null, new Fault.SlowReply(CommandKind.GET, Duration.ofMillis(1), Repetition.times(times)));
        // when
        int struck = 0;
        while (book.take("any", Fault.SlowReply.class, fault -> true).isPresent()) {
            struck++;
        }
        // then
        assertThat(struck).isEqualTo(times);
    }

    @Test
    void strikesAShareOfAllCasesTheSameInEveryRun() {
        // given
        Fault fault = Fault.of("{\"fault\":\"slow-reply\",\"on\":\"get\",\"percent\":10}");
        // when and then
        assertThat(strikes(fault)).isBetween(60L, 140L).isEqualTo(strikes(fault));
    }

    private static long strikes(Fault fault) {
        FaultBook book = new FaultBook();
        book.add("s", fault);
        return IntStream.range(0, 1_000)
                .filter(i -> book.take("s", Fault.SlowReply.class, slow -> true).isPresent())
                .count();
    }

    private static String order(String fault) {
        return "{\"faults\":[" + fault + "]}";
    }
}
