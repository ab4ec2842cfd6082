package dev.purser.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.standalone.CommandError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestTrace {
  private static final Instant NOW = Instant.parse("2026-11-23T21:07:00Z");

  @TempDir Path folder;

  @Test
  void readsTimesWithSevenDecimalsAndALastLineWithoutAnEnd() throws IOException {
    Trace trace =
        read(
            """
            TIMESTAMP,ContextTokens,GeneratedTokens
            2023-11-16 18:17:03.9799600,4808,10
            2023-11-16 18:17:04,110,27""");
    assertThat(trace.requests())
        .containsExactly(
            new Trace.Request(Instant.parse("2023-11-16T18:17:03.979960Z"), 4808, 10),
            new Trace.Request(Instant.parse("2023-11-16T18:17:04Z"), 110, 27));
  }

  @Test
  void namesTheLineThatIsWrong() {
    for (String line :
        List.of(
            "yesterday,1,2",
            "2023-11-16 18:17:03,1",
            "2023-11-16 18:17:03,-1,2",
            "2023-11-16 18:17:03,1,two")) {
      assertThatThrownBy(() -> read("TIMESTAMP,ContextTokens,GeneratedTokens\n" + line + "\n"))
          .isInstanceOf(CommandError.class)
          .hasMessageContaining("line 2")
          .hasMessageContaining(line);
    }
  }

  @Test
  void refusesAFileWithOtherColumnsOrNoRequests() {
    assertThatThrownBy(() -> read("time,in,out\n")).hasMessageContaining("TIMESTAMP,ContextTokens");
    assertThatThrownBy(() -> read("TIMESTAMP,ContextTokens,GeneratedTokens\n"))
        .hasMessage("the trace has no requests");
  }

  @Test
  void endsABurstWhereTheGapIsLonger() {
    Trace trace = trace("2026-11-23T20:00:00Z", 0, 2, 4, 7, 7, 10);
    assertThat(trace.bursts(Duration.ofSeconds(2)).stream().map(List::size))
        .containsExactly(3, 2, 1);
    assertThat(trace.bursts(Duration.ofSeconds(3)).stream().map(List::size)).containsExactly(6);
  }

  @Test
  void leavesARecentTraceWhereItIs() {
    assertThat(trace("2026-11-23T20:00:00Z", 0, 60).shiftTo(NOW)).isEqualTo(Duration.ZERO);
  }

  @Test
  void movesAnOldTraceByWholeQuartersSoThatItEndsJustBeforeNow() {
    Trace trace = trace("2023-11-16T18:17:03Z", 0, 3_436);
    Duration shift = trace.shiftTo(NOW);
    assertThat(shift.toSeconds() % 900).isZero();
    assertThat(trace.last().plus(shift)).isBeforeOrEqualTo(NOW).isAfter(NOW.minusSeconds(900));
  }

  @Test
  void movesATraceFromTheFutureBack() {
    Trace trace = trace("2030-01-01T00:00:00Z", 0, 60);
    assertThat(trace.last().plus(trace.shiftTo(NOW))).isBeforeOrEqualTo(NOW);
  }

  @Test
  void refusesATraceTooLongToBePlaced() {
    Trace trace = trace("2023-11-16T00:00:00Z", 0, 35L * 86_400);
    assertThatThrownBy(() -> trace.shiftTo(NOW)).hasMessageContaining("33 days");
  }

  private Trace read(String text) throws IOException {
    return Trace.read(Files.writeString(folder.resolve("trace.csv"), text));
  }

  private static Trace trace(String start, long... seconds) {
    return new Trace(
        java.util.Arrays.stream(seconds)
            .mapToObj(second -> new Trace.Request(Instant.parse(start).plusSeconds(second), 1, 1))
            .toList());
  }
}
