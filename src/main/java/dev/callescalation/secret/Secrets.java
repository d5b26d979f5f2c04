package dev.callescalation.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;

/**
 * The placeholder <code>{{secret:calls.bot.app-secret}}</code>: the setting of that name, or what is in the file that
 * <code>calls.bot.app-secret-file</code> names. Empty when neither is given.
 */
public final class Secrets implements PropertiesFunction {

    /** Settings that are secrets; each has a second one of the same name with {@code -file} behind it. */
    public static final List<String> ALL =
            List.of("calls.bot.app-secret", "calls.store.password", "calls.control.token", "calls.tls.password");

    /** Of the function, before the colon of a placeholder. */
    public static final String NAME = "secret";

    private final CamelContext context;

    public Secrets(CamelContext context) {
        this.context = context;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String apply(String setting) {
        return value(setting);
    }

    /**
     * @param setting one of {@link #ALL}
     * @return the secret, without the line break at the end of its file; empty when it is given nowhere
     * @throws IllegalArgumentException naming the setting, when it is given twice or its file cannot be read
     */
    public String value(String setting) {
        String given = plain(setting);
        String file = plain(setting + "-file");
        if (file.isBlank()) {
            return given;
        }
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(setting + " and " + setting + "-file are both set; keep one of them");
        }
        return read(setting + "-file", file.strip());
    }

    private static String read(String setting, String file) {
        try {
            String secret =
                    Files.readString(Path.of(file), StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
            if (secret.isBlank()) {
                throw new IllegalArgumentException(setting + " names " + file + ", which is empty");
            }
            return secret;
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(setting + " names " + file + ", which cannot be read as text: " + e, e);
        }
    }

    /** What is given for any setting, a secret or not, by the files or the environment; empty when nothing is. */
    public String plain(String setting) {
        String resolved = context.resolvePropertyPlaceholders("{{?" + setting + "}}");
        return resolved == null ? "" : resolved;
    }
}
