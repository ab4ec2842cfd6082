package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Balance;
import dev.purser.domain.policy.Balances;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.window.Period;
import dev.purser.domain.window.TimeWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything locked and read for one transaction, as it stands after the requests so far. */
final class Book {
  private final Instant now;
  private final Map<Long, Account> accounts = new LinkedHashMap<>();
  private final Map<AccountKey, Account> byKey = new HashMap<>();
  private final Map<AgentAddress, Agent> agents = new LinkedHashMap<>();
  private final Map<UUID, IntentState> intents = new LinkedHashMap<>();
  private final Map<AccountKey, UUID> tracked = new HashMap<>();
  private final Map<ReservationKey, Reservation> reservations = new LinkedHashMap<>();
  private final Map<ReportKey, Given> reports = new HashMap<>();

  /** A report's id within its agent. */
  record ReportKey(long agentId, String reportId) {}

  /** An authorization's id within its agent. */
  record ReservationKey(long agentId, UUID id) {}

  /** The answer a report was given, and to what. */
  record Given(String hash, String answer, Instant postedAt) {}

  Book(Instant now) {
    this.now = now;
  }

  /** The time of the whole transaction: the database's clock, read after the locks. */
  Instant now() {
    return now;
  }

  void add(Account account) {
    accounts.put(account.id(), account);
    byKey.put(account.key(), account);
  }

  void add(Agent agent) {
    agents.put(agent.ref().address(), agent);
  }

  void add(IntentState intent) {
    intents.put(intent.ref().id(), intent);
  }

  void add(Reservation reservation) {
    reservations.put(new ReservationKey(reservation.agentId(), reservation.id()), reservation);
  }

  /** The intent that is open for a task that is only metered. */
  void addTracked(AccountKey task, UUID intent) {
    tracked.put(task, intent);
  }

  void add(ReportKey key, Given given) {
    reports.put(key, given);
  }

  Account account(AccountKey key) {
    Account account = byKey.get(key);
    if (account == null) {
      throw new IllegalStateException(key + " is not locked");
    }
    return account;
  }

  /** The locked account; one that is not is to be locked, from the beginning. */
  Account locked(long id) {
    Account account = accounts.get(id);
    if (account == null) {
      throw Again.withAccounts(Set.of(id));
    }
    return account;
  }

  /** All of these locked accounts; where any is not, they are to be, from the beginning. */
  List<Account> locked(Collection<Long> ids) {
    Set<Long> missing = new HashSet<>(ids);
    missing.removeIf(accounts::containsKey);
    if (!missing.isEmpty()) {
      throw Again.withAccounts(missing);
    }
    List<Account> all = new ArrayList<>();
    ids.forEach(id -> all.add(locked(id)));
    return all;
  }

  @Nullable Agent agent(AgentAddress address) {
    return agents.get(address);
  }

  @Nullable IntentState intent(UUID id) {
    return intents.get(id);
  }

  @Nullable UUID tracked(AccountKey task) {
    return tracked.get(task);
  }

  /** The authorization that this agent has under the id; another agent's is another one. */
  @Nullable Reservation reservation(Agent agent, UUID id) {
    return reservations.get(new ReservationKey(agent.ref().id(), id));
  }

  @Nullable Given report(long agentId, String reportId) {
    return reports.get(new ReportKey(agentId, reportId));
  }

  Balances balances() {
    return new Balances() {
      @Override
      public Balance of(AccountKey key, Period period, ZoneId zone, @Nullable TimeWindow window) {
        return account(key).balance(period, zone, window);
      }

      @Override
      public Usd burnRate(AccountKey key, BurnLimit burn, Instant at) {
        return burn.rate(account(key).minutes().postedSince(burn.since(at)));
      }
    };
  }

  Collection<Account> accounts() {
    return accounts.values();
  }

  Collection<Agent> agents() {
    return agents.values();
  }

  Collection<IntentState> intents() {
    return intents.values();
  }

  Collection<Reservation> reservations() {
    return reservations.values();
  }
}
