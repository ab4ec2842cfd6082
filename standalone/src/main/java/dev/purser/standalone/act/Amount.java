package dev.purser.standalone.act;

import dev.purser.api.http.Fields;
import dev.purser.domain.money.Usd;
import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Extra budget as it is typed: refused before anybody is asked whether to go on. */
final class Amount implements ITypeConverter<BigDecimal> {
  @Override
  public BigDecimal convert(String text) {
    try {
      BigDecimal typed = new BigDecimal(text);
      Usd usd = Usd.of(typed);
      if (usd.compareTo(Usd.ZERO) > 0 && usd.compareTo(Fields.MAX_REPORT) <= 0) {
        return typed;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // Told below.
    }
    throw new TypeConversionException(
        "must be dollars above 0, at most 1000000, such as 2.50, not " + text);
  }
}
