package dev.purser.activities.messages;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;
import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.purser.domain.money.Usd;
import dev.purser.domain.policy.BurnLimit;
import dev.purser.domain.policy.Rule;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook's JSON says; every member is always there, null where there is nothing to say. The
 * names are a promise to receivers: add, never rename.
 */
@JsonInclude(ALWAYS)
sealed interface WebhookBody {

  static WebhookBody of(Message message) {
    if (message instanceof AlertMessage alert) {
      return Alert.of(alert);
    }
    if (message instanceof DigestMessage digest) {
      return new Digest(
          digest.eventId(),
          digest.eventType(),
          digest.at(),
          digest.alerts().stream().map(Alert::of).toList(),
          new View(digest.view()));
    }
    if (message instanceof SummaryMessage summary) {
      return Summary.of(summary);
    }
    TestMessage test = (TestMessage) message;
    return new Test(
        test.eventId(),
        test.eventType(),
        test.at(),
        test.channel(),
        test.actor(),
        new View(test.view()));
  }

  @JsonInclude(ALWAYS)
  record Alert(
      String eventId,
      String eventType,
      Instant at,
      String account,
      @Nullable String agent,
      @Nullable UUID intentId,
      @Nullable String task,
      RuleOf rule,
      Usd spentUsd,
      Usd lateUsd,
      Usd assumedUsd,
      @Nullable Usd limitUsd,
      Usd burnUsdPerHour,
      @Nullable Instant projectedAt,
      String actionTaken,
      String incidentId,
      long incidentAlerts,
      int alertsTold,
      Links links)
      implements WebhookBody {
    static Alert of(AlertMessage alert) {
      Rule rule = alert.rule();
      AlertMessage.Links links = alert.links();
      return new Alert(
          alert.eventId(),
          alert.eventType(),
          alert.at(),
          alert.account(),
          alert.agent(),
          alert.intentId(),
          alert.task(),
          RuleOf.of(rule, alert.threshold()),
          alert.spent(),
          alert.parts().late(),
          alert.parts().assumed(),
          alert.limit(),
          alert.burnPerHour(),
          alert.projectedAt(),
          alert.actionTaken(),
          Long.toString(alert.incident().id()),
          alert.incident().alerts(),
          alert.incident().told(),
          new Links(links.view(), links.acknowledge(), links.resume(), links.kill()));
    }
  }

  @JsonInclude(ALWAYS)
  record RuleOf(
      String period,
      @Nullable Usd limitUsd,
      @Nullable Long maxIntents,
      @JsonInclude(NON_NULL) @Nullable Usd usdPerHour,
      @JsonInclude(NON_NULL) @Nullable Integer overMinutes,
      String action,
      int threshold) {
    static RuleOf of(Rule rule, int threshold) {
      BurnLimit burn = rule.burn();
      return new RuleOf(
          rule.period().wire(),
          rule.limit(),
          rule.maxIntents(),
          burn == null ? null : burn.perHour(),
          burn == null ? null : burn.overMinutes(),
          rule.action().wire(),
          threshold);
    }
  }

  @JsonInclude(ALWAYS)
  record Links(URI view, URI acknowledge, @Nullable URI resume, @Nullable URI kill) {}

  record View(URI view) {}

  record Digest(String eventId, String eventType, Instant at, List<Alert> alerts, View links)
      implements WebhookBody {}

  @JsonInclude(ALWAYS)
  record Summary(
      String eventId,
      String eventType,
      Instant at,
      LocalDate day,
      String timezone,
      Usd totalUsd,
      Usd assumedUsd,
      Usd lateUsd,
      Usd weekBeforeUsd,
      List<Spender> agents,
      @Nullable Others others,
      View links)
      implements WebhookBody {
    static Summary of(SummaryMessage summary) {
      return new Summary(
          summary.eventId(),
          summary.eventType(),
          summary.at(),
          summary.day(),
          summary.zone().getId(),
          summary.total(),
          summary.assumed(),
          summary.late(),
          summary.weekBefore(),
          summary.agents().stream().map(Spender::of).toList(),
          Others.of(summary.others()),
          new View(summary.view()));
    }
  }

  record Others(int agents, Usd costUsd, Usd assumedUsd, Usd weekBeforeUsd) {
    static @Nullable Others of(SummaryMessage.@Nullable Others others) {
      return others == null
          ? null
          : new Others(others.agents(), others.cost(), others.assumed(), others.weekBefore());
    }
  }

  @JsonInclude(ALWAYS)
  record Spender(
      String agent,
      Usd costUsd,
      Usd assumedUsd,
      Usd weekBeforeUsd,
      @Nullable String dearestIntent,
      Usd dearestCostUsd,
      List<Model> models) {
    static Spender of(SummaryMessage.AgentLine line) {
      return new Spender(
          line.agent(),
          line.cost(),
          line.assumed(),
          line.weekBefore(),
          line.dearestIntent(),
          line.dearestCost(),
          line.models().stream()
              .map(model -> new Model(model.what(), model.cost(), model.share()))
              .toList());
    }
  }

  record Model(String model, Usd costUsd, BigDecimal share) {}

  record Test(
      String eventId, String eventType, Instant at, String channel, String actor, View links)
      implements WebhookBody {}
}
