package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.AccountKind;
import dev.purser.domain.policy.Policy;
import dev.purser.ledger.Json;
import dev.purser.ledger.LedgerSettings;
import dev.purser.ledger.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Locks accounts and reads the clock after that: the beginning of every transaction of Intake. */
final class BookReader {
  private static final String ACCOUNT =
      """
      select id, kind, name, agent_id, version, posted, pending, granted, grants, intents, status,
        parked_by, policy_version, limit_nanos, news_at, burn_since
      from account
      """;

  private static final String LOCK = ACCOUNT + " where id = any(?) order by id for no key update";

  /** A statement of its own, with a snapshot of its own: a scope created meanwhile is seen. */
  private static final String LOCK_SCOPES =
      ACCOUNT + " where kind = 'scope' and name = any(?) order by id for no key update";

  private final Directory directory;
  private final PolicyCache policies;
  private final LedgerSettings settings;
  private final LedgerClock clock;

  BookReader(
      Directory directory, PolicyCache policies, LedgerSettings settings, LedgerClock clock) {
    this.directory = directory;
    this.policies = policies;
    this.settings = settings;
    this.clock = clock;
  }

  /** Locks what is wanted, and these accounts as well. */
  Book lock(Connection connection, Wanted wanted, Set<Long> alsoAccounts) throws SQLException {
    TreeSet<Long> ids = new TreeSet<>(alsoAccounts);
    wanted.agents().forEach(agent -> addAgent(ids, agent));
    wanted.intents().forEach(intent -> addIntent(ids, directory.intent(intent)));
    wanted
        .tasks()
        .keySet()
        .forEach(
            task -> {
              Long id = directory.task(task);
              if (id != null) {
                ids.add(id);
              }
              var last = directory.lastTracked(task);
              addIntent(ids, last == null ? null : directory.intent(last));
            });
    List<Account> locked = new ArrayList<>();
    new Script()
        .query(LOCK, Bulk.of("bigint", ids), row -> locked.add(account(row)))
        .query(LOCK_SCOPES, Bulk.of("text", wanted.scopes()), row -> locked.add(account(row)))
        .execute(connection);
    Book book = new Book(clock.now(connection));
    locked.forEach(book::add);
    addAgents(connection, book, wanted.agents());
    return book;
  }

  private void addAgent(Set<Long> ids, AgentAddress address) {
    AgentRef agent = directory.agent(address);
    if (agent != null) {
      ids.add(agent.account());
    }
  }

  private static void addIntent(Set<Long> ids, @Nullable IntentRef intent) {
    if (intent != null) {
      ids.add(intent.account());
      ids.add(intent.treeAccount());
      if (intent.taskAccount() != 0) {
        ids.add(intent.taskAccount());
      }
    }
  }

  private void addAgents(Connection connection, Book book, Collection<AgentAddress> addresses)
      throws SQLException {
    List<Account> governing =
        book.accounts().stream()
            .filter(
                account ->
                    account.key().kind() == AccountKind.AGENT
                        || account.key().kind() == AccountKind.SCOPE)
            .toList();
    Map<String, Policy> known = policies.of(connection, governing);
    Map<AccountKey, Account> scopes =
        governing.stream()
            .filter(account -> account.key().kind() == AccountKind.SCOPE)
            .collect(Collectors.toMap(Account::key, account -> account));
    for (AgentAddress address : addresses) {
      AgentRef ref = directory.agent(address);
      if (ref == null) {
        continue;
      }
      List<Account> above = new ArrayList<>();
      for (Scope scope : address.scopes()) {
        Account account = scopes.get(AccountKey.scope(scope));
        if (account != null) {
          above.add(account);
        }
      }
      Policy none = Policy.unlimited(address.value(), settings.zone(), settings.unlimitedAlert());
      book.add(Agent.governed(ref, book.locked(ref.account()), above, known, none));
    }
  }

  private static Account account(ResultSet row) throws SQLException {
    String parkedBy = row.getString("parked_by");
    Instant newsAt = Rows.instantOrNull(row, "news_at");
    return new Account(
            row.getLong("id"),
            new AccountKey(AccountKind.fromWire(row.getString("kind")), row.getString("name")),
            row.getLong("agent_id"),
            false,
            AgentStatus.valueOf(row.getString("status")),
            parkedBy == null ? null : Json.read(parkedBy, Hold.class),
            row.getLong("policy_version"),
            Rows.usdOrNull(row, "limit_nanos"),
            Rows.instantOrNull(row, "burn_since"))
        .load(row.getLong("version"), Sums.of(row), newsAt);
  }
}
