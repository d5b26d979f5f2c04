package dev.callescalation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** A check connects to nothing, whatever component a route names. */
class StartsNothingTest {

    private static final FileSet FILES = new BundleFolder(Path.of(""), "dev", new Properties()).read();

    @Test
    void ofAComponentOfOnesOwn() {
        // given
        Mistake edit = new Mistake("", "routes/policy/moments.camel.yaml", "        - log:\n", """
                        - to: {uri: "broker:a"}
                        - to: {uri: broker:b, parameters: {lazyStartProducer: false}}
                        - toD: {uri: "broker:${variable.phase}"}
                        - wireTap: {uri: "broker:c"}
                        - enrich: {expression: {constant: {expression: "broker:d"}}}
                        - recipientList: {expression: {constant: {expression: "broker:e"}}}
                        - multicast: {steps: [{to: {uri: "broker:f"}}]}
                        - log:
                """, "", List.of());
        // when
        List<Finding> findings = new BundleCheck().check(edit.applyTo(FILES), new Properties());
        // then
        assertThat(findings).isEmpty();
        assertThat(BrokerComponent.CONNECTED).isEmpty();
    }
}
