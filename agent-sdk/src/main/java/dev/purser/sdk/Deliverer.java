package dev.purser.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.Directive;
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
      Duration ttl) {
    this.handler = handler;
    this.http = http;
    this.spool = spool;
    this.heart = heart;
    this.scheduler = scheduler;
    this.offlineLimit = offlineLimit;
    this.ttl = ttl;
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
    Tab tab = new Tab(delivery, offlineLimit, uncounted, stop);
    Checkpoint checkpoint = new Checkpoint(delivery, http, tab, stop);
    String prefix = idPrefix(delivery, activity.getInfo());
    Meter meter =
        new Meter(delivery, prefix, http, spool, tab, stop, scheduler, ttl, Clock.systemUTC());
    try (Heart.Beating beating =
        heart.start(activity, delivery.heartbeatTimeoutMillis(), checkpoint::unsaved, stop)) {
      scheduler.execute(checkpoint::begin);
      stop.check();
      tab.awaitAllowance();
      return DeliveryResult.completed(
          write(handler.handle(new IntentContext(delivery, meter, checkpoint))));
    } catch (IntentFailed e) {
      return DeliveryResult.failed(String.valueOf(e.getMessage()));
    } catch (Exception e) {
      IntentStopped order = stop.order();
      if (order == null) {
        throw broken(e, checkpoint.unsaved());
      }
      return stopped(order.directive(), tab, checkpoint.unsaved());
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

  private static @Nullable String write(@Nullable Object result) {
    if (result == null) {
      return null;
    }
    try {
      return Http.JSON.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the handler's result cannot be written as JSON", e);
    }
  }

  private static DeliveryResult stopped(Directive directive, Tab tab, Beat unsaved) {
    return DeliveryResult.stopped(
        directive,
        tab.intentVersion(),
        tab.agentVersion(),
        unsaved.checkpoint(),
        unsaved.checkpointSeq());
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

  /** Takes intents again. */
  void take() {
    givesBack = null;
  }
}
