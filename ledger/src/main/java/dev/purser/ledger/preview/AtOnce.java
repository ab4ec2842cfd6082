package dev.purser.ledger.preview;

import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.window.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What setting a policy does at once, because of what is spent already.
 *
 * @param stopped agents, or the scope's sum, and what happens to them: never an alert alone
 * @param narrow how many intents, tasks or trees are over a limit, and what happens to them
 * @param addressees who is told
 * @param messages how many messages those get who get the most
 * @param complete whether all that it governs was looked at; else it is at least so
 */
public record AtOnce(
    List<Stopped> stopped,
    Map<Narrow, Integer> narrow,
    Set<String> addressees,
    int messages,
    boolean complete) {
  /** Copies all of it. */
  public AtOnce {
    stopped = List.copyOf(stopped);
    narrow = Map.copyOf(narrow);
    addressees = Set.copyOf(addressees);
  }

  /** What happens to an agent, or to all agents of a scope. */
  public record Stopped(AccountKey account, Action action) {}

  /** What happens to intents, tasks or trees. */
  public record Narrow(Period period, Action action) {}

  /** Whether nothing comes of it. */
  public boolean isNothing() {
    return stopped.isEmpty() && narrow.isEmpty() && addressees.isEmpty();
  }
}
