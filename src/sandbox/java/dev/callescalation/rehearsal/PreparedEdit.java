package dev.callescalation.rehearsal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * An edit of a policy that a newcomer makes, and takes back, on the operator's page. Its lines go to the end of the
 * file, as further steps of its last route, between two comments by which they are found again.
 */
enum PreparedEdit {
    REFUSED("routes/policy/choose-meeting.camel.yaml", """
                    - setVariabel:
                        name: subject
                        expression:
                          constant:
                            expression: My first edit
            """),
    TAKEN_UP("routes/policy/admit-call.camel.yaml", """
                    - choice:
                        when:
                          - description: Callers by phone hear the busy tone
                            expression:
                              simple:
                                expression: "${variable.callerKind} == 'phone'"
                            steps:
                              - setVariables:
                                  variables:
                                    - name: admission
                                      expression:
                                        constant:
                                          expression: reject
                                    - name: rejectReason
                                      expression:
                                        constant:
                                          expression: busy
            """),
    THROWS("routes/policy/choose-meeting.camel.yaml", """
                    - throwException:
                        exceptionType: java.lang.IllegalStateException
                        message: The calendar of meetings does not answer
            """);

    private static final String BEGIN = "# --- Prepared edit, made on the operator's page: ";
    private static final String END = "# --- End of the prepared edit ---\n";

    private final String file;
    private final String lines;

    PreparedEdit(String file, String lines) {
        this.file = file;
        this.lines = lines;
    }

    static Optional<PreparedEdit> named(String word) {
        return Arrays.stream(values()).filter(edit -> edit.word().equals(word)).findFirst();
    }

    /** As addresses name it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Relative to the folder of the bundle. */
    String file() {
        return file;
    }

    String lines() {
        return lines;
    }

    boolean isIn(String text) {
        return text.contains(begin());
    }

    /** @param text ends with a line break */
    String addedTo(String text) {
        return text + begin() + lines + END;
    }

    /** Exactly what was there before, and what was edited around it since; the same text where it is not in. */
    String takenFrom(String text) {
        int from = text.indexOf(begin());
        int to = text.indexOf(END, Math.max(from, 0));
        return from < 0 || to < 0 ? text : text.substring(0, from) + text.substring(to + END.length());
    }

    private String begin() {
        return BEGIN + word() + " ---\n";
    }
}
