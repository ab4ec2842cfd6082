package dev.purser.workflows.messages;

import org.jspecify.annotations.Nullable;

/**
 * What became of a test.
 *
 * @param delivered whether it arrived
 * @param reason why it did not
 */
public record ChannelTested(boolean delivered, @Nullable String reason) {}
