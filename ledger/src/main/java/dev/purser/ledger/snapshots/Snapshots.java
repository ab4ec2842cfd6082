package dev.purser.ledger.snapshots;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Policy;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import dev.purser.ledger.Store;
import dev.purser.ledger.accounts.Accounts;
import dev.purser.ledger.accounts.Holds;
import dev.purser.ledger.agents.AgentDetail;
import dev.purser.ledger.agents.Agents;
import dev.purser.ledger.agents.Budget;
import dev.purser.ledger.agents.Budgets;
import dev.purser.ledger.intents.Intent;
import dev.purser.ledger.intents.IntentRows;
import dev.purser.ledger.messages.Notifications;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads what a workflow is to hear, all of it as of one moment. */
public final class Snapshots {
  private static final int TOP_MODELS = 10;

  private final Store store;
  private final LedgerSettings settings;

  public Snapshots(Store store, LedgerSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /** Where an intent and its agent stand. */
  public Optional<IntentSnapshot> intent(UUID id) {
    return store.readAtOnce(
        handle ->
            IntentRows.find(handle, id)
                .map(
                    intent ->
                        new IntentSnapshot(
                            intent,
                            half(handle, intent),
                            agentHalf(handle, intent.agent(), List.of()).orElseThrow())));
  }

  /**
   * The same of an intent that must be there.
   *
   * @throws Refused NOT_FOUND
   */
  public IntentSnapshot require(UUID id) {
    return intent(id).orElseThrow(() -> Refused.notFound("intent", "there is no intent " + id));
  }

  /** Where an agent stands. */
  public Optional<IntentSnapshot.AgentHalf> agent(AgentAddress address) {
    return store.readAtOnce(
        handle -> agentHalf(handle, address, Notifications.pending(handle, address)));
  }

  /** What an intent must do, without reading what was spent. */
  public Optional<IntentOrder> order(UUID id) {
    return store.readAtOnce(
        handle ->
            IntentRows.find(handle, id)
                .map(
                    intent ->
                        IntentOrder.of(
                            intent,
                            Holds.standing(handle, accounts(intent)),
                            Agents.demands(handle, intent.agent()))));
  }

  private static List<AccountKey> accounts(Intent intent) {
    List<AccountKey> accounts = new ArrayList<>();
    accounts.add(AccountKey.intent(intent.id()));
    accounts.add(AccountKey.tree(intent.rootId()));
    if (intent.task() != null) {
      accounts.add(AccountKey.task(intent.agent(), intent.task()));
    }
    return accounts;
  }

  private IntentSnapshot.IntentHalf half(Handle handle, Intent intent) {
    List<AccountKey> accounts = accounts(intent);
    Instant now = Store.now(handle);
    List<Policy> policies = Budgets.policies(handle, intent);
    List<Budget> budgets = Budgets.ofIntent(handle, policies, intent, now);
    return new IntentSnapshot.IntentHalf(
        Accounts.version(handle, accounts),
        journaled(handle, "intent where id", intent.id()),
        intent.cost(),
        intent.limit(),
        Budgets.least(budgets),
        Holds.standing(handle, accounts),
        budgets,
        models(handle, intent.id()),
        intent.lastReportAt());
  }

  private Optional<IntentSnapshot.AgentHalf> agentHalf(
      Handle handle, AgentAddress address, List<Notifications.Pending> untold) {
    return Agents.detail(handle, settings, address)
        .map(
            detail ->
                half(
                    detail,
                    journaled(handle, "agent where address", address),
                    journaledStatus(handle, address),
                    untold));
  }

  /** How far the workflow's journal is taken. */
  private static IntentSnapshot.Journaled journaled(Handle handle, String where, Object key) {
    return handle
        .createQuery("select run, journal_seq from " + where + " = :key")
        .bind("key", key instanceof UUID ? key : key.toString())
        .map(
            (row, context) ->
                new IntentSnapshot.Journaled(row.getLong("run"), row.getLong("journal_seq")))
        .one();
  }

  private static AgentStatus journaledStatus(Handle handle, AgentAddress agent) {
    return handle
        .createQuery("select journaled_status from agent where address = :address")
        .bind("address", agent.value())
        .mapTo(AgentStatus.class)
        .one();
  }

  private static IntentSnapshot.AgentHalf half(
      AgentDetail detail,
      IntentSnapshot.Journaled journaled,
      AgentStatus status,
      List<Notifications.Pending> untold) {
    return new IntentSnapshot.AgentHalf(
        detail.agent().address(),
        detail.version(),
        journaled,
        status,
        detail.holds(),
        detail.budgets(),
        detail.agent().today().usd(),
        Budgets.tightest(detail.budgets()).orElse(null),
        Policy.leastOffline(detail.policies()),
        untold);
  }

  private static List<IntentSnapshot.ModelSpend> models(Handle handle, UUID intent) {
    return handle
        .createQuery(
            """
            select model, sum(cost) as cost, sum(calls) as calls from rollup
            where intent_id = :intent group by model order by 2 desc, 1 limit :limit
            """)
        .bind("intent", intent)
        .bind("limit", TOP_MODELS)
        .map(
            (row, context) ->
                new IntentSnapshot.ModelSpend(
                    row.getString("model"), Rows.usd(row, "cost"), row.getLong("calls")))
        .list();
  }
}
