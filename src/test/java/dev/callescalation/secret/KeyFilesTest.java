package dev.callescalation.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {

    private static final TestKeys KEYS = TestKeys.make("RSA");

    /** Files that openssl has made: a key, its certificate and that of its authority, without a password. */
    private static final String VAULT = "src/test/resources/keys/";

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void readsTheSameFromPemAndFromPkcs12(String algorithm) throws Exception {
        // given
        TestKeys keys = TestKeys.make(algorithm);
        // when
        KeyFiles pem = KeyFiles.read("tls", keys.certificate(), keys.key(), "");
        KeyFiles pkcs12 = KeyFiles.read("tls", keys.pkcs12(), "", TestKeys.PASSWORD);
        // then
        assertThat(pem.key()).isEqualTo(pkcs12.key());
        assertThat(pem.chain()).isEqualTo(pkcs12.chain()).hasSize(1);
    }

    @Test
    void namesTheSettingWhoseFileIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFiles.read("tls", KEYS.certificate(), "/nowhere.pem", ""))
                .withMessageContaining("calls.tls.key-file names '/nowhere.pem', which cannot be read");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFiles.read("tls", "/nowhere.pem", KEYS.key(), ""))
                .withMessageContaining("calls.tls.certificate-file names '/nowhere.pem'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFiles.read("tls", "", "", ""))
                .withMessage("calls.tls.certificate-file is missing");
    }

    @Test
    void readsWhatAKeyVaultGives() {
        // when: its certificates are in the wrong order in one of them, and neither has a password
        KeyFiles pem = KeyFiles.read("bot", VAULT + "vault.pem", "", "");
        KeyFiles pfx = KeyFiles.read("bot", VAULT + "vault.pfx", "", "");
        // then
        assertThat(pem).isEqualTo(pfx);
        assertThat(pem.chain())
                .extracting(certificate -> ((X509Certificate) certificate)
                        .getSubjectX500Principal()
                        .getName())
                .containsExactly("CN=bot.example.org", "CN=Test CA");
    }

    @Test
    void readsAFileByWhatIsInIt() throws Exception {
        // given
        String both = "\uFEFF" + Files.readString(Path.of(KEYS.key())) + Files.readString(Path.of(KEYS.certificate()));
        String file = KEYS.file("named.pfx", both.replace("\n", "\r\n"));
        // when, then
        assertThat(KeyFiles.read("bot", file, "", ""))
                .isEqualTo(KeyFiles.read("bot", KEYS.pkcs12(), "", TestKeys.PASSWORD));
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatIsWrongWithAFile(String certificates, String key, String password, String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFiles.read("tls", certificates, key, password))
                .withMessageContaining(wrong);
    }

    static Stream<Arguments> saysWhatIsWrongWithAFile() throws Exception {
        String certificate = KEYS.certificate();
        String convert = ", not a PRIVATE KEY; convert it with: openssl pkcs8 -topk8 -nocrypt";
        String base64 = Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(VAULT + "vault.pfx")));
        return Stream.of(
                Arguments.of(KEYS.pkcs12(), "", "wrong", "its password is wrong"),
                Arguments.of(KEYS.pkcs12(), "", "", "needs a password"),
                Arguments.of(KEYS.file("pfx.txt", base64), "", "", "which is base64 text; decode it with: base64 -d"),
                Arguments.of(certificate, certificate, "", "certificate.pem, which holds no PRIVATE KEY"),
                Arguments.of(
                        certificate, "", "", "certificate-file names " + certificate + ", which holds no PRIVATE KEY"),
                Arguments.of(certificate, pem("RSA PRIVATE KEY"), "", "holds an RSA PRIVATE KEY" + convert),
                Arguments.of(certificate, pem("ENCRYPTED PRIVATE KEY"), "", "an ENCRYPTED PRIVATE KEY" + convert),
                Arguments.of(certificate, pem("PRIVATE KEY"), "", "holds a PRIVATE KEY that is no RSA or EC key"),
                Arguments.of(KEYS.file("empty.pem", ""), KEYS.key(), "", "is neither PEM nor a PKCS #12 file"),
                Arguments.of(KEYS.key(), "", "", "holds no CERTIFICATE"),
                Arguments.of(pem("CERTIFICATE"), KEYS.key(), "", "holds a CERTIFICATE that cannot be read"),
                Arguments.of(VAULT + "vault.pem", KEYS.key(), "", "holds no certificate of the private key"));
    }

    private static String pem(String label) {
        return KEYS.file(label + ".pem", "-----BEGIN " + label + "-----\nAAAA\n-----END " + label + "-----\n");
    }
}
