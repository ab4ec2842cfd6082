package dev.purser.ledger.messages;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.intent.Order;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.window.TimeWindow;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import dev.purser.ledger.agents.AgentDetail;
import dev.purser.ledger.agents.Agents;
import dev.purser.ledger.agents.Budget;
import dev.purser.ledger.agents.Budgets;
import dev.purser.ledger.agents.Burn;
import dev.purser.ledger.agents.Spent;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.intents.IntentRows;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads from sums, never from entries, what a message about an alert tells besides. */
public final class AlertContexts {
  private static final int PARTS = 5;
  private static final String NO_MODEL = "no model named";

  private final Store store;
  private final LedgerSettings settings;

  public AlertContexts(Store store, LedgerSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /** How things stand now, as of one moment. */
  public AlertContext of(Alert alert) {
    return store.readAtOnce(
        handle -> {
          Spent spent = isUnpriced(alert) ? Spent.NOTHING : spent(handle, alert);
          List<AlertContext.Part> all =
              isUnpriced(alert) ? unpriced(handle, alert) : parts(handle, alert, spent.late());
          Usd total = Usd.ZERO;
          for (AlertContext.Part part : all) {
            total = total.plus(part.cost());
          }
          return new AlertContext(
              total,
              all.stream().filter(part -> part.cost().isPositive()).limit(PARTS).toList(),
              spent.late(),
              spent.assumed(),
              lastHour(handle, alert),
              isHeld(handle, alert),
              finishes(handle, alert),
              isStopped(handle, alert),
              isKillable(handle, alert),
              grant(handle, alert),
              accounts(handle, alert));
        });
  }

  /** There is none for a scope's sum. */
  private @Nullable Usd grant(Handle handle, Alert alert) {
    List<Budget> budgets =
        switch (alert.account().kind()) {
          case AGENT ->
              Agents.detail(handle, settings, new AgentAddress(alert.account().name()))
                  .map(AgentDetail::ownBudgets)
                  .orElse(List.of());
          case INTENT, TASK, TREE ->
              Optional.ofNullable(alert.intentId())
                  .flatMap(id -> IntentRows.find(handle, id))
                  .map(intent -> ofIntent(handle, intent))
                  .orElse(List.of());
          case SCOPE -> List.of();
        };
    return Budgets.suggestedGrant(budgets, alert.rule().key());
  }

  private static List<Budget> ofIntent(Handle handle, Intent intent) {
    return Budgets.ofIntent(handle, Budgets.policies(handle, intent), intent, Store.now(handle));
  }

  private static long accounts(Handle handle, Alert alert) {
    return handle
        .createQuery(
            "select count(distinct account_id) from decision where incident_id = :incident")
        .bind("incident", alert.incidentId())
        .mapTo(Long.class)
        .one();
  }

  /** Not a rule's: it tells of a model without a price, once for all time. */
  private static boolean isUnpriced(Alert alert) {
    return alert.account().kind() == AccountKind.AGENT && alert.windowStart() == null;
  }

  private static List<AlertContext.Part> unpriced(Handle handle, Alert alert) {
    return handle
        .createQuery(
            "select coalesce(rule->>'model', '') as model, spent from decision where id = :id")
        .bind("id", alert.id())
        .map(
            (row, context) ->
                new AlertContext.Part(
                    row.getString("model") + ", which has no price", Rows.usd(row, "spent")))
        .list();
  }

  /** What of the window came late or is assumed: an intent's whole life has nothing before it. */
  private static Spent spent(Handle handle, Alert alert) {
    Instant start = alert.windowStart();
    Instant end = alert.windowEnd();
    if (start != null && end != null) {
      Spent.Of window = new Spent.Of(alert.account(), new TimeWindow(start, end));
      return Spent.read(handle, List.of(window)).get(0);
    }
    Usd assumed =
        window(
                handle,
                alert,
                "select coalesce(sum(r.assumed), 0) as assumed from rollup r"
                    + " join agent g on g.id = r.agent_id where ",
                null,
                null,
                "")
            .map((row, context) -> Rows.usd(row, "assumed"))
            .one();
    return new Spent(Usd.ZERO, Usd.ZERO, assumed, 0);
  }

  private static List<AlertContext.Part> parts(Handle handle, Alert alert, Usd late) {
    boolean byAgent = alert.account().kind() == AccountKind.SCOPE;
    List<AlertContext.Part> parts = new ArrayList<>();
    window(
            handle,
            alert,
            (byAgent ? "select g.address as what" : "select r.model as what")
                + ", sum(r.cost) as cost from rollup r join agent g on g.id = r.agent_id where ",
            alert.windowStart(),
            alert.windowEnd(),
            " group by 1 order by 2 desc, 1")
        .map(
            (row, context) ->
                new AlertContext.Part(
                    row.getString("what").isEmpty() ? NO_MODEL : row.getString("what"),
                    Rows.usd(row, "cost")))
        .forEach(parts::add);
    if (late.isPositive()) {
      parts.add(new AlertContext.Part("calls from before the window", late));
      parts.sort(Comparator.comparing(AlertContext.Part::cost).reversed());
    }
    return parts;
  }

  /**
   * What was taken, by the clock that limits go by; of tasks by the quarters of an hour that began
   * within the hour, a little less than it. No such sums are kept of intents and trees: what calls
   * of those quarters cost stands for it.
   */
  private static Usd lastHour(Handle handle, Alert alert) {
    Instant now = Store.now(handle);
    return switch (alert.account().kind()) {
      case AGENT, SCOPE -> Burn.perHour(handle, alert.account(), now);
      case TASK -> {
        TimeWindow hour = new TimeWindow(now.minusSeconds(3_600), now);
        yield Spent.read(handle, List.of(new Spent.Of(alert.account(), hour))).get(0).usd();
      }
      case INTENT, TREE -> ofCalls(handle, alert, now);
    };
  }

  private static Usd ofCalls(Handle handle, Alert alert, Instant now) {
    return window(
            handle,
            alert,
            "select coalesce(sum(r.cost), 0) as cost from rollup r"
                + " join agent g on g.id = r.agent_id where ",
            now.minusSeconds(3_600),
            null,
            "")
        .map((row, context) -> Rows.usd(row, "cost"))
        .one();
  }

  private static Query window(
      Handle handle,
      Alert alert,
      String select,
      @Nullable Instant from,
      @Nullable Instant to,
      String end) {
    String name = alert.account().name();
    int task = name.indexOf('#');
    String where =
        switch (alert.account().kind()) {
          case INTENT -> "r.intent_id = cast(:name as uuid)";
          case TREE -> "r.intent_id in (select id from intent where root_id = cast(:name as uuid))";
          case TASK -> "g.address = :name and r.task = :task";
          case AGENT -> "g.address = :name";
          case SCOPE -> "starts_with(g.address, :name)";
        };
    Query query =
        handle
            .createQuery(
                select
                    + where
                    + (from == null ? "" : " and r.quarter >= :from")
                    + (to == null ? "" : " and r.quarter < :to")
                    + end)
            .bind(
                "name",
                switch (alert.account().kind()) {
                  case TASK -> name.substring(0, task);
                  case SCOPE -> new Scope(name).prefix();
                  case INTENT, TREE, AGENT -> name;
                });
    if (alert.account().kind() == AccountKind.TASK) {
      query.bind("task", name.substring(task + 1));
    }
    if (from != null) {
      query.bind("from", from.atOffset(ZoneOffset.UTC));
    }
    if (to != null) {
      query.bind("to", to.atOffset(ZoneOffset.UTC));
    }
    return query;
  }

  /** Who is stopped reaches no further limit, whatever it spent before. */
  private static boolean isStopped(Handle handle, Alert alert) {
    String agent = alert.agent();
    boolean ofAgent =
        agent != null
            && Order.of(Agents.demands(handle, new AgentAddress(agent))).directive()
                != Directive.CONTINUE;
    return ofAgent || isHeld(handle, alert);
  }

  /** Whether what the alert is about is held now. */
  public boolean isHeld(Alert alert) {
    return store.read(handle -> isHeld(handle, alert));
  }

  /** A killed intent is over; a killed agent can be let go. */
  private static boolean isHeld(Handle handle, Alert alert) {
    return handle
        .createQuery(
            """
            select exists (select 1 from account a join hold h on h.account_id = a.id
              where a.kind = :kind and a.name = :name and h.released_at is null
                and (h.until is null or h.until > now())
                and (h.directive = 'PARK' or a.kind in ('agent', 'scope')))
            """)
        .bind("kind", alert.account().kind().wire())
        .bind("name", alert.account().name())
        .mapTo(Boolean.class)
        .one();
  }

  private static boolean finishes(Handle handle, Alert alert) {
    return handle
        .createQuery(
            """
            select exists (select 1 from hold
              where decision_id = :id and directive = 'PARK' and in_flight = 'finish')
            """)
        .bind("id", alert.id())
        .mapTo(Boolean.class)
        .one();
  }

  /** An intent that has not ended, or else an agent that is not killed. */
  private static boolean isKillable(Handle handle, Alert alert) {
    if (alert.account().kind() == AccountKind.INTENT) {
      return handle
          .createQuery(
              """
              select exists (select 1 from intent where id = cast(:id as uuid)
                and status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT'))
              """)
          .bind("id", alert.account().name())
          .mapTo(Boolean.class)
          .one();
    }
    return handle
        .createQuery(
            """
            select exists (select 1 from account a where a.kind = 'agent' and a.name = :agent
              and a.status <> 'KILLED' and not exists (select 1 from hold h
                where h.account_id = a.id and h.directive = 'KILL' and h.released_at is null))
            """)
        .bind("agent", alert.agent())
        .mapTo(Boolean.class)
        .one();
  }
}
