/**
 * Plays stories: the real bundle of a folder runs with the sandbox in one process, a call comes in, and its result
 * is compared with the story. Also for tests in Java, which start with {@link RunningBundle}.
 */
package dev.callescalation.story;
