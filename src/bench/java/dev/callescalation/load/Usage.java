package dev.callescalation.load;

import java.time.Duration;

/**
 * CPU time that one load took, in each of the two processes.
 *
 * @param driver the sandbox and all that measures; it has the same processors
 */
record Usage(Duration bundle, Duration driver) {

    static Usage until(BundleProcess bundle) {
        return new Usage(bundle.cpu(), ProcessHandle.current().info().totalCpuDuration().orElseThrow());
    }

    Usage minus(Usage before) {
        return new Usage(bundle.minus(before.bundle), driver.minus(before.driver));
    }

    double bundleMs(LoadResult load) {
        return bundle.toNanos() / 1e6 / load.calls().size();
    }

    double driverMs(LoadResult load) {
        return driver.toNanos() / 1e6 / load.calls().size();
    }
}
