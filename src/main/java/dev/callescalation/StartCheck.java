package dev.callescalation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;

/** Finds what would keep the bundle from doing its work, and says all of it at once, before anything is started. */
final class StartCheck {

    private static final List<String> REQUIRED =
            List.of("calls.bot.app-id", "calls.bot.app-secret", "calls.bot.tenant-id", "calls.webhook.public-url");

    /** Settings with a fixed choice of values; a typing mistake would show only at the first call, or never. */
    private static final Map<String, List<String>> CHOICES = Map.of(
            "calls.incoming.admission", List.of("answer", "reject", "redirect", "forward"),
            "calls.incoming.reject-reason", List.of("none", "busy", "forbidden"),
            "calls.escalation.mode", List.of("meeting", "in-place"),
            "calls.meeting.media", List.of("none", "audio"),
            "calls.escalation.leave-after-transfer", List.of("true", "false"),
            "calls.escalation.hang-up-after-failure", List.of("true", "false"),
            "calls.sandbox.enabled", List.of("true", "false"));

    /** Graph clears a call of which it hears nothing for that long. */
    private static final double LONGEST_KEEP_ALIVE_MINUTES = 45;

    private static final Map<String, String> NEEDED_FOR_ADMISSION =
            Map.of("forward", "calls.incoming.forward-url", "redirect", "calls.incoming.redirect-to");

    private final CamelContext context;
    private final List<String> findings = new ArrayList<>();

    StartCheck(CamelContext context) {
        this.context = context;
    }

    /**
     * @throws IllegalStateException naming every finding and what to do about it
     */
    void check(String profile) {
        if (!List.of("dev", "prod").contains(profile)) {
            findings.add("the profile is '" + profile + "'; it must be dev or prod");
        }
        for (String setting : REQUIRED) {
            if (value(setting).isBlank()) {
                findings.add(setting + " is missing (environment variable " + environment(setting) + ")");
            }
        }
        checkChoices();
        checkKeepAlive();
        if ("prod".equals(profile) && Boolean.parseBoolean(value("calls.sandbox.enabled"))) {
            findings.add("calls.sandbox.enabled is true, which profile prod refuses");
        }
        checkPort("camel.server.port", value("camel.server.host"));
        checkPort("camel.management.port", value("camel.management.host"));
        if (!findings.isEmpty()) {
            String hint =
                    "prod".equals(profile) ? "; to try the bundle with its sandbox, set CAMEL_MAIN_PROFILE=dev" : "";
            throw new IllegalStateException("profile " + profile + ": " + String.join("; ", findings) + hint);
        }
    }

    private void checkChoices() {
        new TreeMap<>(CHOICES).forEach((setting, choices) -> {
            if (!choices.contains(value(setting))) {
                findings.add(setting + " is '" + value(setting) + "'; it must be one of " + String.join(", ", choices));
            }
        });
        String needed = NEEDED_FOR_ADMISSION.get(value("calls.incoming.admission"));
        if (needed != null && value(needed).isBlank()) {
            findings.add(needed + " is missing, which admission " + value("calls.incoming.admission") + " needs");
        }
    }

    private void checkKeepAlive() {
        String minutes = value("calls.escalation.keep-alive-minutes");
        try {
            double number = Double.parseDouble(minutes);
            if (number > 0 && number <= LONGEST_KEEP_ALIVE_MINUTES) {
                return;
            }
        } catch (NumberFormatException e) {
            // told below, in the same words
        }
        findings.add(
                "calls.escalation.keep-alive-minutes is '" + minutes + "'; it must be a number above 0 and at most 45");
    }

    /** Camel itself would log a busy port and carry on without a listener. */
    private void checkPort(String setting, String host) {
        String port = value(setting);
        try (ServerSocket probe = new ServerSocket()) {
            InetAddress address = host.isBlank() ? null : InetAddress.getByName(host);
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, Integer.parseInt(port)));
        } catch (NumberFormatException e) {
            findings.add(setting + " is '" + port + "'; it must be a number from 0 to 65535");
        } catch (IOException e) {
            findings.add(setting + " " + port + " cannot be opened: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            findings.add(setting + " is " + port + "; it must be a number from 0 to 65535");
        }
    }

    private String value(String setting) {
        String resolved = context.resolvePropertyPlaceholders("{{?" + setting + "}}");
        return resolved == null ? "" : resolved;
    }

    private static String environment(String setting) {
        return setting.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
