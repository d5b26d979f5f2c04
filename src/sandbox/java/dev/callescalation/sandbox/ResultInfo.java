package dev.callescalation.sandbox;

/**
 * Why a call or an operation ended (Microsoft Graph v1.0, resultInfo).
 *
 * @param code close to an HTTP status
 */
record ResultInfo(int code, int subcode, String message) {

    /** The text of a failed invitation, as operations of Graph print it. */
    static ResultInfo inviteFailed(int code, int subcode, String identityId, String reason) {
        return new ResultInfo(
                code,
                subcode,
                "addParticipants failed for participant 8:orgid:" + identityId + ". Underlying reason: " + reason
                        + ". DiagCode: " + code + "#" + subcode);
    }
}
