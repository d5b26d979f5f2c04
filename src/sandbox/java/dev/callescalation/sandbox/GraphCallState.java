package dev.callescalation.sandbox;

import java.util.Locale;

/** States of a call that the sandbox uses, in the order in which they are reached (Microsoft Graph v1.0, callState). */
enum GraphCallState {
    INCOMING,
    ESTABLISHING,
    ESTABLISHED,
    REDIRECTING,
    TERMINATING,
    TERMINATED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
