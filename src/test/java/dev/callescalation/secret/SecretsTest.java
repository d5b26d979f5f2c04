package dev.callescalation.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final String SETTING = "calls.control.token";

    @TempDir
    Path folder;

    @Test
    void isWhatTheSettingSays() {
        assertThat(secret("the secret", "")).isEqualTo("the secret");
        assertThat(secret("", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\r\n\n\uFEFF"})
    void isGivenWithoutLineBreaksAndMarksAroundIt(String around) throws Exception {
        // given
        String given = around + " se cret =ü\t" + around;
        Path file = Files.writeString(folder.resolve("token"), given);
        // when, then
        assertThat(secret("", file.toString())).isEqualTo(" se cret =ü\t");
        assertThat(secret(given, "")).isEqualTo(" se cret =ü\t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab}}{{c", "{{no.such}}", "\\{{", "#bean:store", "'{{'", "{{calls.bot.app-id}}", "}}"})
    void isTakenAsItIs(String given) throws Exception {
        // given
        Path file = Files.writeString(folder.resolve("token"), given);
        // when, then
        assertThat(secret(given, "")).isEqualTo(given);
        assertThat(secret("", file.toString())).isEqualTo(given);
    }

    @Test
    void isPartOfATextOnlyWhereCamelTakesItAsItIs() {
        assertThat(context("the secret", "").resolvePropertyPlaceholders("Bearer {{secret:" + SETTING + "}}"))
                .isEqualTo("Bearer the secret");
        CamelContext odd = context("ab}}c", "");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> odd.resolvePropertyPlaceholders("Bearer {{secret:" + SETTING + "}}"))
                .withMessageStartingWith("calls.control.token holds {{ or }}")
                .withMessageNotContaining("ab}}c");
    }

    @Test
    void hasOneLine() throws Exception {
        // given
        Path file = Files.writeString(folder.resolve("token"), "first\nsecond\n");
        // when, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> secret("", file.toString()))
                .withMessage("calls.control.token-file names " + file
                        + ", which holds a line break or another control character within the secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> secret("first\nsecond", ""))
                .withMessageStartingWith("calls.control.token holds a line break");
    }

    @Test
    void isNotGivenTwice() throws Exception {
        // given
        Path file = Files.writeString(folder.resolve("token"), "the-secret");
        // when, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> secret("another-secret", file.toString()))
                .withMessage("calls.control.token and calls.control.token-file are both set; keep one of them");
    }

    @Test
    void hasAFileThatCanBeRead() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> secret("", "/nowhere"))
                .withMessageStartingWith("calls.control.token-file names /nowhere, which cannot be read");
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> secret("", empty.toString()))
                .withMessageEndingWith("which is empty");
        Path binary = Files.write(folder.resolve("binary"), "\u00fc".getBytes(StandardCharsets.ISO_8859_1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> secret("", binary.toString()))
                .withMessageContaining("which cannot be read as text");
    }

    private static String secret(String value, String file) {
        return new Secrets(context(value, file)).value(SETTING);
    }

    private static CamelContext context(String value, String file) {
        Properties settings = new Properties();
        settings.put(SETTING, value);
        settings.put(SETTING + "-file", file);
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setOverrideProperties(settings);
        context.getPropertiesComponent().addPropertiesFunction(new Secrets(context));
        return context;
    }
}
