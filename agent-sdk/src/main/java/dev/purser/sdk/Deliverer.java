package dev.purser.sdk;

import dev.purser.domain.money.Usd;
import dev.purser.workflows.delivery.Beat;
import dev.purser.workflows.delivery.Delivery;
import dev.purser.workflows.delivery.DeliveryActivity;
import dev.purser.workflows.delivery.DeliveryResult;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Runs the handler for each intent that Temporal hands to this worker. */
final class Deliverer implements DeliveryActivity {
  private final IntentHandler handler;
  private final Http http;
  private final Spool spool;
  private final Heart heart;
  private final ScheduledExecutorService scheduler;
  private final Usd offlineLimit;
  private final Duration ttl;
  private final OnDenied onDenied;
  private final Uncounted uncounted = new Uncounted();
  private final Set<Stop> atWork = ConcurrentHashMap.newKeySet();

  /** Why intents are given back; null: they are taken. */
  private volatile @Nullable String givesBack;

  Deliverer(
      IntentHandler handler,
      Http http,
      Spool spool,
      Heart heart,
      ScheduledExecutorService scheduler,
      Usd offlineLimit,
      Duration ttl,
      OnDenied onDenied) {
    this.handler = handler;
    this.http = http;
    this.spool = spool;
    this.heart = heart;
    this.scheduler = scheduler;
    this.offlineLimit = offlineLimit;
    this.ttl = ttl;
    this.onDenied = onDenied;
  }

  @Override
  public DeliveryResult deliver(Delivery delivery) {
    ActivityExecutionContext activity = Activity.getExecutionContext();
    Stop stop = new Stop(Thread.currentThread());
    atWork.add(stop);
    String why = givesBack;
    if (why != null) {
      stop.order(Parked.handedBack(why));
    }
    StopReason reason = new StopReason(http, delivery.intentId(), stop);
    Tab tab = new Tab(delivery, offlineLimit, uncounted, stop);
    Checkpoint checkpoint = new Checkpoint(delivery, http::post, tab, stop);
    String prefix = idPrefix(delivery, activity.getInfo());
    Meter meter =
        new LedgerMeter(
            delivery,
            prefix,
            http,
            spool,
            tab,
            stop,
            reason,
            scheduler,
            ttl,
            onDenied,
            Clock.systemUTC());
    IntentContext context = new IntentContext(delivery, meter, checkpoint, stop);
    try (Heart.Beating beating =
        heart.start(
            activity, delivery.heartbeatTimeoutMillis(), checkpoint::unsaved, stop, reason)) {
      scheduler.execute(checkpoint::begin);
      return new Attempt(stop, tab, checkpoint, context).run(handler);
    } catch (Exception e) {
      throw broken(e, checkpoint.unsaved());
    } finally {
      atWork.remove(stop);
      stop.finished();
    }
  }

  /**
   * Each attempt at each delivery of each run: a call that was paid for is never taken for another.
   */
  private static String idPrefix(Delivery delivery, ActivityInfo info) {
    String run = Objects.requireNonNullElse(info.getWorkflowRunId(), info.getActivityId());
    return delivery.intentId()
        + ":"
        + delivery.delivery()
        + ":"
        + info.getAttempt()
        + ":"
        + run.substring(0, Math.min(8, run.length()))
        + ":";
  }

  /** The handler broke: this delivery is lost, with what it had reached in the details. */
  private static ApplicationFailure broken(Exception e, Beat unsaved) {
    return ApplicationFailure.newBuilder()
        .setMessage(e.toString())
        .setType(e.getClass().getName())
        .setCause(e)
        .setDetails(unsaved)
        .build();
  }

  /** Has every handler stop and give its intent back, and so those that come. */
  void giveBack(String why) {
    givesBack = why;
    atWork.forEach(stop -> stop.order(Parked.handedBack(why)));
  }

  /** Reports the calls that are still under way, at what is known of them. */
  void settle() {
    atWork.forEach(Stop::settle);
  }

  /** Takes intents again. */
  void take() {
    givesBack = null;
  }
}
