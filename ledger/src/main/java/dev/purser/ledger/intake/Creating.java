package dev.purser.ledger.intake;

import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.policy.AccountKey;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Asked;
import dev.purser.domain.policy.Decision;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Reached;
import dev.purser.ledger.Json;
import dev.purser.ledger.Refused;
import dev.purser.ledger.Rows;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes new intents. */
final class Creating {
  private static final String KEYS =
      """
      select k.scope, k.key, convert_from(k.hash, 'UTF8') as hash, k.answer
      from unnest(?, ?) as wanted (scope, key)
      join idempotency k on k.scope = wanted.scope and k.key = wanted.key
      """;

  private final Work work;
  private final Sending sending;
  private final Map<Key, Kept> kept = new HashMap<>();

  /** Idempotency keys are scoped to who creates. */
  private record Key(String scope, String key) {}

  private record Kept(String hash, Stored answer) {}

  /** What is kept under a key. */
  private record Stored(UUID intentId, IntentStatus status, Instant createdAt) {}

  Creating(Work work) {
    this.work = work;
    this.sending = new Sending(work);
  }

  /** Reads the answers kept under the batch's idempotency keys. */
  void readKeys(List<Ticket<?>> tickets) throws SQLException {
    Bulk wanted = new Bulk("text", "text");
    for (Ticket<?> ticket : tickets) {
      if (ticket.request() instanceof Request.Create create && create.idempotencyKey() != null) {
        wanted.add(scope(create), create.idempotencyKey());
      }
    }
    wanted.query(
        work.connection(),
        KEYS,
        row ->
            kept.put(
                new Key(row.getString("scope"), row.getString("key")),
                new Kept(
                    row.getString("hash"),
                    Json.MAPPER.convertValue(Rows.json(row, "answer"), Stored.class))));
  }

  private static String scope(Request.Create create) {
    return "intents " + create.creator();
  }

  Outcome.Created create(Request.Create asked) throws SQLException {
    Outcome.Created before = before(asked);
    if (before != null) {
      return before;
    }
    Instant now = work.book().now();
    if (asked.deadlineAt() != null && !asked.deadlineAt().isAfter(now)) {
      throw new Refused(
          Refused.Code.INVALID, "deadline_at", "deadline_at must be in the future", Map.of());
    }
    Agent agent = work.places().agent(asked.agent());
    sending.require(asked, agent);
    IntentState parent = parent(asked);
    UUID rootId = parent == null ? asked.id() : parent.ref().root();
    Agent root = parent == null ? agent : work.places().agent(parent.ref().rootAgent());
    Account task =
        asked.task() == null
            ? null
            : work.book().account(AccountKey.task(asked.agent(), asked.task()));
    Place around = new Place(agent, root, false, null, null, task, tree(parent));
    Verdict verdict = admit(around);
    Account own =
        work.places().fresh(AccountKey.intent(asked.id()), agent.ref().id(), asked.limit());
    Account tree =
        around.tree() != null
            ? around.tree()
            : work.places().fresh(AccountKey.tree(rootId), agent.ref().id(), null);
    IntentRef ref =
        new IntentRef(
            asked.id(),
            asked.agent(),
            asked.task(),
            rootId,
            root.ref().address(),
            own.id(),
            task == null ? 0 : task.id(),
            tree.id());
    IntentState intent =
        new IntentState(ref, false, IntentStatus.SUBMITTED, 0, List.of(), now, null, true);
    work.book().add(intent);
    Place place = new Place(agent, root, false, intent, own, task, tree);
    place.accounts().forEach(account -> account.countIntent(now));
    work.changes().intents().create(ref, agent.ref().id(), asked, now);
    work.changes().news().delivery(asked.id());
    work.changes().news().totals(place);
    park(place, verdict);
    return remember(asked, new Outcome.Created(asked.id(), intent.status(), now, false));
  }

  private Outcome.@Nullable Created before(Request.Create asked) {
    IntentState same = work.book().intent(asked.id());
    if (same != null) {
      // This very request, whose COMMIT was lost on the way.
      return new Outcome.Created(asked.id(), same.status(), same.createdAt(), false);
    }
    if (asked.idempotencyKey() == null) {
      return null;
    }
    Kept before = kept.get(new Key(scope(asked), asked.idempotencyKey()));
    if (before == null) {
      return null;
    }
    if (!before.hash().equals(asked.hash())) {
      throw new Refused(
          Refused.Code.CONFLICT,
          "this Idempotency-Key was used for another intent: " + before.answer().intentId());
    }
    Stored answer = before.answer();
    return new Outcome.Created(answer.intentId(), answer.status(), answer.createdAt(), true);
  }

