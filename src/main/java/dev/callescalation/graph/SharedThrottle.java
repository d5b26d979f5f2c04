package dev.callescalation.graph;

import java.time.Duration;
import java.util.List;

/**
 * Where the nodes tell each other which tenants Graph has throttled. No method throws: while it cannot be reached, each
 * node goes by what it knows itself. By default there are no other nodes.
 */
public interface SharedThrottle {

    /** For a node that is alone. */
    SharedThrottle NOBODY = new SharedThrottle() {};

    /** Graph has asked a tenant to wait. An earlier, longer wait still counts. */
    default void hold(String tenantId, Duration wait, Duration probeAfter) {}

    /**
     * Claims the right to send one command of a tenant in its wait, and puts off the next one.
     *
     * @param wait what is left of it as far as this node knows
     * @return false when another node has sent one, or is about to
     */
    default boolean claimProbe(String tenantId, Duration wait, String commandId, Duration nextAfter) {
        return true;
    }

    /** Graph has taken that command: the wait is over, unless Graph has throttled the tenant again since. */
    default void end(String tenantId, String commandId) {}

    /** What has changed since the last call, by this node or by others. */
    default List<Wait> news() {
        return List.of();
    }

    /**
     * A wait as it is now.
     *
     * @param left       zero or less when it is over
     * @param probeAfter zero or less when a command may be let through
     * @param probe      id of the command that was let through last; empty for none
     */
    record Wait(String tenantId, Duration left, Duration probeAfter, String probe) {}
}
