package dev.purser.ledger.intake;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.AccountKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a batch's requests are about: which rows they need. */
final class Wanted {
  private final SortedSet<AgentAddress> agents = new TreeSet<>();
  private final SortedSet<AgentAddress> newAgents = new TreeSet<>();
  private final Set<UUID> intents = new HashSet<>();
  private final Set<UUID> newIntents = new HashSet<>();
  private final Map<AccountKey, AgentAddress> tasks = new LinkedHashMap<>();
  private final Set<UUID> reservations = new HashSet<>();
  private final SortedSet<AgentAddress> judged = new TreeSet<>();

  static Wanted by(Collection<Ticket<?>> tickets) {
    Wanted wanted = new Wanted();
    tickets.forEach(ticket -> wanted.add(ticket.request()));
    return wanted;
  }

  private void add(Request<?> request) {
    AgentAddress agent = request.agent();
    agents.add(agent);
    if (request instanceof Request.Report report) {
      place(agent, report.intentId(), report.task());
      add(report.authorizationId());
      if (report.next() != null) {
        add(report.next());
      }
    } else if (request instanceof Request.Authorize authorize) {
      place(agent, authorize.intentId(), authorize.task());
      reservations.add(authorize.id());
    } else if (request instanceof Request.Extend extend) {
      reservations.add(extend.id());
    } else if (request instanceof Request.Release release) {
      reservations.add(release.id());
    } else if (request instanceof Request.Create create) {
      newAgents.add(agent);
      newIntents.add(create.id());
      addSender(create.asker());
      addIntent(create.parentId());
      addTask(agent, create.task());
    } else if (request instanceof Request.Grant grant) {
      addIntent(grant.intentId());
    } else if (request instanceof Request.Stop stop) {
      addIntent(stop.intentId());
    } else if (request instanceof Request.Resume resume) {
      addIntent(resume.intentId());
    } else if (request instanceof Request.Correct correct) {
      addIntent(correct.intentId());
    } else if (request instanceof Request.Repost repost) {
      addIntent(repost.intentId());
    } else if (request instanceof Request.Judge) {
      judged.add(agent);
    }
  }

  /** Reports and authorizations bring agents and tasks into being, but no intents. */
  private void place(AgentAddress agent, @Nullable UUID intent, @Nullable String task) {
    if (intent != null) {
      intents.add(intent);
    } else {
      newAgents.add(agent);
      addTask(agent, task);
    }
  }

  private void addSender(@Nullable AgentAddress sender) {
    if (sender != null) {
      agents.add(sender);
      newAgents.add(sender);
    }
  }

  private void addTask(AgentAddress agent, @Nullable String task) {
    if (task != null) {
      tasks.put(AccountKey.task(agent, task), agent);
    }
  }

  private void addIntent(@Nullable UUID intent) {
    if (intent != null) {
      intents.add(intent);
    }
  }

  private void add(@Nullable UUID reservation) {
    if (reservation != null) {
      reservations.add(reservation);
    }
  }

  /** Names of every scope above the agents. */
  Set<String> scopes() {
    Set<String> names = new TreeSet<>();
    for (AgentAddress agent : agents) {
      for (Scope scope : agent.scopes()) {
        names.add(scope.value());
      }
    }
    return names;
  }

  SortedSet<AgentAddress> agents() {
    return agents;
  }

  /** Those of them that are created where they are not there. */
  SortedSet<AgentAddress> newAgents() {
    return newAgents;
  }

  Set<UUID> intents() {
    return intents;
  }

  /** Ids of intents to be created; an earlier try may have done so. */
  Set<UUID> newIntents() {
    return newIntents;
  }

  Map<AccountKey, AgentAddress> tasks() {
    return tasks;
  }

  Set<UUID> reservations() {
    return reservations;
  }

  /** Agents of which all open intents are to be looked at. */
  SortedSet<AgentAddress> judged() {
    return judged;
  }

  /** The agent of its tree's root: that agent's rules of trees govern the intent, too. */
  void alsoRootOf(@Nullable IntentRef intent) {
    if (intent != null) {
      agents.add(intent.rootAgent());
    }
  }

  /** One more, besides what requests name. */
  void alsoIntent(UUID intent) {
    intents.add(intent);
  }
}
