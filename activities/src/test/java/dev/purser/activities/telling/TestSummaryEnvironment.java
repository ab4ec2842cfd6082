package dev.purser.activities.telling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.workflows.summary.SummarySettings;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestSummaryEnvironment {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static SummarySettings read(String to, String at) {
    return SummaryEnvironment.read(
        Map.of("PURSER_SUMMARY_TO", to, "PURSER_SUMMARY_AT", at), BERLIN);
  }

  @Test
  void nobodyGetsASummaryUnlessNamed() {
    assertThat(SummaryEnvironment.read(Map.of(), BERLIN).isOn()).isFalse();
    assertThat(read(" ", " ").isOn()).isFalse();
    assertThat(read(" , ", "").isOn()).isFalse();
  }

  @Test
  void addresseesAreOfAnyKindAndEachIsThereOnce() {
    assertThat(read("ops@company.com, https://example.com/hook?a=1,finance,ops@company.com", ""))
        .isEqualTo(
            new SummarySettings(
                List.of("ops@company.com", "https://example.com/hook?a=1", "finance"),
                "08:00",
                "Europe/Berlin"));
    assertThat(read("finance", " 18:05 ").at()).isEqualTo("18:05");
    assertThat(read("finance", "00:00").at()).isEqualTo("00:00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ops@", "a b", "https://", "ops@company.com;ann@company.com", "x,né"})
  void namesTheVariableWhoseAddresseesAreNone(String to) {
    assertThatThrownBy(() -> read(to, ""))
        .hasMessage(
            "PURSER_SUMMARY_TO must be e-mail addresses, URLs or names of channels, separated by"
                + " commas, like ops@company.com,finance");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.1.2.3:8080", "[::1]", "localhost", "169.254.169.254"})
  void refusesAPrivateAddressUnlessItIsAllowed(String host) {
    String to = "finance,http://" + host + "/hook";
    assertThatThrownBy(() -> read(to, ""))
        .hasMessageStartingWith("PURSER_SUMMARY_TO cannot be reached: ")
        .hasMessageContaining("unless PURSER_WEBHOOK_ALLOW_PRIVATE=true");
    assertThat(
            SummaryEnvironment.read(
                    Map.of("PURSER_SUMMARY_TO", to, "PURSER_WEBHOOK_ALLOW_PRIVATE", "true"), BERLIN)
                .addressees())
        .hasSize(2);
  }

  @Test
  void refusesMoreAddresseesThanAnyoneMeans() {
    String many = IntStream.range(0, 51).mapToObj(i -> "a" + i).collect(Collectors.joining(","));
    assertThatThrownBy(() -> read(many, ""))
        .hasMessage("PURSER_SUMMARY_TO must name at most 50 addressees");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "8:00", "24:00", "08:60", "08:00:00", "eight", "08.00"})
  void namesTheVariableWhoseTimeIsNone(String at) {
    assertThatThrownBy(() -> read("finance", at))
        .hasMessage("PURSER_SUMMARY_AT must be a time of day like 08:00");
  }
}
