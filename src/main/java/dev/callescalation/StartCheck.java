package dev.callescalation;

import dev.callescalation.addon.SandboxJar;
import dev.callescalation.check.SettingRules;
import dev.callescalation.graph.PartnerAddress;
import dev.callescalation.secret.KeyFiles;
import dev.callescalation.secret.Secrets;
import dev.callescalation.server.ControlTokens;
import dev.callescalation.trace.TracesHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what would keep the bundle from doing its work, and says all of it at once, before anything is started. */
final class StartCheck {

    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

    /** Secrets of profile dev and of examples. */
    private static final Set<String> WELL_KNOWN =
            Set.of("sandbox", "secret", "password", "changeme", "change-me", "default", "example", "test", "token");

    private static final String REFUSED = ", which profile prod refuses";

    /** So long an invite may wait to be sent: the default of the Kamelet ask-graph. */
    private static final int LONGEST_WAY_OUT_MS = 75_000;

    private static final int MS_PER_SECOND = 1_000;

    private final CamelContext context;
    private final Secrets secrets;
    private final Set<String> findings = new LinkedHashSet<>();

    StartCheck(CamelContext context) {
        this.context = context;
        this.secrets = new Secrets(context);
    }

    /**
     * @throws IllegalStateException naming every finding and what to do about it
     */
    void check(String profile) {
        boolean prod = "prod".equals(profile);
        if (!List.of("dev", "prod").contains(profile)) {
            findings.add("the profile is '" + profile + "'; it must be dev or prod");
        }
        for (String setting : List.of("calls.bot.app-id", "calls.bot.tenant-id", "calls.webhook.public-url")) {
            if (value(setting).isBlank()) {
                missing(setting);
            }
        }
        checkSecrets();
        Set<String> keys = context.getPropertiesComponent()
                .loadProperties(key -> key.startsWith("calls.") && !Secrets.ALL.contains(key))
                .stringPropertyNames();
        SettingRules.mistakes(keys, this::value).values().forEach(mistake -> findings.add(mistake.toString()));
        if (prod) {
            checkProd();
        } else if (isOn("calls.sandbox.enabled") && SandboxJar.find().isEmpty()) {
            findings.add("calls.sandbox.enabled is true, which " + SandboxJar.MISSING);
        }
        checkTraces();
        checkControlPort(prod);
        checkKeys();
        checkPorts();
        if (!findings.isEmpty()) {
            // somebody who runs it for the first time, without a registration
            boolean unregistered = prod
                    && value("calls.bot.app-id").isBlank()
                    && value("calls.bot.tenant-id").isBlank();
            String hint = unregistered ? "; to try the bundle with its sandbox, set CAMEL_MAIN_PROFILE=dev" : "";
            throw new IllegalStateException("profile " + profile + ": " + String.join("; ", findings) + hint);
        }
    }

    private void checkSecrets() {
        for (String setting : Secrets.ALL) {
            read(() -> secrets.value(setting)).ifPresent(secret -> {
                boolean needed = setting.equals(Secrets.APP_SECRET)
                        && value("calls.bot.certificate-file").isBlank();
                if (needed && secret.isBlank()) {
                    missing(setting);
                }
            });
        }
    }

    /** What may be done on a laptop only. */
    private void checkProd() {
        if (isOn("calls.sandbox.enabled")) {
            findings.add("calls.sandbox.enabled is true" + REFUSED);
        }
        // elsewhere than on this machine it is refused in every profile
        if (value("calls.webhook.public-url").strip().toLowerCase(Locale.ROOT).startsWith("http:")
                && !isOn("calls.webhook.insecure-public-url")) {
            findings.add("calls.webhook.public-url is an http address" + REFUSED + "; Graph needs https");
        }
        for (String setting : Secrets.ALL) {
            if (WELL_KNOWN.contains(secret(setting).toLowerCase(Locale.ROOT))) {
                findings.add(setting + " is a word that everybody tries first" + REFUSED);
            }
        }
        // these deadlines do not prevent the start: tests use them
        warnIfShorter("calls.escalation.operation-deadline-ms", LONGEST_WAY_OUT_MS, "an invite");
        int answer = number("calls.escalation.answer-deadline-seconds", 0) * MS_PER_SECOND;
        warnIfShorter("calls.escalation.established-deadline-ms", answer, "an answer");
    }

