package dev.purser.ledger.journal;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Demand;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.Order;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.AccountKind;
import dev.purser.ledger.Json;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Store;
import dev.purser.ledger.accounts.Accounts;
import dev.purser.ledger.accounts.Holds;
import dev.purser.ledger.agents.Words;
import dev.purser.ledger.courier.Carriage;
import dev.purser.ledger.events.MeshEvents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Takes what became of intents and agents from their workflows, in one transaction each. An entry
 * that was taken before changes nothing; one of a superseded run is not taken.
 */
public final class Journal {
  private final Store store;
  private final StoppedTasks stoppedTasks;

  public Journal(Store store, LedgerSettings settings) {
    this.store = store;
    this.stoppedTasks = new StoppedTasks(settings);
  }

  /** What the ledger knows of whose journal it is. */
  private record Position(long run, long seq, boolean terminal, String status) {
    boolean supersedes(long entryRun) {
      return entryRun < run;
    }

    /** It has ended in the ledger by another's hand: whoever still runs must end too. */
    boolean isOver(long entryRun) {
      return supersedes(entryRun) || (terminal && entryRun != run);
    }

    boolean has(long entryRun, long entrySeq) {
      return entryRun == run && entrySeq <= seq;
    }
  }

  /** What an intent's accounts are named. */
  private record Family(UUID root, @Nullable String task, String agent, boolean tracked) {
    List<AccountKey> accounts(UUID intent) {
      List<AccountKey> keys = new ArrayList<>();
      keys.add(AccountKey.intent(intent));
      keys.add(AccountKey.tree(root));
      if (task != null) {
        keys.add(new AccountKey(AccountKind.TASK, agent + "#" + task));
      }
      return keys;
    }
  }

  /**
   * Takes an entry of an intent. Only one that releases holds locks what the intent shares with
   * others: all intents of a killed task write their entries at the same moment.
   *
   * @throws Refused NOT_FOUND
   */
  public Receipt intent(IntentEntry entry) {
    return store.write(
        handle -> {
          Family family = family(handle, entry.intentId());
          List<AccountKey> accounts = family.accounts(entry.intentId());
          boolean shares =
              !entry.releasedHoldIds().isEmpty()
                  || (entry.status().isTerminal() && family.tracked());
          AccountKey own = AccountKey.intent(entry.intentId());
          List<Long> ids = Accounts.lock(handle, shares ? accounts : List.of(own));
          Position at = positionOfIntent(handle, entry.intentId());
          boolean superseded = at.isOver(entry.run());
          boolean taken = !superseded && !at.terminal() && !at.has(entry.run(), entry.seq());
          if (taken) {
            take(handle, entry, family, ids);
          }
          return new Receipt(taken, superseded, Accounts.version(handle, accounts));
        });
  }

  private void take(Handle handle, IntentEntry entry, Family family, List<Long> accounts) {
    long firstSeq = write(handle, entry);
    addEvents(handle, entry, firstSeq);
    Accounts.raise(handle, List.of(AccountKey.intent(entry.intentId())));
    List<Holds.Released> released =
        Holds.release(handle, accounts, entry.releasedHoldIds(), by(entry.actor()));
    takeWords(handle, entry);
    if (entry.status().isTerminal()) {
      if (family.tracked() && family.task() != null) {
        stoppedTasks.keep(
            handle, entry, new AgentAddress(family.agent()), family.root(), family.task());
      }
      Holds.releaseAll(handle, List.of(AccountKey.intent(entry.intentId())), entry.status().name());
    }
    for (Holds.Released hold : released) {
      if (hold.account().kind() != AccountKind.INTENT) {
        Accounts.raise(handle, List.of(hold.account()));
        Carriage.markIntentsUnder(handle, hold.account());
      }
    }
  }

  private static void takeWords(Handle handle, IntentEntry entry) {
    List<Demand> words = entry.words();
    if (words.isEmpty() && entry.lifted() == null) {
      return;
    }
    long own = Accounts.find(handle, AccountKey.intent(entry.intentId())).orElseThrow();
    words.forEach(word -> Words.take(handle, own, word));
    if (entry.lifted() != null) {
      Words.lift(handle, own, entry.lifted(), by(entry.actor()));
    }
  }

  private static String by(@Nullable String actor) {
    return actor == null ? "purser" : actor;
  }

  /** Writes the row; gives the number of the first event. */
  private static long write(Handle handle, IntentEntry entry) {
    long last =
        handle
            .createQuery(
                """
                update intent set status = :status, holds = cast(:holds as jsonb),
                  delivery = greatest(delivery, :delivery), reason = coalesce(:reason, reason),
                  result = coalesce(:result, result),
                  run = :run, journal_seq = :seq, event_seq = event_seq + :events,
                  updated_at = greatest(updated_at, :at)
                where id = :id returning event_seq
                """)
            .bind("status", entry.status().name())
            .bind("holds", Json.write(entry.holds()))
            .bind("delivery", entry.delivery())
            .bind("reason", entry.reason())
            .bind("result", entry.result())
            .bind("run", entry.run())
            .bind("seq", entry.seq())
            .bind("events", entry.events().size())
            .bind("at", entry.at())
            .bind("id", entry.intentId())
            .mapTo(Long.class)
            .one();
    return last - entry.events().size() + 1;
  }

