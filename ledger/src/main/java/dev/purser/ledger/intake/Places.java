package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.ledger.Refused;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the place that a request names, and opens tracked tasks. */
final class Places {
  private final Book book;
  private final Changes changes;

  Places(Book book, Changes changes) {
    this.book = book;
    this.changes = changes;
  }

  Agent agent(AgentAddress address) {
    Agent agent = book.agent(address);
    if (agent == null) {
      throw Refused.notFound("agent", "there is no agent " + address);
    }
    return agent;
  }

  /**
   * The place of a report or a question. A task that nothing is open for gives a place without an
   * intent: {@link #opened} opens it.
   */
  Place find(AgentAddress address, @Nullable UUID intentId, @Nullable String task) {
    if (intentId != null) {
      return ofIntent(address, intentId, task);
    }
    Agent agent = agent(address);
    if (task == null) {
      return Place.of(agent);
    }
    AccountKey key = AccountKey.task(address, task);
    UUID open = book.tracked(key);
    return open == null
        ? new Place(agent, agent, true, null, null, book.account(key), null)
        : ofIntent(address, open, task);
  }

  /** The place of an intent, which must be the agent's; a task named besides must be its own. */
  Place ofIntent(AgentAddress address, UUID intentId, @Nullable String task) {
    IntentState intent = book.intent(intentId);
    if (intent == null) {
      throw Refused.notFound("intent", "intent_id", "there is no intent " + intentId);
    }
    IntentRef ref = intent.ref();
    if (!ref.agent().equals(address)) {
      throw new Refused(
          Refused.Code.INVALID,
          "intent_id",
          "intent_id must be an intent of " + address + ", not of another agent",
          Map.of());
    }
    if (task != null && !task.equals(ref.task())) {
      throw new Refused(
          Refused.Code.INVALID,
          "task",
          "task must be the intent's own"
              + (ref.task() == null ? ", which has none" : ", " + ref.task()),
          Map.of());
    }
    return place(agent(address), intent);
  }

  private Place place(Agent agent, IntentState intent) {
    IntentRef ref = intent.ref();
    return new Place(
        agent,
        agent(ref.rootAgent()),
        intent.tracked(),
        intent,
        book.locked(ref.account()),
        ref.taskAccount() == 0 ? null : book.locked(ref.taskAccount()),
        book.locked(ref.treeAccount()));
  }

  /** The same place, with an intent for its task where none is open. */
  Place opened(Place place) throws SQLException {
    Account task = place.task();
    if (task == null || place.intent() != null) {
      return place;
    }
    AgentRef agent = place.agent().ref();
    String name = task.key().name().substring(agent.address().value().length() + 1);
    UUID id = UUID.randomUUID();
    Account own = fresh(AccountKey.intent(id), agent.id(), null);
    Account tree = fresh(AccountKey.tree(id), agent.id(), null);
    IntentRef ref =
        new IntentRef(
            id, agent.address(), name, id, agent.address(), own.id(), task.id(), tree.id());
    IntentState intent =
        new IntentState(ref, true, IntentStatus.IN_PROGRESS, 0, List.of(), book.now(), null, true);
    book.add(intent);
    book.addTracked(task.key(), id);
    changes.intents().open(ref, agent.id(), book.now());
    Place opened = new Place(place.agent(), place.agent(), true, intent, own, task, tree);
    opened.accounts().forEach(account -> account.countIntent(book.now()));
    changes.news().start(id);
    changes.news().totals(opened);
    return opened;
  }

  /** An account that is created with this transaction. */
  Account fresh(AccountKey key, long agentId, @Nullable Usd limit) throws SQLException {
    Account account = Account.create(changes.ids().nextAccount(), key, agentId, limit);
    book.add(account);
    return account;
  }
}
