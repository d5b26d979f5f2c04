package dev.callescalation.control;

import dev.callescalation.editing.BundleStatus;
import dev.callescalation.editing.LiveBundle;
import dev.callescalation.server.Servers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Health of the routes that run: which version it is, whether all of its routes take messages, whether an edit was
 * refused or cannot be seen, and whether they are about to end.
 */
public final class BundleHealth extends AbstractHealthCheck {

    private LiveBundle bundle;
    private Servers servers;
    private boolean downWhenRefused;

    public BundleHealth() {
        super("calls", "bundle");
    }

    public void setBundle(LiveBundle bundle) {
        this.bundle = bundle;
    }

    public void setServers(Servers servers) {
        this.servers = servers;
    }

    /**
     * {@code down} or {@code up}: what an edit that is refused, or cannot be seen, makes of health, while the version
     * before it runs on.
     */
    public void setWhenRefused(String whenRefused) {
        this.downWhenRefused = "down".equals(whenRefused);
    }

    /** A restart would not help, and would end what runs. */
    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        BundleStatus status = bundle.status();
        builder.detail("version", status.hash()).detail("since", status.since().toString());
        List<String> reasons = new ArrayList<>(status.troubles());
        if (servers.isLeaving()) {
            reasons.add("The program is about to stop");
        }
        builder.state(reasons.isEmpty() ? HealthCheck.State.UP : HealthCheck.State.DOWN);
        reasons.addAll(status.slow());
        status.refused().ifPresent(refused -> {
            reasons.add("Edit refused, version " + status.hash() + " keeps running: " + refused.summary());
            builder.detail("file", refused.findings().get(0).file());
            if (downWhenRefused) {
                builder.down();
            }
        });
        status.unseen().ifPresent(unseen -> {
            reasons.add("Edits are not seen: " + unseen);
            builder.detail("file", unseen.file());
            if (downWhenRefused) {
                builder.down();
            }
        });
        if (!reasons.isEmpty()) {
            builder.message(String.join("; ", reasons));
        }
    }
}
