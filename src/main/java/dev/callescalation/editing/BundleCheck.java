package dev.callescalation.editing;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Checks the files of a bundle as one set, without starting anything. Each check looks at what the ones before it have
 * let through; Camel itself builds the routes at the end.
 */
public final class BundleCheck {

    private final SchemaCheck schema = new SchemaCheck();
    private final TemplatesCheck templates = new TemplatesCheck();

    /**
     * All that is wrong with the files of a folder, its stories too, by file and line; nothing when they are right.
     *
     * @throws UnreadableException when the files cannot be read
     */
    public List<Finding> check(BundleFolder folder) {
        List<Finding> findings = new ArrayList<>(check(folder.read(), folder.overrides()));
        findings.addAll(StoryFiles.of(folder).findings());
        return findings;
    }

    List<Finding> check(FileSet files, Properties overrides) {
        Findings findings = new Findings();
        files.all().stream().filter(file -> file.brokenAt() > 0).forEach(file -> {
            String instead = "save it as UTF-8, or retype this line";
            findings.addOnly(file.name(), file.brokenAt(), "it is not UTF-8", instead);
        });
        Parsed bundle = Parsed.of(files, overrides, findings);
        for (SourceFile unread : files.of(SourceFile.Kind.UNREAD)) {
            findings.add(
                    unread.name(),
                    0,
                    "nothing reads this file",
                    "name it " + unread.baseName() + ".camel.yaml, or remove it");
        }
        SettingsCheck.check(bundle, findings);
        schema.check(bundle, findings);
        NamesCheck.check(bundle, findings);
        PlaceholdersCheck.check(bundle, findings);
        BeansCheck.check(bundle, findings);
        KameletsCheck.check(bundle, findings);
        templates.check(bundle, findings);
        boolean buildable = files.of(SourceFile.Kind.SETTINGS).stream().noneMatch(file -> findings.in(file.name()))
                && files.of(SourceFile.Kind.KAMELET).stream().noneMatch(file -> findings.in(file.name()));
        if (buildable) {
            DryRun.check(bundle, findings);
        }
        return findings.sorted();
    }
}
