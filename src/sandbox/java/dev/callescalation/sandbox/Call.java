package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** One call of a scenario. Touched by the event loop only. */
final class Call {

    /** The caller's peer-to-peer call, a group call of the bot, or a call of which the sandbox knows nothing. */
    enum Kind {
        CALLER,
        MEETING,
        STRANGER
    }

    private final String id;
    private final Kind kind;
    private final Form form;
    private final Scenario scenario;
    private final Map<String, ObjectNode> people = new LinkedHashMap<>();
    private GraphCallState state;
    private String callback;
    private List<String> modalities;
    private boolean multiparty;
    private boolean over;
    private boolean inLobby;
    private JsonNode created = SandboxJson.object();
    private String tenantId = "";
    private final List<MediaOperation> playing = new ArrayList<>();
    private boolean audio;
    private boolean hearsTones;
    private long tones;
    private int promptsHeard;
    private int presses;

    private Call(String id, Kind kind, Form form, Scenario scenario, GraphCallState state, List<String> modalities) {
        this.id = id;
        this.kind = kind;
        this.form = form;
        this.scenario = scenario;
        this.state = state;
        this.modalities = modalities;
        this.multiparty = kind != Kind.CALLER;
    }

    /** The tenant of the caller, or of the meeting: the only one whose token may command this call. */
    String tenantId() {
        return tenantId;
    }

    static Call incoming(Scenario scenario, String webhook) {
        Call call = new Call(
                scenario.form().newId(),
                Kind.CALLER,
                scenario.form(),
                scenario,
                GraphCallState.INCOMING,
                scenario.modalities());
        call.callback = webhook;
        call.tenantId = scenario.tenantId();
        call.people.put(IdentitySets.key(scenario.caller()), scenario.caller());
        return call;
    }

    static Call joined(Scenario scenario, Form form, Join join, String tenantId) {
        Kind kind = scenario.isKnown() ? Kind.MEETING : Kind.STRANGER;
        Call call = new Call(form.newId(), kind, form, scenario, GraphCallState.ESTABLISHING, join.modalities());
        call.callback = join.callback();
        call.created = join.body();
        call.audio = join.modalities().contains("audio");
        call.tenantId = tenantId;
        return call;
    }

    static Call stranger(String id, Form form, Scenario scenario) {
        return new Call(id, Kind.STRANGER, form, scenario, GraphCallState.ESTABLISHED, List.of());
    }

    String id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    Form form() {
        return form;
    }

    Scenario scenario() {
        return scenario;
    }

    GraphCallState state() {
        return state;
    }

    /** A state never goes back: a notification may be sent after the call has ended. */
    void reach(GraphCallState next) {
        if (next.compareTo(state) > 0) {
            state = next;
        }
    }

    String callback() {
        return callback;
    }

    List<String> modalities() {
        return modalities;
    }

    /** @param withAudio whether its audio is the service's, and active once it is established */
    void answered(String callback, List<String> modalities, boolean withAudio) {
        this.callback = callback;
        this.modalities = modalities;
        this.audio = withAudio;
        reach(GraphCallState.ESTABLISHING);
    }

    /** Whether the service plays and hears in it. */
    boolean hasAudio() {
        return audio;
    }

    void activateAudio() {
        audio = true;
    }

    void play(MediaOperation prompt) {
        playing.add(prompt);
    }

    /** The prompts that play. */
    List<MediaOperation> playing() {
        return List.copyOf(playing);
    }

    /** Whether it was playing. */
    boolean stop(MediaOperation prompt) {
        return playing.remove(prompt);
    }

    void listenForTones() {
        hearsTones = true;
    }

    boolean hearsTones() {
        return hearsTones;
    }

    long nextTone() {
        return ++tones;
    }

    void promptEnded() {
        promptsHeard++;
    }

    /** Whether the caller has heard a prompt that they have not answered yet with what was ordered. */
    boolean owesAPress() {
        return presses < promptsHeard && presses < scenario.presses().size();
    }

    String nextPress() {
        return scenario.presses().get(presses++);
    }

    /** Later notifications of this call go there. */
    void callback(String url) {
        callback = url;
    }

    /** The body of the join; an empty object for other calls. */
    JsonNode created() {
        return created;
    }

    /** Inviting somebody turns a peer-to-peer call into a call of many, for good. */
    void admit(List<ObjectNode> identities) {
        multiparty = true;
        identities.forEach(identity -> people.put(IdentitySets.key(identity), identity));
    }

    /** The bot waits to be let into the meeting. */
    void holdInLobby() {
        inLobby = true;
    }

    void letIn() {
        inLobby = false;
    }

    boolean isInLobby() {
        return inLobby;
    }

    /** Whether there was anybody to let go. */
    boolean dismiss(Predicate<ObjectNode> who) {
        return people.values().removeIf(who);
    }

    boolean isPeerToPeer() {
        return !multiparty;
    }

    /** Everybody but the bot. */
    List<ObjectNode> people() {
        return new ArrayList<>(people.values());
    }

    /** For Graph the call is gone from now on, though the notifications of its end are still to come. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }
}
