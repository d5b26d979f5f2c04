package dev.callescalation.check;

/**
 * Facts are read-only: a step that writes one would change what later steps decide on, and nothing of what is stored or
 * sent.
 */
final class FactsCheck {

    private FactsCheck() {}

    static void check(Parsed bundle, Findings findings) {
        Variables.written(bundle, (file, pointer, variable, removed) -> {
            String wrong = "";
            if (Variables.facts().contains(variable)) {
                wrong = "'" + variable + "' is a fact of the escalation; a step cannot "
                        + (removed ? "remove it" : "set it");
            } else if (removed && variable.equals("*")) {
                wrong = "this would remove the facts of the escalation too";
            }
            if (!wrong.isEmpty()) {
                findings.add(
                        file.name(),
                        file.line(pointer),
                        wrong,
                        removed ? "name the variable that a step has set" : "choose a name of your own");
            }
        });
    }
}
