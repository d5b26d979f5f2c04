package dev.callescalation.webhook;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/**
 * Sums up the notifications of one envelope: the result is an empty message with the header Location when the policy
 * sent one of them to another deployment. It is a fresh one, so that nothing else of a single notification, a
 * failure that has been dealt with for one, decides about the whole.
 */
public final class CarryLocation implements AggregationStrategy {

    private static final String LOCATION = "Location";

    @Override
    public Exchange aggregate(Exchange sum, Exchange notification) {
        Exchange result = sum == null ? new DefaultExchange(notification.getContext()) : sum;
        Object location = notification.getMessage().getHeader(LOCATION);
        if (location != null) {
            result.getMessage().setHeader(LOCATION, location);
        }
        return result;
    }
}
