package dev.purser.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Leaves out what a kill brings about as it should: its workflow ends while an activity of it still
 * works, whose result nobody waits for, or while news for it come in, after which Temporal has it
 * look again. The SDK warns of both with a stack trace.
 */
final class EndedWorkflows extends TurboFilter {
  private static final String WORKERS = "io.temporal.internal.worker.";

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] params,
      @Nullable Throwable t) {
    return level == Level.WARN
            && logger.getName().startsWith(WORKERS)
            && isOfAnEnd(logger.getName().substring(WORKERS.length()), cause(params, t))
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  private static boolean isOfAnEnd(String worker, @Nullable Throwable cause) {
    String message = cause == null ? "" : String.valueOf(cause.getMessage());
    return switch (worker) {
      case "ActivityWorker" -> message.startsWith("NOT_FOUND");
      case "WorkflowWorker" -> message.startsWith("INVALID_ARGUMENT: UnhandledCommand");
      default -> false;
    };
  }

  /** The last of several parameters is the cause where it is one. */
  private static @Nullable Throwable cause(Object @Nullable [] params, @Nullable Throwable t) {
    if (t == null && params != null && params.length > 0) {
      return params[params.length - 1] instanceof Throwable last ? last : null;
    }
    return t;
  }
}
