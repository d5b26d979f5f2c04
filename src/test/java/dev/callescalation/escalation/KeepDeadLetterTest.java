package dev.callescalation.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.store.JdbcStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepDeadLetterTest {

    @TempDir
    private Path folder;

    private final JdbcStore store = new JdbcStore();
    private final KeepDeadLetter keepDeadLetter = new KeepDeadLetter();

    @BeforeEach
    void open() {
        store.setUrl("jdbc:sqlite:" + folder.resolve("calls.db"));
        store.open();
        keepDeadLetter.setStore(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void keepsADeadlineOnceHoweverOftenItIsFound() {
        // given: whoever finds it is another each time
        Instant now = Instant.now();
        // when
        keep(new DeadlinePassed(now.plusSeconds(1), "e-1"), 4);
        keep(new DeadlinePassed(now.plusSeconds(31), "e-1"), 4);
        // and: of an escalation that has gone on meanwhile
        keep(new DeadlinePassed(now.plusSeconds(61), "e-1"), 5);
        // then
        List<DeadLetter> letters = store.deadLetters(DeadLetter.State.OPEN, 10);
        assertThat(letters).extracting(DeadLetter::failures).containsExactlyInAnyOrder(1, 2);
        assertThat(letters).extracting(DeadLetter::escalationId).containsOnly("e-1");
        assertThat(letters).extracting(DeadLetter::kind).containsOnly(MessageKind.DEADLINE);
    }

    private void keep(DeadlinePassed passed, long version) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setVariable("message", passed);
        exchange.setVariable("version", version);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("out of order"));
        keepDeadLetter.process(exchange);
    }
}