  private static void addEvents(Handle handle, IntentEntry entry, long firstSeq) {
    long seq = firstSeq;
    for (IntentEntry.Event event : entry.events()) {
      handle
          .createUpdate(
              """
              insert into intent_event
                (intent_id, seq, event_type, status, at, actor, waiting_reason, details)
              values (:id, :seq, :type, :status, :at, :actor, :waiting, cast(:details as jsonb))
              """)
          .bind("id", entry.intentId())
          .bind("seq", seq++)
          .bind("type", event.type().wire())
          .bind("status", entry.status().name())
          .bind("at", entry.at())
          .bind("actor", entry.actor())
          .bind("waiting", event.waitingReason())
          .bind("details", Json.write(event.details()))
          .execute();
    }
  }

  /**
   * Takes an entry of an agent.
   *
   * @throws Refused NOT_FOUND
   */
  public Receipt agent(AgentEntry entry) {
    return store.write(
        handle -> {
          AccountKey account = AccountKey.agent(entry.agent());
          List<Long> ids = Accounts.lock(handle, List.of(account));
          Position at = positionOfAgent(handle, entry.agent().value());
          boolean superseded = at.supersedes(entry.run());
          boolean taken = !superseded && !at.has(entry.run(), entry.seq());
          if (taken) {
            take(handle, entry, ids.get(0), at.status());
          }
          return new Receipt(taken, superseded, Accounts.agentVersion(handle, entry.agent()));
        });
  }

  /**
   * Where the agent stands is what its holds say, with what this entry adds and takes away: the
   * workflow may have yet to hear of others.
   */
  private static void take(Handle handle, AgentEntry entry, long account, String before) {
    handle
        .createUpdate(
            """
            update agent set run = :run, journal_seq = :seq, journaled_status = :status
            where address = :address
            """)
        .bind("status", entry.status().name())
        .bind("run", entry.run())
        .bind("seq", entry.seq())
        .bind("address", entry.agent().value())
        .execute();
    if (entry.word() != null) {
      Words.take(handle, account, entry.word());
    }
    if (entry.lifted() != null) {
      Words.lift(handle, account, entry.lifted(), by(entry.actor()));
    }
    Holds.release(handle, List.of(account), entry.releasedHoldIds(), by(entry.actor()));
    Order order = Order.of(Holds.standing(handle, Accounts.withScopes(entry.agent())));
    AgentStatus status = order.directive().upon(AgentStatus.ACTIVE);
    handle
        .createUpdate(
            """
            update account set status = :status, parked_by = cast(:hold as jsonb),
              version = version + 1
            where id = :account
            """)
        .bind("status", status.name())
        .bind("hold", order.parkedBy() == null ? null : Json.write(order.parkedBy()))
        .bind("account", account)
        .execute();
    if (!before.equals(status.name())) {
      tell(handle, entry, status, order.parkedBy());
    }
  }

  private static void tell(
      Handle handle, AgentEntry entry, AgentStatus status, @Nullable Hold parkedBy) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("status", status);
    if (entry.reason() != null) {
      details.put("reason", entry.reason());
    }
    if (parkedBy != null) {
      details.put("parked_by", parkedBy);
    }
    MeshEvents.write(handle, entry.agent().value(), eventType(status), details, entry.actor());
  }

  private static String eventType(AgentStatus status) {
    return switch (status) {
      case ACTIVE -> "agent.resumed";
      case PAUSED -> "agent.paused";
      case KILLED -> "agent.killed";
    };
  }

  private static Family family(Handle handle, UUID intent) {
    return handle
        .createQuery(
            """
            select i.root_id, i.task, a.address, i.tracked
            from intent i join agent a on a.id = i.agent_id where i.id = :id
            """)
        .bind("id", intent)
        .map(
            (row, context) ->
                new Family(
                    row.getObject("root_id", UUID.class),
                    row.getString("task"),
                    row.getString("address"),
                    row.getBoolean("tracked")))
        .findOne()
        .orElseThrow(() -> Refused.notFound("intent", "there is no intent " + intent));
  }

  private static Position positionOfIntent(Handle handle, UUID intent) {
    return handle
        .createQuery(
            """
            select run, journal_seq, status,
              status in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT') as terminal
            from intent where id = :id for no key update
            """)
        .bind("id", intent)
        .map(
            (row, context) ->
                new Position(
                    row.getLong("run"),
                    row.getLong("journal_seq"),
                    row.getBoolean("terminal"),
                    row.getString("status")))
        .one();
  }

  private static Position positionOfAgent(Handle handle, String address) {
    return handle
        .createQuery(
            """
            select a.run, a.journal_seq, c.status
            from agent a join account c on c.kind = 'agent' and c.name = a.address
            where a.address = :address
            """)
        .bind("address", address)
        .map(
            (row, context) ->
                new Position(
                    row.getLong("run"), row.getLong("journal_seq"), false, row.getString("status")))
        .findOne()
        .orElseThrow(() -> Refused.notFound("agent", "there is no agent " + address));
  }
}
