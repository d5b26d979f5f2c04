package dev.callescalation.editing;

import dev.callescalation.check.Finding;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which version of the files runs, and the result of the last edit.
 *
 * @param hash        names the version: twelve hex digits
 * @param since       when it was taken up
 * @param files       what it is made of
 * @param layers      where there are overlays: what names the shipped files, under an empty name, and each overlay
 * @param atNextStart settings that were edited and will count at the next start
 * @param refused     the last edit, if it was not taken up
 * @param unseen      what keeps edits from being seen
 * @param troubles    what keeps the version from taking messages; empty when all is well
 * @param slow        what its routes are slow at; empty when all is well
 */
public record BundleStatus(
        String hash,
        Instant since,
        List<String> files,
        Map<String, String> layers,
        Collection<String> atNextStart,
        Optional<Refusal> refused,
        Optional<Finding> unseen,
        List<String> troubles,
        List<String> slow) {}
