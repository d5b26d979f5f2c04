package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.sandbox.RecordedRequest;
import dev.callescalation.story.GraphNews;
import dev.callescalation.story.PlacedCall;
import dev.callescalation.story.RunningBundle;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One call in a test: tells the bundle what Graph would tell of it, and shows what the bundle did. */
public final class TestCall extends PlacedCall {

    public static final String CALLER = "8A34A46B-3D17-4ADC-8DCE-DC4E7D572698";

    /** The commands of an escalation in which nothing brings the caller into the meeting. */
    public static final String[] IN_VAIN = {
        "answer",
        "join",
        "invite-caller",
        "get-caller-call-1",
        "get-meeting-call-1",
        "invite-caller-2",
        "get-caller-call-2",
        "get-meeting-call-2",
        "ring-caller",
        "get-caller-call-3",
        "get-meeting-call-3",
        "hang-up-meeting",
        "hang-up-caller"
    };

    private final TestBundle bundle;
    private final GraphNews news;
    private String tenant = "";

    TestCall(TestBundle bundle, String prefix) {
        this(bundle, prefix, UUID.randomUUID().toString(), new GraphNews(prefix).newCallId());
    }

    /** A call whose ids are printed somewhere. */
    TestCall(TestBundle bundle, String prefix, String scenarioId, String callerCallId) {
        super(bundle.running(), prefix, scenarioId, callerCallId);
        this.bundle = bundle;
        this.news = new GraphNews(prefix);
    }

    /** An id as this dialect writes it. */
    public String newId() {
        return news.newCallId();
    }

    /** Lets Graph name that tenant in the incoming call. */
    public TestCall ofTenant(String id) {
        tenant = id;
        return this;
    }

    public boolean isApp() {
        return !prefix().equals("/communications");
    }

    /** {@code /beta/app/calls} and the like. */
    public String calls() {
        return (isApp() ? "/beta" : "/v1.0") + prefix() + "/calls";
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
        return news.incoming(callerCallId(), TestBundle.json(identitySet), tenant)
                .toString();
    }

    public TestCall callerIs(String state) {
        tell(callItem("updated", callerCallId(), state));
        return this;
    }

    public TestCall meetingIs(String state) {
        tell(callItem("updated", meetingCallId(), state));
        return this;
    }

    public TestCall callerDeleted() {
        tell(news.deleted(callerCallId()).toString());
        return this;
    }

    public TestCall meetingDeleted() {
        tell(news.deleted(meetingCallId()).toString());
        return this;
    }

    public String callItem(String changeType, String callId, String state) {
        return news.call(changeType, callId, state).toString();
    }

    /** The end of an operation on a call. */
    public String operationItem(String callId, String operationId, String status, String clientContext) {
        ObjectNode resultInfo = "failed".equals(status)
                ? (ObjectNode) TestBundle.json("{\"code\":500,\"subcode\":9999,\"message\":\"addParticipants failed\"}")
                : null;
        return news.operationEnded(callId, operationId, clientContext, status, resultInfo)
                .toString();
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
        List<JsonNode> people = new ArrayList<>();
        for (String user : userIds) {
            people.add(TestBundle.json("{\"user\":{\"id\":\"" + user + "\"}}"));
        }
        return news.roster(callId, people, false).toString();
    }

    /** The bot alone in the meeting's roster, in its lobby or let in. */
    public String botItem(boolean inLobby) {
        JsonNode bot = TestBundle.json("{\"application\":{\"id\":\"" + RunningBundle.APP_ID + "\"}}");
        return news.roster(meetingCallId(), List.of(bot), inLobby).toString();
    }

    /** Posts one notification to the registered address, and expects it to be acknowledged. */
    public void tell(String... items) {
        assertThat(post("", items).statusCode()).isEqualTo(202);
    }

    /** Posts to the callback address of the join. */
    public void tellMeetingCallback(String... items) {
        assertThat(post("?escalation=" + escalationId(), items).statusCode()).isEqualTo(202);
    }

    /** @param items as they are, JSON or not */
    public HttpResponse<String> post(String query, String... items) {
        String envelope = news.envelope(List.of()).toString();
        assertThat(envelope).endsWith("[]}");
        String body = envelope.substring(0, envelope.length() - "]}".length()) + String.join(",", items) + "]}";
        return bundle.notify(query, scenarioId(), body);
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

    /** The only dead letter of this call, waiting for it to be kept. */
    public JsonNode deadLetter() {
        return await().until(this::deadLetters, letters -> letters.size() == 1).get(0);
    }

    /** Every try to bring the caller into the meeting fails, as often as the shipped policy tries. */
    public TestCall untilNoMoveHelps() {
        return moveFails("invite-caller")
                .moveFails("invite-caller-2")
                .moveFails("ring-caller")
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

    /** Keys of the commands so far; a command is among them as soon as its decision is committed. */
    public List<String> operations() {
        List<String> keys = new ArrayList<>();
        view().path("operations")
                .forEach(operation -> keys.add(operation.path("key").asText()));
        return keys;
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

    @Override
    public TestCall awaitPhase(String phase) {
        await().until(this::phase, phase::equals);
        return this;
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
