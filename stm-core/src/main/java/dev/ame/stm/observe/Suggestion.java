package dev.ame.stm.observe;

import java.time.Duration;

/**
 * What may help.
 *
 * @param text what to do
 * @param gain the time that would have been saved in the recording, at most
 */
public record Suggestion(String text, Duration gain) {}
