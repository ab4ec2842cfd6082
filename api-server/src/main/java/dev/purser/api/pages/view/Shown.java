package dev.purser.api.pages.view;

import dev.purser.domain.money.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values are written for people. */
public final class Shown {
  /** The only one: it remembers nothing. */
  public static final Shown SHOWN = new Shown();

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
  private static final BigDecimal LITTLE = new BigDecimal("0.0005");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Shown() {}

  /** Dollars with cents and thousands; what is below a cent with as many decimals as it needs. */
  public String usd(@Nullable Usd amount) {
    return amount == null ? "–" : dev.purser.domain.money.Shown.of(amount);
  }

  /** The amount in dollars as programs read it. */
  public String number(Usd amount) {
    return amount.toBigDecimal().toPlainString();
  }

  /** A whole number with thousands. */
  public String count(long number) {
    return new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number);
  }

  /** A day, like 1 Dec 2026. */
  public String day(LocalDate day) {
    return DAY.format(day);
  }

  /** A share of 0 to 1 in per cent with one decimal; a little is never none. */
  public String share(BigDecimal share) {
    if (share.signum() > 0 && share.compareTo(LITTLE) < 0) {
      return "< 0.1 %";
    }
    return share.multiply(HUNDRED).setScale(1, RoundingMode.HALF_EVEN).toPlainString() + " %";
  }

  /** How much of the whole, in per cent from 0 to 100, for the length of a bar. */
  public String part(Usd part, Usd whole) {
    if (!whole.isPositive()) {
      return part.isPositive() ? "100" : "0";
    }
    return new BigDecimal(part.max(Usd.ZERO).exactNanos())
        .multiply(HUNDRED)
        .divide(new BigDecimal(whole.exactNanos()), 2, RoundingMode.HALF_EVEN)
        .min(HUNDRED)
        .toPlainString();
  }

  /** A time to the minute, UTC; the browser shows it in the reader's zone. */
  public String time(Instant time) {
    return MINUTE.format(time);
  }

  /** The same for programs, to the second. */
  public String iso(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A length of time in its two largest units: 2 d 3 h, 4 min. */
  public String length(Duration length) {
    if (length.toDays() > 0) {
      return length.toDays() + " d " + length.toHoursPart() + " h";
    }
    if (length.toHours() > 0) {
      return length.toHours() + " h " + length.toMinutesPart() + " min";
    }
    return length.toMinutes() > 0 ? length.toMinutes() + " min" : length.toSeconds() + " s";
  }
}
