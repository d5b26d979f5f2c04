/**
 * Plays stories: the real bundle of a folder runs with the sandbox in one process, a call comes in, and what became of
 * it is compared with what the story describes. Also for tests in Java, which start with {@link RunningBundle}.
 */
package dev.callescalation.story;
