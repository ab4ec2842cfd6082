package dev.purser.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.purser.api.channels.ChannelDesk;
import dev.purser.domain.money.Usd;
import dev.purser.domain.price.AssumedPrice;
import dev.purser.ledger.DatabaseUrl;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.LedgerSettings;
import io.dropwizard.core.Configuration;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The settings: each has an environment variable of the same name, see {@code purser.yml}. */
public final class PurserConfiguration extends Configuration {
  private static final int POOL_SIZE = 12;
  private static final int MOST_CLAIM_MINUTES = 7 * 24 * 60;
  private static final int MOST_PORT = 65_535;
  private static final int MOST_DRAIN_SECONDS = 300;
  private static final int MOST_SENDS = 1_000_000;

  @JsonProperty("PURSER_ADMIN_KEY")
  private @Nullable String adminKey;

  @JsonProperty("PURSER_DATABASE_URL")
  private @Nullable String databaseUrl;

  @JsonProperty("PURSER_PUBLIC_URL")
  private String publicUrl = "http://127.0.0.1:8080";

  @JsonProperty("PURSER_TIMEZONE")
  private String timezone = "UTC";

  @JsonProperty("PURSER_ASSUMED_PRICE")
  private String assumedPrice = "15/75";

  @JsonProperty("PURSER_MAX_REPORT_USD")
  private String maxReportUsd = "10000";

  @JsonProperty("PURSER_UNLIMITED_ALERT_USD")
  private String unlimitedAlertUsd = "5";

  @JsonProperty("PURSER_TEMPORAL_UI_URL")
  private @Nullable String temporalUiUrl;

  @JsonProperty("PURSER_CLAIM_MINUTES")
  private String claimMinutes = "30";

  @JsonProperty("PURSER_ADMIN_BIND")
  private String adminBind = "127.0.0.1";

  @JsonProperty("PURSER_ADMIN_PORT")
  private String adminPort = "8081";

  @JsonProperty("PURSER_DRAIN_SECONDS")
  private String drainSeconds = "0";

  @JsonProperty("PURSER_WEBHOOK_ALLOW_PRIVATE")
  private String webhookAllowPrivate = "false";

  @JsonProperty("TEMPORAL_NAMESPACE")
  private String temporalNamespace = "default";

  @JsonProperty("PURSER_SENDS_PER_HOUR")
  private String sendsPerHour = "1000";

  /** The key of whoever runs Purser; null: none but those in the ledger. */
  public @Nullable String adminKey() {
    return blankToNull(adminKey);
  }

  /** Where people reach this server, without a slash at the end. */
  public String publicUrl() {
    return publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
  }

  /** Where people reach Temporal's pages; null: nowhere. */
  public @Nullable TemporalPages temporalPages() {
    String url = blankToNull(temporalUiUrl);
    return url == null ? null : new TemporalPages(url, temporalNamespace);
  }

  /** Whose calendar holds where a policy names none. */
  public ZoneId zone() {
    try {
      return ZoneId.of(timezone);
    } catch (DateTimeException e) {
      throw wrong("PURSER_TIMEZONE", "must be a time zone such as Europe/Berlin", e);
    }
  }

  /** Where the ledger lies and what holds by default. */
  public LedgerSettings ledger() {
    String url = blankToNull(databaseUrl);
    if (url == null) {
      throw wrong("PURSER_DATABASE_URL", "must be set: postgresql://user:password@host/db", null);
    }
    try {
      DatabaseUrl database = DatabaseUrl.parse(url);
      return new LedgerSettings(
          database.jdbcUrl(),
          database.user(),
          database.password(),
          POOL_SIZE,
          zone(),
          assumed(),
          mostReport(),
          unlimitedAlert(),
          (int) whole("PURSER_SENDS_PER_HOUR", sendsPerHour, 1, MOST_SENDS));
    } catch (DatabaseUrl.Malformed e) {
      throw wrong("PURSER_DATABASE_URL", e.getMessage(), null);
    }
  }

  /** Who is told by which name; whether webhooks may go to private addresses. */
  public ChannelDesk channels(Ledger ledger) {
    String text = webhookAllowPrivate.strip().toLowerCase(Locale.ROOT);
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong("PURSER_WEBHOOK_ALLOW_PRIVATE", "must be true or false", null);
    }
    return new ChannelDesk(ledger.channels(), text.equals("true"));
  }

  /** For how long heartbeats that name no intent keep what an agent has claimed. */
  public Duration unnamedClaims() {
    return Duration.ofMinutes(whole("PURSER_CLAIM_MINUTES", claimMinutes, 1, MOST_CLAIM_MINUTES));
  }

  /** At which address of this machine health, readiness and metrics are told. */
  public String adminBind() {
    return adminBind.strip();
  }

  /** At which port; 0: at any free one. */
  public int adminPort() {
    return (int) whole("PURSER_ADMIN_PORT", adminPort, 0, MOST_PORT);
  }

  /** How long the server goes on serving once it is told to end and says so. */
  public Duration drain() {
    return Duration.ofSeconds(whole("PURSER_DRAIN_SECONDS", drainSeconds, 0, MOST_DRAIN_SECONDS));
  }

  private static long whole(String name, String text, long least, long most) {
    long value = text.strip().matches("[0-9]{1,9}") ? Long.parseLong(text.strip()) : -1;
    if (value < least || value > most) {
      throw wrong(name, "must be a whole number from " + least + " to " + most, null);
    }
    return value;
  }

  private AssumedPrice assumed() {
    try {
      List<String> parts = List.of(assumedPrice.split("[/,]", -1));
      if (parts.size() != 2) {
        throw new NumberFormatException("two figures");
      }
      return new AssumedPrice(
          new BigDecimal(parts.get(0).strip()), new BigDecimal(parts.get(1).strip()));
    } catch (IllegalArgumentException e) {
      throw wrong(
          "PURSER_ASSUMED_PRICE", "must be USD per million tokens in and out, like 15/75", e);
    }
  }

  private Usd mostReport() {
    try {
      return LedgerSettings.mostReport(maxReportUsd);
    } catch (IllegalArgumentException e) {
      throw wrong("PURSER_MAX_REPORT_USD", String.valueOf(e.getMessage()), e);
    }
  }

  private Usd unlimitedAlert() {
    try {
      return Usd.of(unlimitedAlertUsd);
    } catch (NumberFormatException | ArithmeticException e) {
      throw wrong("PURSER_UNLIMITED_ALERT_USD", "must be dollars, like 5", e);
    }
  }

  private static IllegalArgumentException wrong(
      String name, String reason, @Nullable Exception cause) {
    return new IllegalArgumentException(name + " " + reason, cause);
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
