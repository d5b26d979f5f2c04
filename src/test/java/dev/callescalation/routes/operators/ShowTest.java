package dev.callescalation.routes.operators;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShowTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @EachPrefix
    void listsTheNewestFirstWithoutTheirSteps(String prefix) {
        // given
        TestCall older = BUNDLE.call(prefix).incoming();
        TestCall newer = BUNDLE.call(prefix).incoming();
        // when
        HttpResponse<String> reply = get("/escalations");
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode list = json(reply.body()).path("escalations");
        assertThat(list.size()).isBetween(2, 100);
        assertThat(list.at("/0/id").asText()).isEqualTo(newer.escalationId());
        assertThat(list.at("/1/id").asText()).isEqualTo(older.escalationId());
        assertThat(list.at("/0/callerCall/id").asText()).isEqualTo(newer.callerCallId());
        assertThat(list.at("/0").has("steps")).isFalse();
    }

    /** Words that mean something to Camel are ids like any other here. */
    @Test
    void knowsNothingOfAnIdThatIsAWord() {
        for (String id : List.of("null", "true", "%22null%22", "%22latest%22", "'latest'", "a,b", "$%7Bbody%7D")) {
            assertThat(get("/escalations/" + id).statusCode()).as(id).isEqualTo(404);
            assertThat(get("/escalations/" + id + "/timeline").statusCode())
                    .as(id)
                    .isEqualTo(404);
            assertThat(get("/dead-letters/" + id).statusCode()).as(id).isEqualTo(404);
            assertThat(BUNDLE.bundle()
                            .post("/dead-letters/" + id + "/dismiss", "")
                            .statusCode())
                    .as(id)
                    .isEqualTo(404);
            assertThat(BUNDLE.bundle()
                            .post("/dead-letters/" + id + "/replay", "")
                            .statusCode())
                    .as(id)
                    .isEqualTo(404);
        }
        for (String state : List.of("null", "%22open%22", "'open'")) {
            assertThat(get("/dead-letters?state=" + state).statusCode())
                    .as(state)
                    .isEqualTo(400);
        }
    }

    @EachPrefix
    void showsOneByItsIdOrThatOfEitherCallInEitherSpelling(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated();
        String other = call.byDialect(
                call.meetingCallId().toLowerCase(Locale.ROOT),
                call.meetingCallId().replace("-", "").toUpperCase(Locale.ROOT));
        for (String id : List.of(call.escalationId(), call.callerCallId(), call.meetingCallId(), other)) {
            // when
            HttpResponse<String> reply = get("/escalations/" + id);
            // then
            assertThat(reply.statusCode()).as(id).isEqualTo(200);
            assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(json(reply.body()).path("id").asText()).isEqualTo(call.escalationId());
        }
    }

    @EachPrefix
    void showsTheLatest(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        // then
        assertThat(json(get("/escalations/latest").body()).path("id").asText()).isEqualTo(call.escalationId());
    }

    @EachPrefix
    void showsWhatIsKnownOfIt(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        JsonNode view = call.view();
        // then
        assertThat(view.path("phase").asText()).isEqualTo("moving");
        assertThat(view.path("mode").asText()).isEqualTo("meeting");
        assertThat(view.path("prefix").asText()).isEqualTo(prefix);
        assertThat(view.path("tenantId").asText()).isEqualTo(TestBundle.TENANT);
        assertThat(view.path("scenarioId").asText()).isEqualTo(call.scenarioId());
        assertThat(view.path("callerCall").path("state").asText()).isEqualTo("established");
        assertThat(view.path("operations")).hasSize(3);
        assertThat(view.path("steps"))
                .extracting(step -> step.path("what").asText())
                .containsExactly(
                        "created call incoming",
                        call.byDialect("reply to answer: 200 accepted", "reply to answer: 202 accepted"),
                        "updated call established",
                        "reply to join: 201 accepted",
                        "updated call established",
                        "reply to invite-caller: 200 accepted");
        assertThat(view.at("/steps/0/commands/0/path").asText())
                .isEqualTo(call.calls() + "/" + call.callerCallId() + "/answer");
        assertThat(view.at("/steps/0/commands/0/body").isObject()).isTrue();
        assertThat(view.at("/steps/0/commands/0/key").asText()).isEqualTo("answer");
        assertThat(view.path("steps"))
                .extracting(step -> step.path("version").asInt())
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(view.at("/steps/3/commandKey").asText()).isEqualTo("join");
        assertThat(view.at("/steps/3/httpStatus").asInt()).isEqualTo(201);
        JsonNode join = view.at("/operations/1");
        assertThat(join.path("tries").asInt()).isEqualTo(1);
        assertThat(join.path("httpStatus").asInt()).isEqualTo(201);
        assertThat(List.of(
                        join.path("queuedAt").asText(),
                        join.path("sentAt").asText(),
                        join.path("repliedAt").asText()))
                .allSatisfy(at -> assertThat(Instant.parse(at)).isAfter(Instant.EPOCH))
                .isSorted();
        assertThat(view.toString()).doesNotContain("Bearer");
    }

    @EachPrefix
    void saysWhyAnOperationHasFailed(String prefix) {
        // when
        TestCall call = BUNDLE.call(prefix).untilInviting().moveFails("invite-caller");
        // then
        assertThat(call.view().path("steps"))
                .extracting(step -> step.path("what").asText())
                .anyMatch(what -> what.matches("deleted inviteParticipantsOperation failed \\d+(/\\d+)?"));
        assertThat(get("/escalations/" + call.escalationId() + "/timeline").body())
                .containsPattern("deleted inviteParticipantsOperation failed \\d+");
    }

    @EachPrefix
    void leavesSoMuchOfPeopleThatTheyCanBeToldApart(String prefix) {
        // given
        String identity = "{\"%s\":{\"id\":\"%s\",\"displayName\":\"Miriam\"}}";
        // when
        TestCall user =
                BUNDLE.call(prefix).incoming(identity.formatted("user", "550fae72-d251-43ec-868c-373732c2704f"));
        TestCall phone = BUNDLE.call(prefix).incoming(identity.formatted("phone", "+4930123456"));
        // then
        String caller = "/steps/0/message/resourceData/source/identity";
        assertThat(user.view().at(caller))
                .isEqualTo(json(identity.formatted("user", "550fae72...").replace("Miriam", "...")));
        assertThat(phone.view().at(caller))
                .isEqualTo(json(identity.formatted("phone", "...456").replace("Miriam", "...")));
        assertThat(user.view()
                        .at("/steps/0/message/resourceData/targets/0/identity/application/id")
                        .asText())
                .isEqualTo(TestBundle.APP_ID);
    }

    @EachPrefix
    void saysWhyAnEscalationHasFailed(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting();
        // when
        call.tell(call.endItem("invite-caller", "failed"));
        // then
        String why = "The caller could not be moved into the meeting. 500/9999 addParticipants failed";
        assertThat(call.view().path("failure").asText()).isEqualTo(why);
        assertThat(get("/escalations/" + call.callerCallId() + "/timeline").body())
                .contains("failure       " + why + "\n");
    }

    /** As large as a roster gets: to look each id up in each text would take minutes. */
    @Test
    void showsLargeRosters() {
        // given
        TestCall call = BUNDLE.call("/communications").untilEscalated();
        String[] users = IntStream.range(0, 500)
                .mapToObj(i -> "0badcafe-%04d-4222-8333-abad1deac0de".formatted(i))
                .toArray(String[]::new);
        for (int i = 0; i < 8; i++) {
            call.tell(call.rosterItem(call.meetingCallId(), users));
        }
        // when
        JsonNode view = json(get("/escalations/" + call.escalationId()).body());
        // then
        assertThat(view.toString()).contains("0badcafe...").doesNotContain("abad1deac0de");
    }

    @EachPrefix
    void showsManyStepsPageByPage(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated();
        String[] news = Collections.nCopies(210, call.rosterItem(call.meetingCallId(), "u"))
                .toArray(String[]::new);
        call.tell(news);
        String all = get("/escalations/" + call.escalationId() + "/timeline").body();
        // when
        List<JsonNode> pages = new ArrayList<>();
        for (String page = "/escalations/latest";
                !page.isEmpty();
                page = pages.get(0).path("earlier").asText()) {
            pages.add(0, json(get(page.replace("latest", call.escalationId())).body()));
        }
        // then
        assertThat(pages).hasSize(3);
        assertThat(pages.subList(1, 3)).allMatch(page -> page.path("steps").size() == 100);
        assertThat(pages.get(0).at("/steps/0/what").asText()).isEqualTo("created call incoming");
        int steps = pages.stream().mapToInt(page -> page.path("steps").size()).sum();
        assertThat(all.lines()
                        .dropWhile(line -> !line.startsWith("       ms"))
                        .skip(1)
                        .filter(line -> line.matches(" +\\d+ .*")))
                .hasSize(steps);
        assertThat(get("/escalations/" + call.escalationId() + "?before=x").statusCode())
                .isEqualTo(400);
        assertThat(json(get("/escalations/" + call.escalationId() + "?before=0").body())
                        .path("steps"))
                .isEmpty();
    }

    @EachPrefix
    void showsTheStepsAsText(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilInviting().incoming();
        // when
        HttpResponse<String> reply = get("/escalations/" + call.meetingCallId() + "/timeline");
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(reply.body())
                .contains("escalation    " + call.escalationId() + "\n")
                .contains("phase         moving\n")
                .contains("caller's call " + prefix + "/calls/" + call.callerCallId() + " established\n")
                .contains("meeting       " + prefix + "/calls/" + call.meetingCallId() + " established\n")
                .containsPattern("created call incoming +caller +answering +POST " + Pattern.quote(call.calls())
                        + "/\\{caller}/answer\n")
                .containsPattern(
                        "updated call established +caller +joining +POST " + Pattern.quote(call.calls()) + "\n")
                .containsPattern("updated call established +meeting +moving +POST " + Pattern.quote(call.calls())
                        + "/\\{meeting}/participants/invite\n")
                .contains("created call incoming (again)");
    }

    @Test
    void knowsNoEscalationOfThatId() {
        for (String path : List.of("/escalations/x", "/escalations/..%2fx", "/escalations/x/timeline")) {
            // when
            HttpResponse<String> reply = get(path);
            // then
            assertThat(reply.statusCode()).as(path).isEqualTo(404);
            assertThat(reply.body()).isEqualTo("No such escalation.\n");
        }
    }

    @EachPrefix
    void echoesNothingOfTheRequest(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        URI address = BUNDLE.bundle().control("/escalations/" + call.callerCallId() + "?q=1");
        // when
        HttpResponse<String> reply = BUNDLE.bundle()
                .send(HttpRequest.newBuilder(address).header("X-A", "1").build());
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().map().keySet())
                .map(String::toLowerCase)
                .doesNotContain("id", "q", "x-a", "user-agent");
    }

    @EachPrefix
    void listsNotificationsThatBelongToNoEscalationNewestFirst(String prefix) {
        // given
        TestCall first = BUNDLE.call(prefix).callerIs("ringing");
        TestCall second = BUNDLE.call(prefix).callerIs("established");
        // when
        HttpResponse<String> reply = get("/notifications/unmatched");
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode list = json(reply.body()).path("notifications");
        assertThat(list.size()).isBetween(2, 100);
        assertThat(list.at("/0/call").asText()).isEqualTo(second.callerCallId());
        assertThat(list.at("/0/what").asText()).isEqualTo("updated call established");
        assertThat(list.at("/0/outcome").asText()).isEqualTo("unknown-call");
        assertThat(list.at("/1/call").asText()).isEqualTo(first.callerCallId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/escalations", "/escalations/x", "/escalations/x/timeline", "/notifications/unmatched"})
    void changesNothing(String path) {
        for (String method : List.of("POST", "PUT", "DELETE")) {
            // when
            HttpResponse<String> reply = BUNDLE.bundle()
                    .send(HttpRequest.newBuilder(BUNDLE.bundle().control(path))
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build());
            // then
            assertThat(reply.statusCode()).as(method).isEqualTo(405);
        }
    }

    @Test
    void isNotToBeSeenOnThePortOfTheWebhook() {
        // given
        URI address = URI.create(BUNDLE.bundle().webhook()).resolve("/escalations");
        // then
        assertThat(BUNDLE.bundle().send(HttpRequest.newBuilder(address).build()).statusCode())
                .isEqualTo(404);
    }

    private static HttpResponse<String> get(String path) {
        return BUNDLE.bundle().get(path);
    }
}
