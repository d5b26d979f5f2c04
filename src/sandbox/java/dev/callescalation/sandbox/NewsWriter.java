package dev.callescalation.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Parser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes notifications as Graph does, by the templates {@code news/app/*.jslt} and {@code news/communications/*.jslt}.
 * A value that is not given is left out.
 */
public final class NewsWriter {

    private static final Templates APP = new Templates("app");
    private static final Templates COMMUNICATIONS = new Templates("communications");

    private final String prefix;
    private final Templates templates;

    /** @param prefix {@code /communications}, {@code /app} or {@code /applications/<app id>} */
    public NewsWriter(String prefix) {
        this.prefix = prefix;
        this.templates = Form.isOld(prefix) ? APP : COMMUNICATIONS;
    }

    /**
     * A call is in another state.
     *
     * @param changeType created, updated or deleted
     * @param values     state, direction, tenantId, chainId, participantId, caller and bot (identitySets),
     *     requestedModalities, activeModalities, audio, resultInfo, terminationReason
     */
    public ObjectNode call(String changeType, String callId, ObjectNode values) {
        return write(templates.call, callId, values.put("changeType", changeType));
    }

    /** @param values operationId, clientContext, status, invited (participants), resultInfo, inPlace */
    public ObjectNode operation(String callId, ObjectNode values) {
        return write(templates.operation, callId, values);
    }

    /** @param values participants (each with identity, id, sourceId, inLobby and bot), inPlace */
    public ObjectNode roster(String callId, ObjectNode values) {
        return write(templates.roster, callId, values);
    }

    /** The body of one request with these notifications. */
    public ObjectNode request(List<ObjectNode> changes) {
        ObjectNode values = SandboxJson.object();
        values.putArray("changes").addAll(changes);
        return (ObjectNode) templates.request.apply(values);
    }

    private ObjectNode write(Expression template, String callId, ObjectNode values) {
        return (ObjectNode) template.apply(values.put("prefix", prefix).put("callId", callId));
    }

    private static final class Templates {

        private final Expression call;
        private final Expression operation;
        private final Expression roster;
        private final Expression request;

        private Templates(String folder) {
            call = compile(folder + "/call.jslt");
            operation = compile(folder + "/operation.jslt");
            roster = compile(folder + "/roster.jslt");
            request = compile(folder + "/request.jslt");
        }

        private static Expression compile(String name) {
            try (Reader template = open(name)) {
                return new Parser(template)
                        .withSource(name)
                        .withResourceResolver(Templates::open)
                        .withObjectFilter(". != null")
                        .compile();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Reader open(String name) {
            return new InputStreamReader(NewsWriter.class.getResourceAsStream("/news/" + name), UTF_8);
        }
    }
}
