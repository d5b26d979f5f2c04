package dev.callescalation.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.editing.LiveBundle;
import dev.callescalation.sandbox.Sandbox;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;

/**
 * The sandbox on the control port, so that the operator's page needs no second origin: its own API, which is passed on
 * to it, and the prepared edits.
 */
final class PageApi {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String JSON_TYPE = "application/json";
    private static final long LARGEST_BODY = 1_000_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Sandbox sandbox;
    private final PreparedEdits edits;
    private final LiveBundle bundle;
    private final boolean takenUp;

    /** @param takenUp whether the bundle takes up edits while it runs */
    PageApi(Sandbox sandbox, PreparedEdits edits, LiveBundle bundle, boolean takenUp) {
        this.sandbox = sandbox;
        this.edits = edits;
        this.bundle = bundle;
        this.takenUp = takenUp;
    }

    void serve(Router control) {
        control.get("/sandbox/edits").blockingHandler(answering(this::sendEdits));
        control.delete("/sandbox/edits").blockingHandler(answering(context -> {
            edits.takeBack();
            sendEdits(context);
        }));
        control.post("/sandbox/edits/:edit").blockingHandler(answering(this::edit));
        control.route("/sandbox/*")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
                .handler(this::passOn);
    }

    private void edit(RoutingContext context) throws IOException {
        Optional<PreparedEdit> edit = PreparedEdit.named(context.pathParam("edit"));
        if (edit.isEmpty()) {
            refuse(context, 404, "There is no prepared edit of that name.");
        } else if (!takenUp) {
            refuse(context, 409, "Edits are not taken up: calls.editing.enabled is false.");
        } else {
            edits.make(edit.get());
            sendEdits(context);
        }
    }

    /** All of them, which of them is in the files, and by what name the bundle will take up or refuse these. */
    private void sendEdits(RoutingContext context) throws IOException {
        List<PreparedEdit> made = edits.made();
        ObjectNode view = JSON.createObjectNode().put("version", bundle.inFolder());
        ArrayNode list = view.putArray("edits");
        for (PreparedEdit edit : PreparedEdit.values()) {
            list.addObject()
                    .put("edit", edit.word())
                    .put("file", edit.file())
                    .put("lines", edit.lines())
                    .put("made", made.contains(edit));
        }
        send(context, 200, JSON_TYPE, view.toString().getBytes(UTF_8));
    }

    private interface Answer {

        void to(RoutingContext context) throws IOException;
    }

    /** What the files do not allow is the reply. */
    private static Handler<RoutingContext> answering(Answer answer) {
        return context -> {
            try {
                answer.to(context);
            } catch (IllegalStateException e) {
                refuse(context, 409, e.getMessage());
            } catch (IOException e) {
                refuse(context, 409, "The file cannot be edited: " + e);
            }
        };
    }

    /** The sandbox does everything on a thread of its own, so it gets a request of its own. */
    private void passOn(RoutingContext context) {
        byte[] body = context.body().buffer() == null
                ? new byte[0]
                : context.body().buffer().getBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(sandbox.url() + context.request().uri()))
                .method(
                        context.request().method().name(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (context.request().method() == HttpMethod.POST) {
            request.header("Content-Type", JSON_TYPE);
        }
        http.sendAsync(request.build(), BodyHandlers.ofByteArray())
                .whenComplete(
                        (reply, failure) -> context.vertx().runOnContext(loop -> answer(context, reply, failure)));
    }

    private static void answer(RoutingContext context, HttpResponse<byte[]> reply, Throwable failure) {
        if (context.response().closed()) {
            return;
        }
        if (failure != null) {
            refuse(context, 502, "The sandbox does not answer: " + failure.getMessage());
            return;
        }
        send(
                context,
                reply.statusCode(),
                reply.headers().firstValue("Content-Type").orElse(JSON_TYPE),
                reply.body());
    }

    private static void refuse(RoutingContext context, int status, String sentence) {
        send(context, status, "text/plain; charset=utf-8", (sentence + "\n").getBytes(UTF_8));
    }

    private static void send(RoutingContext context, int status, String type, byte[] body) {
        context.response().setStatusCode(status).putHeader("Content-Type", type).end(Buffer.buffer(body));
    }
}
