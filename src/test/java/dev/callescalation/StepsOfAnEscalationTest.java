package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.coverage.RouteCoverage;
import dev.callescalation.sandbox.Form;
import dev.callescalation.story.PlacedCall;
import dev.callescalation.story.RunningBundle;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.spi.InterceptStrategy;
import org.junit.jupiter.api.Test;

/** What an escalation costs is first of all how many steps it enters; docs/benchmark.md has what that brought. */
class StepsOfAnEscalationTest {

    /** Three replies and nine notifications make a whole escalation. */
    private static final long DECISIONS = 12;

    private static final long MOST = 240;

    @Test
    void areFew() {
        // given
        Counter counter = new Counter();
        Map<String, String> settings = new TreeMap<>(TestBundle.store());
        try (RunningBundle bundle = RunningBundle.start(Path.of(""), settings, Map.of("stepCounter", counter))) {
            // when
            PlacedCall call = bundle.call(Form.COMMUNICATIONS, "{}");
            call.awaitPhase("escalated");
            await().until(() ->
                    call.view().path("callerCall").path("state").asText().equals("terminated"));
            // then: two threads that decide at once make one of them decide again
            long tries = counter.tries.sum();
            assertThat(tries).isGreaterThanOrEqualTo(DECISIONS);
            assertThat(counter.steps.sum() * DECISIONS / tries)
                    .as("%d steps of routes and Kamelets in %d tries", counter.steps.sum(), tries)
                    .isLessThanOrEqualTo(MOST);
        }
    }

    private static final class Counter implements InterceptStrategy {

        private static final Set<String> NOT_COUNTED = Set.of(
                "watch-deadlines", "resend-commands", "forget-escalations", "show-escalation", "show-escalations");

        private final LongAdder steps = new LongAdder();
        private final LongAdder tries = new LongAdder();

        @Override
        public Processor wrapProcessorInInterceptors(
                CamelContext context, NamedNode step, Processor target, Processor nextTarget) {
            String route = ProcessorDefinitionHelper.getRouteId(step);
            if (route == null || NOT_COUNTED.contains(route) || route.startsWith("reply-")) {
                return target;
            }
            boolean first = step.getParent() instanceof PolicyDefinition && step instanceof ChoiceDefinition;
            Processor counted = RouteCoverage.counted(target, steps);
            return first ? RouteCoverage.counted(counted, tries) : counted;
        }
    }
}
