package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static dev.purser.ledger.intake.World.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Refused;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Prometheus is told of Intake's work. */
final class TestCounts {
  private final World world = new World();
  private final PrometheusRegistry registry = new PrometheusRegistry();

  @BeforeEach
  void register() {
    world.intake().counts().register(registry);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void ofSpendGoByTheStatusThatTheAgentHad() {
    world.report(BOT, null, "1.50");
    world.submit(new Request.Stop(BOT, null, Directive.KILL, "ops", "it loops"));
    world.report(BOT, null, "0.25");
    assertThat(count("purser_spend_usd", "agent_status", "ACTIVE")).isEqualTo(1.5);
    assertThat(count("purser_spend_usd", "agent_status", "KILLED")).isEqualTo(0.25);
    assertThat(count("purser_reports", "directive", "KILL", "again", "false")).isEqualTo(1);
  }

  @Test
  void ofReportsTellThoseThatCameAgain() {
    Request.Report report = world.cost(BOT, null, null, "1");
    world.submit(report);
    world.submit(report);
    assertThat(count("purser_reports", "directive", "CONTINUE", "again", "false")).isEqualTo(1);
    assertThat(count("purser_reports", "directive", "CONTINUE", "again", "true")).isEqualTo(1);
    assertThat(count("purser_spend_usd", "agent_status", "ACTIVE")).isEqualTo(1);
  }

  @Test
  void ofDecisionsGoByTheirKind() {
    world.policy(BOT, Rule.of(Period.DAY, usd("10"), Action.PAUSE));
    world.report(BOT, null, "8.50");
    world.report(BOT, null, "1.50");
    world.report(BOT, null, "1.50");
    assertThat(count("purser_decisions", "enforced", "true", "kind", "warning")).isEqualTo(1);
    assertThat(count("purser_decisions", "enforced", "true", "kind", "pause")).isEqualTo(1);
  }

  @Test
  void ofAuthorizationsTellTheAnswerAndTheEnd() {
    world.policy(BOT, Rule.of(Period.DAY, usd("10"), Action.BLOCK));
    UUID first = world.authorize(BOT, null, "6").id();
    UUID second = world.authorize(BOT, null, "2").id();
    world.authorize(BOT, null, "5");
    world.submit(world.settling(BOT, null, first, "5.50"));
    world.submit(new Request.Release(BOT, second));
    assertThat(count("purser_authorizations", "answer", "allowed")).isEqualTo(2);
    assertThat(count("purser_authorizations", "answer", "pending")).isEqualTo(1);
    assertThat(count("purser_authorizations_ended", "how", "settled")).isEqualTo(1);
    assertThat(count("purser_authorizations_ended", "how", "released")).isEqualTo(1);
  }

  @Test
  void ofBatchesAndRefusals() {
    world.report(BOT, null, "1");
    Request.Report missing = world.cost(BOT, UUID.randomUUID(), null, "1");
    assertThatThrownBy(() -> world.submit(missing)).isInstanceOf(Refused.class);
    assertThat(count("purser_intake_refused", "code", "NOT_FOUND")).isEqualTo(1);
    HistogramSnapshot batches = (HistogramSnapshot) snapshot("purser_intake_batch_requests");
    assertThat(batches.getDataPoints().get(0).getCount()).isEqualTo(2);
    assertThat(snapshot("purser_intake_commit_seconds")).isNotNull();
  }

  @Test
  void ofWhatIsTriedAgainNameTheReason() {
    world.report(BOT, null, "1");
    world.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where pid <> pg_backend_pid() and datname = current_database()");
    world.report(BOT, null, "1");
    CounterSnapshot retries = (CounterSnapshot) snapshot("purser_intake_retries");
    assertThat(retries.getDataPoints().stream().mapToDouble(point -> point.getValue()).sum())
        .isGreaterThanOrEqualTo(1);
  }

  private double count(String name, String... labels) {
    return ((CounterSnapshot) snapshot(name))
        .getDataPoints().stream()
            .filter(point -> point.getLabels().equals(Labels.of(labels)))
            .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
            .sum();
  }

  private MetricSnapshot snapshot(String name) {
    return registry.scrape().stream()
        .filter(metric -> metric.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
