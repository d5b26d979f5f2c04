package dev.callescalation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class a running bundle with a sandbox as its peer. Classes with the same settings share one, for starting
 * costs a second; each test has calls of its own, so they do not meet.
 */
public final class BundleExtension implements BeforeAllCallback {

    private static final ExtensionContext.Namespace BUNDLES = ExtensionContext.Namespace.create(BundleExtension.class);

    static {
        // a machine that does much else at once must not fail a test
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
    }

    private final Path folder;
    private final Map<String, String> settings = new TreeMap<>();
    private TestBundle bundle;

    private BundleExtension(Path folder, List<String> settings) {
        this.folder = folder;
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            this.settings.put(parts[0], parts[1]);
        }
    }

    /** @param settings what differs from profile dev, as {@code key=value} */
    public static BundleExtension with(String... settings) {
        return of(Path.of(""), settings);
    }

    /**
     * The bundle of another folder.
     *
     * @param settings what differs from its profile dev, as {@code key=value}
     */
    public static BundleExtension of(Path folder, String... settings) {
        return new BundleExtension(folder, List.of(settings));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        bundle = context.getRoot()
                .getStore(BUNDLES)
                .getOrComputeIfAbsent(
                        Map.entry(folder, settings), any -> TestBundle.start(folder, settings), TestBundle.class);
    }

    public TestBundle bundle() {
        return bundle;
    }

    /** A call that no other test knows. */
    public TestCall call(String prefix) {
        return bundle.call(prefix);
    }
}
