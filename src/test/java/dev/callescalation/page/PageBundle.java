package dev.callescalation.page;

import dev.callescalation.BundleFiles;
import dev.callescalation.TestBundle;
import dev.callescalation.story.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A bundle in profile dev as a newcomer runs it, with its sandbox and with edits taken up. */
final class PageBundle {

    private PageBundle() {}

    /** @param folder empty; the files of the bundle are copied into it */
    static TestBundle start(Path folder, Map<String, String> settings) throws IOException {
        BundleFiles.copyTo(folder, "application-dev.properties");
        String port = String.valueOf(FreePort.next());
        String sandbox = "http://127.0.0.1:" + port;
        Map<String, String> all = new TreeMap<>(Map.of(
                "calls.sandbox.enabled",
                "true",
                "calls.sandbox.port",
                port,
                "calls.graph.url",
                sandbox,
                "calls.login.url",
                sandbox,
                "calls.webhook.openid-url",
                sandbox + "/v1/.well-known/OpenIdConfiguration",
                "calls.editing.enabled",
                "true"));
        all.putAll(settings);
        return TestBundle.start(folder, all);
    }
}
