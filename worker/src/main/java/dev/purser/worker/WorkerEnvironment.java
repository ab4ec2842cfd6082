package dev.purser.worker;

import dev.purser.activities.telling.SummaryEnvironment;
import dev.purser.domain.money.Usd;
import dev.purser.domain.price.AssumedPrice;
import dev.purser.ledger.DatabaseUrl;
import dev.purser.ledger.LedgerSettings;
import dev.purser.workflows.summary.SummarySettings;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The worker's settings as its environment has them. */
final class WorkerEnvironment {
  private static final int HIGHEST_PORT = 65_535;

  private final Map<String, String> variables;

  WorkerEnvironment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /**
   * Where the ledger lies and what holds by default.
   *
   * @throws IllegalArgumentException naming the variable and what would be right
   */
  LedgerSettings ledger() {
    String url = get("PURSER_DATABASE_URL", "");
    if (url.isEmpty()) {
      throw wrong("PURSER_DATABASE_URL", "must be set: postgresql://user:password@host/db", null);
    }
    try {
      DatabaseUrl database = DatabaseUrl.parse(url);
      return new LedgerSettings(
          database.jdbcUrl(),
          database.user(),
          database.password(),
          LedgerSettings.DEFAULT_POOL_SIZE,
          zone(),
          assumed(),
          mostReport(),
          alert(),
          LedgerSettings.DEFAULT_SENDS_PER_HOUR);
    } catch (DatabaseUrl.Malformed e) {
      throw wrong("PURSER_DATABASE_URL", e.getMessage(), null);
    }
  }

  /** Where the process says on loopback whether it is well; 0: on any free port. */
  int healthPort() {
    String port = get("PURSER_WORKER_HEALTH_PORT", "0");
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > HIGHEST_PORT) {
      throw wrong("PURSER_WORKER_HEALTH_PORT", "must be a port, like 8082", null);
    }
    return Integer.parseInt(port);
  }

  /** Who gets the daily summary, and when. */
  SummarySettings summary() {
    return SummaryEnvironment.read(variables, zone());
  }

  /** Where people reach Purser, for the links in messages. */
  URI publicUrl() {
    String url = get("PURSER_PUBLIC_URL", "http://127.0.0.1:8080");
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null && uri.getScheme().matches("https?")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw wrong("PURSER_PUBLIC_URL", "must be like https://purser.company.com", e);
    }
    throw wrong("PURSER_PUBLIC_URL", "must be like https://purser.company.com", null);
  }

  private ZoneId zone() {
    try {
      return ZoneId.of(get("PURSER_TIMEZONE", "UTC"));
    } catch (DateTimeException e) {
      throw wrong("PURSER_TIMEZONE", "must be a time zone such as Europe/Berlin", e);
    }
  }

  private AssumedPrice assumed() {
    List<String> parts = List.of(get("PURSER_ASSUMED_PRICE", "15/75").split("[/,]", -1));
    try {
      if (parts.size() == 2) {
        return new AssumedPrice(
            new BigDecimal(parts.get(0).strip()), new BigDecimal(parts.get(1).strip()));
      }
    } catch (IllegalArgumentException e) {
      throw wrong("PURSER_ASSUMED_PRICE", "must be USD per million tokens, like 15/75", e);
    }
    throw wrong("PURSER_ASSUMED_PRICE", "must be USD per million tokens, like 15/75", null);
  }

  private Usd mostReport() {
    try {
      return LedgerSettings.mostReport(get("PURSER_MAX_REPORT_USD", "10000"));
    } catch (IllegalArgumentException e) {
      throw wrong("PURSER_MAX_REPORT_USD", String.valueOf(e.getMessage()), e);
    }
  }

  private Usd alert() {
    try {
      return Usd.of(get("PURSER_UNLIMITED_ALERT_USD", "5"));
    } catch (NumberFormatException | ArithmeticException e) {
      throw wrong("PURSER_UNLIMITED_ALERT_USD", "must be dollars, like 5", e);
    }
  }

  private String get(String name, String otherwise) {
    String value = variables.get(name);
    return value == null || value.isBlank() ? otherwise : value;
  }

  private static IllegalArgumentException wrong(
      String name, String reason, @Nullable Exception cause) {
    return new IllegalArgumentException(name + " " + reason, cause);
  }
}
