package dev.callescalation.decision;

import dev.callescalation.clock.SteadyClock;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.EscalationStore;
import dev.callescalation.graph.Command;
import dev.callescalation.graph.SharedThrottle;
import dev.callescalation.graph.TenantThrottle;
import dev.callescalation.notification.CallState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts off commands that cannot be sent now, and hands them out again when they are due. */
public final class Outbox implements MeterBinder {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private static final String INVITE = "/participants/invite";

    /** How often an invite that waits for a prompt asks whether that has ended. */
    private static final Duration PROMPT_STEP = Duration.ofMillis(500);

    /** How much of its time an invite has left when it waits for a prompt no longer. */
    private static final Duration LEFT_TO_AN_INVITE = Duration.ofSeconds(15);

    private static final int MOST_AT_ONCE = 200;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    /** The longest pause, and the time that the last try has, as a part of a command's lifetime: 1 s for an answer. */
    private static final int PART = 15;

    private static final Duration SCATTER = Duration.ofMillis(250);

    private final Clock clock = SteadyClock.ofThisProgram();
    private final TenantThrottle throttle = new TenantThrottle();
    private EscalationStore store;
    private Duration stuckAfter = Duration.ofSeconds(30);

    public void setStore(EscalationStore store) {
        this.store = store;
    }

    /** How long, in seconds, a command may be due before a thread begins to send it. */
    public void setStuckAfterSeconds(int stuckAfterSeconds) {
        this.stuckAfter = Duration.ofSeconds(stuckAfterSeconds);
    }

    /** What keeps commands from being sent, in one sentence; empty while nothing does. */
    String trouble() {
        return store.unsent(clock.instant().minus(stuckAfter))
                .map(command -> "Commands are not sent: escalation=" + command.escalationId() + " command="
                        + command.command() + " has been due for more than " + stuckAfter.toSeconds() + " s.")
                .orElse("");
    }

    /** How long a tenant is held back at most, in minutes, whatever Graph's Retry-After says. */
    public void setLongestThrottleMinutes(int minutes) {
        throttle.setLongest(Duration.ofMinutes(minutes));
    }

    /** How often, in seconds, one command of a tenant that is held back is sent all the same. */
    public void setProbeSeconds(int seconds) {
        throttle.setProbeEvery(Duration.ofSeconds(seconds));
    }

    /** Lets nodes that share a store hold back tenants together. */
    public void share(SharedThrottle others) {
        throttle.share(others);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("calls_graph_throttled", this, Outbox::throttled)
                .description("Tenants that Graph has throttled")
                .register(registry);
    }

    /** How many tenants Graph has throttled. */
    int throttled() {
        return throttle.held().size();
    }

    /** Commands that are due and not claimed, 200 at most. */
    public List<Command> due() {
        throttle.refresh();
        return store.due(clock.instant(), MOST_AT_ONCE);
    }

    /** Claims a command to send it; false when it has been sent, or another thread or node has claimed it. */
    public boolean claim(Command command) {
        return store.claim(command);
    }

    /** Whether it would be pointless to send a command now. */
    public boolean isLate(Command command) {
        return clock.instant().isAfter(command.expiresAt());
    }

    /**
     * Puts off a command that has been tried in vain: until Retry-After has passed, else for a pause that doubles with
     * each attempt, from 250 ms up to a fifteenth of the command's lifetime or 8 s, less up to a half, so that commands
     * that failed together do not come back together. What would miss its deadline by such a pause has a last try.
     *
     * @param cause      in a few words
     * @param retryAfter the header of Graph's reply; null or nonsense for none
     * @return false when the command would be pointless by then; it stays where it is, and the caller gives it up
     */
    public boolean postpone(Command command, String cause, String retryAfter) {
        Instant now = clock.instant();
        Instant until = throttle.wait(retryAfter)
                .map(wait -> scattered(now.plus(wait)))
                .orElseGet(() -> afterPause(command, now));
        return postpone(command.attempted(), cause, until);
    }

    /** Puts a command off that Graph has throttled, and holds back its tenant until Retry-After has passed. */
    public boolean throttle(Command command, String cause, String retryAfter) {
        throttle.hold(command.tenantId(), retryAfter);
        return throttle.nextChance(command.tenantId())
                .map(chance -> postpone(command.attempted(), cause, scattered(chance)))
                .orElseGet(() -> postpone(command, cause, retryAfter));
    }

    /** Whether Graph has throttled the tenant of a command, and the command may not be sent all the same. */
    public boolean isHeldBack(Command command) {
        return !throttle.admits(command);
    }

    /** Puts a command off that has not been tried, until its tenant may be asked for; false as above. */
    public boolean holdBack(Command command) {
        return postpone(
                command,
                "tenant held back",
                scattered(throttle.nextChance(command.tenantId()).orElseGet(clock::instant)));
    }

    /**
     * Whether an invite has to wait: while a prompt of its escalation plays, Graph would play that twice. It does not
     * wait where it could come too late.
     */
    public boolean waitsForPrompt(Command command) {
        if (!command.path().endsWith(INVITE) || !isPromptOpen(store.find(command.escalationId()))) {
            return false;
        }
        boolean inTime =
                clock.instant().plus(PROMPT_STEP).isBefore(command.expiresAt().minus(LEFT_TO_AN_INVITE));
        if (!inTime) {
            LOG.warn(
                    "escalation={} command={} is sent while a prompt plays, which may be heard twice: it cannot wait"
                            + " longer",
                    command.escalationId(),
                    command.command());
        }
        return inTime;
    }

    /** One of a call that has ended is over, whether Graph says so or not. */
    private static boolean isPromptOpen(Optional<Escalation> escalation) {
        return escalation
                .filter(known -> known.operations().stream()
                        .filter(operation -> operation.command().equals("play-prompt") && operation.isOpen())
                        .anyMatch(prompt -> !hasEnded(known, prompt.callId())))
                .isPresent();
    }

    private static boolean hasEnded(Escalation known, String callId) {
        boolean caller = known.leg(callId).equals(Escalation.CALLER);
        String state = caller ? known.callerCall().state() : known.meetingCall().state();
        return CallState.of(state) == CallState.TERMINATED;
    }

    /** Puts an invite off that waits for a prompt. */
    public void awaitPrompt(Command command) {
        Instant now = clock.instant();
        Instant until = now.plus(PROMPT_STEP);
        store.postpone(command.waits(now, "a prompt plays", until), until);
    }

    /** Graph has taken a command. */
    public void taken(Command command) {
        throttle.taken(command);
    }

    /** Releases a command whose outcome is unknown; it is handed out again as left behind. */
    public void abandon(Command command) {
        store.abandon(command);
    }

    private boolean postpone(Command command, String cause, Instant until) {
        if (until.isAfter(command.expiresAt())) {
            return false;
        }
        store.postpone(command.putOff(clock.instant(), cause, until), until);
        return true;
    }

    private static Instant afterPause(Command command, Instant now) {
        long part = command.lifetime().toMillis() / PART;
        long longest = Math.max(1, Math.min(part, LONGEST_PAUSE.toMillis()));
        long pause = Math.min(FIRST_PAUSE.toMillis() << Math.min(command.attempt(), 10), longest);
        Instant until = now.plusMillis(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
        Instant lastTry = command.expiresAt().minusMillis(part);
        return until.isAfter(lastTry) && now.isBefore(lastTry) ? lastTry : until;
    }

    /** Not all at the same moment. */
    private static Instant scattered(Instant time) {
        return time.plusMillis(ThreadLocalRandom.current().nextLong(SCATTER.toMillis()));
    }
}
