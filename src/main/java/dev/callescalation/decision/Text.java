package dev.callescalation.decision;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** A text that a Kamelet is given: the same for each message, or an expression of Camel's language simple. */
final class Text implements Expression {

    static final Text EMPTY = new Text("", null);

    private final String text;
    private final Expression expression;

    private Text(String text, Expression expression) {
        this.text = text;
        this.expression = expression;
    }

    /** @throws org.apache.camel.language.simple.types.SimpleIllegalSyntaxException when the expression is wrong */
    static Text of(CamelContext context, String text) {
        if (!text.contains("${")) {
            return text.isEmpty() ? EMPTY : new Text(text, null);
        }
        Expression expression = context.resolveLanguage("simple").createExpression(text);
        expression.init(context);
        return new Text(text, expression);
    }

    @Override
    public <T> T evaluate(Exchange exchange, Class<T> type) {
        return expression == null
                ? exchange.getContext().getTypeConverter().convertTo(type, exchange, text)
                : expression.evaluate(exchange, type);
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** Empty where the expression finds nothing. */
    String in(Exchange exchange) {
        String value = expression == null ? text : expression.evaluate(exchange, String.class);
        return value == null ? "" : value;
    }

    /** The value as it is, such as a list of people; null where the expression finds nothing. */
    Object valueIn(Exchange exchange) {
        return expression == null ? text : expression.evaluate(exchange, Object.class);
    }
}
