package dev.callescalation.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PartnerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://graph.microsoft.com, https://graph.microsoft.com",
        "' https://graph.microsoft.com// ', https://graph.microsoft.com",
        "HTTPS://graph.microsoft.com/x, HTTPS://graph.microsoft.com/x",
        "http://localhost:8082/, http://localhost:8082",
        "http://LOCALHOST:8082, http://LOCALHOST:8082",
        "http://127.0.0.1:8082/a, http://127.0.0.1:8082/a",
        "http://127.1.2.3, http://127.1.2.3",
        "http://[::1]:8082, http://[::1]:8082",
    })
    void httpsAndThisMachineAreAccepted(String address, String read) {
        assertThat(PartnerAddress.checked("calls.graph.url", address)).hasToString(read);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "http://graph.microsoft.com",
                "http://localhost.example.org",
                "http://127.0.0.1.example.org",
                "http://10.0.0.1",
                "http://localhost@example.org",
                "ftp://localhost",
                "file:/etc/passwd",
                "graph.microsoft.com",
                "https:graph",
                "https://",
                "https://a b",
                "//graph.microsoft.com"
            })
    void anythingElseIsRefusedByTheNameOfItsSetting(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartnerAddress.checked("calls.graph.url", address))
                .withMessageStartingWith("calls.graph.url must be an https address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://me:pass@graph.microsoft.com", "http://me:pass@localhost"})
    void aPasswordInAnAddressIsRefusedAndNotRepeated(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartnerAddress.checked("calls.graph.url", address))
                .withMessageNotContaining("pass");
    }
}
