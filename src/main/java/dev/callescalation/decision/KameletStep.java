package dev.callescalation.decision;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.support.builder.ExpressionBuilder;

/**
 * A step of a decision. Each use of its Kamelet has a bean of its own; the file in routes/kamelets says what each
 * property means. An empty property decides nothing.
 */
public abstract class KameletStep implements Processor, CamelContextAware {

    private CamelContext context;
    String phase = "";
    Duration wait;

    @Override
    public final CamelContext getCamelContext() {
        return context;
    }

    @Override
    public final void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }

    /** The phase that is entered. */
    public final void setPhase(String phase) {
        this.phase = phase;
    }

    /** How long, in milliseconds, the phase waits from now on. */
    public final void setWaitMs(String waitMs) {
        this.wait = waitMs.isEmpty() ? null : Duration.ofMillis(Long.parseLong(waitMs));
    }

    /**
     * A text, the same for each message, or an expression of Camel's language simple.
     *
     * @return null for an empty one
     * @throws org.apache.camel.language.simple.types.SimpleIllegalSyntaxException when the expression is wrong
     */
    final Expression expression(String text) {
        if (text.isEmpty()) {
            return null;
        }
        Expression expression = text.contains("${")
                ? context.resolveLanguage("simple").createExpression(text)
                : ExpressionBuilder.constantExpression(text);
        expression.init(context);
        return expression;
    }

    /** Empty for no expression, and where it finds nothing. */
    static String text(Expression expression, Exchange exchange) {
        String text = expression == null ? null : expression.evaluate(exchange, String.class);
        return text == null ? "" : text;
    }
}
