package dev.callescalation;

import dev.callescalation.sandbox.Sandbox;
import dev.callescalation.sandbox.SandboxSettings;
import dev.callescalation.secret.Secrets;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the sandbox where the settings ask for it, and tells a newcomer what to do next. */
final class SandboxRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxRunner.class);

    private final Sandbox sandbox;
    private final String follow;

    private SandboxRunner(Sandbox sandbox, String follow) {
        this.sandbox = sandbox;
        this.follow = follow;
    }

    /** Returns null where the sandbox is off. */
    static SandboxRunner startIfEnabled(CamelContext context) {
        if (!Boolean.parseBoolean(setting(context, "calls.sandbox.enabled"))) {
            return null;
        }
        String follow = follow(
                setting(context, "camel.management.port"),
                Boolean.parseBoolean(setting(context, "calls.control.tls")),
                !new Secrets(context).value("calls.control.token").isEmpty());
        Sandbox sandbox = Sandbox.start(new SandboxSettings(
                Integer.parseInt(setting(context, "calls.sandbox.port")),
                setting(context, "calls.bot.app-id"),
                new Secrets(context).value("calls.bot.app-secret"),
                setting(context, "calls.bot.tenant-id"),
                setting(context, "calls.webhook.public-url"),
                Duration.ofMillis(Long.parseLong(setting(context, "calls.sandbox.step-delay-ms"))),
                follow));
        return new SandboxRunner(sandbox, follow);
    }

    /**
     * How to look at the newest escalation. The token is named by its environment variable: it must not be in the log.
     */
    static String follow(String controlPort, boolean tls, boolean token) {
        return "curl " + (tls ? "-k " : "")
                + (token ? "-H \"Authorization: Bearer $CALLS_CONTROL_TOKEN\" " : "")
                + (tls ? "https" : "http") + "://127.0.0.1:" + controlPort + "/escalations/latest/timeline";
    }

    private static String setting(CamelContext context, String key) {
        return context.resolvePropertyPlaceholders("{{" + key + "}}");
    }

    /** Says what to do next, once everything is up. */
    void greet() {
        greeting(sandbox.url(), follow).forEach(LOG::info);
    }

    static List<String> greeting(String sandboxUrl, String follow) {
        return List.of(
                "The sandbox stands in for Microsoft Graph.",
                "Place a test call, in today's dialect or in the old one:",
                "    curl -X POST " + sandboxUrl + "/sandbox/calls",
                "    curl -X POST " + sandboxUrl + "/sandbox/calls -d '{\"dialect\":\"app\"}'",
                "and see what became of it, step by step, and with every message:",
                "    " + follow,
                "    " + follow.replace("/timeline", ""));
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
