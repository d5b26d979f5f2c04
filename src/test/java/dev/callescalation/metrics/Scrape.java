package dev.callescalation.metrics;

import dev.callescalation.TestBundle;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the metrics of a bundle show at one moment, by series. */
final class Scrape {

    private final Map<String, Double> values = new TreeMap<>();

    private Scrape(String text) {
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int end = line.lastIndexOf(' ');
            values.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
        });
    }

    static Scrape of(TestBundle bundle) {
        return new Scrape(bundle.get("/observe/metrics").body());
    }

    /** @param series as the text has it, labels in the order of the alphabet; 0 where there is none */
    double value(String series) {
        return values.getOrDefault(series, 0.0);
    }

    Set<String> series() {
        return values.keySet();
    }

    /** The meter that a series belongs to: without labels, and without what a histogram adds to its name. */
    static String name(String series) {
        return series.replaceFirst("\\{.*", "").replaceFirst("(?<=seconds)_(bucket|count|sum|max)$", "");
    }
}
