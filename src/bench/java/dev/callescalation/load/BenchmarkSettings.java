package dev.callescalation.load;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is measured; each of them is a system property with {@code bench.} before it, with dashes.
 *
 * @param warmUp      escalations before anything is measured: the compiler of the JVM is busy for about that long
 * @param escalations in each of the two measured loads
 * @param concurrency escalations under way at once while the bundle is saturated
 * @param open        for each of them one run, with so many other escalations open in the store
 * @param javaOptions of the bundle, as the README has them
 * @param store       {@code sqlite} or {@code postgresql}
 */
record BenchmarkSettings(
        int warmUp, int escalations, int concurrency, List<Integer> open, List<String> javaOptions, String store) {

    private static final List<String> STORES = List.of("sqlite", "postgresql");

    BenchmarkSettings {
        if (warmUp < 1 || escalations < 1 || concurrency < 1 || open.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException(
                    "bench.warm-up, bench.escalations, bench.concurrency and each bench.open must be 1 or more.");
        }
        if (!STORES.contains(store)) {
            throw new IllegalArgumentException("bench.store is '" + store + "'; it must be one of " + STORES + ".");
        }
    }

    /**
     * Reads the system properties. With {@code bench.quick} the defaults are those of a minute's run.
     *
     * @throws IllegalArgumentException that says which one is wrong
     */
    static BenchmarkSettings read() {
        boolean quick = !text("quick", "false").equals("false");
        return new BenchmarkSettings(
                number("warm-up", text("warm-up", quick ? "3000" : "10000")),
                number("escalations", text("escalations", quick ? "1500" : "5000")),
                number("concurrency", text("concurrency", "16")),
                Stream.of(text("open", quick ? "1000" : "1000,100000").split(","))
                        .map(count -> number("open", count.strip()))
                        .toList(),
                List.of(text("java-options", "-XX:+UseSerialGC -Xmx512m").split("\\s+")),
                text("store", "sqlite"));
    }

    /** Maven hands over what nobody has set as an empty text. */
    private static String text(String name, String otherwise) {
        String value = System.getProperty("bench." + name, "");
        return value.isBlank() ? otherwise : value.strip();
    }

    private static int number(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("bench." + name + " is '" + value + "'; it must be a number.", e);
        }
    }
}
