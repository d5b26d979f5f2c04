package dev.callescalation.check;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The command {@code check [folder]}: one line for each finding, for people, editors and pipelines. */
public final class CheckCommand {

    private static final String USAGE = "usage: java -jar call-escalation.jar check [folder]";

    private CheckCommand() {}

    /**
     * Checks a folder, by default the one it is called in.
     *
     * @param arguments what follows the word check
     * @return exit code: 0 when all is right, 1 when something is wrong, 2 when it was not asked rightly
     */
    public static int run(List<String> arguments, PrintStream out) {
        Path folder = Path.of(arguments.isEmpty() ? "" : arguments.get(0));
        if (arguments.size() > 1 || arguments.stream().anyMatch(argument -> argument.startsWith("-"))) {
            out.println(USAGE);
            return 2;
        }
        if (!Files.exists(folder.resolve("application.properties"))) {
            out.println("There is no application.properties in "
                    + folder.toAbsolutePath().normalize() + ". " + USAGE);
            return 2;
        }
        try {
            List<Finding> findings = new BundleCheck().check(new BundleFolder(folder, "dev", new Properties()));
            findings.forEach(out::println);
            return findings.isEmpty() ? 0 : 1;
        } catch (UnreadableException e) {
            out.println(e.finding());
            return 1;
        }
    }
}
