package dev.callescalation.load;

import dev.callescalation.sandbox.Sandbox;
import dev.callescalation.sandbox.SandboxSettings;
import dev.callescalation.sandbox.Timing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The bot's registration, made up: what the sandbox and the bundle have to agree on. */
public final class Registration {

    private static final String APP_ID = "11111111-2222-4333-8444-555555555555";
    private static final String SECRET = "only-for-the-sandbox";
    private static final String TENANT = "72f988bf-0000-4000-8000-2d7cd011db47";

    private Registration() {}

    /** A sandbox on a free port that knows this bot, but not yet its webhook; it does not dawdle. */
    static Sandbox sandbox() {
        return sandbox(Timing.GRAPH);
    }

    /** The same with clocks of your own. */
    public static Sandbox sandbox(Timing timing) {
        return Sandbox.start(new SandboxSettings(0, APP_ID, SECRET, TENANT, null, Duration.ZERO, ""), timing);
    }

    /** Settings of a bundle that works with that sandbox and that store. */
    public static Map<String, String> environment(Sandbox sandbox, LoadStore store) {
        Map<String, String> environment = new HashMap<>(store.environment());
        environment.put("CALLS_BOT_APP_ID", APP_ID);
        environment.put("CALLS_BOT_APP_SECRET", SECRET);
        environment.put("CALLS_BOT_TENANT_ID", TENANT);
        environment.put("CALLS_GRAPH_URL", sandbox.url());
        environment.put("CALLS_LOGIN_URL", sandbox.url());
        environment.put("CALLS_WEBHOOK_OPENID_URL", sandbox.url() + "/v1/.well-known/OpenIdConfiguration");
        environment.put("CALLS_MEETING_THREAD_ID", "19:meeting_load@thread.v2");
        environment.put("CALLS_MEETING_ORGANIZER_USER_ID", "aa100000-0000-4000-8000-000000000001");
        environment.put("CALLS_MEETING_ORGANIZER_TENANT_ID", TENANT);
        return environment;
    }
}
