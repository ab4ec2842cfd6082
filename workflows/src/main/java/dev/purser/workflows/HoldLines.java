package dev.purser.workflows;

import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked of several holds at once. */
public final class HoldLines {
  /** Kept between a window's end by the ledger's clock and a resume by the workflow's. */
  public static final Duration MARGIN = Duration.ofSeconds(1);

  private HoldLines() {}

  /** Those that were not released; a snapshot read before the release still names them. */
  public static List<HoldLine> without(List<HoldLine> lines, Collection<Long> released) {
    return lines.stream().filter(line -> line.id() == 0 || !released.contains(line.id())).toList();
  }

  /** Whether both hold the same, however the details are written. */
  public static boolean same(List<HoldLine> one, List<HoldLine> other) {
    return one.size() == other.size()
        && one.stream().allMatch(line -> other.stream().anyMatch(line::sameAs));
  }

  /** The oldest; null where there is none. */
  public static @Nullable HoldLine oldest(List<HoldLine> lines) {
    return lines.stream().min(Comparator.comparing(HoldLine::at)).orElse(null);
  }

  /** What whoever they hold must do. */
  public static Order order(List<HoldLine> lines) {
    return Order.of(lines.stream().map(HoldLine::toDemand).toList());
  }

  /** The one that says so; null where there is none. */
  public static @Nullable HoldLine first(List<HoldLine> lines) {
    Hold first = order(lines).parkedBy();
    return lines.stream().filter(line -> line.toHold().equals(first)).findFirst().orElse(null);
  }

  /** When the next of them goes by itself, margin included; null: none does. */
  public static @Nullable Instant nextResume(List<HoldLine> lines) {
    return lines.stream()
        .map(HoldLine::resumesAt)
        .filter(at -> at != null)
        .min(Comparator.naturalOrder())
        .map(at -> at.plus(MARGIN))
        .orElse(null);
  }

  /** Those whose time has come. */
  public static List<HoldLine> expired(List<HoldLine> lines, Instant now) {
    return lines.stream().filter(line -> expired(line.resumesAt(), now)).toList();
  }

  private static boolean expired(@Nullable Instant resumesAt, Instant now) {
    return resumesAt != null && !resumesAt.plus(MARGIN).isAfter(now);
  }

  /** The ledger's numbers of these. */
  public static List<Long> ids(List<HoldLine> lines) {
    return lines.stream().map(HoldLine::id).filter(id -> id != 0).toList();
  }

  /** What an intent with these holds waits for, as event lists spell it. */
  public static String waitingReason(List<HoldLine> lines) {
    if (lines.stream().allMatch(line -> line.kind() == HoldKind.UNKNOWN)) {
      return "WAITING_FOR_TOOL";
    }
    boolean byItself = lines.stream().allMatch(line -> line.resumesAt() != null);
    return byItself ? "WAITING_FOR_TIME" : "WAITING_FOR_HUMAN";
  }

  /** What an event tells of a hold. */
  public static Map<String, String> details(@Nullable HoldLine line) {
    if (line == null) {
      return Map.of();
    }
    Map<String, String> details = new LinkedHashMap<>();
    details.put("scope", line.kind().wire());
    details.put("holder", line.holder());
    details.put("reason", line.reason());
    put(details, "rule", line.rule());
    put(details, "actor", line.actor());
    put(details, "report_id", line.reportId());
    put(details, "resumes_at", line.resumesAt());
    return details;
  }

  /** As the domain knows them. */
  public static List<Hold> toHolds(List<HoldLine> lines) {
    return lines.stream().map(HoldLine::toHold).toList();
  }

  private static void put(Map<String, String> details, String key, @Nullable Object value) {
    if (value != null) {
      details.put(key, value.toString());
    }
  }
}
