package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Crossing;
import dev.purser.domain.policy.Reached;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.TimeWindow;
import dev.purser.ledger.Json;
import dev.purser.ledger.policies.PolicyJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was decided, who is to be told of it, what it stops, and the events that say so. */
final class DecisionRows {
  /** Incidents in the order of what makes them one, so that no two transactions wait in a ring. */
  private static final String DECISIONS =
      """
      with d as (
        select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as d (id, account_id, window_start, window_end, raised_key, threshold, action, enforced,
            policy_owner, policy_version, rule, spent, limit_nanos, agent_id, intent_id, task,
            report_id, gravity, kind, holder_id, since, of_rule)),
      i as (
        insert into incident (kind, holder_id, since, rule, alerts, last_id, open)
        select kind, holder_id, since, of_rule, count(*), max(id), true
        from d group by 1, 2, 3, 4 order by 1, 2, 3, 4
        on conflict (kind, holder_id, since, rule) do update set open = true,
          alerts = incident.alerts + excluded.alerts,
          last_id = greatest(incident.last_id, excluded.last_id)
        returning id, kind, holder_id, since, rule)
      insert into decision (id, account_id, window_start, window_end, raised_key, threshold, action,
        enforced, policy_owner, policy_version, rule, spent, limit_nanos, agent_id, intent_id, task,
        report_id, gravity, incident_id, at)
      overriding system value
      select d.id, d.account_id, d.window_start, d.window_end, d.raised_key, d.threshold, d.action,
        d.enforced, d.policy_owner, d.policy_version, cast(d.rule as jsonb), d.spent, d.limit_nanos,
        d.agent_id, d.intent_id, d.task, d.report_id, d.gravity, i.id, cast(? as timestamptz)
      from d join i on i.kind = d.kind and i.holder_id = d.holder_id and i.since = d.since
        and i.rule = d.of_rule
      """;

  private static final String NOTIFICATIONS =
      """
      insert into notification (updated_at, decision_id, agent_id, addressee)
      select cast(? as timestamptz), n.decision_id, n.agent_id, n.addressee
      from unnest(?, ?, ?) as n (decision_id, agent_id, addressee)
      on conflict (decision_id, addressee) do nothing
      """;

