package dev.callescalation.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.callescalation.BundleFiles;
import dev.callescalation.CallEscalation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What routes ask outside of the program is answered by the story, and nothing is sent there. */
class OutsideEndpointsTest {

    /** The file of the secret is where the bundle runs, and not here. */
    private static final String ASK_FOR_THE_SUBJECT = """
                    - setHeader:
                        name: Authorization
                        expression: {constant: {expression: "Bearer {{secret:office.token}}"}}
                    - to:
                        uri: http
                        parameters: {httpUri: "{{office.url}}/subject?of=reception", httpMethod: GET}
                    - setVariable:
                        name: subject
                        expression: {simple: {expression: "${bodyAs(String)}"}}
            """;

    private static final String OPEN_A_TICKET = """
                    - setBody:
                        expression: {simple: {expression: '{"call": "${variable.callerCallId}"}'}}
                    - to:
                        uri: http
                        parameters: {httpUri: "{{office.url}}/tickets"}
                    - to:
                        uri: file
                        parameters: {directoryName: "{{office.folder}}"}
            """;

    @TempDir
    Path folder;

    private final List<String> reached = new CopyOnWriteArrayList<>();
    private HttpServer office;
    private String output;

    /** A bundle whose policies ask a system in production, which is up. */
    @BeforeEach
    void editTheBundle() throws IOException {
        office = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        office.createContext("/", exchange -> {
            reached.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        office.start();
        BundleFiles.copyTo(folder);
        Files.createDirectory(folder.resolve("scenarios"));
        edit("application.properties", "# --- Store", """
                office.url = http://127.0.0.1:%d
                office.folder = %s
                office.token-file = /run/secrets/office-token
                # --- Store""".formatted(
                        office.getAddress().getPort(), folder.resolve("outbox")));
        edit(
                "routes/policy/choose-meeting.camel.yaml",
                "        - choice:\n",
                ASK_FOR_THE_SUBJECT + "        - choice:\n");
        String answered = "      parameters: {name: call-answered}\n      steps:\n";
        edit("routes/policy/moments.camel.yaml", answered, answered + OPEN_A_TICKET);
    }

    @AfterEach
    void closeTheOffice() {
        office.stop(0);
        // nothing has left
        assertThat(reached).isEmpty();
        assertThat(folder.resolve("outbox")).doesNotExist();
    }

    @Test
    void aStorySaysHowTheyReplyAndWhatTheyMustReceive() throws IOException {
        // given
        story("answered", """
                given:
                  endpoints:
                    - request: GET {{office.url}}/subject
                      reply: {body: Reception}
                    - request: POST {{office.url}}/*
                      reply: {status: 201, body: {id: 7}}
                    - request: file:{{office.folder}}
                then:
                  phase: escalated
                  commands:
                    - request: POST {caller}/answer
                    - request: POST {calls}
                      body: {subject: Reception}
                    - request: POST {meeting}/participants/invite
                  sent:
                    - request: GET {{office.url}}/subject
                    - request: POST {{office.url}}/tickets
                      body: {call: "{any}"}
                    - request: file:{{office.folder}}
                """);
        story("ticket-refused", """
                given:
                  forms: [app]
                  endpoints:
                    - request: GET {{office.url}}/subject
                    - request: POST {{office.url}}/tickets
                      reply: {status: 503}
                then:
                  phase: escalated
                  sent:
                    - request: GET {{office.url}}/subject
                    - request: POST {{office.url}}/tickets
                """);
        story("office-closed", """
                given:
                  forms: [app]
                  endpoints:
                    - request: GET {{office.url}}/subject
                      fails: Connection refused
                then:
                  deadLetters: [{error: "Connection refused"}]
                """);
        // when, then
        assertThat(play()).as(output).isZero();
    }

    @Test
    void saysWhatIsNotAnsweredAndWhatWasNotSent() throws IOException {
        // given
        story("unanswered", """
                given:
                  forms: [app]
                then:
                  phase: escalated
                """);
        story("other", """
                given:
                  forms: [app]
                  endpoints:
                    - request: GET {{office.url}}/subject
                then:
                  sent:
                    - request: GET {{office.url}}/subject
                    - request: kafka:calls
                  withinMs: 3000
                """);
        // when, then
        assertThat(play()).as(output).isEqualTo(1);
        assertThat(output)
                .contains("scenarios/unanswered.scenario.yaml:4: a dead letter that nobody expects: ")
                .contains(", routes/policy/choose-meeting.camel.yaml:19, ")
                .contains("the story does not say how GET http://127.0.0.1:"
                        + office.getAddress().getPort()
                        + "/subject is answered, and nothing is sent there; add it to given.endpoints")
                .contains("scenarios/other.scenario.yaml:9: kafka:calls was not sent");
    }

    private void story(String name, String text) throws IOException {
        Path file = folder.resolve("scenarios/" + name + ".scenario.yaml");
        Files.writeString(file, "description: " + name + "\n" + text);
    }

    private void edit(String file, String old, String edited) throws IOException {
        Path path = folder.resolve(file);
        assertThat(Files.readString(path)).contains(old);
        Files.writeString(path, Files.readString(path).replace(old, edited));
    }

    private int play() {
        StringWriter written = new StringWriter();
        PrintWriter out = new PrintWriter(written);
        int code = CallEscalation.run(out, out, "test", folder.toString());
        output = written.toString();
        return code;
    }
}
