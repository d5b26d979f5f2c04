package dev.callescalation.routes.operators;

import static dev.callescalation.TestBundle.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.routes.MeetingBook;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the control port lists. */
class ListsTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(MeetingBook.SETTINGS);

    @EachPrefix
    void nameAnOpenEscalationByItsStateAndPhase(String prefix) {
        // given
        String id = BUNDLE.call(prefix).incoming().escalationId();
        // then
        for (String query : List.of("", "state=open", "phase=answering", "state=open&phase=answering")) {
            assertThat(ids(query)).as(query).contains(id);
        }
        for (String query : List.of("state=over", "phase=moving", "phase=failed", "state=over&phase=answering")) {
            assertThat(ids(query)).as(query).doesNotContain(id);
        }
        JsonNode listed = first("search=" + id);
        assertThat(listed.path("waitsFor").asText()).isEqualTo("answering");
        assertThat(listed.path("waitsUntil").asText()).isNotEmpty();
        assertThat(listed.path("deadLetters").asInt()).isZero();
        assertThat(listed.path("attention")).isEmpty();
    }

    @EachPrefix
    void nameOneThatIsOver(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming();
        call.callerIs("terminated").awaitPhase("missed");
        // then
        assertThat(ids("state=over")).first().isEqualTo(call.escalationId());
        assertThat(ids("phase=missed")).first().isEqualTo(call.escalationId());
        assertThat(ids("state=open")).doesNotContain(call.escalationId());
        assertThat(first("search=" + call.escalationId()).has("waitsUntil")).isFalse();
    }

    @EachPrefix
    void findAnEscalationByEachOfItsIds(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        JsonNode letter = call.callerIs("established").deadLetter();
        // then
        for (String id : List.of(
                call.escalationId(),
                call.escalationId().toUpperCase(Locale.ROOT),
                " " + call.escalationId() + " ",
                call.callerCallId(),
                call.callerCallId().replace("-", "").toLowerCase(Locale.ROOT),
                call.scenarioId(),
                letter.path("id").asText())) {
            assertThat(ids("search=" + URLEncoder.encode(id, UTF_8))).as(id).containsExactly(call.escalationId());
        }
        assertThat(ids("search=" + TestBundle.TENANT)).contains(call.escalationId());
        assertThat(ids("tenant=" + TestBundle.TENANT)).contains(call.escalationId());
        assertThat(ids("state=open&tenant=" + TestBundle.TENANT)).contains(call.escalationId());
        assertThat(ids("state=over&search=" + call.escalationId())).isEmpty();
        assertThat(ids("tenant=x&search=" + call.escalationId())).isEmpty();
        // and its dead letter
        for (String id : List.of(
                call.escalationId(), call.callerCallId(), letter.path("id").asText())) {
            assertThat(letters("search=" + id))
                    .containsExactly(letter.path("id").asText());
        }
    }

    @EachPrefix
    void nameWhatNeedsAttention(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        call.callerIs("established").deadLetter();
        TestCall well = BUNDLE.call(prefix).incoming();
        // when
        List<String> ids = ids("state=attention");
        // then
        assertThat(ids).contains(call.escalationId()).doesNotContain(well.escalationId());
        JsonNode listed = first("search=" + call.escalationId());
        assertThat(listed.path("deadLetters").asInt()).isEqualTo(1);
        assertThat(listed.path("attention")).extracting(JsonNode::asText).containsExactly("dead-letter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/escalations?",
                "/escalations?state=open&",
                "/escalations?state=attention&",
                "/escalations?tenant=" + TestBundle.TENANT + "&",
                "/escalations?search=" + TestBundle.TENANT + "&",
                "/dead-letters?",
                "/dead-letters?state=open&"
            })
    void areReadPageByPage(String list) {
        // given
        for (int i = 0; i < 3; i++) {
            BUNDLE.call("/communications")
                    .incoming()
                    .awaitOperation("answer", "completed")
                    .callerIs("established")
                    .deadLetter();
        }
        List<String> all = ids(json(get(list).body()));
        // when
        List<String> paged = new ArrayList<>();
        String page = list + "limit=2";
        while (!page.isEmpty() && paged.size() < all.size()) {
            JsonNode reply = json(get(page).body());
            paged.addAll(ids(reply));
            page = reply.path("next").asText();
        }
        // then
        assertThat(paged).startsWith(all.toArray(String[]::new)).doesNotHaveDuplicates();
    }

    @Test
    void groupDeadLettersByTheirCause() {
        // given
        TestCall call = BUNDLE.call("/app").incoming().awaitOperation("answer", "completed");
        JsonNode letter = call.callerIs("established").deadLetter();
        // when
        JsonNode groups = json(get("/dead-letters/groups").body()).path("groups");
        // then
        assertThat(groups)
                .filteredOn(group -> group.path("group").equals(letter.path("group")))
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.path("kind").asText()).isEqualTo("notification");
                    assertThat(group.path("route").asText()).isEqualTo("choose-meeting");
                    assertThat(group.path("step").asText()).isEqualTo("choose-meeting.look-up");
                    assertThat(group.path("error").asText())
                            .isEqualTo("IllegalStateException: No meeting for …:orgid:...");
                    assertThat(group.path("count").asInt()).isPositive();
                    assertThat(group.path("newest").asText())
                            .isGreaterThanOrEqualTo(group.path("oldest").asText());
                });
        assertThat(letters("state=open&group=" + letter.path("group").asText()))
                .contains(letter.path("id").asText());
        assertThat(letters("group=x")).isEmpty();
        assertThat(json(get("/dead-letters/groups?state=replayed").body())
                        .path("groups")
                        .isArray())
                .isTrue();
    }

    @Test
    void showThePhasesWithTheirOpenEscalations() {
        // given
        BUNDLE.call("/app").incoming();
        // when
        JsonNode view = json(get("/phases").body());
        // then
        assertThat(view.path("phases"))
                .extracting(phase -> phase.path("name").asText())
                .contains("answering", "moving", "ended", "failed");
        assertThat(view.path("phases"))
                .filteredOn(phase -> phase.path("name").asText().equals("answering"))
                .singleElement()
                .satisfies(phase -> {
                    assertThat(phase.path("over").asBoolean()).isFalse();
                    assertThat(phase.path("description").asText()).isNotEmpty();
                    assertThat(phase.has("open")).isTrue();
                });
        assertThat(view.path("transitions"))
                .extracting(
                        one -> one.path("from").asText() + ">" + one.path("to").asText())
                .contains("none>answering", "answering>joining", "joining>moving", "moving>escalated")
                .doesNotContain("none>moving", "ended>moving");
    }

    @Test
    void showTheNodes() {
        JsonNode nodes = json(get("/nodes").body()).path("nodes");
        assertThat(nodes)
                .filteredOn(node -> node.path("this").asBoolean())
                .singleElement()
                .satisfies(node -> assertThat(node.path("id").asText())
                        .isEqualTo(json(get("/session").body()).path("node").asText()));
    }

    @ParameterizedTest
    @CsvSource({
        "/escalations?state=lost,400",
        "/escalations?state=OPEN,400",
        "/escalations?state=%00,400",
        "/escalations?limit=0,400",
        "/escalations?limit=101,400",
        "/escalations?limit=-1,400",
        "/escalations?limit=1&limit=2,400",
        "/escalations?cursor=x,400",
        "/escalations?cursor=%00,400",
        "/escalations?cursor=eDp5,400",
        "/escalations?cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTp4,400",
        "/dead-letters?cursor=MTI,400",
        "/dead-letters?limit=x,400",
        "/dead-letters/groups?state=x,400",
        "/escalations?search=%25,200",
        "/escalations?search='%20or%201=1--,200",
        "/escalations?search=%00%22%5C,200",
        "/escalations?search=a&search=b,200",
        "/escalations?phase=%25&tenant=_,200",
        "/escalations?phase=nothing,200",
        "/dead-letters?search=%25'%22&group=%00,200",
        "/escalations?state=&phase=&tenant=&search=&cursor=&limit=,200"
    })
    void answerWhateverIsAsked(String path, int status) {
        HttpResponse<String> reply = get(path);
        assertThat(reply.statusCode()).isEqualTo(status);
        if (status == 200 && path.matches(".*=[%'a_].*|.*nothing")) {
            assertThat(ids(json(reply.body()))).isEmpty();
        }
    }

    private static List<String> ids(String query) {
        return ids(json(get("/escalations?" + query).body()));
    }

    private static List<String> letters(String query) {
        return ids(json(get("/dead-letters?" + query).body()));
    }

    private static List<String> ids(JsonNode reply) {
        List<String> ids = new ArrayList<>();
        reply.elements().next().forEach(one -> ids.add(one.path("id").asText()));
        return ids;
    }

    private static JsonNode first(String query) {
        return json(get("/escalations?" + query).body()).at("/escalations/0");
    }

    private static HttpResponse<String> get(String path) {
        return BUNDLE.bundle().get(path);
    }
}
