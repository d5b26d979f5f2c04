package dev.callescalation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class a running bundle with a sandbox as its peer. Classes with the same settings share one, for starting
 * costs two seconds; each test has calls of its own, so they do not meet. A few are kept for the next classes, and not
 * all: with its timers a bundle uses a thirtieth of a processor though nobody calls.
 */
public final class BundleExtension implements BeforeAllCallback, AfterAllCallback {

    private static final ExtensionContext.Namespace BUNDLES = ExtensionContext.Namespace.create(BundleExtension.class);

    static {
        // a machine that does much else at once must not fail a test
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(50));
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
        bundle = running(context).take(folder, settings);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        running(context).giveBack(bundle);
        // the classes live as long as the JVM, and what they hold would too
        bundle = null;
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot().getStore(BUNDLES).getOrComputeIfAbsent(Running.class);
    }

    public TestBundle bundle() {
        return bundle;
    }

    /** A call that no other test knows. */
    public TestCall call(String prefix) {
        return bundle.call(prefix);
    }

    /** The bundles that run, for all classes. */
    static final class Running implements AutoCloseable {

        private static final int KEPT = 3;

        private final Map<Map.Entry<Path, Map<String, String>>, TestBundle> bundles = new LinkedHashMap<>();
        private final List<TestBundle> taken = new ArrayList<>();

        private synchronized TestBundle take(Path folder, Map<String, String> settings) {
            Map.Entry<Path, Map<String, String>> key = Map.entry(folder, settings);
            TestBundle known = bundles.remove(key);
            TestBundle bundle = known == null ? TestBundle.start(folder, settings) : known;
            // the newest is the last
            bundles.put(key, bundle);
            taken.add(bundle);
            return bundle;
        }

        private synchronized void giveBack(TestBundle bundle) {
            taken.remove(bundle);
            List<TestBundle> idle = new ArrayList<>(bundles.values());
            idle.removeAll(taken);
            idle.subList(Math.max(0, idle.size() - KEPT), idle.size()).clear();
            bundles.values().removeAll(idle);
            idle.forEach(TestBundle::close);
        }

        @Override
        public synchronized void close() {
            bundles.values().forEach(TestBundle::close);
        }
    }
}
