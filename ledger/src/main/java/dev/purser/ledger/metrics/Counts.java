package dev.purser.ledger.metrics;

import dev.purser.domain.money.Usd;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Locale;

/**
 * What this process has done since it began; over several processes they add up. Each is counted
 * once it is durable.
 */
public final class Counts {
  private static final double NANOS = 1e9;

  private final Counter spend =
      Counter.builder()
          .name("purser_spend_usd")
          .help("Dollars reported, by the agent's status when they were")
          .labelNames("agent_status")
          .build();
  private final Counter reports =
      Counter.builder()
          .name("purser_reports")
          .help("Reports answered, by what the caller must do now; again: had been counted before")
          .labelNames("directive", "again")
          .build();
  private final Counter decisions =
      Counter.builder()
          .name("purser_decisions")
          .help("Thresholds and limits that were reached, by what the rule does")
          .labelNames("kind", "enforced")
          .build();
  private final Counter authorizations =
      Counter.builder()
          .name("purser_authorizations")
          .help("Authorizations answered: allowed, or why not")
          .labelNames("answer")
          .build();
  private final Counter authorizationsEnded =
      Counter.builder()
          .name("purser_authorizations_ended")
          .help("Authorizations that hold nothing any more: settled, released or expired")
          .labelNames("how")
          .build();
  private final Histogram batches =
      Histogram.builder()
          .name("purser_intake_batch_requests")
          .help("Requests in one transaction of Intake")
          .classicOnly()
          .classicUpperBounds(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
          .build();
  private final Histogram commits =
      Histogram.builder()
          .name("purser_intake_commit_seconds")
          .help("How long one transaction of Intake took")
          .classicOnly()
          .classicExponentialUpperBounds(0.001, 2, 15)
          .build();
  private final Counter retries =
      Counter.builder()
          .name("purser_intake_retries")
          .help("Transactions of Intake that were tried again, by SQLSTATE")
          .labelNames("sqlstate")
          .build();
  private final Counter refused =
      Counter.builder()
          .name("purser_intake_refused")
          .help("Requests that Intake refused, by why")
          .labelNames("code")
          .build();
  private final Counter messages =
      Counter.builder()
          .name("purser_messages")
          .help("Tries to send a message, by kind of channel and what came of it")
          .labelNames("channel", "outcome")
          .build();

  /** Shows all of them. */
  public void register(PrometheusRegistry registry) {
    List.of(
            spend,
            reports,
            decisions,
            authorizations,
            authorizationsEnded,
            batches,
            commits,
            retries,
            refused,
            messages)
        .forEach(registry::register);
  }

  /** An agent of this status has spent so much. */
  public void spent(String agentStatus, Usd amount) {
    spend.labelValues(agentStatus).inc(amount.exactNanos().doubleValue() / NANOS);
  }

  /** A report was answered. */
  public void reported(String directive, boolean again) {
    reports.labelValues(directive, Boolean.toString(again)).inc();
  }

  /** A threshold or limit was reached; {@code kind}: what its rule does, or {@code warning}. */
  public void decided(String kind, boolean enforced) {
    decisions.labelValues(kind, Boolean.toString(enforced)).inc();
  }

  /** An authorization was answered: {@code allowed}, or the reason why not. */
  public void authorized(String answer) {
    authorizations.labelValues(answer).inc();
  }

  /** An authorization ended. */
  public void ended(String how) {
    authorizationsEnded.labelValues(how.toLowerCase(Locale.ROOT)).inc();
  }

  /** A transaction with so many requests is durable. */
  public void committed(int requests, double seconds) {
    batches.observe(requests);
    commits.observe(seconds);
  }

  /** A transaction is tried again. */
  public void retried(String sqlState) {
    retries.labelValues(sqlState).inc();
  }

  /** A request was refused, or failed. */
  public void refused(String code) {
    refused.labelValues(code).inc();
  }

  /** A message was tried: {@code delivered}, {@code failed} or {@code undeliverable}. */
  public void message(String channel, String outcome) {
    messages.labelValues(channel, outcome).inc();
  }
}
