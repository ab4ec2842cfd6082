package dev.purser.ledger.intake;

import dev.purser.domain.agent.Scope;
import dev.purser.domain.money.Shown;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Crossing;
import dev.purser.domain.policy.Decision;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Reached;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what the rules decide: each threshold once, a hold while a full window stops its
 * account, and news for whoever must act.
 */
final class Recorder {
  private final Book book;
  private final Changes changes;

  Recorder(Book book, Changes changes) {
    this.book = book;
    this.changes = changes;
  }

  void record(Decision decision, Cause cause) throws SQLException {
    for (Crossing crossing : decision.crossings()) {
      cross(crossing, decision.crossings().stream().noneMatch(crossing::isLessThan), cause);
    }
    Reached by = decision.by();
    if (by != null && decision.directive() != Directive.CONTINUE) {
      hold(by, null, cause);
    }
  }

  /**
   * @param tells whether anybody is told: of what one amount has reached at once only the last
   */
  private void cross(Crossing crossing, boolean tells, Cause cause) throws SQLException {
    Reached at = crossing.at();
    Account account = book.account(at.account());
    account.raise(
        at.window() == null ? Account.WHOLE_LIFE : at.window().start(), crossing.raisedKey());
    account.touch();
    long id = changes.ids().nextDecision();
    changes.decisions().add(id, account, crossing, cause, book.now());
    Map<String, Object> details = details(crossing, id, cause);
    changes.decisions().event(cause.agent().address(), "agent.alerted", details, null);
    UUID intent = cause.intent();
    if (intent != null && account.isNarrow()) {
      changes.decisions().event(intent, "intent.alerted", details, null);
    }
    changes.decisions().tell(id, cause, tells ? at.rule().addressees() : List.of());
    tellWorkflows(cause);
    if (crossing.isLimit() && at.enforced()) {
      hold(at, id, cause);
    }
  }

  private static Map<String, Object> details(Crossing crossing, long id, Cause cause) {
    Reached at = crossing.at();
    Map<String, Object> details = new HashMap<>();
    details.put("decision_id", id);
    details.put("account", at.account().toString());
    details.put("rule", at.rule().key());
    details.put("threshold", crossing.threshold());
    details.put("action", at.rule().action().wire());
    details.put("enforced", at.enforced());
    details.put("spent_usd", at.spent().toBigDecimal());
    BigDecimal limit = at.limit() == null ? null : at.limit().toBigDecimal();
    put(details, "limit_usd", limit);
    put(details, "intent_id", cause.intent());
    put(details, "task", cause.task());
    put(details, "report_id", cause.reportId());
    return details;
  }

  private static void put(Map<String, Object> details, String name, @Nullable Object value) {
    if (value != null) {
      details.put(name, value);
    }
  }

  void tellWorkflows(Cause cause) {
    changes.news().urgent(cause.agent().address());
    if (cause.intent() != null) {
      changes.news().urgent(cause.intent());
    }
  }

  /**
   * A rule of counts never stops what is under way, so it holds nothing but the intent it asks of.
   */
  private void hold(Reached reached, @Nullable Long decision, Cause cause) throws SQLException {
    Rule rule = reached.rule();
    boolean stops = rule.action() == Action.PAUSE || rule.action() == Action.KILL;
    if (!stops || rule.maxIntents() != null) {
      return;
    }
    Account account = book.account(reached.account());
    Directive says = rule.action() == Action.KILL ? Directive.KILL : Directive.PARK;
    for (OpenHold hold : account.holds()) {
      boolean ofThisWindow =
          reached.window() == null || !hold.at().isBefore(reached.window().start());
      if (hold.directive() == says && rule.key().equals(hold.rule()) && ofThisWindow) {
        return;
      }
    }
    place(account, reached, decision, cause);
  }

  /** Holds an account because of a rule, be it the rule's own account or an intent asked for. */
  void place(Account account, Reached reached, @Nullable Long decision, Cause cause)
      throws SQLException {
    Rule rule = reached.rule();
    OpenHold hold =
        new OpenHold(
            changes.ids().nextHold(),
            rule.action() == Action.KILL ? Directive.KILL : Directive.PARK,
            reached.policy().inFlight(),
            rule.key(),
            reached.policy().version(),
            null,
            reason(reached),
            cause.reportId(),
            book.now(),
            until(reached));
    account.add(hold);
    account.touch();
    changes.decisions().add(hold, account, decision);
    tellWorkflows(cause);
    tellBelow(account, cause);
  }

  /**
   * When it goes by itself: as the rule says. Of a task it is a day that is full, so a kill, and
   * whatever an intent's rule says, ends with it.
   */
  private static @Nullable Instant until(Reached reached) {
    Rule rule = reached.rule();
    boolean ofDay =
        reached.account().kind() == AccountKind.TASK
            && (rule.action() == Action.KILL || rule.period() == Period.INTENT);
    boolean passes = ofDay || rule.resume() == Resume.NEXT_PERIOD;
    return passes && reached.window() != null ? reached.window().end() : null;
  }

  /** Whoever else the account holds. */
  void tellBelow(Account account, Cause cause) {
    String name = account.key().name();
    switch (account.key().kind()) {
      case TASK ->
          changes.news().urgentTask(account.agentId(), name.substring(name.indexOf('#') + 1));
      case TREE -> changes.news().urgentTree(UUID.fromString(name));
      case SCOPE -> changes.news().urgentBelow(new Scope(name));
      case INTENT -> changes.news().urgent(UUID.fromString(name));
      case AGENT -> changes.news().urgent(cause.agent().address());
    }
  }

  private static String reason(Reached reached) {
    Rule rule = reached.rule();
    if (rule.maxIntents() != null) {
      return rule.maxIntents() + " intents a " + rule.period().wire() + " are reached";
    }
    Usd limit = Objects.requireNonNull(reached.limit());
    if (rule.burn() != null) {
      return String.format(
          "%s an hour in the last %d minutes, and the limit is %s",
          Shown.of(reached.spent()), rule.burn().overMinutes(), Shown.of(limit));
    }
    boolean today = rule.period() == Period.INTENT && reached.account().kind() == AccountKind.TASK;
    String asked = reached.spent().atLeast(limit) ? "" : ", which the call asked for would pass";
    return Shown.of(reached.spent())
        + (today ? " spent today of the " : " spent of the ")
        + rule.period().wire()
        + "'s limit of "
        + Shown.of(limit)
        + asked;
  }
}
