package dev.purser.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Below INFO only Purser's own classes log, whatever level is set: gRPC, Netty, Jetty and the HTTP
 * clients write there the headers they send and take, with the keys in them.
 */
final class LibrariesFromInfo extends TurboFilter {
  private static final String OURS = "dev.purser.";

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] params,
      @Nullable Throwable thrown) {
    return level.isGreaterOrEqual(Level.INFO) || logger.getName().startsWith(OURS)
        ? FilterReply.NEUTRAL
        : FilterReply.DENY;
  }
}
