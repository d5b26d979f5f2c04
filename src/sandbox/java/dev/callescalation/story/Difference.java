package dev.callescalation.story;

/**
 * One difference from what the story describes.
 *
 * @param pointer the place in the story, as a JSON pointer: {@code /then/phase}
 * @param text    what was expected and what came; may have several lines
 */
record Difference(String pointer, String text) {}
