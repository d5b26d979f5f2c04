package dev.callescalation;

import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.Overlay;
import dev.callescalation.check.OverlayDiff;
import dev.callescalation.check.Suggestions;
import dev.callescalation.check.UnreadableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What one does with overlays, in the folder of the bundle. */
abstract class OverlayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--bundle", paramLabel = "<folder>", description = "Folder of the bundle; without it, this folder.")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
        CheckCommand.requireBundle(spec, folder);
        try {
            List<Overlay> overlays = new BundleFolder(folder, "dev", new Properties()).overlays();
            if (overlays.isEmpty()) {
                throw refused(BundleFolder.OVERLAYS + " names no folder. Set it in application.properties, or"
                        + " CALLS_BUNDLE_OVERLAYS in the environment.");
            }
            return call(overlays, spec.commandLine().getOut());
        } catch (UnreadableException e) {
            spec.commandLine().getOut().println(e.finding());
            return 1;
        }
    }

    abstract int call(List<Overlay> overlays, PrintWriter out);

    ParameterException refused(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    /** Shows what the overlays change. */
    @Command(
            name = "diff",
            description = "Shows what the overlays change, and where shipped files have changed underneath.",
            customSynopsis = "java -jar call-escalation.jar diff [--bundle <folder>]",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:no shipped file has changed underneath", "1:some have", "2:wrong arguments"})
    static final class Diff extends OverlayCommand {

        @Override
        int call(List<Overlay> overlays, PrintWriter out) {
            int behind = 0;
            for (Overlay overlay : overlays) {
                behind += new OverlayDiff(overlay, out).write();
            }
            return behind == 0 ? 0 : 1;
        }
    }

    /** Copies a shipped file into an overlay. */
    @Command(
            name = "adopt",
            description = "Copies a shipped file into the last overlay, to be edited there, and keeps what it was made"
                    + " from. A copy that is there stays as it is, and counts as made from what is shipped now.",
            customSynopsis = "java -jar call-escalation.jar adopt <file> [--overlay <folder>] [--bundle <folder>]",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:adopted", "1:it cannot be written", "2:wrong arguments"})
    static final class Adopt extends OverlayCommand {

        @Parameters(paramLabel = "<file>", description = "As in the bundle: routes/joining.camel.yaml")
        private String file;

        @Option(names = "--overlay", paramLabel = "<folder>", description = "As calls.bundle.overlays names it.")
        private String name;

        @Override
        int call(List<Overlay> overlays, PrintWriter out) {
            String wanted = Path.of(file).normalize().toString().replace('\\', '/');
            if (wanted.startsWith("application")) {
                throw refused(
                        "Settings are merged key by key: write those that differ into " + wanted + " of the overlay.");
            }
            Overlay into = overlay(overlays);
            Set<String> shipped = into.shipped();
            if (!shipped.contains(wanted)) {
                String otherwise = "name it as in the bundle, such as routes/policy/admit-call.camel.yaml";
                throw refused(
                        "There is no file " + wanted + " to adopt; " + Suggestions.hint(wanted, shipped, otherwise));
            }
            try {
                String there = into.name() + "/" + wanted;
                out.println(
                        into.adopt(wanted)
                                ? there + " is a copy of the shipped file; edit it"
                                : there + " stays as it is, and counts as made from what is shipped now");
                return 0;
            } catch (IOException e) {
                out.println(into.name() + " cannot be written: " + e.getMessage());
                return 1;
            }
        }

        private Overlay overlay(List<Overlay> overlays) {
            if (name == null) {
                return overlays.get(overlays.size() - 1);
            }
            return overlays.stream()
                    .filter(overlay -> overlay.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> refused(BundleFolder.OVERLAYS + " does not name " + name + "; it names "
                            + overlays.stream().map(Overlay::name).collect(Collectors.joining(", "))));
        }
    }
}
