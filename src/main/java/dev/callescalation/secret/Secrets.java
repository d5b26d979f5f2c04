package dev.callescalation.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.properties.DefaultPropertiesLookup;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.PropertiesFunction;

/**
 * The settings that are secrets: each is the setting of that name, or what is in the file that
 * <code>calls.bot.app-secret-file</code> names; empty when neither is given. Beans ask for them by name, because Camel
 * reads the text of a property: it looks for placeholders in it, and takes a first # for the name of a bean.
 *
 * <p>Also the placeholder <code>{{secret:calls.bot.app-secret}}</code>, for texts of routes, which read secrets
 * of their own this way too.
 */
public final class Secrets implements PropertiesFunction, CamelContextAware {

    public static final String APP_SECRET = "calls.bot.app-secret";
    public static final String STORE_PASSWORD = "calls.store.password";
    public static final String CONTROL_TOKEN = "calls.control.token";
    public static final String VIEWER_TOKEN = "calls.control.viewer-token";
    public static final String TLS_PASSWORD = "calls.tls.password";
    public static final String PROXY_PASSWORD = "calls.outbound.proxy-password";

    /** Such as the key of a receiver of traces. */
    public static final String TRACES_HEADERS = "calls.traces.headers";

    /** Settings of the bundle that are secrets; each has a second one of the same name with {@code -file} behind it. */
    public static final List<String> ALL = List.of(
            APP_SECRET, STORE_PASSWORD, CONTROL_TOKEN, VIEWER_TOKEN, TLS_PASSWORD, PROXY_PASSWORD, TRACES_HEADERS);

    /** Of the function, before the colon of a placeholder. */
    public static final String NAME = "secret";

    /** What editors, copying and {@code echo} leave around a secret: line breaks, and the mark of UTF-8. */
    private static final Pattern AROUND = Pattern.compile("^[\\uFEFF\\r\\n]+|[\\uFEFF\\r\\n]+$");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t]]");

    private static final int LOOK_SECONDS = 1;

    private final List<Rotating<?>> rotating = new CopyOnWriteArrayList<>();
    private CamelContext context;

    public Secrets() {}

    public Secrets(CamelContext context) {
        this.context = context;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }

    @Override
    public String getName() {
        return NAME;
    }

    /** @throws IllegalArgumentException naming the setting, when Camel would look for placeholders in the secret */
    @Override
    public String apply(String setting) {
        String secret = value(setting);
        if (secret.contains("{{") || secret.contains("}}")) {
            throw new IllegalArgumentException(setting + " holds {{ or }}, so it cannot be part of a text that Camel"
                    + " reads; a bean can ask the bean 'secrets' for it");
        }
        return secret;
    }

    /** The setting that names the file of a secret. */
    public static String file(String secret) {
        return secret + "-file";
    }

    /**
     * @param setting one of {@link #ALL}, or a secret of one's own
     * @return the secret as it is given, without line breaks around it; empty when it is given nowhere
     * @throws IllegalArgumentException naming the setting, when it is given twice, its file cannot be read, or it has
     *                                  several lines
     */
    public String value(String setting) {
        String given = stripped(asGiven(setting));
        String file = plain(file(setting)).strip();
        if (!given.isEmpty() && !file.isEmpty()) {
            throw new IllegalArgumentException(setting + " and " + setting + "-file are both set; keep one of them");
        }
        String secret = file.isEmpty() ? given : read(file(setting), file);
        if (CONTROL.matcher(secret).find()) {
            throw new IllegalArgumentException((file.isEmpty() ? setting : setting + "-file names " + file + ", which")
                    + " holds a line break or another control character within the secret");
        }
        return secret;
    }

    /**
     * A secret that may be rotated: it follows the file that holds it, if one does.
     *
     * @param setting one of {@link #ALL}, or a secret of one's own
     * @throws IllegalArgumentException as {@link #value} does
     */
    public Supplier<String> rotating(String setting) {
        return rotating(List.of(file(setting)), () -> value(setting));
    }

    /**
     * What is made of secrets and keys. It is made anew, without a restart, within {@value #LOOK_SECONDS} or twice as
     * many seconds after one of the files was replaced. Files that make no sense are told in the log, and change
     * nothing.
     *
     * @param settings that may name files
     * @param reading  makes it, and throws IllegalArgumentException when the files are of no use
     * @throws IllegalArgumentException as the reading does
     */
    public <T> Supplier<T> rotating(List<String> settings, Supplier<T> reading) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String setting : settings) {
            String file = plain(setting).strip();
            if (!file.isEmpty()) {
                files.put(setting, Path.of(file));
            }
        }
        Rotating<T> made = new Rotating<>(files, reading);
        if (!files.isEmpty()) {
            watch(made);
        }
        return made;
    }

    private synchronized void watch(Rotating<?> made) {
        rotating.add(made);
        if (rotating.size() == 1) {
            lookFromTheStartOn();
        }
    }

    /** The thread ends with the context. */
    private void lookFromTheStartOn() {
        try {
            context.addStartupListener((started, already) -> started.getExecutorServiceManager()
                    .newSingleThreadScheduledExecutor(this, "secret-files")
                    .scheduleWithFixedDelay(
                            () -> rotating.forEach(Rotating::look), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS));
        } catch (Exception e) {
            throw new IllegalStateException("The files of secrets cannot be watched", e);
        }
    }

    private static String read(String setting, String file) {
        try {
            String secret = stripped(Files.readString(Path.of(file), StandardCharsets.UTF_8));
            if (secret.isBlank()) {
                throw new IllegalArgumentException(setting + " names " + file + ", which is empty");
            }
            return secret;
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(setting + " names " + file + ", which cannot be read as text: " + e, e);
        }
    }

    private static String stripped(String secret) {
        return AROUND.matcher(secret).replaceAll("");
    }

    /** From where Camel takes any setting, but what looks like a placeholder in it is left alone. */
    private String asGiven(String setting) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        String given = new DefaultPropertiesParser(properties)
                .parseUri("{{?" + setting + "}}", new DefaultPropertiesLookup(properties), false, false, false);
        return given == null ? "" : given;
    }

    /**
     * What is given for any setting that is no secret, by the files or the environment; empty when nothing is.
     *
     * @throws IllegalArgumentException when a placeholder in it cannot be filled in. Camel's own message would quote
     *                                  the text, and an address may hold a password.
     */
    public String plain(String setting) {
        try {
            String resolved = context.resolvePropertyPlaceholders("{{?" + setting + "}}");
            return resolved == null ? "" : resolved;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    setting + " holds {{ or }}, which Camel takes for a placeholder, and cannot be filled in", null);
        }
    }
}