    private void warnIfShorter(String setting, int least, String command) {
        if (number(setting, least) < least) {
            LOG.warn(
                    "{} is {}: {} may be on its way for {} ms while Graph is busy, and calls would be given up that"
                            + " could still go well; make it {} or more",
                    setting,
                    value(setting),
                    command,
                    least,
                    least);
        }
    }

    /** What is no number is a finding of its own. */
    private int number(String setting, int otherwise) {
        String value = value(setting);
        return value.matches("\\d{1,6}") ? Integer.parseInt(value) : otherwise;
    }

    /** Everybody who reaches the control port can read calls and invite people into them. */
    private void checkControlPort(boolean prod) {
        String host = value("camel.management.host");
        String token = secret(Secrets.CONTROL_TOKEN);
        findings.addAll(new ControlTokens(token, secret(Secrets.VIEWER_TOKEN)).mistakes(prod));
        if (!isLoopback(host) && token.isBlank()) {
            findings.add("camel.management.host is '" + host + "', which others can reach; set calls.control.token"
                    + " (environment variable CALLS_CONTROL_TOKEN) or keep it 127.0.0.1");
        }
    }

    /** A name that nobody knows shows when the port is opened. */
    private static boolean isLoopback(String host) {
        try {
            return !host.isBlank() && InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }

    private void checkTraces() {
        String receiver = value("calls.traces.endpoint-url").strip();
        if (isOn("calls.traces.enabled") && receiver.isEmpty()) {
            missing("calls.traces.endpoint-url");
        }
        String headers = secret(Secrets.TRACES_HEADERS);
        read(() -> TracesHeaders.read(headers));
        if (!headers.isEmpty()) {
            // they are not for everybody between here and there
            read(() -> PartnerAddress.checked("calls.traces.endpoint-url", receiver));
        }
    }

    private void checkKeys() {
        if (isOn("calls.webhook.tls") || isOn("calls.control.tls")) {
            checkKey("tls", Secrets.TLS_PASSWORD);
        }
        if (!value("calls.bot.certificate-file").isBlank()) {
            checkKey("bot", Secrets.APP_SECRET);
        }
        String authorities = "calls.outbound.ca-file";
        if (!value(authorities).isBlank()) {
            read(() -> KeyFiles.certificates(authorities, value(authorities)));
        }
    }

    private void checkKey(String part, String password) {
        String certificateFile = value("calls." + part + ".certificate-file");
        String keyFile = value("calls." + part + ".key-file");
        read(() -> KeyFiles.read(part, certificateFile, keyFile, secret(password)));
    }

    private void checkPorts() {
        String port = value("camel.server.port");
        checkPort("camel.server.port", value("camel.server.host"));
        if (port.equals(value("camel.management.port")) && !"0".equals(port)) {
            findings.add("camel.management.port and camel.server.port are both " + port
                    + "; the control port needs one of its own, as the other is open to everybody");
        } else {
            checkPort("camel.management.port", value("camel.management.host"));
        }
    }

    /** A busy port is known here together with all else that is wrong; one that is taken later ends the start too. */
    private void checkPort(String setting, String host) {
        String port = value(setting);
        try (ServerSocket probe = new ServerSocket()) {
            InetAddress address = host.isBlank() ? null : InetAddress.getByName(host);
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, Integer.parseInt(port)));
        } catch (IOException e) {
            findings.add(setting + " " + port + " cannot be opened: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            findings.add(setting + " is '" + port + "'; it must be a number from 0 to 65535");
        }
    }

    /** Empty, and a finding, where the reading is refused. */
    private <T> Optional<T> read(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (IllegalArgumentException e) {
            findings.add(e.getMessage());
            return Optional.empty();
        }
    }

    /** Empty for one that cannot be read: that is a finding of its own. */
    private String secret(String setting) {
        try {
            return secrets.value(setting);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private boolean isOn(String setting) {
        return Boolean.parseBoolean(value(setting));
    }

    /** Empty for one that cannot be read: that is a finding of its own. */
    private String value(String setting) {
        return read(() -> secrets.plain(setting)).orElse("");
    }

    private void missing(String setting) {
        findings.add(setting + " is missing (environment variable " + SettingRules.environmentVariable(setting) + ")");
    }
}
