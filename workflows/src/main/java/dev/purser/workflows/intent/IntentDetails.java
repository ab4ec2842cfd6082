package dev.purser.workflows.intent;

import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Rule;
import dev.purser.workflows.HoldLine;
import dev.purser.workflows.Markdown;
import java.util.List;

/** What Temporal's UI shows of an intent, in Markdown: so that a stuck one explains itself. */
final class IntentDetails {
  private IntentDetails() {}

  static String of(IntentStart start, IntentBook book, long heldNanos) {
    StringBuilder text = new StringBuilder(512);
    text.append("### ").append(book.status()).append('\n');
    if (book.ended() && book.reason() != null) {
      text.append(Markdown.text(book.reason())).append("\n\n");
    }
    for (HoldLine hold : book.shown()) {
      hold(text, start, hold);
    }
    money(text, book.standing().intent(), heldNanos);
    text.append("- Agent: `")
        .append(start.agent())
        .append("`, deliveries: ")
        .append(book.delivery());
    if (book.lost() > 0) {
      text.append(", lost: ").append(book.lost()).append(" of ").append(book.maxDeliveryAttempts());
    }
    return text.append('\n').toString();
  }

  private static void hold(StringBuilder text, IntentStart start, HoldLine hold) {
    text.append("**Waits** since ")
        .append(hold.at())
        .append(": ")
        .append(Markdown.text(hold.reason()));
    if (hold.rule() != null) {
      text.append(" (rule `").append(hold.rule()).append("`)");
    }
    if (hold.resumesAt() != null) {
      text.append("; goes on by itself at ").append(hold.resumesAt());
    }
    text.append("\n\n").append(release(start, hold)).append("\n\n");
  }

  private static String release(IntentStart start, HoldLine hold) {
    boolean needsBudget = Rule.needsBudget(hold.rule());
    return switch (hold.kind()) {
      case INTENT, TASK, TREE, PERSON ->
          "An operator releases it: `./purser resume " + start.intentId() + more(needsBudget) + "`";
      case AGENT ->
          "An operator releases its agent: `./purser resume "
              + start.agent()
              + more(needsBudget)
              + "`";
      case SCOPE ->
          "An operator releases the scope: `./purser resume --scope '" + hold.holder() + "'`";
      case UNKNOWN -> "It goes on by itself once the ledger answers.";
    };
  }

  /** A limit that is reached needs more budget, or the next call stops it again. */
  private static String more(boolean needsBudget) {
    return needsBudget ? " --grant 10" : "";
  }

  private static void money(StringBuilder text, IntentHalf intent, long heldNanos) {
    text.append("- Spent: ").append(Markdown.text(Usd.ofNanos(intent.costNanos())));
    Long limit = intent.limitNanos();
    text.append(limit == null ? "" : " of " + Markdown.text(Usd.ofNanos(limit)));
    Long remaining = intent.remainingNanos();
    text.append(
        remaining == null
            ? ""
            : ", " + Markdown.text(Usd.ofNanos(remaining)) + " left by all rules");
    text.append(
        heldNanos == 0
            ? ""
            : ", " + Markdown.text(Usd.ofNanos(heldNanos)) + " not yet in the ledger");
    text.append('\n');
    List<ModelSpend> models = intent.models();
    if (models.isEmpty()) {
      return;
    }
    text.append("\n| model | cost | calls |\n|---|---|---|\n");
    for (ModelSpend model : models) {
      String name = model.model().isEmpty() ? "(none named)" : model.model();
      text.append("| ").append(Markdown.text(name)).append(" | ");
      text.append(Markdown.text(Usd.ofNanos(model.costNanos())))
          .append(" | ")
          .append(model.calls())
          .append(" |\n");
    }
    text.append('\n');
  }
}
