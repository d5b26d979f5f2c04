package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.RecordedRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** One call in a test: tells the bundle what Graph would tell of it, and shows what the bundle did. */
public final class TestCall {

    public static final String CALLER = "8A34A46B-3D17-4ADC-8DCE-DC4E7D572698";

    /** The commands of an escalation in which nothing brings the caller into the meeting. */
    public static final String[] IN_VAIN = {
        "answer",
        "join",
        "invite-caller",
        "look-at-caller-1",
        "look-at-meeting-1",
        "invite-caller-2",
        "look-at-caller-2",
        "look-at-meeting-2",
        "invite-caller-plainly",
        "look-at-caller-3",
        "look-at-meeting-3",
        "hang-up-meeting",
        "hang-up-caller"
    };

    private final TestBundle bundle;
    private final String prefix;
    private final String scenarioId = UUID.randomUUID().toString();
    private final String callerCallId;
    private String tenant = "";

    TestCall(TestBundle bundle, String prefix) {
        this.bundle = bundle;
        this.prefix = prefix;
        this.callerCallId = newId();
    }

    /** An id as this dialect writes it. */
    public String newId() {
        String id = UUID.randomUUID().toString();
        return isApp() ? id.replace("-", "").toUpperCase(Locale.ROOT) : id;
    }

    /** Lets Graph name that tenant in the incoming call. */
    public TestCall ofTenant(String id) {
        tenant = id;
        return this;
    }

    public boolean isApp() {
        return !prefix.equals("/communications");
    }

    /** {@code /beta/app/calls} and the like. */
    public String calls() {
        return (isApp() ? "/beta" : "/v1.0") + prefix + "/calls";
    }

    public String prefix() {
        return prefix;
    }

    public String scenarioId() {
        return scenarioId;
    }

    public String callerCallId() {
        return callerCallId;
    }

    /** The first of the two in the old dialect, the second in today's. */
    public <T> T byDialect(T app, T communications) {
        return isApp() ? app : communications;
    }

    // --- what Graph tells ------------------------------------------------------------------------------------------

    public TestCall incoming() {
        return incoming("{\"user\":{\"id\":\"" + CALLER + "\",\"displayName\":\"Test User\",\"tenantId\":\""
                + TestBundle.TENANT + "\"}}");
    }

    public TestCall incoming(String identitySet) {
        tell(incomingItem(identitySet));
        return this;
    }

    public String incomingItem(String identitySet) {
        return item("created", callerCallId, "", """
                {"@odata.type":"#microsoft.graph.call",%s,"state":"incoming","direction":"incoming",%s
                 "source":{"@odata.type":"#microsoft.graph.participantInfo","identity":%s},
                 "targets":[{"identity":{"application":{"id":"%s"}}}],"requestedModalities":["audio"]}""".formatted(
                        identity(callerCallId, ""),
                        tenant.isEmpty() ? "" : "\"tenantId\":\"" + tenant + "\",",
                        identitySet,
                        TestBundle.APP_ID));
    }

    public TestCall callerIs(String state) {
        tell(callItem("updated", callerCallId, state));
        return this;
    }

    public TestCall meetingIs(String state) {
        tell(callItem("updated", meetingCallId(), state));
        return this;
    }

    public TestCall callerDeleted() {
        tell(callItem("deleted", callerCallId, isApp() ? "" : "terminated"));
        return this;
    }

    public TestCall meetingDeleted() {
        tell(callItem("deleted", meetingCallId(), isApp() ? "" : "terminated"));
        return this;
    }

    public String callItem(String changeType, String callId, String state) {
        String end = state.isEmpty() ? "" : ",\"state\":\"" + state + "\"";
        return item(
                changeType,
                callId,
                "",
                "{\"@odata.type\":\"#microsoft.graph.call\"," + identity(callId, "") + end + "}");
    }

    /** The end of an operation on a call. */
    public String operationItem(String callId, String operationId, String status, String clientContext) {
        String tail = "/operations/" + operationId;
        return item("deleted", callId, tail, """
                {"@odata.type":"#microsoft.graph.inviteParticipantsOperation",%s,"clientContext":"%s","status":"%s"%s}""".formatted(
                        isApp() ? identity(callId, tail) : "\"id\":\"" + operationId + "\"",
                        clientContext,
                        status,
                        "failed".equals(status)
                                ? ",\"resultInfo\":{\"code\":500,\"subcode\":9999,\"message\":\"addParticipants failed\"}"
                                : ""));
    }

    /** The end of the operation on the meeting's call that the command of that key has begun. */
    public String endItem(String key, String status) {
        return endItem(meetingCallId(), key, status);
    }

    /** The same on another call. */
    public String endItem(String callId, String key, String status) {
        return operationItem(callId, operationId(key), status, clientContext(key));
    }

    public String rosterItem(String callId, String... userIds) {
        List<String> participants = new ArrayList<>();
        for (String user : userIds) {
            participants.add("""
                    {"@odata.type":"#microsoft.graph.participant","id":null,
                     "info":{"identity":{"user":{"id":"%s"}}},"mediaStreams":[],"isInLobby":false}""".formatted(user));
        }
        return item("updated", callId, "/participants", "[" + String.join(",", participants) + "]");
    }

    private String identity(String callId, String tail) {
        return isApp()
                ? "\"@odata.id\":\"" + prefix + "/calls/" + callId + tail + "\",\"@odata.etag\":\"W/\\\"5445\\\"\""
                : "\"id\":\"" + callId + "\"";
    }

