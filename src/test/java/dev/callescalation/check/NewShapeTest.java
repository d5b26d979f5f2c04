package dev.callescalation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bundle whose decisions have phases and facts passes; each mistake is found, with its place and its cure. */
class NewShapeTest {

    private static final BundleCheck CHECK = new BundleCheck();
    private static final FileSet FILES =
            new BundleFolder(Path.of("src/test/resources/new-shape"), "dev", new Properties()).read();

    static Stream<Mistake> mistakes() {
        return Mistakes.of("/new-shape-mistakes.yaml");
    }

    @Test
    void findsNothingWrongWithTheBundleItself() {
        assertThat(CHECK.check(FILES, new Properties())).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void saysWhereAMistakeIsAndWhatToWriteInstead(Mistake mistake) {
        // given
        FileSet edited = mistake.applyTo(FILES);
        // when
        List<Finding> findings = CHECK.check(edited, new Properties());
        // then
        String text = edited.file(mistake.file()).orElseThrow().text();
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.file()).isEqualTo(mistake.file());
            assertThat(finding.line()).isEqualTo(mistake.line(text));
            assertThat(finding.toString()).contains(mistake.says());
        });
    }

    @Test
    void findsThatNoStepLeadsToTheRoutesOfPhases() {
        // given
        Mistake mistake = new Mistake(
                "a router that ends everything",
                "routes/receive.camel.yaml",
                "direct:${variable.phase}",
                "direct:${variable.phases}",
                "",
                List.of());
        // when
        List<Finding> findings = CHECK.check(mistake.applyTo(FILES), new Properties());
        // then
        assertThat(findings)
                .extracting(Finding::toString)
                .contains("routes/greeting.camel.yaml:56: no step passes messages on to the route of the phase"
                        + " 'joining'; add a toD to direct:${variable.phase} behind the rows of the router");
    }

    /** Edits that look like a mistake and are none. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("variants")
    void findsNothingWrongWith(Mistake variant) {
        assertThat(CHECK.check(variant.applyTo(FILES), new Properties())).isEmpty();
    }

    static Stream<Mistake> variants() {
        return Mistakes.of("/new-shape-variants.yaml");
    }
}
