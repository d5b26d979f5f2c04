package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.callescalation.story.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A port that was free when the settings were looked at, and is taken by the time it is opened. */
class TakenPortTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"camel.server.port", "camel.management.port"})
    void aBundleWithoutAListenerDoesNotStart(String taken) throws IOException {
        // given
        Map<String, Integer> ports =
                Map.of("camel.server.port", FreePort.next(), "camel.management.port", FreePort.next());
        try (Bundle bundle = new Bundle("dev");
                ServerSocket other = new ServerSocket()) {
            ports.forEach((setting, port) -> bundle.main().addOverrideProperty(setting, String.valueOf(port)));
            bundle.main().addOverrideProperty("calls.sandbox.enabled", "false");
            bundle.main().addOverrideProperty("calls.store.url", "jdbc:sqlite:" + folder.resolve("store.db"));
            bundle.main().addMainListener(new MainListenerSupport() {
                @Override
                public void afterConfigure(BaseMainSupport main) {
                    take(other, ports.get(taken));
                }
            });
            // then
            assertThatThrownBy(() -> bundle.main().start())
                    .hasMessageContaining("127.0.0.1:" + ports.get(taken) + " cannot be opened")
                    .hasMessageContaining(taken);
        }
    }

    private static void take(ServerSocket socket, int port) {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
