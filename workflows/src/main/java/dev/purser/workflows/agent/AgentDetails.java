package dev.purser.workflows.agent;

import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Rule;
import dev.purser.workflows.HoldLine;
import dev.purser.workflows.Markdown;

/** What Temporal's UI shows of an agent, in Markdown. */
final class AgentDetails {
  private AgentDetails() {}

  static String of(String address, AgentBook book) {
    StringBuilder text = new StringBuilder(256);
    text.append("### ").append(book.status()).append('\n');
    for (HoldLine hold : book.shown()) {
      text.append(hold.kills() ? "**Killed** " : "**Paused** ").append(hold.at());
      text.append(": ").append(Markdown.text(hold.reason()));
      if (hold.rule() != null) {
        text.append(" (rule `").append(hold.rule()).append("`)");
      }
      if (hold.resumesAt() != null) {
        text.append("; goes on by itself at ").append(hold.resumesAt());
      }
      text.append("\n\nAn operator releases it: `./purser resume ");
      text.append(hold.kind() == HoldKind.SCOPE ? "--scope '" + hold.holder() + "'" : address);
      boolean needsBudget = Rule.needsBudget(hold.rule()) && hold.kind() == HoldKind.AGENT;
      text.append(needsBudget ? " --grant 10`\n\n" : "`\n\n");
    }
    AgentNews news = book.news();
    text.append("- Today: ").append(Markdown.text(Usd.ofNanos(news.todayNanos())));
    Long limit = news.limitNanos();
    text.append(limit == null ? ", no limit" : ", limit " + Markdown.text(Usd.ofNanos(limit)));
    Long remaining = news.remainingNanos();
    text.append(remaining == null ? "" : ", " + Markdown.text(Usd.ofNanos(remaining)) + " left");
    return text.append('\n').toString();
  }
}
