package dev.purser.api.pages.policies;

import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import java.util.stream.Collectors;

/** A rule in one line. */
public final class RuleWords {
  private RuleWords() {}

  /** All that it says: day $50.00 pause, warns at 80 %, tells ops@company.com. */
  public static String of(Rule rule) {
    StringBuilder words = new StringBuilder(rule.key());
    if (!rule.warnAt().isEmpty()) {
      words
          .append(", warns at ")
          .append(rule.warnAt().stream().map(String::valueOf).collect(Collectors.joining(", ")))
          .append(" %");
    }
    if (!rule.addressees().isEmpty()) {
      words.append(", tells ").append(String.join(", ", rule.addressees()));
    }
    if (rule.resume() == Resume.NEXT_PERIOD) {
      words.append(", resumes by itself");
    }
    if (rule.mode() == Mode.OBSERVE) {
      words.append(", only observes");
    } else if (rule.mode() == Mode.ENFORCE) {
      words.append(", enforces");
    }
    return words.toString();
  }
}
