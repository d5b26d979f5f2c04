package dev.callescalation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.callescalation.addon.SandboxJar;
import dev.callescalation.check.Suggestions;
import dev.callescalation.control.SessionView;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program. Without a command it runs the bundle. */
public final class CallEscalation {

    private CallEscalation() {}

    public static void main(String[] args) {
        if (args.length > 0 && List.of("test", "check", "diff", "adopt").contains(args[0])) {
            OptionalInt ended = QuickJvm.run();
            if (ended.isPresent()) {
                System.exit(ended.getAsInt());
            }
            if (!args[0].equals("test") && System.getProperty("log.level") == null) {
                // a logger that is off takes half a second to set up
                System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
                System.setProperty("slf4j.internal.verbosity", "WARN");
            }
            // Stories and mistakes are about faults. What the bundle logs about them would bury the report.
            for (String level : List.of("log.level", "log.level.libraries")) {
                System.setProperty(level, System.getProperty(level, "OFF"));
            }
        }
        // The usual start has nothing to parse, and need not wait for the parser.
        System.exit(
                args.length == 0
                        ? new RunCommand().call()
                        : run(console(FileDescriptor.out), console(FileDescriptor.err), args));
    }

    private static PrintWriter console(FileDescriptor file) {
        return new PrintWriter(new FileOutputStream(file), true, UTF_8);
    }

    /**
     * Runs one command to its end.
     *
     * @param err where a mistake in the arguments is reported
     * @return the exit code of the command; 2 when the arguments are wrong
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine program = new CommandLine(new RunCommand())
                .addSubcommand(new RunCommand())
                .addSubcommand(new CheckCommand())
                .addSubcommand(SandboxJar.find().map(SandboxJar::testCommand).orElseGet(WithoutSandbox::new))
                .addSubcommand(new OverlayCommand.Diff())
                .addSubcommand(new OverlayCommand.Adopt())
                .setCommandName("java -jar call-escalation.jar")
                .setAllowSubcommandsAsOptionParameters(true);
        Stream.concat(Stream.of(program), program.getSubcommands().values().stream())
                .map(CommandLine::getCommandSpec)
                .forEach(command -> command.mixinStandardHelpOptions(true)
                        .versionProvider(() -> new String[] {"call-escalation " + SessionView.version()}));
        int code = program.setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((mistake, given) -> refuse(mistake))
                .execute(args);
        out.flush();
        err.flush();
        return code;
    }

    /** A misspelt command must not start a node. */
    private static int refuse(ParameterException mistake) {
        CommandLine command = mistake.getCommandLine();
        String usage = "usage: " + command.getHelp().synopsis(0).strip().replaceAll("\\s+", " ");
        String line = mistake.getMessage().replaceFirst("\\.?$", ". ") + usage;
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            Set<String> commands = command.getSubcommands().keySet();
            if (unmatched.isUnknownOption()) {
                Set<String> options = command.getCommandSpec().optionsMap().keySet();
                line = "There is no option '" + word + "'" + suggestion(word, options) + usage;
            } else if (commands.isEmpty()) {
                line = "'" + word + "' is one argument too many. " + usage;
            } else {
                line = "There is no command '" + word + "'" + suggestion(word, commands) + "Commands: "
                        + String.join(", ", commands) + "; without one the bundle starts.";
            }
        }
        command.getErr().println(line);
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String suggestion(String word, Set<String> known) {
        return Suggestions.to(word, known)
                .map(meant -> "; did you mean '" + meant + "'? ")
                .orElse(". ");
    }

    /** Replaces the command test where the second jar is left out. */
    @Command(name = "test", description = "It " + SandboxJar.MISSING + ".")
    private static final class WithoutSandbox implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Unmatched
        private List<String> given;

        @Override
        public Integer call() {
            spec.commandLine().getOut().println("The command test " + SandboxJar.MISSING + ".");
            return spec.exitCodeOnInvalidInput();
        }
    }
}
