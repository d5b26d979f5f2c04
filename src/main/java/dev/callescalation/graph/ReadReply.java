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
        CommandReply reply = reader.read(
                exchange.getVariable("command", Command.class),
                exchange.getVariable("reply", String.class),
                message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
                message.getHeader("Location", String.class),
                message.getBody(String.class));
        message.removeHeaders("*");
        message.setBody(reply.orBecause(exchange.getVariable("unsendable", "", String.class)));
    }
}
