package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The catalogues of mistakes. */
public final class Mistakes {

    private Mistakes() {}

    public static Stream<Mistake> all() {
        return of("/mistakes.yaml");
    }

    static Stream<Mistake> of(String resource) {
        try (InputStream stream = Mistakes.class.getResourceAsStream(resource)) {
            JsonNode catalogue = new YAMLMapper().readTree(stream);
            return StreamSupport.stream(catalogue.spliterator(), false).map(Mistakes::mistake);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mistake mistake(JsonNode entry) {
        List<String> says = new ArrayList<>();
        entry.path("says").forEach(text -> says.add(text.asText()));
        return new Mistake(
                entry.path("mistake").asText(),
                entry.path("file").asText(),
                entry.path("instead-of").asText(),
                entry.path("written").asText(),
                entry.path("on-the-line-of").asText(),
                says);
    }
}