    private String item(String changeType, String callId, String tail, String data) {
        String path = "/calls/" + callId + tail;
        return isApp()
                ? "{\"changeType\":\"%s\",\"resource\":\"%s\",\"resourceData\":%s}"
                        .formatted(changeType, prefix + path, data)
                : """
                  {"@odata.type":"#microsoft.graph.commsNotification","changeType":"%s","resource":"/app%s",
                   "resourceUrl":"/communications%s","resourceData":%s}""".formatted(changeType, path, path, data);
    }

    /** Posts one notification to the registered address, and expects it to be acknowledged. */
    public void tell(String... items) {
        assertThat(post("", items).statusCode()).isEqualTo(202);
    }

    /** Posts to the callback address of the join. */
    public void tellMeetingCallback(String... items) {
        assertThat(post("?escalation=" + escalationId(), items).statusCode()).isEqualTo(202);
    }

    public HttpResponse<String> post(String query, String... items) {
        String type = isApp() ? "" : "\"@odata.type\":\"#microsoft.graph.commsNotifications\",";
        return bundle.notify(query, scenarioId, "{" + type + "\"value\":[" + String.join(",", items) + "]}");
    }

    // --- as far as ... ---------------------------------------------------------------------------------------------

    /** Both calls stand, and the caller is being moved. */
    public TestCall untilInviting() {
        return untilJoining().meetingIs("established").awaitOperation("invite-caller", "running");
    }

    public TestCall untilJoining() {
        return incoming()
                .awaitOperation("answer", "completed")
                .callerIs("established")
                .awaitOperation("join", "completed");
    }

    /** The caller has been moved. */
    public TestCall untilEscalated() {
        untilInviting();
        tell(endItem("invite-caller", "completed"));
        return this;
    }

    // --- dead letters ----------------------------------------------------------------------------------------------

    /** What the control port lists of this call, newest first. */
    public List<JsonNode> deadLetters() {
        HttpResponse<String> escalation = bundle.get("/escalations/" + callerCallId);
        List<String> names = new ArrayList<>(List.of(callerCallId));
        if (escalation.statusCode() == 200) {
            JsonNode known = TestBundle.json(escalation.body());
            names.add(known.path("id").asText());
            names.add(known.at("/meetingCall/id").asText("none"));
        }
        List<JsonNode> mine = new ArrayList<>();
        TestBundle.json(bundle.get("/dead-letters").body()).path("deadLetters").forEach(letter -> {
            if (names.contains(letter.path("call").asText())
                    || names.contains(letter.path("escalationId").asText())) {
                mine.add(letter);
            }
        });
        return mine;
    }

    /** The only dead letter of this call, waiting for it to be kept. */
    public JsonNode deadLetter() {
        return await().until(this::deadLetters, letters -> letters.size() == 1).get(0);
    }

    /** Every try to bring the caller into the meeting fails, as often as the shipped policy tries. */
    public TestCall untilNoMoveHelps() {
        return moveFails("invite-caller")
                .moveFails("invite-caller-2")
                .moveFails("invite-caller-plainly")
                .awaitPhase("failed");
    }

    /** The operation of that key fails, once it has begun. */
    public TestCall moveFails(String key) {
        return moveEnds(key, "failed");
    }

    public TestCall moveEnds(String key, String status) {
        awaitOperation(key, "running");
        tell(endItem(key, status));
        return this;
    }

    // --- what the bundle did ---------------------------------------------------------------------------------------

    /** What the control port shows of the escalation. */
    public JsonNode view() {
        return TestBundle.json(bundle.get("/escalations/" + callerCallId).body());
    }

    public String phase() {
        return view().path("phase").asText();
    }

    public String escalationId() {
        return view().path("id").asText();
    }

    public String meetingCallId() {
        return view().path("meetingCall").path("id").asText();
    }

    /** Keys of the commands so far; a command is among them as soon as its decision is committed. */
    public List<String> operations() {
        List<String> keys = new ArrayList<>();
        view().path("operations")
                .forEach(operation -> keys.add(operation.path("key").asText()));
        return keys;
    }

    public JsonNode operation(String key) {
        for (JsonNode operation : view().path("operations")) {
            if (operation.path("key").asText().equals(key)) {
                return operation;
            }
        }
        return TestBundle.json("{}");
    }

    public String operationId(String key) {
        return operation(key).path("id").asText();
    }

    public String clientContext(String key) {
        return operation(key).path("clientContext").asText();
    }

    public TestCall awaitOperation(String key, String status) {
        await().until(() -> operation(key).path("status").asText(), status::equals);
        return this;
    }

    public TestCall awaitPhase(String phase) {
        await().until(this::phase, phase::equals);
        return this;
    }

    /** What Graph has been asked in the name of this call, oldest first. */
    public List<RecordedRequest> requests() {
        return bundle.sandbox().requests(scenarioId);
    }

    /** Those whose path ends so. */
    public List<RecordedRequest> requestsTo(String pathEnd) {
        return requests().stream()
                .filter(request -> request.path().endsWith(pathEnd))
                .toList();
    }

    /** What Graph has answered them. */
    public List<Integer> statuses(String pathEnd) {
        return requestsTo(pathEnd).stream().map(RecordedRequest::status).toList();
    }

    /** The request of that method and path, waiting for it to come. */
    public RecordedRequest request(String method, String path) {
        return await().until(
                        () -> requests().stream()
                                .filter(r ->
                                        r.method().equals(method) && r.path().equals(path))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .get();
    }
}
