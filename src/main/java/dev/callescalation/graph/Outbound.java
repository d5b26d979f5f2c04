package dev.callescalation.graph;

import dev.callescalation.secret.KeyFiles;
import dev.callescalation.secret.Secrets;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/**
 * The way out, the same for tokens, signing keys, commands and the look-ups of policies ({@link OutboundHttp}): through
 * a proxy or directly, and which certificate authorities are trusted. This machine is always reached directly.
 */
public final class Outbound extends SSLContextParameters implements HttpClientConfigurer {

    private static final String PROXY_URL = "calls.outbound.proxy-url";
    private static final String CA_FILE = "calls.outbound.ca-file";
    /** Set in the context of a request once it can go to its host. */
    private static final String TUNNEL = "outbound.tunnel";

    private final UnaryOperator<String> environment;
    private String proxyUrl = "";
    private String user = "";
    private Supplier<String> password = () -> "";
    private List<String> direct = List.of();
    private String caFile = "";

    public Outbound() {
        this(System::getenv);
    }

    /** @param environment gives the value of a variable, or null */
    Outbound(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /**
     * {@code http://<host>:<port>}. Blank for that of the environment variable HTTPS_PROXY, which may hold user and
     * password and counts for https only, or for none.
     */
    public void setProxyUrl(String proxyUrl) {
        this.proxyUrl = proxyUrl.strip();
    }

    /** Blank for that of HTTPS_PROXY, or for none. */
    public void setProxyUser(String proxyUser) {
        user = proxyUser.strip();
    }

    /** Asked for the password of the proxy. */
    public void setSecrets(Secrets secrets) {
        password = secrets.rotating(Secrets.PROXY_PASSWORD);
    }

    /** Hosts that are reached directly, with all below them; comma-separated. Blank for those of NO_PROXY. */
    public void setNoProxy(String noProxy) {
        String hosts = noProxy.isBlank() ? environment.apply(given("NO_PROXY")) : noProxy;
        direct = Stream.of(Objects.toString(hosts, "").toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .map(host -> host.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", ""))
                .filter(host -> !host.isEmpty())
                .toList();
    }

    /** That name, or the one in lower case when there is no variable of it. */
    private String given(String variable) {
        return environment.apply(variable) == null ? variable.toLowerCase(Locale.ROOT) : variable;
    }

    /** PEM file of certificate authorities that are trusted besides those of Java. Blank for none. */
    public void setCaFile(String caFile) {
        this.caFile = caFile.strip();
    }

    /** @throws IllegalArgumentException when that is no address of a proxy; the message does not quote it */
    public static void checkProxy(String address) {
        if (proxy(PROXY_URL, address).getRawUserInfo() != null) {
            throw new IllegalArgumentException(PROXY_URL + " holds a user or a password; set calls.outbound.proxy-user"
                    + " and CALLS_OUTBOUND_PROXY_PASSWORD");
        }
    }

    private static URI proxy(String name, String address) {
        try {
            URI uri = new URI(address.contains("://") ? address.strip() : "http://" + address.strip());
            if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // refused below, without a cause that quotes it
        }
        throw new IllegalArgumentException(name + " must be http://<host>:<port> of a proxy", null);
    }

    /** @throws IllegalArgumentException when HTTPS_PROXY is needed and holds no address of a proxy */
    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.addExecInterceptorFirst("outbound", this::explain);
        URI uri = proxy();
        if (uri == null) {
            return;
        }
        HttpHost proxy = new HttpHost("http", uri.getHost(), uri.getPort());
        client.setRoutePlanner(new DefaultRoutePlanner(null) {
            @Override
            protected HttpHost determineProxy(HttpHost target, HttpContext context) {
                return isDirect(target) ? null : proxy;
            }
        });
        client.addExecInterceptorAfter(ChainElement.CONNECT.name(), TUNNEL, (request, scope, chain) -> {
            scope.clientContext.setAttribute(TUNNEL, true);
            return chain.proceed(request, scope);
        });
        String ofTheAddress = Objects.toString(uri.getRawUserInfo(), "");
        // a look-up may have credentials of its own
        client.addExecInterceptorFirst("outbound-user", (request, scope, chain) -> {
            CredentialsProvider others = scope.clientContext.getCredentialsProvider();
            scope.clientContext.setCredentialsProvider((asked, context) -> new AuthScope(proxy).match(asked) >= 0
                    ? credentials(ofTheAddress)
                    : others.getCredentials(asked, context));
            return chain.proceed(request, scope);
        });
    }

    /** Null when there is none. */
    private URI proxy() {
        String name = proxyUrl.isEmpty() ? given("HTTPS_PROXY") : PROXY_URL;
        String address = proxyUrl.isEmpty() ? Objects.toString(environment.apply(name), "") : proxyUrl;
        return address.isBlank() ? null : proxy(name, address);
    }

    /** For Java's own HTTP client, which gives no proxy a user. */
    public ProxySelector proxySelector() {
        URI uri = proxy();
        Proxy proxy = uri == null
                ? Proxy.NO_PROXY
                : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), uri.getPort()));
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI target) {
                return List.of(isDirect(HttpHost.create(target)) ? Proxy.NO_PROXY : proxy);
            }

            @Override
            public void connectFailed(URI target, SocketAddress address, IOException e) {
                // the request fails, and says why
            }
        };
    }

    /** Null when there is no user. */
    private UsernamePasswordCredentials credentials(String ofTheAddress) {
        if (!user.isEmpty()) {
            return new UsernamePasswordCredentials(user, password.get().toCharArray());
        }
        String[] parts = (ofTheAddress + ":").replace("+", "%2B").split(":", -1);
        return parts[0].isEmpty()
                ? null
                : new UsernamePasswordCredentials(
                        decoded(parts[0]), decoded(parts[1]).toCharArray());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    boolean isDirect(HttpHost target) {
        String host = target.getHostName().toLowerCase(Locale.ROOT);
        return PartnerAddress.isLoopback(host)
                || proxyUrl.isEmpty() && "http".equalsIgnoreCase(target.getSchemeName())
                || direct.stream().anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
    }

    /** Nothing has been sent in these cases, and the setting that may be wrong is ours. */
    private ClassicHttpResponse explain(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        String host = scope.route.getTargetHost().getHostName();
        try {
            ClassicHttpResponse reply = chain.proceed(request, scope);
            if (scope.route.isTunnelled() && scope.clientContext.removeAttribute(TUNNEL) == null) {
                // the client takes what the proxy says for the reply of the host
                reply.close();
                throw new ConnectException(
                        "the proxy " + scope.route.getProxyHost().toHostString() + " (" + PROXY_URL
                                + " or HTTPS_PROXY) does not connect to " + host + ": HTTP " + reply.getCode());
            }
            return reply;
        } catch (SSLHandshakeException | SSLPeerUnverifiedException e) {
            String why = String.valueOf(e.getMessage());
            String cure = why.contains("PKIX") ? "; name the authority that signed its certificate in " + CA_FILE : "";
            throw (IOException) new SSLHandshakeException("no TLS with " + host + ": " + why + cure).initCause(e);
        } catch (UnknownHostException e) {
            // Java's own message is the name alone; behind a proxy it is that of the proxy
            String name = scope.route.getProxyHost() == null
                    ? host
                    : scope.route.getProxyHost().getHostName();
            throw (IOException) new UnknownHostException("no address is known of " + name + " (DNS)").initCause(e);
        } catch (IOException e) {
            // such as a ClosedChannelException
            throw e.getMessage() != null
                    ? e
                    : new IOException(
                            "no reply from " + host + ": " + e.getClass().getSimpleName(), e);
        }
    }

    @Override
    public SSLContext createSSLContext(CamelContext context) throws GeneralSecurityException, IOException {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {trusted()}, null);
        return tls;
    }

    /** What a client of Java's own trusts. */
    public X509TrustManager trusted() throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        if (!caFile.isEmpty()) {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            List<X509Certificate> own = KeyFiles.certificates(CA_FILE, caFile);
            Stream<X509Certificate> javas = Stream.of(trust.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()));
            for (X509Certificate authority : Stream.concat(own.stream(), javas).toList()) {
                all.setCertificateEntry(String.valueOf(all.size()), authority);
            }
            trust.init(all);
        }
        return Stream.of(trust.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** For requests that are rare: no connection is kept. {@link Redirects} are followed. */
    public CloseableHttpClient client(int connectMillis, int readMillis, int maxReplyBytes) {
        try {
            HttpClientBuilder client = HttpClientBuilder.create()
                    .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                            .setTlsSocketStrategy(new DefaultClientTlsStrategy(createSSLContext(null)))
                            .setDefaultConnectionConfig(ConnectionConfig.custom()
                                    .setConnectTimeout(Timeout.ofMilliseconds(connectMillis))
                                    .setSocketTimeout(Timeout.ofMilliseconds(readMillis))
                                    .build())
                            .build())
                    .setDefaultRequestConfig(RequestConfig.custom()
                            .setResponseTimeout(Timeout.ofMilliseconds(readMillis))
                            .build())
                    .setConnectionReuseStrategy((request, reply, context) -> false)
                    .disableRedirectHandling()
                    .disableAutomaticRetries()
                    .disableCookieManagement();
            BoundedReplies replies = new BoundedReplies();
            replies.setMaxBytes(maxReplyBytes);
            configureHttpClient(client);
            replies.configureHttpClient(client);
            return client.build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot speak TLS", e);
        }
    }
}
