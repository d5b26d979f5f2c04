package dev.callescalation.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.RuntimeCamelCatalog;
import org.apache.camel.support.PluginHelper;

/** Endpoints name a component that exists and options that it has, with values of the right type. */
final class EndpointsCheck {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> COMPONENTS = components();

    private final Findings findings;
    private final CamelContext context;
    private final RuntimeCamelCatalog catalog;

    private EndpointsCheck(Findings findings, CamelContext context) {
        this.findings = findings;
        this.context = context;
        this.catalog = PluginHelper.getRuntimeCamelCatalog(context);
    }

    static void check(Parsed bundle, Findings findings, CamelContext context) {
        EndpointsCheck check = new EndpointsCheck(findings, context);
        bundle.walk(check::visit);
    }

    /** The components on the class path, as their jars list them. */
    private static Set<String> components() {
        Set<String> names = new TreeSet<>();
        try {
            List<URL> jars = Collections.list(EndpointsCheck.class
                    .getClassLoader()
                    .getResources("META-INF/services/org/apache/camel/component.properties"));
            for (URL jar : jars) {
                Properties properties = new Properties();
                try (InputStream stream = jar.openStream()) {
                    properties.load(stream);
                }
                names.addAll(
                        List.of(properties.getProperty("components", "").strip().split("\\s+")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    private void visit(YamlFile file, String pointer, String name, JsonNode value) {
        String uri = value.path("uri").asText();
        if (uri.isEmpty() || uri.startsWith("kamelet:") || uri.contains("$")) {
            return;
        }
        String scheme = uri.replaceFirst(":.*", "");
        int line = file.line(pointer + "/uri");
        if (!COMPONENTS.contains(scheme) && context.getComponent(scheme, false, false) == null) {
            findings.addBySchema(
                    file.name(),
                    line,
                    "there is no component '" + scheme + "'",
                    Suggestions.hint(scheme, COMPONENTS, "there are " + String.join(", ", COMPONENTS)));
            return;
        }
        if (uri.contains("?") && value.has("parameters")) {
            findings.addBySchema(
                    file.name(), line, "the uri has options, and so has parameters", "move all below parameters");
            return;
        }
        if (!uri.contains(":")) {
            options(file, pointer + "/parameters", scheme, value.path("parameters"));
        }
    }

    private void options(YamlFile file, String pointer, String scheme, JsonNode parameters) {
        Map<String, String> given = new TreeMap<>();
        parameters.properties().forEach(option -> {
            String text = option.getValue().asText();
            if (!text.contains("{{")) {
                given.put(option.getKey(), text);
                return;
            }
            try {
                given.put(option.getKey(), context.resolvePropertyPlaceholders(text));
            } catch (IllegalArgumentException expected) {
                // PlaceholdersCheck reports it, or a Kamelet fills it in
                given.put(option.getKey(), "{{" + option.getKey() + "}}");
            }
        });
        EndpointValidationResult result = catalog.validateProperties(scheme, given);
        for (String option : texts(result.getUnknown())) {
            Set<String> known = known(scheme);
            findings.addBySchema(
                    file.name(),
                    file.line(pointer + "/" + option),
                    "'" + scheme + "' has no option '" + option + "'",
                    Suggestions.hint(option, known, "it has " + String.join(", ", known)));
        }
        for (String option : texts(result.getRequired())) {
            findings.addBySchema(
                    file.name(),
                    file.line(pointer),
                    "'" + scheme + "' needs the option '" + option + "'",
                    Suggestions.to(option, texts(result.getUnknown()))
                            .map(near -> "write it instead of '" + near + "'")
                            .orElse("add it below parameters"));
        }
        typed(file, pointer, result.getInvalidInteger(), "a whole number");
        typed(file, pointer, result.getInvalidNumber(), "a number");
        typed(file, pointer, result.getInvalidBoolean(), "true or false");
        typed(file, pointer, result.getInvalidDuration(), "a time in milliseconds, or 5s, 2m");
        texts(result.getInvalidEnum() == null ? null : result.getInvalidEnum().keySet())
                .forEach(option -> typed(
                        file, pointer, Map.of(option, given.get(option)), "one of " + result.getEnumChoices(option)));
    }

    private void typed(YamlFile file, String pointer, Map<?, ?> wrong, String type) {
        if (wrong != null) {
            wrong.forEach((option, value) -> {
                // filled in by the Kamelet, or by PlaceholdersCheck's finding
                if (!String.valueOf(value).contains("{{")) {
                    findings.addBySchema(
                            file.name(),
                            file.line(pointer + "/" + option),
                            "'" + option + "' is '" + value + "'",
                            "it must be " + type);
                }
            });
        }
    }

    private static Set<String> texts(Set<?> any) {
        Set<String> texts = new TreeSet<>();
        if (any != null) {
            any.forEach(each -> texts.add(String.valueOf(each)));
        }
        return texts;
    }

    private Set<String> known(String scheme) {
        Set<String> names = new TreeSet<>();
        try {
            String schema = catalog.componentJSonSchema(scheme);
            JSON.readTree(schema == null ? "{}" : schema)
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(names::add);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The description of the component " + scheme + " is no JSON", e);
        }
        return names;
    }
}
