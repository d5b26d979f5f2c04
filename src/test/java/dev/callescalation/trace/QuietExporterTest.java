package dev.callescalation.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.TestLog;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuietExporterTest {

    @Test
    void saysOnceAMinuteThatNobodyTakesTheSpans() {
        try (TestLog log = TestLog.ofEverything()) {
            // given
            QuietExporter exporter = new QuietExporter(new Away(), "http://127.0.0.1:1/v1/traces");
            // when
            for (int i = 0; i < 5; i++) {
                assertThat(exporter.export(List.of()).isSuccess()).isFalse();
            }
            // then
            assertThat(log.lines("calls.traces.endpoint-url"))
                    .containsExactly("dev.callescalation.trace.Traces 0 spans could not be sent to"
                            + " http://127.0.0.1:1/v1/traces (calls.traces.endpoint-url):"
                            + " java.net.ConnectException: refused");
        }
    }

    @Test
    void endsThoughTheReceiverIsAway() {
        try (TestLog log = TestLog.ofEverything()) {
            // given
            Traces traces = new Traces();
            traces.setEnabled(true);
            traces.setEndpointUrl("http://127.0.0.1:1/v1/traces");
            traces.open();
            // when
            traces.decide(null).close();
            traces.close();
            // then: one line, without a stack trace
            assertThat(log.lines("1 spans could not be sent"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).doesNotContain("\n"));
            assertThat(traces.decide(null).traceparent()).isEmpty();
        }
    }

    private static final class Away implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return CompletableResultCode.ofExceptionalFailure(
                    new IOException("cannot export", new java.net.ConnectException("refused")));
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
