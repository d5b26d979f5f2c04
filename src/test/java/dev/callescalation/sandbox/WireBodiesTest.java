package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.story.GraphNews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every notification that the sandbox and the stories post, to the letter. */
class WireBodiesTest {

    private static final Path BODIES = Path.of("src/test/resources/wire-bodies");
    private static final String APP_ID = SandboxClient.APP_ID;

    /** Those that differ from run to run. */
    private static final Pattern ID = Pattern.compile("\\b([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-F]{32})\\b");

    private final Map<String, String> known = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Form.class)
    void sandboxAndStoriesWriteWhatGraphWrites(Form form) throws IOException {
        // when
        ofTheSandbox(form);
        ofTheStories(form);
        // then
        assertThat(lines).containsExactlyElementsOf(Files.readAllLines(BODIES.resolve(form.word() + ".txt")));
    }

    private void ofTheSandbox(Form form) {
        Events events = Events.of(form, APP_ID);
        String callback = form.property("callback");
        Scenario scenario = Scenario.of(CallOrder.of(
                SandboxJson.parse("{\"form\":\"" + form.word() + "\",\"scenario\":\"s\",\"requestedModalities\":"
                        + "[\"audio\",\"video\"],\"caller\":{\"user\":{\"id\":\"ada-1\",\"displayName\":\"A \\\"quoted\\\""
                        + " name\",\"language\":\"de-DE\",\"tenantId\":\"t-1\"}}}"),
                SandboxClient.TENANT));
        Call caller = Call.incoming(scenario, "https://bot.example.org");
        add("incoming", events.incoming(caller));
        add("skype", List.of(SkypeForm.incoming(caller, APP_ID)));
        caller.answered("https://bot.example.org", List.of("audio"), true);
        add("answered", events.answered(caller));
        Call meeting = meeting(scenario, form, callback, "[]");
        add("joined", events.joined(meeting));
        Call hearing = meeting(scenario, form, callback, "[\"audio\"]");
        hearing.holdInLobby();
        add("joined, lobby", events.joined(hearing));
        hearing.letIn();
        add("let in", events.letIn(hearing));
        InviteOperation operation = new InviteOperation(
                "0b0b0b0b-0000-4000-8000-000000000001",
                "a context",
                SandboxJson.parse("[{\"identity\":{\"phone\":{\"id\":\"+4930\"}},\"replacesCallId\":\"x\"}]"),
                null);
        add("invite failed", events.inviteFailed(meeting, operation.failed(new ResultInfo(410, 301004, "no media"))));
        add("invite failed in place", events.inviteFailed(caller, operation.failed(new ResultInfo(500, 9999, "no"))));
        meeting.admit(List.of(scenario.caller(), person("phone", "+4930"), person("guest", "g-1")));
        add("invited", events.invited(meeting, operation));
        add("replaced", events.replaced(meeting, caller, operation));
        caller.admit(List.of(person("user", "bob-1")));
        add("invited in place", events.invited(caller, operation));
        add("left", events.left(meeting));
        for (CallEnd end : CallEnd.values()) {
            add("caller ended, " + end, events.ended(caller, end));
            add("meeting ended, " + end, events.ended(meeting, end));
        }
    }

    private static Call meeting(Scenario scenario, Form form, String callback, String modalities) {
        String join = "{\"" + callback + "\":\"https://bot.example.org\",\"requestedModalities\":" + modalities
                + ",\"chatInfo\":{\"threadId\":\"t\"},\"meetingInfo\":{\"@odata.type\":"
                + "\"#microsoft.graph.tokenMeetingInfo\",\"token\":\"t\"}}";
        return Call.joined(scenario, form, Join.of(SandboxJson.parse(join), form), "t-1");
    }

    private static ObjectNode person(String kind, String id) {
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        identity.putObject(kind).put("id", id).put("displayName", "Name of " + id);
        return identity;
    }

    private void ofTheStories(Form form) {
        GraphNews news = new GraphNews(form.prefix(APP_ID));
        ObjectNode ada = person("user", "ada-1");
        ObjectNode result =
                JsonNodeFactory.instance.objectNode().put("code", 500).put("message", "no");
        add("news: incoming", news.incoming("c-1", ada, ""));
        add("news: incoming of a tenant", news.incoming("c-1", ada, "t-1"));
        add("news: established", news.call("updated", "c-1", "established"));
        add("news: deleted", news.deleted("c-1"));
        add("news: operation", news.operationEnded("c-1", "o-1", "a context", "completed", null));
        add("news: operation failed", news.operationEnded("c-1", "o-1", "a context", "failed", result));
        add("news: roster", news.roster("c-1", List.of(ada, person("application", APP_ID)), true));
        add("news: empty roster", news.roster("c-1", List.of(), false));
        add("news: two", news.envelope(List.of(news.deleted("c-1"), news.deleted("c-2"))));
    }

    private void add(String event, List<WebhookMessage> messages) {
        messages.forEach(message -> add(
                event + ", " + message.kind() + " " + message.reached() + " " + message.resource(), message.body()));
    }

    private void add(String event, ObjectNode body) {
        lines.add(ID.matcher(event + ": " + body)
                .replaceAll(id -> known.computeIfAbsent(id.group(), other -> "id-" + (known.size() + 1))));
    }
}
