package dev.callescalation.graph;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** A step: what came back for the variable {@code command}, and what {@code reply} says of it, becomes the body. */
public final class ReadReply implements Processor {

    private ReplyReader reader;

    public void setReader(ReplyReader reader) {
        this.reader = reader;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        // without a status there is no reply, and in the body is what was to be sent
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        CommandReply reply = reader.read(
                exchange.getVariable("command", Command.class),
                exchange.getVariable("reply", String.class),
                status,
                message.getHeader("Location", String.class),
                status == null ? "" : message.getBody(String.class));
        message.removeHeaders("*");
        message.setBody(reply.orBecause(exchange.getVariable("unsendable", "", String.class)));
    }
}
