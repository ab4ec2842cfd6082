package dev.purser.activities;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.money.Usd;
import dev.purser.domain.price.Usage;
import dev.purser.ledger.intake.Request;
import dev.purser.workflows.intent.ReportLine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reports that came by signal, as Intake takes them; what no HTTP report may be neither may these.
 */
final class SignalledReports {
  private static final Usd MOST = Usd.of("1000000");
  private static final int LONGEST_ID = 200;
  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final Duration BACK = Duration.ofDays(35);

  private SignalledReports() {}

  /**
   * The request it makes.
   *
   * @throws IllegalArgumentException naming the field and what would be right
   */
  static Request.Report request(String intentId, String agent, ReportLine line, Instant now) {
    String id = Objects.requireNonNullElse(line.reportId(), "");
    require(!id.isBlank() && id.length() <= LONGEST_ID, "reportId", "1 to 200 characters");
    Long cost = line.costNanos();
    require(cost != null || line.model() != null, "costNanos", "given, or else model and tokens");
    require(
        cost == null || (cost >= 0 && cost <= MOST.nanos()), "costNanos", "from 0 to $1,000,000");
    Instant at = line.occurredAt();
    require(
        at == null || (!at.isAfter(now.plus(AHEAD)) && !at.isBefore(now.minus(BACK))),
        "occurredAt",
        "at most 5 minutes ahead and 35 days back");
    return new Request.Report(
        new AgentAddress(agent),
        UUID.fromString(intentId),
        null,
        id,
        false,
        hash(line),
        cost == null ? null : Usd.ofNanos(cost),
        usage(line),
        at,
        Math.max(0, line.delivery()),
        line.authorizationId() == null ? null : UUID.fromString(line.authorizationId()),
        line.metadata(),
        null);
  }

  private static void require(boolean right, String field, String what) {
    if (!right) {
      throw new IllegalArgumentException(field + " must be " + what);
    }
  }

  private static @Nullable Usage usage(ReportLine line) {
    String model = line.model();
    return model == null
        ? null
        : new Usage(
            model,
            line.provider(),
            line.tokensIn(),
            line.tokensCached(),
            line.tokensCacheWrite(),
            line.tokensOut(),
            line.tokensReasoning());
  }

  /** Of the line as it was sent: the same id with another content is refused. */
  private static String hash(ReportLine line) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = digest.digest(line.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
