package dev.callescalation.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.clock.SteadyClock;
import dev.callescalation.editing.LiveBundle;
import dev.callescalation.escalation.Listings;
import dev.callescalation.escalation.Listings.Listed;
import dev.callescalation.escalation.Listings.Wanted;
import dev.callescalation.escalation.Listings.Which;
import dev.callescalation.notification.MalformedMessageException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Headers;

/** Pages of escalations as JSON, for the control port. */
public final class EscalationLists {

    private final Clock clock = SteadyClock.ofThisProgram();
    private Listings store;
    private LiveBundle bundle;

    public void setStore(Listings store) {
        this.store = store;
    }

    /** Knows which phases are final. */
    public void setBundle(LiveBundle bundle) {
        this.bundle = bundle;
    }

    /**
     * One page without steps, newest first.
     *
     * @param headers {@code state}, {@code phase}, {@code tenant}, {@code search}, {@code cursor} and {@code limit}
     * @throws MalformedMessageException when one of them cannot be read
     */
    public String page(@Headers Map<String, Object> headers) {
        Paging paging = Paging.of(headers, List.of("state", "phase", "tenant", "search"));
        Instant now = clock.instant();
        List<Listed> found = store.escalations(wanted(paging), now, paging.after(), paging.limit() + 1);
        return ControlJson.write(
                paging.page("/escalations", "escalations", found, listed -> view(listed, now), Listed::place));
    }

    private Wanted wanted(Paging paging) {
        String phase = paging.get("phase");
        Which which = switch (paging.get("state")) {
            case "" -> Which.ALL;
            case "open" -> Which.OPEN;
            case "over" -> Which.OVER;
            case "attention" -> Which.ATTENTION;
            default -> throw new MalformedMessageException("The state must be open, over or attention.");
        };
        if (which == Which.ALL && !phase.isEmpty()) {
            which = bundle.phases().isOver(phase) ? Which.OVER : Which.OPEN;
        }
        return new Wanted(which, phase, paging.get("tenant"), paging.get("search"));
    }

    private static ObjectNode view(Listed listed, Instant now) {
        ObjectNode view = EscalationViews.summary(listed.escalation());
        view.put("deadLetters", listed.deadLetters());
        ArrayNode attention = view.putArray("attention");
        listed.attention(now).forEach(attention::add);
        return view;
    }
}
