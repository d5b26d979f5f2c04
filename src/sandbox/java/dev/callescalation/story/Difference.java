package dev.callescalation.story;

/**
 * One thing that is not as the story tells.
 *
 * @param pointer where the story tells it, as a JSON pointer: {@code /then/phase}
 * @param text    what was expected and what came; may have several lines
 */
record Difference(String pointer, String text) {}
