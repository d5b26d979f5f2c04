package dev.callescalation.rehearsal;

import dev.callescalation.control.ControlEngine;
import dev.callescalation.editing.LiveBundle;
import dev.callescalation.sandbox.Sandbox;
import dev.callescalation.sandbox.SandboxSettings;
import dev.callescalation.secret.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the sandbox, and logs what a newcomer can do next. */
public final class SandboxRunner {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxRunner.class);

    private SandboxRunner() {}

    /**
     * The greeting waits until the context has started.
     *
     * @param folder of the bundle
     * @return ends it
     */
    static Runnable start(CamelContext context, Path folder) {
        PreparedEdits edits = new PreparedEdits(folder);
        edits.takeBackWhatIsLeft();
        String follow = follow(
                setting(context, "camel.management.port"),
                Boolean.parseBoolean(setting(context, "calls.control.tls")),
                !new Secrets(context).value(Secrets.CONTROL_TOKEN).isEmpty());
        Sandbox sandbox = Sandbox.start(new SandboxSettings(
                Integer.parseInt(setting(context, "calls.sandbox.port")),
                setting(context, "calls.bot.app-id"),
                new Secrets(context).value(Secrets.APP_SECRET),
                setting(context, "calls.bot.tenant-id"),
                setting(context, "calls.webhook.public-url"),
                Duration.ofMillis(Long.parseLong(setting(context, "calls.sandbox.step-delay-ms"))),
                follow));
        try {
            context.addStartupListener(new StartupListener() {

                @Override
                public void onCamelContextStarted(CamelContext started, boolean before) {
                    boolean takenUp = Boolean.parseBoolean(setting(context, "calls.editing.enabled"));
                    LiveBundle bundle = context.getRegistry().lookupByNameAndType("liveBundle", LiveBundle.class);
                    new PageApi(sandbox, edits, bundle, takenUp)
                            .serve(control(context).router());
                }

                @Override
                public void onCamelContextFullyStarted(CamelContext started, boolean before) {
                    greeting(control(context).page(), sandbox.url(), follow).forEach(LOG::info);
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException("The sandbox cannot be started", e);
        }
        return () -> {
            edits.takeBackWhatIsLeft();
            sandbox.close();
        };
    }

    private static ControlEngine control(CamelContext context) {
        return context.getRegistry().lookupByNameAndType("controlEngine", ControlEngine.class);
    }

    /**
     * The command that shows the newest escalation. It names the environment variable of the token: the token itself
     * must not be in the log.
     */
    public static String follow(String controlPort, boolean tls, boolean token) {
        return "curl " + (tls ? "-k " : "")
                + (token ? "-H \"Authorization: Bearer $CALLS_CONTROL_TOKEN\" " : "")
                + (tls ? "https" : "http") + "://127.0.0.1:" + controlPort + "/escalations/latest/timeline";
    }

    private static String setting(CamelContext context, String key) {
        return context.resolvePropertyPlaceholders("{{" + key + "}}");
    }

    /** The lines of the log that name the next commands. */
    public static List<String> greeting(String page, String sandboxUrl, String follow) {
        String place = "curl " + sandboxUrl + "/sandbox/calls -H 'Content-Type: application/json'";
        return List.of(
                "The sandbox simulates Microsoft Graph. Place a test call and watch it move, in a browser:",
                "    " + page,
                "or by commands, in today's form or in the old one:",
                "    " + place + " -d '{}'",
                "    " + place + " -d '{\"form\":\"app\"}'",
                "and see the result, step by step, and with every message:",
                "    " + follow,
                "    " + follow.replace("/timeline", ""));
    }
}
