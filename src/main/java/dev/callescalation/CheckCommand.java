package dev.callescalation;

import dev.callescalation.addon.SandboxJar;
import dev.callescalation.check.BundleCheck;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.Finding;
import dev.callescalation.check.Overlay;
import dev.callescalation.check.UnreadableException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the files of a bundle: one line for each finding, for people, editors and pipelines. */
@Command(
        name = "check",
        description = "Finds mistakes in routes, Kamelets, templates, settings and stories. It starts nothing.",
        customSynopsis = "java -jar call-escalation.jar check [folder]",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no mistakes", "1:mistakes, one line each", "2:wrong arguments"})
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            defaultValue = "",
            paramLabel = "folder",
            description = "Folder of the bundle; without it, this folder.")
    private Path folder;

    /** Returns 0 when nothing is wrong, and 1 otherwise. */
    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        requireBundle(spec, folder);
        try {
            BundleFolder bundle = new BundleFolder(folder, "dev", new Properties());
            Set<Finding> findings = new LinkedHashSet<>(new BundleCheck().check(bundle));
            if (!bundle.others("application-prod.properties").isEmpty()) {
                findings.addAll(new BundleCheck().check(new BundleFolder(folder, "prod", new Properties())));
            }
            bundle.others("application-*.properties").stream()
                    .filter(file -> !file.name().matches("(.*/)?application-(dev|prod)\\.properties"))
                    .forEach(file -> findings.add(new Finding(
                            file.name(),
                            0,
                            "nothing reads this file",
                            "name it application-prod.properties, or remove it")));
            bundle.overlays()
                    .forEach(overlay -> overlay.files().stream()
                            .filter(Overlay.Changed::isBehind)
                            .map(file -> behind(overlay, file))
                            .forEach(findings::add));
            SandboxJar.find().ifPresent(sandbox -> findings.addAll(sandbox.mistakesInStories(bundle)));
            findings.forEach(out::println);
            return findings.isEmpty() ? 0 : 1;
        } catch (UnreadableException e) {
            out.println(e.finding());
            return 1;
        }
    }

    /** @throws ParameterException when the folder is not that of a bundle */
    static void requireBundle(CommandSpec command, Path folder) {
        if (!Files.exists(folder.resolve("application.properties"))) {
            throw new ParameterException(
                    command.commandLine(),
                    "There is no application.properties in "
                            + folder.toAbsolutePath().normalize());
        }
    }

    private static Finding behind(Overlay overlay, Overlay.Changed file) {
        String name = overlay.name() + "/" + file.name();
        if (file.shipped().isEmpty()) {
            String instead =
                    "remove it, or remove " + overlay.name() + "/.shipped/" + file.name() + " if it is to stay";
            return new Finding(name, 0, "what it replaced is shipped no more", instead);
        }
        String instead = "see the command diff, take the changes over, then adopt it again";
        return new Finding(name, 0, "the shipped file has changed since it was adopted", instead);
    }
}
