package dev.callescalation.sandbox;

import dev.callescalation.sandbox.Fault.Misdelivery;
import dev.callescalation.sandbox.Fault.Misdelivery.How;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Loses, doubles and swaps notifications where faults ask for it. */
final class Misdeliveries {

    private final FaultBook faults;

    Misdeliveries(FaultBook faults) {
        this.faults = faults;
    }

    /** @param notifications those that one command causes, in their order */
    List<WebhookMessage> apply(String scenarioId, List<WebhookMessage> notifications) {
        List<WebhookMessage> swapped = new ArrayList<>(notifications);
        for (int i = 0; i + 1 < swapped.size(); i++) {
            if (strikes(scenarioId, How.SWAPPED, swapped.get(i))) {
                Collections.swap(swapped, i, i + 1);
                i++;
            }
        }
        List<WebhookMessage> sent = new ArrayList<>();
        for (WebhookMessage notification : swapped) {
            if (strikes(scenarioId, How.LOST, notification)) {
                sent.add(notification.asLost());
                continue;
            }
            sent.add(notification);
            if (strikes(scenarioId, How.DOUBLED, notification)) {
                sent.add(notification);
            }
        }
        return sent;
    }

    private boolean strikes(String scenarioId, How how, WebhookMessage notification) {
        return faults.take(
                        scenarioId,
                        Misdelivery.class,
                        fault -> fault.how() == how && fault.notification().covers(notification.kind()))
                .isPresent();
    }
}
