package dev.callescalation.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {

    private static final TestKeys KEYS = TestKeys.make("RSA");

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
        assertThat(pem.keyStore("x".toCharArray()).getKey("key", "x".toCharArray()))
                .isEqualTo(pem.key());
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
                .withMessageContaining("calls.tls.key-file");
    }

    @Test
    void saysWhatIsWrongWithAFile() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFiles.read("tls", KEYS.pkcs12(), "", "wrong"))
                .withMessageContaining("its password is wrong");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFiles.read("tls", KEYS.certificate(), KEYS.certificate(), ""))
                .withMessageContaining("openssl pkcs8 -topk8 -nodes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFiles.read("tls", KEYS.file("empty.pem", ""), KEYS.key(), ""))
                .withMessageContaining("which is not a PEM file with a CERTIFICATE");
        String nonsense = KEYS.file("nonsense.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFiles.read("tls", KEYS.certificate(), nonsense, ""))
                .withMessageContaining("which is not a PEM file with an RSA or EC key");
    }
}
