package dev.callescalation.sandbox;

/**
 * The ways in which a call ends, with today's result (Microsoft Graph v1.0, calls: "call end codes") and the
 * termination reason of 2018. What Graph sends after a replacement is not documented for today's form.
 */
enum CallEnd {
    REPLACED(200, 7000, "The call was replaced by the group call.", "AppInitiated"),
    CALLER_HUNG_UP(200, 18503, "The other participant left the peer-to-peer call.", "CallTerminated"),
    UNANSWERED(408, 8544, "The call was not answered in time.", "CallTerminated"),
    BOT_HUNG_UP(200, 7000, "The call was ended by the bot.", "AppInitiated"),
    EVERYBODY_LEFT(0, 0, null, null),
    REJECTED(0, 0, null, null),
    REDIRECTED(0, 0, null, "AppRedirected");

    private final ResultInfo result;
    private final String terminationReason;

    CallEnd(int code, int subcode, String message, String terminationReason) {
        this.result = message == null ? null : new ResultInfo(code, subcode, message);
        this.terminationReason = terminationReason;
    }

    /** Null where Graph sends none: after a rejection and a redirection; none is made up for a meeting's end. */
    ResultInfo result() {
        return result;
    }

    /** Null where Graph sends none: after a rejection; none is made up for a meeting's end. */
    String terminationReason() {
        return terminationReason;
    }
}