  private static final String HOLDS =
      """
      insert into hold (id, account_id, decision_id, directive, in_flight, rule, policy_version,
        actor, reason, report_id, at, until)
      overriding system value
      select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String RELEASED =
      """
      update hold h set released_at = cast(? as timestamptz), released_by = r.actor
      from unnest(?, ?) as r (id, actor) where h.id = r.id and h.released_at is null
      """;

  private static final String MESH_EVENTS =
      """
      insert into mesh_event (created_at, address, event_type, details, actor)
      select cast(? as timestamptz), e.address, e.event_type, cast(e.details as jsonb), e.actor
      from unnest(?, ?, ?, ?) as e (address, event_type, details, actor)
      """;

  private static final String TOLD =
      """
      with told as (
        select e.intent_id, e.event_type, e.actor, e.details,
          row_number() over (partition by e.intent_id order by e.place) as nth
        from unnest(?, ?, ?, ?) with ordinality as e (intent_id, event_type, actor, details, place)),
      counted as (
        update intent i set event_seq = i.event_seq + c.events
        from (select intent_id, count(*) as events from told group by intent_id) c
        where i.id = c.intent_id
        returning i.id, i.event_seq - c.events as before, i.status)
      insert into intent_event (intent_id, seq, event_type, status, at, actor, details)
      select counted.id, counted.before + told.nth, told.event_type, counted.status,
        cast(? as timestamptz), told.actor, cast(told.details as jsonb)
      from told join counted on counted.id = told.intent_id
      """;

  private final Bulk decisions =
      new Bulk(
          "bigint",
          "bigint",
          "timestamptz",
          "timestamptz",
          "text",
          "int",
          "text",
          "boolean",
          "text",
          "bigint",
          "text",
          "numeric",
          "numeric",
          "bigint",
          "uuid",
          "text",
          "text",
          "int",
          "text",
          "bigint",
          "timestamptz",
          "text");
  private final Bulk notifications = new Bulk("bigint", "bigint", "text");
  private final Bulk holds =
      new Bulk(
          "bigint",
          "bigint",
          "bigint",
          "text",
          "text",
          "text",
          "bigint",
          "text",
          "text",
          "text",
          "timestamptz",
          "timestamptz");
  private final Bulk meshEvents = new Bulk("text", "text", "text", "text");
  private final Bulk released = new Bulk("bigint", "text");
  private final List<Kind> kinds = new ArrayList<>();
  private final Bulk intentEvents = new Bulk("uuid", "text", "text", "text");

  /** A threshold that was crossed at this moment. */
  void add(long id, Account account, Crossing crossing, Cause cause, Instant now) {
    Reached at = crossing.at();
    TimeWindow window = at.window();
    add(
        id,
        account,
        window == null ? "-infinity" : window.start(),
        window == null ? "infinity" : window.end(),
        crossing.raisedKey(),
        crossing.threshold(),
        at.rule().action().wire(),
        at.enforced(),
        at.policy().owner(),
        at.policy().version(),
        PolicyJson.write(at.rule()).toString(),
        at.spent(),
        at.limit(),
        cause,
        crossing.gravity(),
        IncidentKey.of(account, crossing, now));
  }

  /** Anything that is raised once. */
  void add(
      long id,
      Account account,
      Object windowStart,
      Object windowEnd,
      String raisedKey,
      int threshold,
      String action,
      boolean enforced,
      String policyOwner,
      long policyVersion,
      String rule,
      Usd spent,
      @Nullable Usd limit,
      Cause cause,
      int gravity,
      IncidentKey incident) {
    kinds.add(new Kind(threshold < Rule.LIMIT ? "warning" : action, enforced));
    decisions.add(
        id,
        account.id(),
        windowStart,
        windowEnd,
        raisedKey,
        threshold,
        action,
        enforced,
        policyOwner,
        policyVersion,
        rule,
        spent.exactNanos(),
        limit == null ? null : limit.exactNanos(),
        cause.agent().id(),
        cause.intent(),
        cause.task(),
        cause.reportId(),
        gravity,
        incident.kind(),
        incident.holder(),
        incident.since(),
        incident.rule());
  }

  /** What a decision does, {@code warning} before its limit, and whether it does it. */
  record Kind(String name, boolean enforced) {}

  /** The kinds of all of them. */
  List<Kind> kinds() {
    return kinds;
  }

  /** Whoever the rule names is told by the workflow of the agent whose call it was. */
  void tell(long decision, Cause cause, List<String> addressees) {
    addressees.forEach(addressee -> notifications.add(decision, cause.agent().id(), addressee));
  }

  void add(OpenHold hold, Account account, @Nullable Long decision) {
    holds.add(
        hold.id(),
        account.id(),
        decision,
        hold.directive().name(),
        hold.inFlight().wire(),
        hold.rule(),
        hold.policyVersion(),
        hold.actor(),
        hold.reason(),
        hold.reportId(),
        hold.at(),
        hold.until());
  }

  /** Something that happened to an agent. */
  void event(AgentAddress agent, String type, Map<String, ?> details, @Nullable String actor) {
    meshEvents.add(agent.value(), type, Json.write(details), actor);
  }

  /** Something an intent's own list of events tells. */
  void event(UUID intent, String type, Map<String, ?> details, @Nullable String actor) {
    intentEvents.add(intent, type, actor, Json.write(details));
  }

  /** A hold is over. */
  void release(OpenHold hold, String actor) {
    released.add(hold.id(), actor);
  }

  void write(Script script, Instant now) {
    script.add(DECISIONS, decisions, now.toString());
    script.addAfter(NOTIFICATIONS, now.toString(), notifications);
    script.add(HOLDS, holds);
    script.addAfter(RELEASED, now.toString(), released);
    script.addAfter(MESH_EVENTS, now.toString(), meshEvents);
    script.add(TOLD, intentEvents, now.toString());
  }
}
