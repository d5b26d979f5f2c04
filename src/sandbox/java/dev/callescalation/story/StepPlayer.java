package dev.callescalation.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Plays the steps of a story: places the call, or posts the notifications in the place of Graph. */
final class StepPlayer {

    private static final int ACCEPTED = 202;

    private static final String REPLACEMENT_LINK = "https://api.flightproxy.example.org/replace/" + "x".repeat(850);

    private final Story story;
    private final RunningBundle bundle;
    private final PlacedCall call;
    private final String tenantId;
    private final GraphNews news;
    private final BooleanSupplier isBroken;

    /** @param isBroken whether it is in vain to wait, because a decision has failed */
    StepPlayer(Story story, RunningBundle bundle, PlacedCall call, String tenantId, BooleanSupplier isBroken) {
        this.story = story;
        this.bundle = bundle;
        this.call = call;
        this.tenantId = tenantId;
        this.news = new GraphNews(call.prefix());
        this.isBroken = isBroken;
    }

    /**
     * Does one step.
     *
     * @return what went wrong, or an empty text
     */
    String does(JsonNode step) {
        if (step.has("until")) {
            return until(step.path("until"));
        }
        if (step.has("pauseMs")) {
            Await.pause(java.time.Duration.ofMillis(step.path("pauseMs").asLong()));
            return "";
        }
        if (step.has("meeting")) {
            bundle.sandbox().endMeetings(call.scenarioId()).join();
            return "";
        }
        Supplier<HttpResponse<String>> request = request(step);
        int wanted = step.path("answered").asInt(ACCEPTED);
        for (int i = 0; i < step.path("times").asInt(1); i++) {
            HttpResponse<String> reply = request.get();
            if (reply.statusCode() != wanted) {
                return "answered: expected " + wanted + ", was " + reply.statusCode() + " " + reply.body();
            }
        }
        return "";
    }

    private Supplier<HttpResponse<String>> request(JsonNode step) {
        if (step.has("invite")) {
            String body = names().inNotification(step.path("invite").toString());
            return () -> bundle.post("/calls/" + call.callerCallId() + "/participants", body);
        }
        if (step.has("post")) {
            JsonNode post = step.path("post");
            String body = names().inNotification(post.isTextual() ? post.asText() : post.toString());
            return () -> bundle.notify("", call.scenarioId(), tenantId, body);
        }
        JsonNode told = step.path("tell");
        List<ObjectNode> items = new ArrayList<>();
        boolean ofMeeting = false;
        for (JsonNode item :
                told.isArray() ? told : JsonNodeFactory.instance.arrayNode().add(told)) {
            ofMeeting |= isOfMeeting(item);
            items.add(notification(item));
        }
        String body = news.envelope(items).toString();
        // the address that the join has given to Graph
        String query = ofMeeting ? "?escalation=" + call.escalationId() : "";
        return () -> bundle.notify(query, call.scenarioId(), tenantId, body);
    }

    private static boolean isOfMeeting(JsonNode item) {
        return item.has("meeting")
                || item.path("roster").asText().equals("meeting")
                || item.has("operation") && !item.path("of").asText().equals("caller");
    }

    private ObjectNode notification(JsonNode item) {
        if (item.has("caller") && item.path("caller").asText().equals("incoming")) {
            return news.incoming(call.callerCallId(), caller(), "");
        }
        String callId = isOfMeeting(item) ? meetingCallId() : call.callerCallId();
        if (item.has("operation")) {
            return operationEnded(item, callId);
        }
        if (item.has("roster")) {
            List<JsonNode> people = new ArrayList<>();
            item.path("people").forEach(person -> people.add(person(person.asText())));
            int named = people.size();
            for (int other = 0; other < item.path("others").asInt(); other++) {
                people.add(user(new UUID(0, other).toString()));
            }
            ObjectNode roster = news.roster(callId, people, item.path("inLobby").asBoolean());
            for (int other = named; other < people.size(); other++) {
                // as large as the entries in real traffic
                ((ObjectNode) roster.path("resourceData").path(other)).put("replacementLink", REPLACEMENT_LINK);
            }
            return roster;
        }
        String state = item.path(item.has("meeting") ? "meeting" : "caller").asText();
        return state.equals("deleted") ? news.deleted(callId) : news.call("updated", callId, state);
    }

    private ObjectNode operationEnded(JsonNode item, String callId) {
        String key = item.path("operation").asText();
        JsonNode operation = await(
                "operation " + key,
                () -> call.operation(key),
                known -> !known.path("id").asText("").isEmpty());
        ObjectNode resultInfo = null;
        if (item.path("ended").asText().equals("failed")) {
            resultInfo = JsonNodeFactory.instance
                    .objectNode()
                    .put("code", item.path("code").asInt(500))
                    .put("subcode", item.path("subcode").asInt(9999))
                    .put("message", item.path("message").asText("addParticipants failed"));
        }
        return news.operationEnded(
                callId,
                operation.path("id").asText(),
                operation.path("clientContext").asText(),
                item.path("ended").asText(),
                resultInfo);
    }

    private String meetingCallId() {
        return await("the meeting's call", call::meetingCallId, id -> !id.isEmpty());
    }

    private <T> T await(String what, Supplier<T> source, java.util.function.Predicate<T> there) {
        AtomicReference<T> found = new AtomicReference<>();
        Await.until(story.within(), () -> {
            found.set(source.get());
            return there.test(found.get()) || isBroken.getAsBoolean();
        });
        if (!there.test(found.get())) {
            throw new IllegalStateException("waited in vain for " + what);
        }
        return found.get();
    }

    private JsonNode caller() {
        JsonNode given = story.given().path("caller");
        return given.isMissingNode() ? user("ada0ada0-0000-4000-8000-00000000ada0") : given;
    }

    private JsonNode person(String word) {
        return switch (word) {
            case "caller" -> caller();
            case "bot" -> identity("application", RunningBundle.APP_ID);
            default -> user(word);
        };
    }

    private static ObjectNode user(String id) {
        return identity("user", id);
    }

    /** An identitySet of one. */
    private static ObjectNode identity(String kind, String id) {
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        identity.putObject(kind).put("id", id);
        return identity;
    }

    private CallPlaceholders names() {
        return new CallPlaceholders(call, call.view());
    }

    private String until(JsonNode until) {
        AtomicReference<String> last = new AtomicReference<>("");
        Await.until(story.within(), () -> {
            last.set(lacking(until));
            return last.get().isEmpty() || isBroken.getAsBoolean();
        });
        return last.get();
    }

    private String lacking(JsonNode until) {
        JsonNode view = call.view();
        String phase = view.path("phase").asText("none");
        if (until.has("phase") && !until.path("phase").asText().equals(phase)) {
            return "phase: expected " + until.path("phase").asText() + ", is " + phase;
        }
        int commands = call.requests().size();
        if (commands < until.path("commands").asInt(0)) {
            return "commands: expected " + until.path("commands") + ", came " + commands;
        }
        String key = until.path("operation").asText();
        String status = key.isEmpty() ? "" : call.operation(key).path("status").asText("none");
        return status.equals(until.path("status").asText())
                ? ""
                : "operation " + key + ": expected " + until.path("status").asText() + ", is " + status;
    }
}