  private @Nullable IntentState parent(Request.Create asked) {
    if (asked.parentId() == null) {
      return null;
    }
    IntentState parent = work.book().intent(asked.parentId());
    if (parent == null) {
      throw new Refused(
          Refused.Code.INVALID,
          "parent_intent_id",
          "parent_intent_id must be an intent, and there is no " + asked.parentId(),
          Map.of());
    }
    requireParentsAgent(asked, parent);
    return parent;
  }

  /** Else an agent could fill the tree of another one, and so have it stopped. */
  private static void requireParentsAgent(Request.Create asked, IntentState parent) {
    if (asked.asker() == null) {
      return;
    }
    String reason = null;
    if (!asked.asker().equals(parent.ref().agent())) {
      reason = "must be an intent of " + asked.asker() + ", whose key asks, not of another agent";
    } else if (parent.tracked() ? parent.status().isTerminal() : !parent.status().isInHand()) {
      reason =
          "must be an intent that its agent is at work on, and it is "
              + parent.status()
              + "; an operator's key may name any";
    }
    if (reason != null) {
      throw new Refused(
          Refused.Code.INVALID, "parent_intent_id", "parent_intent_id " + reason, Map.of());
    }
  }

  private @Nullable Account tree(@Nullable IntentState parent) {
    return parent == null ? null : work.book().locked(parent.ref().treeAccount());
  }

  /**
   * Refuses what a killed agent or a block rule does not take; what is paused is taken and parks.
   */
  private Verdict admit(Place place) throws SQLException {
    Verdict verdict = work.judge().decide(place, Asked.INTENT, 0, null);
    if (verdict.directive() == Directive.KILL) {
      throw killed(place, verdict);
    }
    Decision blocked = work.judge().blocks(place, Asked.INTENT);
    if (blocked != null && blocked.by() != null) {
      Reached by = blocked.by();
      throw new Refused(
          Refused.Code.BUDGET_EXCEEDED,
          null,
          "the rule "
              + by.rule().key()
              + " of "
              + by.policy().owner()
              + " takes no new intents now",
          FullWindow.details(by));
    }
    return verdict;
  }

  /** Says what was killed: the agent, or only the task or the tree that is asked about. */
  private static Refused killed(Place place, Verdict verdict) {
    Hold hold = verdict.order().parkedBy();
    boolean narrow = hold != null && (hold.kind() == HoldKind.TASK || hold.kind() == HoldKind.TREE);
    if (hold == null || !narrow) {
      return new Refused(
          Refused.Code.POLICY_DENIED,
          null,
          place.agent().ref().address() + " is killed and takes no new intents until it is resumed",
          Map.of());
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put(hold.kind().wire(), hold.holder());
    if (hold.rule() != null) {
      details.put("rule", hold.rule());
    }
    if (hold.resumesAt() != null) {
      details.put("resets_at", hold.resumesAt());
    }
    return new Refused(
        Refused.Code.POLICY_DENIED,
        null,
        String.format(
            "%s %s is killed by %s: %s; it takes no new intents until it is resumed%s",
            hold.kind() == HoldKind.TASK ? "the task" : "the tree of intents",
            hold.holder(),
            hold.rule() == null ? hold.actor() : "the rule \"" + hold.rule() + "\"",
            hold.reason(),
            hold.resumesAt() == null ? "" : ", or " + hold.resumesAt()),
        details);
  }

  /** A count that is full parks the intent that would be one too many, and no other. */
  private void park(Place place, Verdict verdict) throws SQLException {
    Reached by = verdict.decision().by();
    Account own = place.own();
    if (own != null
        && by != null
        && by.rule().maxIntents() != null
        && by.rule().action() == Action.PAUSE) {
      work.recorder().place(own, by, null, Cause.of(place, null));
    }
  }

  private Outcome.Created remember(Request.Create asked, Outcome.Created created) {
    String key = asked.idempotencyKey();
    if (key != null) {
      Stored answer = new Stored(created.intentId(), created.status(), created.createdAt());
      work.changes().intents().remember(scope(asked), key, asked.hash(), answer);
      kept.put(new Key(scope(asked), key), new Kept(asked.hash(), answer));
    }
    return created;
  }
}
