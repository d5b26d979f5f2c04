package dev.callescalation.load.faults;

import dev.callescalation.Programs;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.SourceFile;
import dev.callescalation.editing.ConfigMapVolume;
import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.LoadStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of the bundle are a volume of ConfigMaps, as the kubelet writes it. The program runs as in a container: its
 * user may write nothing but the folder of the store, and the volume is mounted read-only.
 */
final class ConfigMapEdit implements FaultRun {

    private static final String USER = "10001";
    private static final int EDITS = 20;

    @Override
    public String name() {
        return "configmap-edit";
    }

    @Override
    public String proves() {
        return "The files are a projected volume of ConfigMaps, mounted read-only; the user is " + USER
                + ". The volume is updated while people call, every second time with a mistake.";
    }

    @Override
    public String lacks(FaultSettings settings) {
        boolean root = "root".equals(System.getProperty("user.name"));
        boolean programs = Stream.of("setpriv", "unshare", "mount")
                .allMatch(name -> Programs.find(name).isPresent());
        return root && programs ? "" : "it needs root, and setpriv, unshare and mount of Debian's util-linux.";
    }

    /** In a folder that the user may write. */
    @Override
    public LoadStore store(Path folder) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data")).toAbsolutePath();
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        return LoadStore.sqlite(data.resolve("calls.db"));
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        Path host = stage.folder().resolve("volume").toAbsolutePath();
        Path mounted = Files.createDirectories(stage.folder().resolve("bundle")).toAbsolutePath();
        Map<String, String> files = new TreeMap<>();
        for (SourceFile file : new BundleFolder(Path.of(""), "prod", new Properties()).read().all()) {
            files.put(file.name(), file.text());
        }
        ConfigMapVolume volume = new ConfigMapVolume(host);
        volume.update(files);
        BundleProcess bundle = stage.startedBundle(name(), mounted, mounting(host, mounted), Map.of());
        String status = Files.readString(Path.of("/proc", String.valueOf(bundle.pid()), "status"));
        findings.expect(status.matches("(?s).*\nUid:\\s+" + USER + "\\s.*"), "the user is " + USER, status);
        Editor editor = new Editor(bundle, host, findings, (file, text) -> {
            files.put(file, text);
            volume.update(files);
        });
        editor.editWhilePeopleCall(stage.callers(), () -> editor.edit(Math.min(EDITS, settings.edits()), 0));
        findings.fact("from update to live, ms, least to most", editor.millis());
        findings.fact("calls meanwhile", stage.callers().calls().size());
    }

    /** In a mount namespace of its own, which ends with the program. The working directory is entered anew. */
    private static List<String> mounting(Path host, Path mounted) {
        String script = "mount --bind \"$1\" \"$2\" && mount -o remount,bind,ro \"$2\" && cd \"$2\""
                + " && ! touch x 2>&- && shift 2 && exec setpriv --reuid=" + USER + " --regid=" + USER
                + " --clear-groups --no-new-privs --bounding-set=-all \"$@\"";
        return List.of("unshare", "--mount", "sh", "-c", script, "sh", host.toString(), mounted.toString());
    }
}
