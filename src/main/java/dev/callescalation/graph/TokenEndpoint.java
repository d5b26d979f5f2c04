package dev.callescalation.graph;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Asks the login host for tokens of the bot itself (Microsoft identity platform: OAuth 2.0 client credentials flow,
 * with a shared secret or a certificate).
 */
record TokenEndpoint(URI login, Supplier<BotProof> bot, Scope scope, CloseableHttpClient http, Clock clock) {

    /** When the answer does not say how long its token lives, which RFC 6749 section 5.1 permits. */
    private static final long ASSUMED_SECONDS = 300;

    /**
     * @param tenant safe to be pasted into a path
     * @throws GraphTokenException when there is none
     */
    GraphToken fetch(String tenant) {
        long askedAt = clock.millis();
        BotProof proof = bot.get();
        HTTPResponse answer = send(tenant, proof);
        try {
            if (answer.getStatusCode() != HTTPResponse.SC_OK) {
                throw failed(tenant, proof, "HTTP " + answer.getStatusCode() + said(ErrorObject.parse(answer)), null);
            }
            AccessToken token = AccessTokenResponse.parse(answer).getTokens().getAccessToken();
            long seconds = token.getLifetime() > 0 ? token.getLifetime() : ASSUMED_SECONDS;
            return GraphToken.of("Bearer " + token.getValue(), askedAt, seconds * 1000);
        } catch (ParseException | IllegalArgumentException e) {
            // The parser's message may quote what it read, and that may be a token.
            throw failed(tenant, proof, "HTTP " + answer.getStatusCode() + ", an answer that holds no token", null);
        }
    }

    private HTTPResponse send(String tenant, BotProof proof) {
        HTTPRequest request = request(tenant, proof);
        HttpPost post = new HttpPost(request.getURI());
        post.setEntity(new StringEntity(request.getBody(), ContentType.APPLICATION_FORM_URLENCODED));
        try {
            return http.execute(post, TokenEndpoint::answer);
        } catch (IOException e) {
            throw failed(tenant, proof, e.getMessage(), e);
        }
    }

    private static HTTPResponse answer(ClassicHttpResponse reply) throws IOException {
        HTTPResponse answer = new HTTPResponse(reply.getCode());
        HttpEntity body = reply.getEntity();
        if (body != null) {
            try {
                answer.setContentType(body.getContentType());
                answer.setBody(new String(EntityUtils.toByteArray(body), StandardCharsets.UTF_8));
            } catch (ParseException | IOException e) {
                throw new IOException("HTTP " + reply.getCode() + ", " + e.getMessage(), e);
            }
        }
        return answer;
    }

    private HTTPRequest request(String tenant, BotProof bot) {
        URI address = URI.create(login + "/" + tenant + "/oauth2/v2.0/token");
        ClientAuthentication proof = bot.at(address);
        return new TokenRequest.Builder(address, proof, new ClientCredentialsGrant())
                .scope(scope)
                // RFC 7523 leaves it to the assertion, but Microsoft asks for it in the form.
                .customParameter("client_id", proof.getClientID().getValue())
                .build()
                .toHTTPRequest();
    }

    private static String said(ErrorObject error) {
        String code = error.getCode() == null ? "" : " " + error.getCode();
        return error.getDescription() == null ? code : code + ", " + error.getDescription();
    }

    /** A login host should not repeat the secret, but it is not the host that pays for trusting it to. */
    private GraphTokenException failed(String tenant, BotProof proof, String why, Throwable cause) {
        String sentence = "no token for tenant " + tenant + " from " + login.getHost() + ": " + why;
        return new GraphTokenException(proof.hideIn(sentence), cause);
    }
}
