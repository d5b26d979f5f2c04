package dev.callescalation.check;

/**
 * One mistake in the files of a bundle.
 *
 * @param file    name of the file, as in the folder: {@code routes/answering.camel.yaml}
 * @param line    1 and up, or 0 where the file as a whole is meant
 * @param wrong   what is wrong, a part of a sentence
 * @param instead what to write instead, or empty where the first part says it
 */
public record Finding(String file, int line, String wrong, String instead) {

    /** One line: {@code routes/answering.camel.yaml:12: what is wrong; what to write instead}. */
    @Override
    public String toString() {
        String where = line > 0 ? file + ":" + line : file;
        return where + ": " + (instead.isEmpty() ? wrong : wrong + "; " + instead);
    }
}
