package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.check.SourceFile.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Commands to Graph: each one that a route asks for has its body in a template of each dialect, and each one that an
 * expression names is asked for by a route.
 */
final class CommandsCheck {

    private static final String ASK_GRAPH = "ask-graph";

    private final Parsed bundle;
    private final Findings findings;
    private final Map<String, YamlFile> kamelets;
    /** The names of templates: {@code app/join.jslt}. */
    private final Set<String> templates;

    private final Set<String> commands = new TreeSet<>();

    private CommandsCheck(Parsed bundle, Findings findings) {
        this.bundle = bundle;
        this.findings = findings;
        this.kamelets = bundle.kameletsByName();
        this.templates = bundle.files().templates().keySet();
    }

    /** Returns what the checks of other expressions can ask about commands. */
    static CommandsCheck check(Parsed bundle, Findings findings) {
        CommandsCheck check = new CommandsCheck(bundle, findings);
        bundle.walk(check::use);
        // the fact 'operation' is empty where the message belongs to no command
        Comparisons.visit(bundle, "operation", (file, pointer, word) -> {
            if (!word.isEmpty()) {
                check.named(file, pointer, word);
            }
        });
        return check;
    }

    private void use(YamlFile file, String pointer, String property, JsonNode value) {
        String kamelet = value.path("uri").asText().replaceFirst("^kamelet:", "");
        if (!kamelet.equals(ASK_GRAPH)) {
            return;
        }
        JsonNode given = value.path("parameters");
        String command = bundle.parameter(file, given, kamelets.get(kamelet), "command");
        String template = bundle.parameter(file, given, kamelets.get(kamelet), "template");
        boolean hasBody =
                bundle.parameter(file, given, kamelets.get(kamelet), "method").equals("POST");
        commands.add(command);
        template(
                file,
                pointer + "/parameters/" + (given.has("template") ? "template" : "command"),
                template.isEmpty() && hasBody ? command : template);
    }

    private void template(YamlFile file, String pointer, String named) {
        if (named.isEmpty() || named.contains("{") || named.equals("none")) {
            return;
        }
        Set<String> known = new TreeSet<>();
        bundle.files().of(Kind.TEMPLATE).forEach(template -> known.add(template.baseName()));
        for (String dialect : List.of("app", "communications")) {
            if (!templates.contains(dialect + "/" + named + ".jslt")) {
                findings.add(
                        file.name(),
                        file.line(pointer),
                        "there is no template " + dialect + "/" + named + ".jslt",
                        known.contains(named)
                                ? "write it, as for the other dialect"
                                : Suggestions.hint(named, known, "write it, or say template: none"));
            }
        }
    }

    /** Finds that an expression names a command that no route asks for; not where a route computes the name of one. */
    void named(YamlFile file, String pointer, String command) {
        boolean known = commands.contains(command) || commands.stream().anyMatch(each -> each.contains("{"));
        if (bundle.complete() && !known) {
            findings.add(
                    file.name(),
                    file.line(pointer),
                    "no route asks for a command '" + command + "'",
                    Suggestions.hint(command, commands, "there are " + String.join(", ", commands)));
        }
    }
}
