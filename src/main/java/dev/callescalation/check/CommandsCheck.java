package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Commands to Graph: each one that a route asks for has its body in a template of each dialect, and each one that an
 * expression names is asked for by a route.
 *
 * @param commands the names of those that are asked for
 */
record CommandsCheck(Parsed bundle, Findings findings, Set<String> commands) {

    private static final Map<String, String> LEGS =
            Map.of("caller", "{caller}", "meeting", "{meeting}", "duplicate-leg", "{calls}/*", "nobody", "{calls}");

    private static final List<String> DIALECTS = List.of("app", "communications");

    private static final String COMPUTED = "\\$\\{(?:\\{\\{[^}]*}}|[^}])*}+|\\{\\{[^}]*}}";

    /** Returns what the checks of other expressions can ask about commands. */
    static CommandsCheck check(Parsed bundle, Findings findings) {
        CommandsCheck check = new CommandsCheck(bundle, findings, new TreeSet<>());
        KameletCall.of(bundle, "ask-graph").forEach(call -> check.use(call, "command"));
        Set<String> ofGraph = new TreeSet<>(check.commands);
        KameletCall.of(bundle, "lookup").forEach(call -> {
            check.use(call, "name");
            String name = call.parameter("name");
            if (ofGraph.contains(name)) {
                String wrong = "'" + name + "' is a command to Graph";
                findings.add(call.at("name"), wrong, "give the lookup another name");
            }
        });
        // the fact 'operation' is empty where the message belongs to no command
        for (String variable : List.of("operation", "commandName")) {
            Comparisons.visit(bundle, variable, (at, word) -> {
                if (!word.isEmpty()) {
                    check.named(at, word);
                }
            });
        }
        return check;
    }

    /** What routes ask of Graph, as stories write it: {@code POST {caller}/answer}. A star is what is computed. */
    static Set<String> requests(Parsed bundle) {
        Set<String> requests = new TreeSet<>();
        KameletCall.of(bundle, "ask-graph").forEach(call -> {
            String leg = LEGS.getOrDefault(call.parameter("to"), "*");
            String path = call.parameter("path").replaceAll(COMPUTED, "*");
            requests.add(call.parameter("method") + " " + leg + path);
        });
        return requests;
    }

    /** @param name the parameter that names it */
    private void use(KameletCall call, String name) {
        String command = call.parameter(name);
        String template = call.parameter("template");
        boolean hasBody = call.parameter("method").equals("POST");
        commands.add(command);
        Property given = call.at("template");
        template(
                given.name().equals("template") ? given : call.at(name),
                template.isEmpty() && hasBody ? command : template,
                call.parameter("dialect"));
    }

    private void template(Property at, String named, String inDialect) {
        if (named.isEmpty() || named.contains("{") || named.equals("none")) {
            return;
        }
        Set<String> known = bundle.files().of(Kind.TEMPLATE).stream()
                .map(SourceFile::baseName)
                .collect(Collectors.toCollection(TreeSet::new));
        for (String dialect : DIALECTS) {
            String name = dialect + "/" + named + ".jslt";
            boolean needed = !DIALECTS.contains(inDialect) || inDialect.equals(dialect);
            if (needed && !bundle.files().templates().containsKey(name)) {
                String instead = known.contains(named)
                        ? "write it, as for the other dialect"
                        : Suggestions.hint(named, known, "write it, or say template: none");
                findings.add(at, "there is no template " + name, instead);
            }
        }
    }

    /** Finds that an expression names a command that no route asks for; not where a route computes the name of one. */
    void named(Property at, String command) {
        boolean known = commands.contains(command) || commands.stream().anyMatch(each -> each.contains("{"));
        if (bundle.complete() && !known) {
            String wrong = "no route asks for a command '" + command + "'";
            findings.add(at, wrong, Suggestions.among(command, "there are", commands));
        }
    }
}
