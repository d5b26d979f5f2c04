package dev.callescalation.editing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleFiles;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.FileSet;
import dev.callescalation.check.Mistake;
import dev.callescalation.check.Mistakes;
import dev.callescalation.check.SourceFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files are edited while the bundle runs: what is right is taken up, what is wrong changes nothing. */
class LiveBundleTest {

    private static final String SETTINGS = "application.properties";
    /** What RunningBundle sets past the files, so that a mistake in them has no effect. */
    private static final String SET_BY_THE_FIXTURE = "calls\\.(graph\\.url|login\\.url|store\\.url|bot\\.|sandbox\\."
            + "|editing\\.enabled|control\\.tls|webhook\\.(tls|public-url|issuers|openid-url)).*";

    /** What it sets of addresses the fixture sets otherwise. */
    private static final String OF_DEV = "application-dev.properties";

    private static final String JOINING = "routes/joining.camel.yaml";
    private static final String MEETING = "routes/policy/choose-meeting.camel.yaml";
    private static final String COMMUNICATIONS = "/communications";

    @TempDir
    static Path folder;

    private static TestBundle bundle;
    private static FileSet before;

    @BeforeAll
    static void start() throws IOException {
        BundleFiles.copyTo(folder, "application-dev.properties");
        before = new BundleFolder(folder, "dev", new Properties()).read();
        bundle = TestBundle.start(
                folder, Map.of("calls.editing.enabled", "true", "calls.editing.health-when-refused", "down"));
    }

    @AfterAll
    static void stop() {
        bundle.close();
    }

    @AfterEach
    void putBack() throws IOException {
        for (SourceFile file :
                new BundleFolder(folder, "dev", new Properties()).read().all()) {
            if (before.file(file.name()).isEmpty()) {
                Files.delete(folder.resolve(file.name()));
            }
        }
        for (SourceFile file : before.all()) {
            save(file.name(), file.text());
        }
        soon().until(() -> show().path("version").asText().equals(before.hash())
                && refused().isMissingNode());
    }

    /** A dozen of the catalogue, of each kind. */
    static Stream<Mistake> mistakes() {
        List<Mistake> all = Mistakes.all()
                .filter(mistake -> !mistake.at().isEmpty())
                .filter(mistake -> !mistake.edited().matches(SET_BY_THE_FIXTURE))
                .filter(mistake -> !mistake.file().equals(OF_DEV))
                .toList();
        return IntStream.range(0, all.size()).filter(i -> i % 12 == 3).mapToObj(all::get);
    }

