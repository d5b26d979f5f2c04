package dev.callescalation.check;

import dev.callescalation.decision.Facts;

/**
 * Facts are read-only: a step that writes one would change what later steps decide on, and nothing of what is stored or
 * sent.
 */
final class FactsCheck {

    private FactsCheck() {}

    static void check(Parsed bundle, Findings findings) {
        Variables.written(bundle).forEach(write -> {
            if (Facts.names().contains(write.variable())) {
                String wrong = "'" + write.variable() + "' is a fact of the escalation; a step cannot ";
                findings.add(write.at(), wrong + (write.removed() ? "remove it" : "set it"), instead(write));
            } else if (write.removed() && write.variable().equals("*")) {
                findings.add(write.at(), "this would remove the facts of the escalation too", instead(write));
            }
        });
    }

    private static String instead(Variables.Write write) {
        return write.removed() ? "name the variable that a step has set" : "choose a name of your own";
    }
}
