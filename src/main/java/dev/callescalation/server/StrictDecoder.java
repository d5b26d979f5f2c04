package dev.callescalation.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads requests as Vert.x does, but answers 400 and hangs up where a proxy in front could see other requests than we
 * do (request smuggling). Netty reads some of them in its own way, and which ones differs from version to version.
 */
final class StrictDecoder extends VertxHttpRequestDecoder {

    /** As Vert.x calls the part of its pipeline that this one replaces. */
    private static final String NAME = "httpDecoder";

    /** RFC 9110, 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0A-\\x1F\\x7F]");

    private static final String REFUSAL = "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

    private final Refusals refusals;
    /** Of the body that is being read; null where it has none. */
    private ChunkLines chunks;
    /** So many readable bytes have been checked before they were decoded. */
    private int checked;

    /** To the last request that was passed on. */
    private HttpServerResponse response;

    private boolean refused;

    private StrictDecoder(HttpServerOptions options, Refusals refusals) {
        super(options);
        this.refusals = refusals;
    }

    /** Called when the connection is open, and before anything is read from it. */
    static void decode(HttpConnection connection, HttpServerOptions options, Refusals refusals) {
        pipeline(connection).replace(NAME, NAME, new StrictDecoder(options, refusals));
    }

    /** The headers are there and a reply may come before the body; then the body is not answered once more. */
    static void passedOn(HttpServerRequest request) {
        pipeline(request.connection()).get(StrictDecoder.class).response = request.response();
    }

    private static ChannelPipeline pipeline(HttpConnection connection) {
        return ((ConnectionBase) connection).channelHandlerContext().pipeline();
    }

    /** Netty asks when it has the headers, and makes an exception a request that cannot be read. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        if (message instanceof HttpRequest) {
            check(message.protocolVersion(), message.headers());
        }
        return super.isContentAlwaysEmpty(message);
    }

    private static void check(HttpVersion version, HttpHeaders headers) {
        for (Map.Entry<String, String> header : headers) {
            refuseIf(!TOKEN.matcher(header.getKey()).matches(), "a name of a header is no token");
            refuseIf(CONTROL.matcher(header.getValue()).find(), "a header has a control character");
        }
        boolean old = version.compareTo(HttpVersion.HTTP_1_1) < 0;
        int hosts = headers.getAll(HttpHeaderNames.HOST).size();
        refuseIf(hosts > 1 || hosts == 0 && !old, "not exactly one Host");
        refuseIf(headers.getAll(HttpHeaderNames.CONTENT_TYPE).size() > 1, "several Content-Types");
        List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!encodings.isEmpty()) {
            refuseIf(old, "a Transfer-Encoding in HTTP/1.0");
            refuseIf(headers.contains(HttpHeaderNames.CONTENT_LENGTH), "Content-Length and Transfer-Encoding");
            refuseIf(
                    encodings.size() > 1 || !"chunked".equalsIgnoreCase(encodings.get(0)), "another Transfer-Encoding");
        }
    }

    private static void refuseIf(boolean wrong, String what) {
        if (wrong) {
            throw new IllegalArgumentException(what);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (chunks != null && !chunks.read(in, in.readerIndex() + checked)) {
            refused = true;
            refusals.count(Refusals.UNREADABLE);
            boolean answered = response != null && response.headWritten();
            context.writeAndFlush(answered ? Unpooled.EMPTY_BUFFER : Unpooled.copiedBuffer(REFUSAL, US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        }
        if (refused) {
            chunks = null;
            in.skipBytes(in.readableBytes());
            return;
        }
        super.decode(context, in, out);
        checked = in.readableBytes();
        for (Object read : out) {
            follow(read);
        }
    }

    private void follow(Object read) {
        if (read instanceof HttpRequest request) {
            chunks = HttpUtil.isTransferEncodingChunked(request) ? new ChunkLines() : null;
            checked = 0;
        } else if (read instanceof LastHttpContent) {
            chunks = null;
        }
    }
}
