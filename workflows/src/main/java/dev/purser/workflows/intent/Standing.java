package dev.purser.workflows.intent;

import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.workflows.HoldLine;
import dev.purser.workflows.HoldLines;
import dev.purser.workflows.ResumeAct;
import dev.purser.workflows.agent.AgentNews;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that speaks for or against an intent's going on, from wherever it was heard. */
final class Standing {
  private static final int RELEASED_KEPT = 200;
  private static final int UNREAD = -1;

  private final String intentId;
  private final String agentAddress;
  private final long run;

  /** Released here; a snapshot read before that still names them. */
  private final Set<Long> released = new LinkedHashSet<>();

  private IntentHalf intent;
  private AgentNews agent;
  private @Nullable HoldLine person;

  /** The entry that journals the person's word. */
  private long personSeq;

  /** What the workflow found out by itself while the ledger was away. */
  private @Nullable HoldLine own;

  Standing(IntentStart start) {
    run = start.run();
    intentId = start.intentId();
    agentAddress = start.agent();
    IntentCarried carried = start.carried();
    if (carried != null) {
      intent = carried.intent();
      agent = carried.agent();
      person = carried.person();
      personSeq = carried.seq();
      own = carried.own();
      released.addAll(carried.released());
      return;
    }
    // Until the ledger is read the holds it last knew stay: a first message must not release them.
    List<HoldLine> own = of(start.holds(), List.of(HoldKind.INTENT, HoldKind.TASK, HoldKind.TREE));
    List<HoldLine> above = of(start.holds(), List.of(HoldKind.AGENT, HoldKind.SCOPE));
    intent = new IntentHalf(UNREAD, 0, start.limitNanos(), null, own, List.of(), null);
    agent = new AgentNews(UNREAD, AgentNews.NONE.status(), above, 0, null, null, null, List.of());
    person = HoldLines.oldest(of(start.holds(), List.of(HoldKind.PERSON)));
  }

  private static List<HoldLine> of(List<HoldLine> lines, List<HoldKind> kinds) {
    return lines.stream().filter(line -> kinds.contains(line.kind())).toList();
  }

  /** Takes the half if it is newer than the one known. */
  void take(@Nullable IntentHalf news) {
    if (news != null && news.version() > intent.version()) {
      intent = news;
      own = null;
      if (person != null && news.hasTaken(run, personSeq)) {
        // From now on the ledger says whether it holds.
        person = null;
      }
    }
  }

  /** Takes the half if it is newer than the one known. */
  void take(@Nullable AgentNews news) {
    if (news != null && news.version() > agent.version()) {
      agent = news;
    }
  }

  void pause(String actor, @Nullable String why, Instant now) {
    String words = why == null ? "paused by " + actor : why;
    person = HoldLine.byPerson(HoldKind.PERSON, actor, Directive.PARK, actor, words, now);
  }

  /** The person's word is in this entry of the journal. */
  void journaledWord(long seq) {
    personSeq = seq;
  }

  /**
   * Takes away what the ledger allowed to go: all of the intent half's holds up to the version it
   * gave; ones heard of later stay. While the ledger is away what persons said goes, as far as it
   * was heard of.
   *
   * @return the ids of all that went
   */
  List<Long> resume(ResumeAct act) {
    boolean nothingNewer = act.version() >= intent.version();
    List<HoldLine> kept =
        nothingNewer ? List.of() : kept(HoldLines.without(intent.holds(), act.holdIds()), act);
    Set<Long> gone = new LinkedHashSet<>(act.holdIds());
    gone.addAll(HoldLines.ids(intent.holds()));
    gone.removeAll(HoldLines.ids(kept));
    // One below: a snapshot of that very version was read after the resume and has its limits.
    intent = intent.withHolds(Math.max(act.version() - 1, intent.version()), kept);
    person = null;
    own = null;
    return remember(List.copyOf(gone));
  }

  private static List<HoldLine> kept(List<HoldLine> lines, ResumeAct act) {
    return lines.stream().filter(line -> line.rule() != null || !act.isAway()).toList();
  }

  /**
   * Takes away holds whose window has ended. The agent's and persons' do not go from here.
   *
   * @return the ids of all that went
   */
  List<Long> expire(Instant now) {
    List<HoldLine> gone = HoldLines.expired(intent.holds(), now);
    List<HoldLine> kept = intent.holds().stream().filter(line -> !gone.contains(line)).toList();
    intent = intent.withHolds(intent.version(), kept);
    return remember(HoldLines.ids(gone));
  }

  private List<Long> remember(List<Long> gone) {
    released.addAll(gone);
    while (released.size() > RELEASED_KEPT) {
      released.remove(released.iterator().next());
    }
    return gone;
  }

  /** Whether the agent may work cannot be found out: nothing is to be delivered. */
  void ledgerAway(Instant now) {
    own = found(HoldKind.UNKNOWN, agentAddress, null, "the ledger cannot be reached", now);
  }

  void ledgerBack() {
    own = null;
  }

  /**
   * While the ledger is away: holds once what it last said and what is kept here together reach the
   * intent's own limit.
   */
  void judge(long heldNanos, Instant now) {
    Long limit = intent.limitNanos();
    if (limit != null
        && own == null
        && heldNanos > 0
        && Sums.saturated(intent.costNanos(), heldNanos) >= limit) {
      String why = "reports kept here while the ledger is away reach the intent's limit";
      own = found(HoldKind.INTENT, intentId, "intent " + Usd.ofNanos(limit) + " pause", why, now);
    }
  }

  private static HoldLine found(
      HoldKind kind, String holder, @Nullable String rule, String why, Instant now) {
    Hold hold = new Hold(kind, holder, 0, rule, 0, null, why, null, now, null);
    return HoldLine.of(hold, Directive.PARK, false);
  }

  /**
   * All that holds the intent.
   *
   * @param inHand whether someone works on it, who may finish where every rule says so
   */
  List<HoldLine> inForce(boolean inHand) {
    List<HoldLine> lines = fromLedger();
    lines.removeIf(line -> !line.toDemand().stops(inHand));
    if (person != null) {
      lines.add(person);
    }
    if (own != null) {
      lines.add(own);
    }
    return List.copyOf(lines);
  }

  /** What ends the intent; null: nothing does. */
  @Nullable HoldLine killing() {
    HoldLine first = HoldLines.first(fromLedger());
    return first != null && first.kills() ? first : null;
  }

  private List<HoldLine> fromLedger() {
    List<HoldLine> lines = new ArrayList<>(HoldLines.without(intent.holds(), released));
    lines.addAll(HoldLines.without(agent.holds(), released));
    return lines;
  }

  /** Whether both halves have been read from the ledger. */
  boolean known() {
    return intent.version() > UNREAD && agent.version() > UNREAD;
  }

  /** The least that any rule leaves, the intent's or its agent's; null: no rule. */
  @Nullable Long remainingNanos() {
    Long own = intent.remainingNanos();
    Long agents = agent.remainingNanos();
    if (own == null || agents == null) {
      return own == null ? agents : own;
    }
    return Math.min(own, agents);
  }

  /** When the next of the intent's own holds goes by itself; null: none does. */
  @Nullable Instant nextResume() {
    return HoldLines.nextResume(intent.holds());
  }

  IntentHalf intent() {
    return intent;
  }

  AgentNews agent() {
    return agent;
  }

  @Nullable HoldLine person() {
    return person;
  }

  @Nullable HoldLine own() {
    return own;
  }

  List<Long> released() {
    return List.copyOf(released);
  }
}
