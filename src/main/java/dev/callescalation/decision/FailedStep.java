package dev.callescalation.decision;

/**
 * Where a message failed.
 *
 * @param route id of the route
 * @param step  id of the step
 * @param error what the step threw
 */
record FailedStep(String route, String step, Throwable error) {

    /** Property of the exchange that holds the step that failed last. */
    static final String PROPERTY = "failedStep";

    static final FailedStep NONE = new FailedStep("", "", null);
}
