package dev.callescalation.decision;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step that decides something without asking Graph. Each use of one of the Kamelets {@code become}, {@code fail},
 * {@code announce}, {@code wait}, {@code note}, {@code remember} and {@code keep-alive} has a bean of this class of its
 * own; their files in routes/kamelets say what each property means. An empty property decides nothing.
 */
public class Outcome implements Processor, CamelContextAware {

    private static final double MS_PER_MINUTE = 60_000;

    private CamelContext context;
    private String phase = "";
    private boolean isFinal;
    private String moment = "";
    private String outcome = "";
    private String name = "";
    private Duration wait;
    private Duration keepAlive;
    private Text why = Text.EMPTY;
    private Text error = Text.EMPTY;
    private Text warning = Text.EMPTY;
    private Text forwardTo = Text.EMPTY;
    private Text value = Text.EMPTY;

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /** The phase that is entered. */
    public void setPhase(String phase) {
        this.phase = phase;
    }

    /** Whether nothing is expected any more in that phase. */
    public void setFinal(boolean isFinal) {
        this.isFinal = isFinal;
    }

    /** Why it failed, or why the last try did; one sentence. A phase that is entered without a reason clears it. */
    public void setWhy(String why) {
        this.why = Text.of(context, why);
    }

    /** The moment that is announced after the commit. */
    public void setMoment(String moment) {
        this.moment = moment;
    }

    /** What the route of the moment finds in the variable error. */
    public void setError(String error) {
        this.error = Text.of(context, error);
    }

    /** How long, in milliseconds, the phase waits from now on. */
    public void setWaitMs(String waitMs) {
        this.wait = waitMs.isEmpty() ? null : Duration.ofMillis(Long.parseLong(waitMs));
    }

    /** When the calls are kept alive next, in minutes from now. */
    public void setKeepAliveMinutes(String minutes) {
        this.keepAlive =
                minutes.isEmpty() ? null : Duration.ofMillis((long) (Double.parseDouble(minutes) * MS_PER_MINUTE));
    }

    /** What the journal says of the message. */
    public void setOutcome(String outcome) {
        this.outcome = outcome;
    }

    /** A line for the operator, logged after the commit. */
    public void setWarning(String warning) {
        this.warning = Text.of(context, warning);
    }

    /** Address of the deployment that takes the call. */
    public void setForwardTo(String forwardTo) {
        this.forwardTo = Text.of(context, forwardTo);
    }

    /** Name of what is remembered. */
    public void setName(String name) {
        this.name = name;
    }

    /** What is remembered under that name. */
    public void setValue(String value) {
        this.value = Text.of(context, value);
    }

    @Override
    public void process(Exchange exchange) {
        Decision decision = OneCommit.decision(exchange, "This step");
        String reason = why.in(exchange);
        if (!phase.isEmpty()) {
            decision.become(phase, isFinal);
            decision.fail(reason);
        } else if (!reason.isEmpty()) {
            decision.fail(reason);
        }
        if (wait != null) {
            decision.waitFor(wait);
        }
        if (keepAlive != null) {
            decision.keepAliveIn(keepAlive);
        }
        if (!moment.isEmpty()) {
            decision.announce(moment, decision.facts().text("operationKey"), error.in(exchange));
        }
        if (!outcome.isEmpty()) {
            decision.outcome(outcome);
        }
        if (!warning.isEmpty()) {
            decision.warn(warning.in(exchange));
        }
        if (!forwardTo.isEmpty()) {
            decision.forward(forwardTo.in(exchange));
        }
        if (!name.isEmpty()) {
            decision.remember(name, value.in(exchange));
        }
    }
}
