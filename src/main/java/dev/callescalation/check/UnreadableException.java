package dev.callescalation.check;

/** The files of a bundle cannot be read at the moment, or cannot be listed. */
public final class UnreadableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    UnreadableException(Finding finding, Exception cause) {
        super(finding.toString(), cause);
        this.finding = finding;
    }

    /** What cannot be read, why, and what to do about it. */
    public Finding finding() {
        return finding;
    }
}