    @EachPrefix
    void takesAnEditUpWhileACallIsUnderWay(String prefix) throws IOException {
        // given
        TestCall running = bundle.call(prefix).untilJoining();
        // when
        edit(SETTINGS, "calls.incoming.admission = answer", "calls.incoming.admission = reject");
        awaitTakenUp();
        // then
        TestCall next = bundle.call(prefix).incoming();
        next.request("POST", next.calls() + "/" + next.callerCallId() + "/reject");
        running.untilEscalated();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void refusesAMistakeAndGoesOn(Mistake mistake) throws IOException {
        // given
        TestCall running = bundle.call(COMMUNICATIONS).untilJoining();
        // when
        save(
                mistake.file(),
                mistake.text(before.file(mistake.file()).map(SourceFile::text).orElse("")));
        soon().until(() -> !refused().isMissingNode());
        // then
        assertThat(refused().path("findings").findValuesAsText("file")).contains(mistake.file());
        assertThat(show().path("version").asText()).isEqualTo(before.hash());
        assertThat(bundle.get("/observe/health").statusCode()).isEqualTo(503);
        // Camel escapes the slashes of a message twice
        assertThat(bundle.get("/observe/health").body())
                .contains(Path.of(mistake.file()).getFileName().toString());
        running.untilEscalated();
    }

    @Test
    void takesTheNextGoodSaveUp() throws IOException {
        // given
        edit(JOINING, "name: get-caller-call", "name: get-caller-cal");
        soon().until(() -> !refused().isMissingNode());
        // when
        edit(JOINING, "name: get-caller-cal", "name: get-caller-call");
        edit(JOINING, "description: Waiting for the meeting", "description: Waiting for it");
        awaitTakenUp();
        // then
        assertThat(refused().isMissingNode()).isTrue();
        assertThat(bundle.get("/observe/health").statusCode()).isEqualTo(200);
        soon().until(
                        () -> TestBundle.json(bundle.get("/nodes").body()).at("/nodes/0/files"),
                        show().path("version")::equals);
        bundle.call(COMMUNICATIONS).untilEscalated();
    }

    @Test
    void takesATemplateUp() throws IOException {
        // when
        edit("templates/communications/join.jslt", "\"id\": .appId", "\"id\": .appId, \"displayName\": \"Reception\"");
        awaitTakenUp();
        // then
        TestCall call = bundle.call(COMMUNICATIONS).untilJoining();
        assertThat(call.request("POST", call.calls())
                        .body()
                        .at("/source/identity/application/displayName")
                        .asText())
                .isEqualTo("Reception");
    }

    @EachPrefix
    void decidesAgainOnceTheStepIsMendedThatADeadLetterNames(String prefix) throws IOException {
        // given: what the check cannot know
        String policy = "routes/policy/choose-participants.camel.yaml";
        edit(policy, "also-invite}}", "also-invite}}robot:r2");
        awaitTakenUp();
        TestCall call = bundle.call(prefix).untilEscalated();
        JsonNode letter = call.deadLetter();
        assertThat(letter.path("route").asText()).isEqualTo("choose-participants");
        assertThat(letter.path("step").asText()).matches("routes/policy/choose-participants\\.camel\\.yaml:\\d+");
        // when
        edit(policy, "also-invite}}robot:r2", "also-invite}}");
        awaitTakenUp();
        int status = bundle.post("/dead-letters/" + letter.path("id").asText() + "/replay", "")
                .statusCode();
        // then
        assertThat(status).isEqualTo(200);
        assertThat(call.phase()).isEqualTo("escalated");
    }

    @Test
    void keepsTheLimitsOfTheWebhook() throws IOException {
        // when
        edit(JOINING, "description: Waiting for the meeting", "description: Waiting for it");
        awaitTakenUp();
        // then
        HttpRequest form = HttpRequest.newBuilder(URI.create(bundle.webhook()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("a=b"))
                .build();
        assertThat(bundle.send(form).statusCode()).isEqualTo(415);
        assertThat(bundle.notify("", "s", " ".repeat(2_097_153)).statusCode()).isEqualTo(413);
    }

    @Test
    void waitsForAnEditorThatEmptiesTheFileFirst() throws IOException {
        // given
        String text = before.file(JOINING).orElseThrow().text().replace("Waiting for the meeting", "Waiting for it");
        // when
        Files.writeString(folder.resolve(JOINING), "");
        Files.writeString(folder.resolve(JOINING), text);
        awaitTakenUp();
        // then
        assertThat(refused().isMissingNode()).isTrue();
    }

    @Test
    void takesARenamedFileUpAndRefusesACopyAndADeletedOne() throws IOException {
        // when
        Files.move(folder.resolve(JOINING), folder.resolve("routes/join.camel.yaml"));
        awaitTakenUp();
        // then
        bundle.call(COMMUNICATIONS).untilEscalated();
        // when
        Files.copy(folder.resolve("routes/join.camel.yaml"), folder.resolve("routes/join-copy.camel.yaml"));
        awaitRefused("is used a second time");
        Files.delete(folder.resolve("routes/join-copy.camel.yaml"));
        soon().until(() -> refused().isMissingNode());
        Files.delete(folder.resolve("routes/join.camel.yaml"));
        // then
        awaitRefused("there is no route from direct:join-meeting");
        bundle.call(COMMUNICATIONS).untilEscalated();
    }

    @Test
    void takesTwoFilesUpThatAreRightOnlyTogether() throws IOException {
        // when
        edit("routes/answering.camel.yaml", "name: invite-in-place", "name: invite-here");
        awaitRefused("there is no route from direct:invite-here");
        edit("routes/in-place.camel.yaml", "parameters: {name: invite-in-place}", "parameters: {name: invite-here}");
        awaitTakenUp();
        // then
        bundle.call(COMMUNICATIONS).untilEscalated();
    }

    @Test
    void namesASettingThatWaitsForTheNextStart() throws IOException {
        // when
        edit(SETTINGS, "calls.webhook.tenants =", "calls.webhook.tenants = 11111111-0000-4000-8000-2d7cd011db47");
        awaitTakenUp();
        // then
        assertThat(show().path("atNextStart")).extracting(JsonNode::asText).containsExactly("calls.webhook.tenants");
        bundle.call(COMMUNICATIONS).untilEscalated();
    }

    @Test
    void takesAFolderUpThatIsExchangedByALink() throws IOException {
        // given
        Path policy = folder.resolve("routes/policy");
        Path old = folder.resolve("old");
        Path edited = folder.resolve("new");
        BundleFiles.copy(policy, old);
        BundleFiles.copy(policy, edited);
        Path text = edited.resolve("choose-meeting.camel.yaml");
        Files.writeString(text, Files.readString(text).replace("description: Which meeting", "description: Where to"));
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, old);
        Files.move(policy, folder.resolve("aside"));
        try {
            Files.createSymbolicLink(policy, link);
            // when
            Files.createSymbolicLink(folder.resolve("next"), edited);
            Files.move(folder.resolve("next"), link, StandardCopyOption.ATOMIC_MOVE);
            awaitTakenUp();
            // then
            bundle.call(COMMUNICATIONS).untilEscalated();
        } finally {
            Files.delete(policy);
            Files.move(folder.resolve("aside"), policy);
        }
    }

    /** One ConfigMap for each folder: its files are links into ..data, which is exchanged as a whole. */
    @Test
    void takesAConfigMapUp() throws IOException {
        // given
        List<Path> mounts = Stream.of(
                        "routes",
                        "routes/policy",
                        "routes/kamelets",
                        "routes/operators",
                        "templates/app",
                        "templates/communications")
                .map(folder::resolve)
                .toList();
        try {
            for (Path mount : mounts) {
                ConfigMapFolder.layOut(mount);
            }
            assertThat(new BundleFolder(folder, "dev", new Properties()).read().all())
                    .containsExactlyElementsOf(before.all());
            // when
            ConfigMapFolder.exchange(
                    folder.resolve("routes/policy"), "description: Which meeting", "description: Where to");
            awaitTakenUp();
            // then
            assertThat(show().path("version").asText()).isNotEqualTo(before.hash());
            bundle.call(COMMUNICATIONS).untilEscalated();
        } finally {
            for (Path mount : mounts) {
                ConfigMapFolder.putTogether(mount);
            }
        }
    }

    @Test
    void tellsWhenEditsCannotBeSeen() throws IOException {
        // when
        Path link = Files.createSymbolicLink(folder.resolve("templates/again"), folder.resolve("templates"));
        soon().until(() -> show().has("unseen"));
        // then
        assertThat(show().at("/unseen/file").asText()).isEqualTo("templates/again");
        assertThat(bundle.get("/observe/health").statusCode()).isEqualTo(503);
        assertThat(bundle.get("/observe/health").body()).contains("Edits are not seen: ");
        bundle.call(COMMUNICATIONS).untilEscalated();
        // when
        Files.delete(link);
        soon().until(() -> !show().has("unseen"));
        // then
        assertThat(bundle.get("/observe/health").statusCode()).isEqualTo(200);
    }

    @Test
    void losesNothingWhileItIsEditedUnderLoad() throws Exception {
        // given
        AtomicBoolean editing = new AtomicBoolean(true);
        ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            while (editing.get()) {
                TestCall call = bundle.call(COMMUNICATIONS);
                answers.add(call.post("", call.incomingItem("{\"user\":{\"id\":\"" + TestCall.CALLER + "\"}}"))
                        .statusCode());
                call.awaitOperation("answer", "completed");
            }
        });
        // when
        for (int i = 0; i < 5; i++) {
            String version = show().path("version").asText();
            edit(MEETING, "description: Which meeting", "description: Which meeting, " + i);
            soon().until(() -> !show().path("version").asText().equals(version));
            edit(JOINING, "name: get-caller-call", "name: get-caller-cal");
            awaitRefused("did you mean 'get-caller-call'?");
            edit(JOINING, "name: get-caller-cal", "name: get-caller-call");
            soon().until(() -> refused().isMissingNode());
            save(MEETING, before.file(MEETING).orElseThrow().text());
        }
        editing.set(false);
        load.get();
        // then
        assertThat(answers).isNotEmpty().containsOnly(202);
    }

    private static JsonNode show() {
        return TestBundle.json(bundle.get("/bundle").body());
    }

    private static JsonNode refused() {
        return show().path("refused");
    }

    private static void awaitTakenUp() {
        String saved = new BundleFolder(folder, "dev", new Properties()).read().hash();
        soon().until(() -> show().path("version").asText().equals(saved));
    }

    private static void awaitRefused(String why) {
        soon().until(() -> refused().toString().contains(why));
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50));
    }

    private static void edit(String file, String old, String edited) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(old);
        save(file, text.replace(old, edited));
    }

    private static void save(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        if (!Files.exists(folder.resolve(file))
                || !Files.readString(folder.resolve(file)).equals(text)) {
            Files.writeString(folder.resolve(file), text);
        }
    }
}
