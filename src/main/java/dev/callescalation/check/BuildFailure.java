package dev.callescalation.check;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.ObjectHelper;

/**
 * The message of Camel about routes that it cannot build, as a finding with file and line.
 *
 * @param context in which they were to be built
 */
public record BuildFailure(Parsed bundle, CamelContext context, Exception error) {

    private static final Pattern FILE = Pattern.compile("file:([^ ,]+), line (\\d+)");

    /** @param otherwise the file that is named when Camel names none */
    public void report(Findings findings, String otherwise) {
        String reason = Reasons.last(error);
        FailedToCreateRouteException failed = ObjectHelper.getException(FailedToCreateRouteException.class, error);
        Matcher named = FILE.matcher(error.getMessage() + " " + reason);
        if (failed != null) {
            route(findings, failed, reason);
        } else if (named.find()) {
            findings.add(named.group(1), Integer.parseInt(named.group(2)), plain(reason), "");
        } else {
            setting(
                    findings,
                    reason.equals(error.getMessage()) ? reason : error.getMessage() + " " + reason,
                    otherwise);
        }
    }

    /** The route, and the step in it, that could not be built. */
    private void route(Findings findings, FailedToCreateRouteException failed, String reason) {
        RouteDefinition route = ((ModelCamelContext) context).getRouteDefinition(failed.getRouteId());
        if (route == null) {
            // a route of a Kamelet has an id of its own
            findings.add("routes", 0, "route " + failed.getRouteId() + ": " + plain(reason), "");
            return;
        }
        int line = route.getInput().getLineNumber();
        for (ProcessorDefinition<?> step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
            if (String.valueOf(failed.getMessage()).contains(">>> " + step + " <<<")) {
                line = step.getLineNumber();
            }
        }
        String file =
                route.getLocation() == null ? "routes" : route.getLocation().replaceFirst("^file:", "");
        findings.add(file, line, "route '" + failed.getRouteId() + "' cannot be built: " + plain(reason), "");
    }

    /** A camel.* setting that Camel refuses. */
    private void setting(Findings findings, String message, String otherwise) {
        String flat = flat(message);
        findings.add(bundle.settings().keys().stream()
                .filter(key -> key.startsWith("camel.") && flat.contains(flat(key)))
                .max(Comparator.comparingInt(String::length))
                .map(key -> bundle.settings().finding(key, plain(message), ""))
                .orElse(new Finding(otherwise, 0, plain(message), "")));
    }

    private static String flat(String key) {
        return key.replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** Without the place, which the finding names by itself. */
    private static String plain(String message) {
        return message.replaceAll(",? ?(in|of) file:[^ ,]+(, line \\d+)?(, column \\d+)?", "")
                .replaceAll("\\s*\\R\\s*", " ");
    }
}
