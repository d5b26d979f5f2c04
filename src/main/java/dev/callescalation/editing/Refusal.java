package dev.callescalation.editing;

import dev.callescalation.check.Finding;
import java.time.Instant;
import java.util.List;

/**
 * An edit that was not taken up.
 *
 * @param hash     names the files as they were then
 * @param findings what was wrong with them, at least one
 */
public record Refusal(String hash, Instant at, List<Finding> findings) {

    /** The first finding, and how many there are besides. */
    public String summary() {
        int more = findings.size() - 1;
        return findings.get(0) + (more > 0 ? " (and " + more + " more: GET /bundle)" : "");
    }
}
