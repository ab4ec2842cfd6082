package dev.purser.ledger.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Policy;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.ledger.policies.PolicyJson;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Raises one alert for each model that an agent uses and that has no price. */
final class UnpricedUse {
  /** An agent that invents names of models does not fill the ledger with alerts. */
  private static final int MOST = 100;

  private static final String PREFIX = "unpriced ";

  private final Work work;

  UnpricedUse(Work work) {
    this.work = work;
  }

  void alertOnce(Place place, EntryLine line, String reportId) throws SQLException {
    boolean unpriced =
        line.pricing() == EntryLine.Pricing.ASSUMED || line.pricing() == EntryLine.Pricing.FREE;
    Account account = place.agent().account();
    Set<String> raised = account.raisedIn(Account.WHOLE_LIFE);
    String key = PREFIX + line.model();
    if (!unpriced || raised.contains(key) || raised.size() >= MOST) {
      return;
    }
    account.raise(Account.WHOLE_LIFE, key);
    account.touch();
    Policy policy = place.agent().own();
    List<String> addressees =
        policy.rules().stream().flatMap(rule -> rule.addressees().stream()).distinct().toList();
    Cause cause = Cause.of(place, reportId);
    long id = work.changes().ids().nextDecision();
    work.changes()
        .decisions()
        .add(
            id,
            account,
            "-infinity",
            "infinity",
            key,
            0,
            Action.ALERT.wire(),
            true,
            policy.owner(),
            policy.version(),
            rule(policy, line.model(), addressees),
            line.amount(),
            null,
            cause,
            0,
            IncidentKey.of(account, key));
    work.changes().decisions().tell(id, cause, addressees);
    work.changes()
        .decisions()
        .event(
            cause.agent().address(),
            "agent.alerted",
            Map.of(
                "decision_id", id,
                "model", line.model(),
                "unpriced", policy.unpriced().wire(),
                "counted_usd", line.amount().toBigDecimal(),
                "report_id", reportId),
            null);
    work.changes().news().urgent(cause.agent().address());
  }

  /** Reads like a rule without a limit; what it is about stands beside. */
  private static String rule(Policy policy, String model, List<String> addressees) {
    Rule rule =
        new Rule(Period.DAY, null, null, Action.ALERT, List.of(), addressees, Resume.MANUAL, null);
    ObjectNode body = PolicyJson.write(rule);
    body.put("unpriced", policy.unpriced().wire());
    body.put("model", model);
    return body.toString();
  }
}
