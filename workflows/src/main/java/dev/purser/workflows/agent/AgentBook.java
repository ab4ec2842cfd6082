package dev.purser.workflows.agent;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.policy.Directive;
import dev.purser.workflows.HoldLine;
import dev.purser.workflows.HoldLines;
import dev.purser.workflows.ResumeAct;
import dev.purser.workflows.journal.AgentEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An agent's status: what each message makes of it, and what is to be journaled about that. No
 * Temporal and no clock in here.
 */
final class AgentBook {
  private static final int RELEASED_KEPT = 200;
  private static final int UNREAD = -1;

  private final AgentStart start;
  private final Consumer<AgentEntry> journal;

  /** Released here; a snapshot read before that still names them. */
  private final Set<Long> released = new LinkedHashSet<>();

  private AgentNews news;
  private @Nullable HoldLine person;

  /** The entry that journals the person's word. */
  private long personSeq;

  /** A person's word that is over with the next entry. */
  private @Nullable HoldLine lifted;

  private List<HoldLine> shown;
  private long seq;

  AgentBook(AgentStart start, Consumer<AgentEntry> journal) {
    this.start = start;
    this.journal = journal;
    AgentCarried carried = start.carried();
    if (carried != null) {
      news = carried.news();
      person = carried.person();
      shown = carried.shown();
      seq = carried.seq();
      personSeq = seq;
      released.addAll(carried.released());
      return;
    }
    AgentNews known = start.news();
    news = known == null ? AgentNews.NONE.withVersion(UNREAD) : known.withoutUntold();
    person = news.holds().stream().filter(AgentBook::isPersons).findFirst().orElse(null);
    shown = List.of();
  }

  /** Said by a person about this very agent: the ledger has no number for it. */
  private static boolean isPersons(HoldLine line) {
    return line.kind() == HoldKind.AGENT && line.id() == 0;
  }

  /** Journals what has changed since the ledger last heard, if this is a new life. */
  void begin(Instant now) {
    if (start.carried() != null) {
      settle(null, null, List.of(), now);
    } else if (seq == 0) {
      shown = inForce();
      if (status() != news.status()) {
        write(news.status(), null, null, List.of(), now);
      }
    }
  }

  void take(AgentNews newer, Instant now) {
    if (newer.version() > news.version()) {
      news = newer.withoutUntold();
      if (person != null && news.hasTaken(start.run(), personSeq)) {
        // From now on the ledger says whether it holds.
        person = null;
      }
      settle(null, null, List.of(), now);
    }
  }

  /** A person's word: PARK or KILL. A pause does not soften a kill. */
  void stop(Directive directive, String actor, @Nullable String why, Instant now) {
    if (person != null && person.directive().compareTo(directive) >= 0) {
      return;
    }
    String did = directive == Directive.KILL ? "killed by " : "paused by ";
    String words = why == null ? did + actor : why;
    lifted = person;
    person = HoldLine.byPerson(HoldKind.AGENT, start.address(), directive, actor, words, now);
    settle(actor, why, List.of(), now);
    personSeq = seq;
  }

  /**
   * Takes away the person's hold and what the ledger allowed to go of the agent's own. No version
   * is taken as seen: a scope's hold may stand in a snapshot older than the resume that has yet to
   * come. While the ledger is away what persons said about this agent goes, as far as it was heard
   * of.
   */
  void resume(ResumeAct act, Instant now) {
    Set<Long> gone = new LinkedHashSet<>(act.holdIds());
    for (HoldLine line : news.holds()) {
      boolean mayGo = act.version() >= news.version() || (act.isAway() && line.rule() == null);
      if (line.kind() == HoldKind.AGENT && line.id() != 0 && mayGo) {
        gone.add(line.id());
      }
    }
    lifted = person;
    person = null;
    settle(act.actor(), act.reason(), List.copyOf(gone), now);
  }

  /** Holds whose window has ended go, a person's never. */
  void tick(Instant now) {
    List<Long> gone = HoldLines.ids(HoldLines.expired(inForce(), now));
    if (!gone.isEmpty()) {
      settle(null, "the window has ended", gone, now);
    }
  }

  /** When {@link #tick} has something to do next; null: never. */
  @Nullable Instant nextTick() {
    return HoldLines.nextResume(inForce());
  }

  private void settle(@Nullable String actor, @Nullable String why, List<Long> gone, Instant now) {
    remember(gone);
    AgentStatus before = status(shown);
    List<HoldLine> lines = inForce();
    if (HoldLines.same(shown, lines) && gone.isEmpty()) {
      return;
    }
    shown = lines;
    write(before, actor, why, gone, now);
  }

  private void write(
      AgentStatus before,
      @Nullable String actor,
      @Nullable String why,
      List<Long> gone,
      Instant now) {
    HoldLine parkedBy = person == null ? HoldLines.first(shown) : person;
    String reason = why == null && parkedBy != null ? parkedBy.reason() : why;
    seq++;
    journal.accept(
        new AgentEntry(
            start.address(),
            start.run(),
            seq,
            before,
            status(),
            parkedBy,
            gone,
            actor,
            reason,
            now,
            lifted));
    lifted = null;
  }

  private void remember(List<Long> gone) {
    released.addAll(gone);
    while (released.size() > RELEASED_KEPT) {
      released.remove(released.iterator().next());
    }
  }

  private List<HoldLine> inForce() {
    List<HoldLine> lines = new ArrayList<>(HoldLines.without(news.holds(), released));
    lines.removeIf(AgentBook::isPersons);
    if (person != null) {
      lines.add(person);
    }
    return List.copyOf(lines);
  }

  private static AgentStatus status(List<HoldLine> lines) {
    return HoldLines.order(lines).directive().upon(AgentStatus.ACTIVE);
  }

  AgentStatus status() {
    return status(shown);
  }

  List<HoldLine> shown() {
    return shown;
  }

  AgentNews news() {
    return news;
  }

  long seq() {
    return seq;
  }

  /** What its intents are to be told, as of this version of the journal's. */
  AgentNews telling(long version) {
    return new AgentNews(
        version,
        status(),
        shown,
        news.todayNanos(),
        news.limitNanos(),
        news.remainingNanos(),
        news.offlineNanos(),
        List.of());
  }

  @Nullable HoldLine person() {
    return person;
  }

  List<Long> released() {
    return List.copyOf(released);
  }
}
