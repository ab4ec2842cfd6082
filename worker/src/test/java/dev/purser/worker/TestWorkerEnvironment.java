package dev.purser.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.purser.ledger.LedgerSettings;
import dev.purser.workflows.summary.SummarySettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestWorkerEnvironment {
  private static final String DATABASE = "postgresql://ann:p%40ss@db:5433/purser?ssl=true";

  @Test
  void readsTheDatabaseAsDockerComposeWritesIt() {
    LedgerSettings settings =
        new WorkerEnvironment(Map.of("PURSER_DATABASE_URL", DATABASE)).ledger();

    assertThat(settings.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5433/purser?ssl=true");
    assertThat(settings.user()).isEqualTo("ann");
    assertThat(settings.password()).isEqualTo("p@ss");
    assertThat(settings.zone().getId()).isEqualTo("UTC");
  }

  @ParameterizedTest
  @CsvSource({
    "PURSER_DATABASE_URL, '', must be set",
    "PURSER_DATABASE_URL, nonsense, must be like postgresql://",
    "PURSER_TIMEZONE, Mars, must be a time zone",
    "PURSER_ASSUMED_PRICE, 15, must be USD per million tokens",
    "PURSER_ASSUMED_PRICE, a/b, must be USD per million tokens",
    "PURSER_UNLIMITED_ALERT_USD, much, must be dollars",
    "PURSER_MAX_REPORT_USD, 0, must be dollars above 0",
    "PURSER_MAX_REPORT_USD, 1000000.01, must be dollars above 0 and at most 1000000",
    "PURSER_MAX_REPORT_USD, much, must be dollars above 0",
  })
  void namesTheVariableThatIsWrong(String name, String value, String reason) {
    Map<String, String> variables = new java.util.HashMap<>();
    variables.put("PURSER_DATABASE_URL", DATABASE);
    variables.put(name, value);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WorkerEnvironment(variables).ledger())
        .withMessageContaining(name)
        .withMessageContaining(reason);
  }

  @Test
  void theSummaryFollowsTheTimeZone() {
    assertThat(
            new WorkerEnvironment(
                    Map.of("PURSER_SUMMARY_TO", "finance", "PURSER_TIMEZONE", "Europe/Berlin"))
                .summary())
        .isEqualTo(new SummarySettings(List.of("finance"), "08:00", "Europe/Berlin"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WorkerEnvironment(Map.of("PURSER_SUMMARY_AT", "noon")).summary())
        .withMessage("PURSER_SUMMARY_AT must be a time of day like 08:00");
  }

  @Test
  void namesAPublicUrlThatIsNone() {
    assertThat(new WorkerEnvironment(Map.of()).publicUrl()).hasToString("http://127.0.0.1:8080");
    assertThat(new WorkerEnvironment(Map.of("PURSER_PUBLIC_URL", "https://p.org/x")).publicUrl())
        .hasToString("https://p.org/x");
    for (String wrong : List.of("p.org", "ftp://p.org", "https://", "https://a b")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new WorkerEnvironment(Map.of("PURSER_PUBLIC_URL", wrong)).publicUrl())
          .withMessage("PURSER_PUBLIC_URL must be like https://purser.company.com");
    }
  }

  @Test
  void namesAHealthPortThatIsNone() {
    assertThat(new WorkerEnvironment(Map.of()).healthPort()).isZero();
    assertThat(new WorkerEnvironment(Map.of("PURSER_WORKER_HEALTH_PORT", "8082")).healthPort())
        .isEqualTo(8082);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new WorkerEnvironment(Map.of("PURSER_WORKER_HEALTH_PORT", "70000")).healthPort())
        .withMessage("PURSER_WORKER_HEALTH_PORT must be a port, like 8082");
  }
}
