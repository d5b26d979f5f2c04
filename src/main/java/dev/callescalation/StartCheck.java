package dev.callescalation;

import dev.callescalation.editing.SettingRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Finds what would keep the bundle from doing its work, and says all of it at once, before anything is started. */
final class StartCheck {

    private static final List<String> REQUIRED =
            List.of("calls.bot.app-id", "calls.bot.app-secret", "calls.bot.tenant-id", "calls.webhook.public-url");

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
        checkValues();
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

    private void checkValues() {
        Set<String> keys = context.getPropertiesComponent()
                .loadProperties(key -> key.startsWith("calls."))
                .stringPropertyNames();
        findings.addAll(SettingRules.sentences(SettingRules.mistakes(keys, this::value)));
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
