package dev.callescalation.decision;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/**
 * A step that decides something without asking Graph: that of the Kamelets {@code become}, {@code fail}, {@code
 * announce}, {@code wait}, {@code note} and {@code remember}.
 */
public final class Outcome extends KameletStep {

    private static final double MS_PER_MINUTE = 60_000;

    private boolean isFinal;
    private String moment = "";
    private String outcome = "";
    private String name = "";
    private Duration keepAlive;
    private Expression why;
    private Expression error;
    private Expression warning;
    private Expression forwardTo;
    private Expression value;

    /** Whether nothing is expected any more in the phase that is entered. */
    public void setFinal(boolean isFinal) {
        this.isFinal = isFinal;
    }

    /** Why it failed, or why the last try did; one sentence. A phase that is entered without a reason clears it. */
    public void setWhy(String why) {
        this.why = expression(why);
    }

    /** The moment that is announced after the commit. */
    public void setMoment(String moment) {
        this.moment = moment;
    }

    /** What the route of the moment finds in the variable error. */
    public void setError(String error) {
        this.error = expression(error);
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
        this.warning = expression(warning);
    }

    /** Address of the deployment that takes the call. */
    public void setForwardTo(String forwardTo) {
        this.forwardTo = expression(forwardTo);
    }

    /** Name of what is remembered. */
    public void setName(String name) {
        this.name = name;
    }

    /** What is remembered under that name. */
    public void setValue(String value) {
        this.value = expression(value);
    }

    @Override
    public void process(Exchange exchange) {
        Decision decision = OneCommit.decision(exchange, "This step");
        String reason = text(why, exchange).strip();
        if (!phase.isEmpty()) {
            decision.become(phase, isFinal);
            decision.failure = reason;
        } else if (!reason.isEmpty()) {
            decision.failure = reason;
        }
        if (wait != null) {
            decision.wait = wait;
        }
        if (keepAlive != null) {
            decision.keepAlive = keepAlive;
        }
        if (!moment.isEmpty()) {
            decision.announce(moment, decision.facts.text("operationKey"), text(error, exchange));
        }
        if (!outcome.isEmpty()) {
            decision.outcome = outcome;
        }
        if (warning != null) {
            decision.warnings.add(text(warning, exchange));
        }
        if (forwardTo != null) {
            decision.location = text(forwardTo, exchange);
            decision.outcome = "forwarded";
        }
        if (!name.isEmpty()) {
            decision.remembered.put(name, text(value, exchange));
        }
    }
}
