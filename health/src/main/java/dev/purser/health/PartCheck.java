package dev.purser.health;

import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.health.annotation.Async;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether one part that the process needs is there. It is asked in the background: one that hangs
 * counts as away after a few seconds, and whoever asks for the readiness never waits for it.
 */
@Async(
    period = 1,
    unit = TimeUnit.SECONDS,
    scheduleType = Async.ScheduleType.FIXED_DELAY,
    initialState = Async.InitialState.HEALTHY,
    healthyTtl = PartCheck.BELIEVED_SECONDS)
final class PartCheck extends HealthCheck {
  static final long BELIEVED_SECONDS = 4;

  private final Supplier<@Nullable String> question;

  PartCheck(Supplier<@Nullable String> question) {
    this.question = question;
  }

  @Override
  protected Result check() {
    String wrong = question.get();
    return wrong == null ? Result.healthy() : Result.unhealthy(wrong);
  }
}
