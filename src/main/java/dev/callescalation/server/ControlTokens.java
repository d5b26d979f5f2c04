package dev.callescalation.server;

import dev.callescalation.secret.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What opens the control port. No toString: they are secrets.
 *
 * @param operators empty where everybody may come in, which is for loopback only
 * @param viewers   of those who may only look; empty for none
 */
public record ControlTokens(String operators, String viewers) {

    private static final int SHORTEST = 20;

    private static final String MAKE_ONE = "; make one with: openssl rand -hex 32";

    /** @param prod whether it is profile prod, where they must be hard to guess */
    public List<String> mistakes(boolean prod) {
        List<String> mistakes = new ArrayList<>();
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put(Secrets.CONTROL_TOKEN, operators);
        tokens.put(Secrets.VIEWER_TOKEN, viewers);
        tokens.forEach((setting, token) -> {
            if (prod && !token.isEmpty() && token.length() < SHORTEST) {
                mistakes.add(setting + " is shorter than " + SHORTEST + " characters, which profile prod refuses"
                        + MAKE_ONE);
            }
            if (!token.matches("[!-~]*")) {
                mistakes.add(
                        setting + " holds a blank or a letter outside of ASCII, which no client can send" + MAKE_ONE);
            }
        });
        if (!viewers.isEmpty() && operators.isEmpty()) {
            mistakes.add("calls.control.viewer-token is set without calls.control.token, so everybody may do"
                    + " everything; set both");
        } else if (!viewers.isEmpty() && viewers.equals(operators)) {
            mistakes.add("calls.control.viewer-token is the same as calls.control.token; make another one with:"
                    + " openssl rand -hex 32");
        }
        return mistakes;
    }

    @Override
    public String toString() {
        return "ControlTokens";
    }
}
