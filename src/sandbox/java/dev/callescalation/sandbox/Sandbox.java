package dev.callescalation.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import java.net.BindException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Microsoft Graph's calling API on this machine, with real HTTP and real tokens, for demos, stories and tests. It
 * listens on 127.0.0.1 only. Everything in it happens on one event loop, so its parts need no locks.
 */
public final class Sandbox implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int MOST_REQUESTS = 20_000;
    private static final int MOST_ENDED_SCENARIOS = 50_000;
    private static final int MOST_OPEN_SCENARIOS = 150_000;
    private static final int MOST_WEBHOOK_CONNECTIONS = 256;

    private final Vertx vertx;
    private final Watchers watchers = new Watchers();
    private final RequestLog requests = new RequestLog(MOST_REQUESTS, watchers);
    private final FaultBook faults = new FaultBook();
    private final LoginApi login;
    private final TokenSigner webhookTokens;
    private final CallDesk desk;
    private final HttpServer server;
    private volatile String webhook;

    private Sandbox(SandboxSettings settings, Timing timing) {
        webhook = settings.webhookUrl();
        webhookTokens = new TokenSigner(settings.appId(), Clock.systemUTC(), timing.skew());
        AccessTokens accessTokens = new AccessTokens(Clock.systemUTC());
        Directory directory = new Directory(MOST_ENDED_SCENARIOS, MOST_OPEN_SCENARIOS);
        Switchboard switchboard = new Switchboard(settings.appId(), directory, faults);
        login = new LoginApi(settings, accessTokens, faults);
        vertx = oneEventLoop();
        Courier courier = new Courier(
                vertx,
                vertx.createHttpClient(
                        new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(MOST_WEBHOOK_CONNECTIONS)),
                webhookTokens,
                timing,
                watchers);
        Postman postman = new Postman(vertx, courier, new Misdeliveries(faults), settings.stepDelay());
        MediaDesk media = new MediaDesk(settings.appId(), directory, faults);
        CommandDesk commands = new CommandDesk(settings.appId(), faults, switchboard, media);
        GraphApi graph = new GraphApi(accessTokens, directory, faults, commands, postman, requests);
        desk = new CallDesk(
                vertx, settings, () -> webhook, directory, faults, switchboard, media, postman, timing.answerWithin());
        ControlApi control = new ControlApi(directory, faults, requests);
        server = vertx.createHttpServer()
                .requestHandler(Endpoints.router(vertx, login, new KeysApi(webhookTokens), graph, desk, control));
    }

    /** Returns when it listens; a taken port is an IllegalStateException that says what to do. */
    public static Sandbox start(SandboxSettings settings) {
        return start(settings, Timing.GRAPH);
    }

    /** The same with clocks of your own. */
    public static Sandbox start(SandboxSettings settings, Timing timing) {
        Sandbox sandbox = new Sandbox(settings, timing);
        try {
            wait(sandbox.server.listen(settings.port(), HOST));
            return sandbox;
        } catch (CompletionException e) {
            sandbox.close();
            if (e.getCause() instanceof BindException) {
                throw new IllegalStateException(
                        "Port " + settings.port() + " is taken, so the sandbox cannot listen there; "
                                + "stop the program that has it, or set calls.sandbox.port to a free port.",
                        e.getCause());
            }
            throw new IllegalStateException(
                    "The sandbox cannot start: " + e.getCause().getMessage(), e.getCause());
        }
    }

    public int port() {
        return server.actualPort();
    }

    /** Without a slash at the end. */
    public String url() {
        return "http://" + HOST + ":" + port();
    }

    /** Incoming calls are announced there from now on. */
    public void webhook(String url) {
        webhook = url;
    }

    /** Every command on calls that came in, oldest first; of more than 20,000 the newest. */
    public List<RecordedRequest> requests() {
        return requests.all();
    }

    public List<RecordedRequest> requests(String scenarioId) {
        return requests.of(scenarioId);
    }

    /** The token that Graph shows to the webhook for a call of that tenant. Tests post notifications with it. */
    public String webhookToken(String tenantId) {
        Promise<String> token = Promise.promise();
        vertx.runOnContext(loop -> token.complete(webhookTokens.tokenFor(tenantId)));
        return token.future().toCompletionStage().toCompletableFuture().join();
    }

    /**
     * Lets somebody call the bot in today's form, with nothing but the scenario to say.
     *
     * @param scenarioId must not exist yet: the future fails with an IllegalArgumentException that says so
     */
    public CompletableFuture<Void> place(String scenarioId) {
        return onLoop(
                () -> desk.place(CallOrder.of(SandboxJson.object().put("scenario", scenarioId), desk.defaultTenant())));
    }

    /**
     * Lets somebody call the bot as {@code POST /sandbox/calls} does.
     *
     * @param order the JSON that it takes; what it cannot read fails the future with an IllegalArgumentException
     */
    public CompletableFuture<Void> order(String order) {
        return onLoop(() -> desk.place(CallOrder.of(SandboxJson.parse(order), desk.defaultTenant())));
    }

    /** Everybody leaves: the meetings of a scenario end, and the bot is notified. Ended meetings remain so. */
    public CompletableFuture<Void> endMeetings(String scenarioId) {
        return onLoop(() -> desk.endMeetings(scenarioId));
    }

    /** Calls this watcher for everything that happens from now on. */
    public void watch(SandboxWatcher watcher) {
        watchers.add(watcher);
    }

    private CompletableFuture<Void> onLoop(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        vertx.runOnContext(loop -> {
            try {
                work.run();
                done.complete(null);
            } catch (IllegalArgumentException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /** How often somebody asked for an access token, in vain or not. */
    public int tokenRequests() {
        return login.requests();
    }

    /** @param scenarioId null for every scenario */
    public void fault(String scenarioId, Fault fault) {
        faults.add(scenarioId, fault);
    }

    /** Disarms every fault that has not struck yet. */
    public void clearFaults() {
        faults.clear();
    }

    /** What waits to be sent is dropped. A second call does nothing. */
    @Override
    public void close() {
        wait(vertx.close());
    }

    private static Vertx oneEventLoop() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    private static void wait(Future<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }
}
