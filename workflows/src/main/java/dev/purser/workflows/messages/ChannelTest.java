package dev.purser.workflows.messages;

/**
 * A wish to see whether a channel works.
 *
 * @param channel its name
 * @param actor who wants to know
 */
public record ChannelTest(String channel, String actor) {}
