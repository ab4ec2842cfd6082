package dev.purser.api.channels;

import io.swagger.v3.oas.annotations.media.Schema;

/** The fields of a new channel, for the document. */
final class ChannelRequests {
  private ChannelRequests() {}

  /** A channel to be made. */
  record Made(
      @Schema(
              description = "How rules name it: letters, digits, dots, dashes, underscores",
              maxLength = 100)
          String name,
      @Schema(
              description = "What carries its messages",
              allowableValues = {"email", "webhook", "slack"})
          String type,
      @Schema(description = "An e-mail address, or an http or https URL", maxLength = 600)
          String target) {}
}
