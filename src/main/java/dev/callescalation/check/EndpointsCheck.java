package dev.callescalation.check;

import dev.callescalation.check.Findings.Rank;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.RuntimeCamelCatalog;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.JsonMapper;

/** Endpoints name a component that exists and options that it has, with values of the right type. */
record EndpointsCheck(Parsed bundle, Findings findings, CamelContext context) {

    void check() {
        bundle.properties()
                .filter(step -> step.kamelet().isEmpty())
                .forEach(step -> endpoint(step, bundle.settings().filled(step.get("uri"))));
    }

    /** @param uri with its placeholders filled in; what is left in braces is known when a message comes */
    private void endpoint(Property step, String uri) {
        if (uri.isEmpty() || uri.contains("$") || uri.contains("{{")) {
            return;
        }
        String scheme = uri.replaceFirst(":.*", "");
        if (catalog().componentJSonSchema(scheme) == null && context.getComponent(scheme, true, false) == null) {
            Set<String> components =
                    PluginHelper.getComponentNameResolver(context).resolveNames(context);
            String instead = Suggestions.among(scheme, "put its jar into lib/; there are", components);
            add(step.at("uri"), "there is no component '" + scheme + "'", instead);
        } else if (uri.contains("?") && step.value().has("parameters")) {
            add(step.at("uri"), "the uri has options, and so has parameters", "move all below parameters");
        } else if (!uri.contains(":") && catalog().componentJSonSchema(scheme) != null) {
            options(step.at("parameters"), scheme);
        }
    }

    private void options(Property parameters, String scheme) {
        Map<String, String> given = new TreeMap<>();
        parameters.children().forEach(option -> given.put(option.name(), filled(option)));
        EndpointValidationResult result = catalog().validateProperties(scheme, given);
        for (String option : texts(result.getUnknown())) {
            String wrong = "'" + scheme + "' has no option '" + option + "'";
            add(parameters.at(option), wrong, Suggestions.among(option, "it has", known(scheme)));
        }
        for (String option : texts(result.getRequired())) {
            String instead = Suggestions.to(option, texts(result.getUnknown()))
                    .map(near -> "write it instead of '" + near + "'")
                    .orElse("add it below parameters");
            add(parameters, "'" + scheme + "' needs the option '" + option + "'", instead);
        }
        typed(parameters, result.getInvalidInteger(), "a whole number");
        typed(parameters, result.getInvalidNumber(), "a number");
        typed(parameters, result.getInvalidBoolean(), "true or false");
        typed(parameters, result.getInvalidDuration(), "a time in milliseconds, or 5s, 2m");
        if (result.getInvalidEnum() != null) {
            for (String option : texts(result.getInvalidEnum().keySet())) {
                String choices = "one of " + result.getEnumChoices(option);
                typed(parameters, Map.of(option, given.get(option)), choices);
            }
        }
    }

    /** What a Kamelet is to fill in stays a placeholder, as does what PlaceholdersCheck reports. */
    private String filled(Property option) {
        String text = option.value().asText();
        try {
            return text.contains("{{") ? context.resolvePropertyPlaceholders(text) : text;
        } catch (IllegalArgumentException expected) {
            return "{{" + option.name() + "}}";
        }
    }

    private void typed(Property parameters, Map<?, ?> wrong, String type) {
        if (wrong != null) {
            wrong.forEach((option, value) -> {
                if (!String.valueOf(value).contains("{{")) {
                    add(parameters.at("" + option), "'" + option + "' is '" + value + "'", "it must be " + type);
                }
            });
        }
    }

    private void add(Property at, String wrong, String instead) {
        findings.add(Rank.SCHEMA, at.finding(wrong, instead));
    }

    private RuntimeCamelCatalog catalog() {
        return PluginHelper.getRuntimeCamelCatalog(context);
    }

    private static Set<String> texts(Set<?> any) {
        return any == null
                ? Set.of()
                : any.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> known(String scheme) {
        String schema = catalog().componentJSonSchema(scheme);
        return schema == null
                ? Set.of()
                : JsonMapper.generateComponentModel(schema).getEndpointOptions().stream()
                        .map(BaseOptionModel::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
