package dev.purser.api.pages.agents;

import dev.purser.api.pages.session.Filled;
import dev.purser.api.pages.session.Visit;
import dev.purser.api.pages.view.PageView;
import dev.purser.api.pages.view.Span;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.ledger.alerts.Alert;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page of one agent. */
public final class AgentView extends PageView {
  private final AgentFacts facts;
  private final @Nullable Filled filled;

  /**
   * @param filled a form that was not taken, to be shown again; null: none
   */
  AgentView(Visit visit, AgentFacts facts, @Nullable Filled filled) {
    super("agent.ftlh", visit, facts.detail().agent().address().displayName(), "agents");
    this.facts = facts;
    this.filled = filled;
  }

  /** What it shows. */
  public AgentFacts facts() {
    return facts;
  }

  @Override
  public @Nullable Filled filled() {
    return filled;
  }

  /** The stretches of time to choose from. */
  public List<Span> spans() {
    return Span.ALL;
  }

  /** What windows of the period are of: hours, days, weeks or months; a task's is a day. */
  public String before(Period period) {
    return period == Period.TASK ? Period.DAY.wire() : period.wire();
  }

  /** Whether a rule only observes. */
  public boolean observes(Policy policy, Rule rule) {
    return (rule.mode() == null ? policy.mode() : rule.mode()) == Mode.OBSERVE;
  }

  /** What a rule did that only observes, or would have done. */
  public String would(Alert alert) {
    if (alert.threshold() < Rule.LIMIT) {
      return "warned";
    }
    return switch (alert.action()) {
      case ALERT -> "alerted";
      case BLOCK -> "would have blocked new work";
      case PAUSE -> "would have paused";
      case KILL -> "would have killed";
    };
  }

  /** Where an agent's page is. */
  static URI uri(AgentAddress agent) {
    return URI.create("/agents/" + path(agent));
  }

  private static String path(AgentAddress agent) {
    String bare = agent.value().substring(AgentAddress.PREFIX.length());
    return URLEncoder.encode(bare, StandardCharsets.UTF_8).replace("%2F", "/").replace("+", "%20");
  }
}
