package dev.purser.api.health;

import com.codahale.metrics.health.HealthCheck;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A health check from a question. */
public final class Check extends HealthCheck {
  private final Supplier<@Nullable String> question;

  /**
   * @param question what is wrong; null: nothing
   */
  public Check(Supplier<@Nullable String> question) {
    this.question = question;
  }

  @Override
  protected Result check() {
    String wrong = question.get();
    return wrong == null ? Result.healthy() : Result.unhealthy(wrong);
  }
}
