package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.ledger.courier.Carriage;
import dev.purser.ledger.courier.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Which workflows have something to hear, each in its lane: at once what they must act on, totals
 * at most once a minute.
 */
final class News {
  private static final Duration TOTALS_APART = Duration.ofMinutes(1);

  private static final String UPSERT =
      """
      on conflict (workflow_id) do update set
        lane = least(carriage.lane, excluded.lane),
        due_at = least(carriage.due_at, excluded.due_at),
        news = carriage.news + 1
      """;

  private static final String NAMED =
      """
      insert into carriage (workflow_id, kind, subject, lane, due_at)
      select * from unnest(?, ?, ?, ?, ?) order by 1
      """
          + UPSERT;

  private static final String BELOW =
      """
      insert into carriage (workflow_id, kind, subject, lane, due_at)
      select 'agent/' || g.address, 'agent', g.address, 0, min(cast(? as timestamptz))
      from unnest(?) as scope (prefix) join agent g on starts_with(g.address, scope.prefix)
      group by g.address order by 1
      """
          + UPSERT;

  private static final String OPEN_INTENTS =
      """
      insert into carriage (workflow_id, kind, subject, lane, due_at)
      select 'intent/' || i.id, 'intent', cast(i.id as text), 0, min(cast(? as timestamptz))
      from unnest(?, ?, ?) as w (agent_id, task, root)
      join intent i on (i.agent_id = w.agent_id and i.task = w.task) or i.root_id = w.root
      where i.status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT')
      group by i.id order by 1
      """
          + UPSERT;

  private final Instant now;
  private final Map<String, Line> lines = new TreeMap<>();
  private final Set<Scope> below = new LinkedHashSet<>();
  private final Bulk ofTaskOrTree = new Bulk("bigint", "text", "uuid");

  private record Line(String kind, String subject, Lane lane, Instant dueAt) {}

  News(Instant now) {
    this.now = now;
  }

  /** The agent's workflow must act. */
  void urgent(AgentAddress agent) {
    lines.put("agent/" + agent, new Line("agent", agent.value(), Lane.WORDS, now));
  }

  /** The intent's workflow must act. */
  void urgent(UUID intent) {
    lines.put("intent/" + intent, new Line("intent", intent.toString(), Lane.WORDS, now));
  }

  /** The intent is new, and somebody waits until it is delivered. */
  void delivery(UUID intent) {
    begin(intent, Lane.DELIVERIES);
  }

  /** The intent is new, and needs no more than a workflow. */
  void start(UUID intent) {
    begin(intent, Lane.STARTS);
  }

  private void begin(UUID intent, Lane lane) {
    lines.putIfAbsent("intent/" + intent, new Line("intent", intent.toString(), lane, now));
  }

  /** Every agent below the scope must act. */
  void urgentBelow(Scope scope) {
    below.add(scope);
  }

  /** Every open intent of the task must act. */
  void urgentTask(long agentId, String task) {
    ofTaskOrTree.add(agentId, task, null);
  }

  /** Every open intent of the tree must act. */
  void urgentTree(UUID root) {
    ofTaskOrTree.add(null, null, root);
  }

  /** Totals have changed here; where nothing was heard before, a workflow is to begin. */
  void totals(Place place) {
    Account agent = place.agent().account();
    arrange(agent, "agent", place.agent().ref().address().value());
    if (place.intent() != null && place.own() != null) {
      arrange(place.own(), "intent", place.intent().ref().id().toString());
    }
  }

  private void arrange(Account account, String kind, String subject) {
    Lane lane = account.hasHadNews() ? Lane.TOTALS : Lane.STARTS;
    Instant due = account.arrangeNews(now, TOTALS_APART);
    if (due != null) {
      lines.putIfAbsent(kind + "/" + subject, new Line(kind, subject, lane, due));
    }
  }

  void write(Script script) {
    Bulk rows = new Bulk("text", "text", "text", "int", "timestamptz");
    boolean urgent = !below.isEmpty() || !ofTaskOrTree.isEmpty();
    for (Map.Entry<String, Line> entry : lines.entrySet()) {
      Line line = entry.getValue();
      rows.add(entry.getKey(), line.kind(), line.subject(), line.lane().rank(), line.dueAt());
      urgent |= line.lane() != Lane.TOTALS;
    }
    script.add(NAMED, rows);
    Bulk prefixes = new Bulk("text");
    below.forEach(scope -> prefixes.add(scope.prefix()));
    script.addAfter(BELOW, now.toString(), prefixes);
    script.addAfter(OPEN_INTENTS, now.toString(), ofTaskOrTree);
    if (urgent) {
      script.run("select pg_notify(?, '')", Carriage.CHANNEL);
    }
  }
}
