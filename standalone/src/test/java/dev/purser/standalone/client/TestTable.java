package dev.purser.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class TestTable {
  @Test
  void setsColumnsOfNumbersToTheRight() {
    assertThat(
            new Table("AGENT", "TODAY", "STATUS")
                .row("agent://a/b", "$9.20", "ACTIVE")
                .row("agent://a/longer", "$12,345.00", "PAUSED")
                .render("none"))
        .isEqualToNormalizingNewlines(
            """
            AGENT                  TODAY  STATUS
            agent://a/b            $9.20  ACTIVE
            agent://a/longer  $12,345.00  PAUSED
            """);
  }

  @Test
  void saysSoWhereThereIsNothing() {
    assertThat(new Table("A").render("No agents.")).isEqualToNormalizingNewlines("No agents.\n");
  }

  @Test
  void showsCentsAndMoreOnlyWhereCentsWouldSayNothing() {
    assertThat(usd("50.01")).isEqualTo("$50.01");
    assertThat(usd("12.020100000")).isEqualTo("$12.02");
    assertThat(usd("0.000025000")).isEqualTo("$0.000025");
    assertThat(usd("0")).isEqualTo("$0.00");
    assertThat(usd("-1234.5")).isEqualTo("-$1,234.50");
    assertThat(Show.usd(MissingNode.getInstance())).isEqualTo("-");
  }

  @Test
  void showsSharesAsPeopleReadThem() {
    assertThat(Show.percent(DecimalNode.valueOf(new BigDecimal("0.737770650"))))
        .isEqualTo("73.8 %");
  }

  private static String usd(String amount) {
    return Show.usd(DecimalNode.valueOf(new BigDecimal(amount)));
  }
}
