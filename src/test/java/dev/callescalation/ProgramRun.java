package dev.callescalation;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One run of the program as a process of its own, from beginning to end. */
public record ProgramRun(int exitCode, String output) {

    static final Map<String, String> REGISTERED = Map.of(
            "CALLS_BOT_APP_ID", "11111111-2222-4333-8444-555555555555",
            "CALLS_BOT_APP_SECRET", "a-secret",
            "CALLS_BOT_TENANT_ID", "72f988bf-0000-4000-8000-2d7cd011db47",
            "CALLS_WEBHOOK_PUBLIC_URL", "https://bot.example.org/api/calls");

    static final Path CLASSES = Path.of("target/classes").toAbsolutePath();

    /** Of the bundle itself; Camel may have something to say on the way down. */
    public String lastLine() {
        return output.lines()
                .filter(line -> line.contains("CallEscalation"))
                .reduce((first, second) -> second)
                .orElse(output);
    }

    /** @param options of the JVM; a class path among them takes the place of the usual one */
    public static ProgramRun of(Path folder, Map<String, String> environment, String... options) throws Exception {
        return of(folder, environment, List.of(), options);
    }

    static ProgramRun of(Path folder, Map<String, String> environment, List<String> arguments, String... options)
            throws Exception {
        Process process = start(folder, environment, arguments, options);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new ProgramRun(process.waitFor(), output);
    }

    static Process start(Path folder, Map<String, String> environment, String... options) throws IOException {
        return start(folder, environment, List.of(), options);
    }

    private static Process start(
            Path folder, Map<String, String> environment, List<String> arguments, String... options)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // the quickest start: such a program runs for a few seconds
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        if (!command.contains("-cp")) {
            command.addAll(List.of("-cp", CLASSES + File.pathSeparator + System.getProperty("java.class.path")));
        }
        command.add("dev.callescalation.CallEscalation");
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("CALLS_") || name.startsWith("CAMEL_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    static Map<String, String> with(Map<String, String> environment, String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return more;
    }
}
