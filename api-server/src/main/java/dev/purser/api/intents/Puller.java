package dev.purser.api.intents;

import dev.purser.api.Workflows;
import dev.purser.api.http.Connections;
import dev.purser.api.http.Sse;
import dev.purser.api.http.Waiting;
import dev.purser.api.intents.IntentAnswers.Work;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.intents.Deliveries;
import dev.purser.ledger.intents.Intents;
import dev.purser.workflows.delivery.Delivery;
import dev.purser.workflows.intent.Claim;
import dev.purser.workflows.intent.Claimed;
import dev.purser.workflows.intent.GivenBack;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who waits for an intent to work on. Claims happen beside the thread that looks for everyone;
 * what is granted after its reader has been answered is given back at once.
 */
final class Puller implements Waiting.Question {
  private static final Logger LOG = LoggerFactory.getLogger(Puller.class);
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

  /**
   * A claim on its way at the deadline is waited for as long as it can take: where claims are slow,
   * one that is given back each time reaches nobody. Clients wait longer than they ask.
   */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final int CANDIDATES = 20;

  private final Desk desk;
  private final AgentAddress agent;
  private final List<IntentStatus> wanted;
  private final String name;
  private final long after;
  private final @Nullable String connection;
  private final Map<UUID, Long> refused = new ConcurrentHashMap<>();

  private boolean claiming;
  private boolean gone;
  private long lateSince;
  private @Nullable Response answer;
  private @Nullable Grant grant;

  /** What was granted, by which claim. */
  private record Grant(UUID intent, String claim) {}

  /** What all of them share. */
  static final class Desk {
    private final Intents intents;
    private final Deliveries deliveries;
    private final Workflows workflows;
    private final IntentDesk desk;
    private final Executor claims;
    private final Connections connections;
    private final Clock clock;

    /** What readers of this server are claiming just now: each tries another one. */
    private final Set<UUID> underClaim = ConcurrentHashMap.newKeySet();

    /**
     * @param claims claims intents, which takes a word with their workflows
     */
    Desk(
        Intents intents,
        Deliveries deliveries,
        Workflows workflows,
        IntentDesk desk,
        Executor claims,
        Connections connections,
        Clock clock) {
      this.intents = intents;
      this.deliveries = deliveries;
      this.workflows = workflows;
      this.desk = desk;
      this.claims = claims;
      this.connections = connections;
      this.clock = clock;
    }
  }

  /**
   * @param name of the reader's key
   * @param after what the reader has seen already
   * @param connection over which it asks; null: not known
   */
  Puller(
      Desk desk,
      AgentAddress agent,
      List<IntentStatus> wanted,
      String name,
      long after,
      @Nullable String connection) {
    this.desk = desk;
    this.agent = agent;
    this.wanted = wanted;
    this.name = name;
    this.after = after;
    this.connection = connection;
  }

  @Override
  public synchronized @Nullable Object news() {
    if (answer != null || claiming) {
      return answer;
    }
    long now = desk.clock.millis();
    refused.values().removeIf(at -> at + TRY_AGAIN.toMillis() < now);
    List<UUID> candidates =
        desk.deliveries.toFetch(agent, wanted, List.copyOf(refused.keySet()), CANDIDATES);
    if (!candidates.isEmpty()) {
      claiming = true;
      desk.claims.execute(() -> claim(candidates));
    }
    return null;
  }

  @Override
  public synchronized @Nullable Object late() {
    long now = desk.clock.millis();
    lateSince = lateSince == 0 ? now : lateSince;
    boolean mayCome = claiming && now - lateSince < GRACE.toMillis();
    return answer != null || mayCome ? answer : last();
  }

  @Override
  public synchronized Object last() {
    gone = answer == null;
    return answer == null ? Sse.timeout(after) : answer;
  }

  /** The response was written, or could not be: then whoever waited has not heard of it. */
  void answered(@Nullable Throwable failure) {
    Grant unheard;
    synchronized (this) {
      gone = true;
      unheard = failure == null ? null : grant;
      grant = null;
    }
    if (unheard != null) {
      desk.claims.execute(() -> giveBack(unheard));
    }
  }

  private synchronized boolean isGone() {
    return gone;
  }

  private void claim(List<UUID> candidates) {
    try {
      for (UUID id : candidates) {
        if (isGone()) {
          return;
        }
        if (desk.underClaim.add(id)) {
          try {
            if (claim(id)) {
              return;
            }
          } finally {
            desk.underClaim.remove(id);
          }
        }
      }
    } finally {
      synchronized (this) {
        claiming = false;
      }
    }
  }

  /** Whether the reader has it now. */
  private boolean claim(UUID id) {
    Grant wish = new Grant(id, UUID.randomUUID().toString());
    try {
      if (desk.desk.standing(id).directive() != Directive.CONTINUE) {
        // Its workflow may have yet to hear of it.
        refused.put(id, desk.clock.millis());
        return false;
      }
      Claimed claimed = desk.workflows.claim(id, new Claim(name, LEASE.toMillis(), wish.claim()));
      if (claimed.granted()) {
        take(wish, Objects.requireNonNull(claimed.delivery()));
        return true;
      }
    } catch (RuntimeException e) {
      LOG.debug("The claim of {} failed", id, e);
      // It may have been granted all the same.
      giveBack(wish);
    }
    refused.put(id, desk.clock.millis());
    return false;
  }

  private void take(Grant granted, Delivery delivery) {
    UUID id = granted.intent();
    desk.deliveries.claimed(id, delivery.delivery());
    long seq = desk.clock.millis();
    IntentView view =
        desk.desk.view(desk.intents.require(id), IntentStatus.DELIVERED, delivery.delivery());
    Long offline = delivery.offlineNanos();
    Work work = new Work(view, seq, offline == null ? null : Usd.ofNanos(offline));
    Response response = new Sse().event(seq, "intent.delivered", work).response();
    boolean inTime;
    synchronized (this) {
      inTime = !gone;
      if (inTime) {
        answer = response;
        grant = granted;
      }
    }
    if (inTime) {
      desk.connections.named(connection, id);
    } else {
      giveBack(granted);
    }
  }

  private void giveBack(Grant granted) {
    try {
      desk.workflows.giveBack(granted.intent(), new GivenBack(granted.claim()));
    } catch (RuntimeException e) {
      LOG.warn("The claim of {} could not be given back: it runs out", granted.intent(), e);
    }
  }
}
