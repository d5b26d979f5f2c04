package dev.callescalation.story;

import dev.callescalation.sandbox.Form;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Plays stories, each in its forms. Those with the same settings share a bundle, and are played at the same time:
 * they wait more than they compute. Each has a call, a tenant and faults of its own, so they do not meet.
 */
public final class StoryRunner {

    /** So many bundles at once; starting one keeps a core busy. */
    private static final int MOST_BUNDLES = 2;

    private static final int MOST_PLAYS = 12;

    private final Path folder;
    private final Function<Map<String, String>, RunningBundle> starter;

    /** @param folder of the bundle */
    public StoryRunner(Path folder) {
        this(folder, Map::of);
    }

    /**
     * @param folder of the bundle
     * @param more   settings besides those of the stories, asked for anew for each bundle
     */
    public StoryRunner(Path folder, java.util.function.Supplier<Map<String, String>> more) {
        this.folder = folder;
        this.starter = settings -> {
            Map<String, String> all = new LinkedHashMap<>(more.get());
            all.putAll(settings);
            return RunningBundle.start(this.folder, all);
        };
    }

    /**
     * Plays all of them.
     *
     * @return in the order of the stories, and of their forms
     */
    public List<PlayResult> play(List<StoryFile> stories) {
        List<Play> all = new ArrayList<>();
        Map<Map<String, String>, List<Play>> bySettings = new LinkedHashMap<>();
        for (StoryFile file : stories) {
            Story story = new Story(file);
            for (Form form : story.forms()) {
                Play play = new Play(story, form);
                all.add(play);
                bySettings
                        .computeIfAbsent(story.settings(), settings -> new ArrayList<>())
                        .add(play);
            }
        }
        ExecutorService bundles = Executors.newFixedThreadPool(MOST_BUNDLES);
        ExecutorService plays = Executors.newFixedThreadPool(MOST_PLAYS);
        try {
            List<CompletableFuture<Void>> groups = new ArrayList<>();
            bySettings.forEach((settings, group) ->
                    groups.add(CompletableFuture.runAsync(() -> play(settings, group, plays), bundles)));
            groups.forEach(CompletableFuture::join);
        } finally {
            plays.shutdown();
            bundles.shutdown();
        }
        return all.stream().map(Play::result).toList();
    }

    private void play(Map<String, String> settings, List<Play> group, ExecutorService plays) {
        RunningBundle bundle;
        try {
            bundle = starter.apply(settings);
        } catch (IllegalStateException e) {
            group.forEach(play -> play.failed(e.getMessage()));
            return;
        }
        try (bundle) {
            List<CompletableFuture<Void>> open = new ArrayList<>();
            group.forEach(play -> open.add(CompletableFuture.runAsync(() -> play.in(bundle), plays)));
            open.forEach(CompletableFuture::join);
            bundle.stop();
            group.forEach(Play::lookAgain);
        }
    }
}
