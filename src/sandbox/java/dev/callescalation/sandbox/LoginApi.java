package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.Fault.SlowReply;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The token endpoint: OAuth 2.0 client credentials (RFC 6749, 4.4), as Microsoft's login service offers it. */
final class LoginApi {

    private static final String BASIC = "Basic ";

    private final SandboxSettings settings;
    private final AccessTokens tokens;
    private final FaultBook faults;
    private final AtomicInteger requests = new AtomicInteger();

    LoginApi(SandboxSettings settings, AccessTokens tokens, FaultBook faults) {
        this.settings = settings;
        this.tokens = tokens;
        this.faults = faults;
    }

    int requests() {
        return requests.get();
    }

    void token(RoutingContext context) {
        requests.incrementAndGet();
        String scenarioId = context.request().getHeader("Scenario-Id");
        Reply reply = faults.take(
                        scenarioId, Fault.Reply.class, fault -> fault.on().equals(CommandKind.TOKEN.word()))
                .map(Reply::scripted)
                .orElseGet(() -> grant(context.pathParam("tenant"), context.request()));
        Optional<SlowReply> slow =
                faults.take(scenarioId, SlowReply.class, fault -> fault.on().equals(CommandKind.TOKEN.word()));
        ReplySender.send(context, reply, slow.map(SlowReply::delay));
    }

    private Reply grant(String tenantId, HttpServerRequest request) {
        String grant = request.getFormAttribute("grant_type");
        if (!"client_credentials".equals(grant)) {
            return refusal(
                    400,
                    "unsupported_grant_type",
                    "The grant type is '" + grant + "'; client_credentials is supported.");
        }
        if (!credentials(request).equals(settings.appId() + ":" + settings.appSecret())) {
            return refusal(401, "invalid_client", "The client id or the client secret is wrong.");
        }
        String scope = request.getFormAttribute("scope");
        if (scope == null || !scope.endsWith("/.default")) {
            return refusal(
                    400,
                    "invalid_scope",
                    "The scope is '" + scope + "'; it must be the resource followed by /.default.");
        }
        return Reply.of(
                200,
                SandboxJson.object()
                        .put("token_type", "Bearer")
                        .put("expires_in", AccessTokens.LIFETIME.toSeconds())
                        .put("ext_expires_in", AccessTokens.LIFETIME.toSeconds())
                        .put("access_token", tokens.issue(tenantId)));
    }

    /** RFC 6749, 2.3.1: both halves are form-encoded before they go into the header. */
    private static String credentials(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.startsWith(BASIC)) {
            return request.getFormAttribute("client_id") + ":" + request.getFormAttribute("client_secret");
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()));
            String[] halves = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            return URLDecoder.decode(halves[0], StandardCharsets.UTF_8) + ":"
                    + (halves.length < 2 ? "" : URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Reply refusal(int status, String error, String description) {
        JsonNode body = SandboxJson.object().put("error", error).put("error_description", description);
        return Reply.of(status, body);
    }
}
