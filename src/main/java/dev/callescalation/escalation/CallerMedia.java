package dev.callescalation.escalation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.notification.Tones;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is heard on the caller's call.
 *
 * @param audio  active or inactive, in Graph's words; empty until Graph has said it
 * @param tones  the keys that the caller has pressed since the phase was entered, in the order that they were pressed
 * @param before the highest number of a key that was pressed before that; 0 for none
 */
public record CallerMedia(String audio, List<Tone> tones, long before) {

    public static final CallerMedia NONE = new CallerMedia("", List.of(), 0);

    /** Of more, the oldest are dropped. */
    private static final int MOST_TONES = 100;

    public CallerMedia {
        audio = audio == null ? "" : audio;
        tones = tones == null ? List.of() : List.copyOf(tones);
    }

    /**
     * One key.
     *
     * @param number sequenceId of Graph, which rises with each key of a call
     * @param key    0 to 9, *, #, a to d, or ! for flash
     */
    public record Tone(long number, String key) {}

    /** The keys as one text, such as {@code 12#}. */
    public String pressed() {
        return tones.stream().map(Tone::key).collect(Collectors.joining());
    }

    /** The same, with what the data of a call adds. */
    public CallerMedia with(JsonNode call) {
        String newAudio = audio(call);
        CallerMedia heard =
                newAudio.isEmpty() || newAudio.equals(audio) ? this : new CallerMedia(newAudio, tones, before);
        JsonNode info = call.path("toneInfo");
        String key = Tones.key(info.path("tone").asText(""));
        return key.isEmpty() ? heard : heard.with(info.path("sequenceId").asLong(0), key);
    }

    /** The dialect of 2018 lists what is active instead. */
    private static String audio(JsonNode call) {
        JsonNode active = call.path("activeModalities");
        if (!active.isArray()) {
            return call.path("mediaState").path("audio").asText("");
        }
        for (JsonNode modality : active) {
            if ("audio".equals(modality.asText())) {
                return "active";
            }
        }
        return "inactive";
    }

    /** A key that is known, or that belongs to an earlier phase, is a repeat. One without a number is the newest. */
    private CallerMedia with(long sequenceId, String key) {
        long newest = tones.isEmpty() ? before : tones.get(tones.size() - 1).number();
        long number = sequenceId > 0 ? sequenceId : newest + 1;
        if (number <= before || tones.stream().anyMatch(tone -> tone.number() == number)) {
            return this;
        }
        List<Tone> more = new ArrayList<>(tones);
        more.add(new Tone(number, key));
        more.sort(Comparator.comparingLong(Tone::number));
        return new CallerMedia(audio, more.subList(Math.max(0, more.size() - MOST_TONES), more.size()), before);
    }

    /** The same without what the caller pressed. */
    CallerMedia withoutTones() {
        return tones.isEmpty() ? this : new CallerMedia(audio, List.of(), before);
    }

    /** The same when a phase is entered: keys pressed so far no longer count, even where news of them comes late. */
    public CallerMedia ofANewPhase() {
        return tones.isEmpty()
                ? this
                : new CallerMedia(audio, List.of(), tones.get(tones.size() - 1).number());
    }
}
