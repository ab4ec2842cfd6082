package dev.purser.workflows;

import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.workflow.Workflow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The search attributes by which Temporal's UI finds intents and agents. They are written only
 * where the starter says that they are registered: some servers hang for ever on one that is not.
 */
public final class Attributes {
  public static final SearchAttributeKey<String> AGENT =
      SearchAttributeKey.forKeyword("PurserAgent");
  public static final SearchAttributeKey<String> STATUS =
      SearchAttributeKey.forKeyword("PurserStatus");
  public static final SearchAttributeKey<String> PARKED_BY =
      SearchAttributeKey.forKeyword("PurserParkedBy");

  /** For looking at; limits never run on it. */
  public static final SearchAttributeKey<Double> COST_USD =
      SearchAttributeKey.forDouble("PurserCostUsd");

  /** All that must be registered. */
  public static final List<SearchAttributeKey<?>> ALL = List.of(AGENT, STATUS, PARKED_BY, COST_USD);

  /** The longest a keyword may be on an SQL database. */
  private static final int LONGEST = 255;

  private final boolean registered;
  private final String agent;
  private @Nullable String status;
  private @Nullable String parkedBy;
  private long costNanos = -1;

  /** What one workflow shows. */
  public Attributes(boolean registered, String agent) {
    this.registered = registered;
    this.agent = agent;
  }

  /** Writes what has changed since the last time. */
  public void show(String newStatus, @Nullable HoldLine hold, long newCostNanos) {
    if (!registered) {
      return;
    }
    List<SearchAttributeUpdate<?>> updates = new ArrayList<>();
    if (status == null) {
      updates.add(AGENT.valueSet(bounded(agent)));
    }
    if (!newStatus.equals(status)) {
      updates.add(STATUS.valueSet(newStatus));
    }
    String newParkedBy = hold == null ? null : describe(hold);
    if (!Objects.equals(parkedBy, newParkedBy)) {
      updates.add(newParkedBy == null ? PARKED_BY.valueUnset() : PARKED_BY.valueSet(newParkedBy));
    }
    if (newCostNanos != costNanos) {
      updates.add(COST_USD.valueSet(BigDecimal.valueOf(newCostNanos, 9).doubleValue()));
    }
    status = newStatus;
    parkedBy = newParkedBy;
    costNanos = newCostNanos;
    if (!updates.isEmpty()) {
      Workflow.upsertTypedSearchAttributes(updates.toArray(new SearchAttributeUpdate<?>[0]));
    }
  }

  private static String describe(HoldLine hold) {
    String what = hold.rule() == null ? hold.reason() : hold.rule();
    return bounded(hold.kind().wire() + ": " + what);
  }

  private static String bounded(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
