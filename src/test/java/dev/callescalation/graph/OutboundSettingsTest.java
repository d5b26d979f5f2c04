package dev.callescalation.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.callescalation.secret.TestKeys;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundSettingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost             | graph.microsoft.com  | false",
                "''                    | localhost            | true",
                "''                    | 127.0.0.1            | true",
                "microsoft.com         | graph.microsoft.com  | true",
                "microsoft.com         | graphmicrosoft.com   | false",
                ".microsoft.com,a.b    | graph.microsoft.com  | true",
                "*.microsoft.com       | graph.microsoft.com  | true",
                "a.b, Microsoft.com:443| microsoft.com        | true",
                "*                     | graph.microsoft.com  | true",
            })
    void reachesHostsDirectlyThatAreNamed(String noProxy, String host, boolean direct) {
        // given
        Outbound set = new Outbound(name -> null);
        set.setNoProxy(noProxy);
        Outbound environment = new Outbound(Map.of("NO_PROXY", noProxy)::get);
        environment.setNoProxy("");
        HttpHost target = new HttpHost("https", host);
        // when, then
        assertThat(set.isDirect(target)).isEqualTo(direct);
        assertThat(environment.isDirect(target)).isEqualTo(direct);
    }

    @Test
    void takesTheProxyOfTheEnvironmentForHttpsOnlyAndThatOfTheSettingForAll() {
        // given
        Outbound outbound = new Outbound(Map.of("HTTPS_PROXY", "127.0.0.1:1")::get);
        HttpHost plain = new HttpHost("http", "crm.example.org");
        // when, then
        assertThat(outbound.isDirect(plain)).isTrue();
        assertThat(outbound.isDirect(new HttpHost("https", "crm.example.org"))).isFalse();
        outbound.setProxyUrl("http://127.0.0.1:1");
        assertThat(outbound.isDirect(plain)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
    void takesTheProxyOfTheEnvironmentUnlessOneIsSet(String variable) {
        // given: nobody listens at either
        Outbound outbound = new Outbound(Map.of(variable, "http://bot:p%40ss@127.0.0.1:1")::get);
        // when, then
        assertProxyIs(outbound, "127.0.0.1:1");
        outbound.setProxyUrl("http://127.0.0.1:2");
        assertProxyIs(outbound, "127.0.0.1:2");
    }

    @Test
    void saysWhatIsTheMatterWithAHostThatHasNoAddress() throws Exception {
        // the name alone is all that Java says
        try (CloseableHttpClient client = new Outbound(name -> null).client(1000, 1000, 1000)) {
            assertThatThrownBy(() -> client.execute(new HttpGet("https://graph.invalid/"), reply -> null))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessage("no address is known of graph.invalid (DNS)");
        }
    }

    @Test
    void givesJavasOwnClientTheSameProxy() {
        // given
        Outbound outbound = new Outbound(name -> null);
        outbound.setProxyUrl("http://127.0.0.1:1");
        outbound.setNoProxy("near.example.org");
        ProxySelector selector = outbound.proxySelector();
        // when, then
        assertThat(selector.select(URI.create("https://traces.example.org/v1/traces")))
                .containsExactly(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", 1)));
        assertThat(selector.select(URI.create("https://near.example.org/"))).containsExactly(Proxy.NO_PROXY);
        assertThat(selector.select(URI.create("http://127.0.0.1:4318/"))).containsExactly(Proxy.NO_PROXY);
    }

    @Test
    void takesUserAndPasswordOfTheEnvironmentUnlessTheyAreSet() throws Exception {
        String known = Base64.getEncoder().encodeToString("bot:p@ss+:".getBytes(StandardCharsets.UTF_8));
        try (ForwardProxy proxy = new ForwardProxy(TestKeys.make("RSA"), known)) {
            // given
            String variable = proxy.url().replace("//", "//bot:p%40ss+%3A@");
            Outbound outbound = new Outbound(Map.of("HTTPS_PROXY", variable)::get);
            // when, then: its certificate is not trusted
            assertThatThrownBy(() -> get(outbound)).isInstanceOf(SSLHandshakeException.class);
            assertThat(proxy.asked).contains("graph.example.org:443 200");
            outbound.setProxyUser("another");
            assertThatThrownBy(() -> get(outbound)).hasMessageEndingWith("graph.example.org: HTTP 407");
        }
    }

    private static void get(Outbound outbound) throws IOException {
        try (CloseableHttpClient http = outbound.client(1000, 1000, 1000)) {
            http.execute(new HttpGet("https://graph.example.org"), reply -> "");
        }
    }

    private static void assertProxyIs(Outbound outbound, String proxy) {
        assertThatThrownBy(() -> get(outbound))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(proxy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks://p:1", "https://p:1", "http://p", "http://p:x", "http://u:hidden@p", "{{hidden}}"})
    void refusesAnotherAddress(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Outbound.checkProxy(address))
                .withMessage("calls.outbound.proxy-url must be http://<host>:<port> of a proxy");
    }

    @Test
    void refusesAPasswordInTheSetting() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Outbound.checkProxy("http://u:hidden@p:1"))
                .withMessage("calls.outbound.proxy-url holds a user or a password; set calls.outbound.proxy-user and"
                        + " CALLS_OUTBOUND_PROXY_PASSWORD");
    }
}
