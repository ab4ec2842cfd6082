package dev.purser.workflows.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TestSums {
  private static ReportLine report(Long cost, long in, long out, long cached) {
    return new ReportLine("r", cost, "m", null, in, out, cached, 0, 0, null, 0, null, null);
  }

  @Test
  void aCostThatIsToldCountsAndItsTokensDoNot() {
    assertThat(Sums.ofReports(List.of(report(5L, 100, 100, 0), report(0L, 9, 9, 9)), 10, 20))
        .isEqualTo(5);
  }

  @Test
  void tokensAloneCountAtTheAssumedPriceAndForNothingWithoutOne() {
    List<ReportLine> reports = List.of(report(null, 3, 2, 1));
    assertThat(Sums.ofReports(reports, 10, 20)).isEqualTo(80);
    assertThat(Sums.ofReports(reports, 0, 0)).isZero();
  }

  @Test
  void nonsenseNeitherFailsNorTakesAnythingAway() {
    assertThat(Sums.ofReports(List.of(report(null, -5, -5, -5), report(-7L, 0, 0, 0)), 10, 20))
        .isZero();
    long most = Long.MAX_VALUE;
    assertThat(Sums.ofReports(List.of(report(null, most, most, most), report(1L, 0, 0, 0)), 10, 20))
        .isEqualTo(most);
  }
}
