package dev.callescalation.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.escalation.Listings;
import io.vertx.ext.auth.User;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.camel.Header;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;

/** Who asks the control port, and which program replies, as JSON. */
public final class SessionView {

    private Listings store;
    private boolean sandbox;

    public void setStore(Listings store) {
        this.store = store;
    }

    /** Whether test calls can be placed here. */
    public void setSandbox(boolean sandbox) {
        this.sandbox = sandbox;
    }

    /** {@code {user, role, signedIn, sandbox, version, node}}. */
    public String show(@Header(VertxPlatformHttpConstants.AUTHENTICATED_USER) User user) {
        return ControlJson.write(ControlJson.JSON
                .createObjectNode()
                .put("user", user.principal().getString("username"))
                .put("role", user.principal().getString("role"))
                .put("signedIn", user.principal().getBoolean("signedIn"))
                .put("sandbox", sandbox)
                .put("version", version())
                .put("node", store.node()));
    }

    /** The programs that share the store. Of one that is starting, or is of an earlier version, little is known. */
    public String nodes() {
        ArrayNode list = ControlJson.JSON.createArrayNode();
        for (Listings.Node node : store.nodes()) {
            ObjectNode view = list.addObject()
                    .put("id", node.id())
                    .put("this", node.id().equals(store.node()))
                    .put("heardAt", node.heardAt().toString())
                    .put("aliveUntil", node.aliveUntil().toString());
            Listings.Program program = node.program();
            if (!program.version().isEmpty()) {
                view.put("since", node.since().toString())
                        .put("host", program.host())
                        .put("address", program.address())
                        .put("program", program.version())
                        .put("files", program.files());
            }
        }
        return ControlJson.list(ControlJson.JSON.createObjectNode().set("nodes", list));
    }

    /** Of the program, as Maven has built it. */
    public static String version() {
        try (InputStream version = SessionView.class.getResourceAsStream("/dev/callescalation/version.txt")) {
            return new String(version.readAllBytes(), UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
