package dev.callescalation.routes;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleFiles;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Repetition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A policy that takes its time delays the calls that it decides on, and no others. */
class SlowPolicyTest {

    private static final String SLOW = "51011111-2222-4333-8444-555555555555";
    private static final String SLOW_CALLER = "{\"user\":{\"id\":\"" + SLOW + "\",\"displayName\":\"Slow\"}}";

    @TempDir
    private static Path folder;

    /** It takes connections, and never says a word. */
    private static ServerSocket silent;

    private static final List<Socket> ASKING = new CopyOnWriteArrayList<>();

    private static TestBundle bundle;
    private static TestBundle impatient;

    @BeforeAll
    static void start() throws IOException {
        silent = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(SlowPolicyTest::accept, "silent");
        accepting.setDaemon(true);
        accepting.start();
        BundleFiles.copyTo(folder, "application-dev.properties");
        String lookUp = "http://127.0.0.1:" + silent.getLocalPort() + "/who";
        addStep("choose-meeting", "to: {uri: http, parameters: {httpUri: \"" + lookUp + "?httpMethod=GET\"}}");
        addStep("after-failure", "process: {ref: gate}");
        Files.writeString(
                folder.resolve("application.properties"),
                "\ncamel.beans.gate = #class:" + Gate.class.getName() + "\n",
                StandardOpenOption.APPEND);
        bundle = TestBundle.start(folder, Map.of("camel.component.http.response-timeout", "60000"));
        impatient = TestBundle.start(
                folder,
                Map.of("calls.escalation.established-deadline-ms", "300", "calls.escalation.watch-period-ms", "50"));
    }

    private static void accept() {
        try {
            while (true) {
                ASKING.add(silent.accept());
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    /** In front of the policy's other steps, for slow callers. */
    private static void addStep(String policy, String step) throws IOException {
        Path file = folder.resolve("routes/policy/" + policy + ".camel.yaml");
        String added = """
                      steps:
                        - filter:
                            expression:
                              simple:
                                expression: "${variable.callerId} == '%s'"
                            steps:
                              - setBody: {constant: {expression: ""}}
                              - %s
                """.formatted(SLOW, step);
        Files.writeString(file, Files.readString(file).replaceFirst("(?m)^      steps:\n", added.replace("$", "\\$")));
    }

    @AfterAll
    static void stop() throws IOException {
        bundle.close();
        impatient.close();
        silent.close();
    }

    @EachPrefix
    void aLookUpThatHangsCostsNoOtherCall(String prefix) {
        // given
        List<TestCall> slow =
                calls(45, () -> bundle.call(prefix).incoming(SLOW_CALLER).awaitOperation("answer", "completed"));
        List<TestCall> others = calls(5, () -> bundle.call(prefix).incoming().awaitOperation("answer", "completed"));
        ExecutorService graph = Executors.newCachedThreadPool();
        try {
            // when
            slow.forEach(call -> graph.execute(() -> call.callerIs("established")));
            await().until(() -> ASKING.size() >= 8);
            // then
            others.forEach(call -> call.callerIs("established").awaitOperation("join", "completed"));
            assertThat(slow).noneMatch(call -> call.operations().contains("join"));
        } finally {
            graph.shutdownNow();
        }
    }

    @EachPrefix
    void aDeadlineThatIsSlowToDecideOnHoldsUpNoOther(String prefix) {
        // given
        Gate.shut();
        List<TestCall> slow = calls(6, () -> neverEstablished(prefix).incoming(SLOW_CALLER));
        await().until(Gate::isReached);
        // when
        TestCall other = neverEstablished(prefix).incoming();
        // then
        other.awaitPhase("failed");
        assertThat(slow).noneMatch(call -> call.phase().equals("failed"));
        // and none of them is decided on twice
        Gate.open();
        slow.forEach(call -> call.awaitPhase("failed").awaitOperation("hang-up-caller", "completed"));
        assertThat(slow).allMatch(call -> hangUps(call) == 1);
    }

    private static long hangUps(TestCall call) {
        return call.requestsTo("/" + call.callerCallId()).stream()
                .filter(request -> request.method().equals("DELETE"))
                .count();
    }

    private static List<TestCall> calls(int number, Supplier<TestCall> call) {
        return Stream.generate(call).limit(number).toList();
    }

    private static TestCall neverEstablished(String prefix) {
        TestCall call = impatient.call(prefix);
        Fault establishing = new Fault.Reply(
                CommandKind.GET,
                200,
                Map.of(),
                json("{\"state\":\"establishing\"}"),
                Repetition.times(Integer.MAX_VALUE));
        impatient.sandbox().fault(call.scenarioId(), establishing);
        return call;
    }
}
