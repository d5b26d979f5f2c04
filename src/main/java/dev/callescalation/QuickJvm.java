package dev.callescalation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Repeats the command line of this program in a JVM that has only the first of the two compilers. For a command that
 * takes a few seconds the second one costs as much CPU time as everything else, and saves nothing.
 */
final class QuickJvm {

    private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

    private QuickJvm() {}

    /** The exit code of the command; empty where it has to run in this JVM, as the command line is not known. */
    static OptionalInt run() {
        ProcessHandle.Info self = ProcessHandle.current().info();
        List<String> given = self.arguments().map(List::of).orElse(List.of());
        if (!isOurs()
                || self.command().isEmpty()
                || given.isEmpty()
                || given.stream().anyMatch(QuickJvm::decided)) {
            return OptionalInt.empty();
        }
        List<String> command = new ArrayList<>(List.of(self.command().get(), FIRST_COMPILER));
        command.addAll(given);
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop"));
            return OptionalInt.of(process.waitFor());
        } catch (IOException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** Whether this JVM was started for the program, and not for Maven or a test that calls it. */
    private static boolean isOurs() {
        String started = System.getProperty("sun.java.command", "");
        String jar = System.getProperty("java.class.path");
        return started.startsWith(CallEscalation.class.getName()) || jar.endsWith(".jar") && started.startsWith(jar);
    }

    /** A second JVM would take the port of a debugger, too. */
    private static boolean decided(String argument) {
        return argument.startsWith("-XX:TieredStopAtLevel")
                || argument.matches("-(agentlib|agentpath|javaagent|Xrun|Xint).*");
    }
}
