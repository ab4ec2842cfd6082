package dev.purser.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.client.Target;
import dev.purser.standalone.story.Running;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A trace through the HTTP API of a whole Purser, checked against sums made here. */
final class TestReplay {
  /** List prices of gpt-4o in USD per million tokens, written down here a second time. */
  private static final BigDecimal INPUT = new BigDecimal("2.50");

  private static final BigDecimal OUTPUT = new BigDecimal("10.00");

  private final PurserClient client = Running.instance().purser().client();

  @Test
  void costsWhatAnIndependentCalculationSays() {
    Trace trace = trace(600);
    Replay.Outcome outcome =
        replay("agent://replay/all").run(trace, Duration.ofSeconds(8), n -> {});

    BigDecimal expected =
        trace.requests().stream().map(TestReplay::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(outcome.sent()).isEqualTo(600);
    assertThat(outcome.totalUsd()).isEqualByComparingTo(expected);
    assertThat(outcome.ledgerUsd()).isEqualByComparingTo(expected);
    assertThat(outcome.stop()).isNull();
    assertThat(outcome.intents()).isEqualTo(trace.bursts(Duration.ofSeconds(8)).size());
    assertThat(quartersOf(outcome)).isEqualTo(expectedQuarters(trace));
  }

  @Test
  void stopsAtTheRequestThatReachesTheLimit() throws Exception {
    String agent = "agent://replay/limited";
    client.put(
        Target.agentPath(agent) + "/policies/cost",
        new ObjectMapper()
            .readTree("{\"rules\":[{\"period\":\"day\",\"limit_usd\":1.5,\"action\":\"pause\"}]}"));
    Trace trace = trace(600);
    Replay.Outcome outcome = replay(agent).run(trace, Duration.ofSeconds(8), n -> {});

    int number = 0;
    BigDecimal spent = BigDecimal.ZERO;
    while (spent.compareTo(new BigDecimal("1.5")) < 0) {
      spent = spent.add(cost(trace.requests().get(number)));
      number++;
    }
    Replay.Stop stop = outcome.stop();
    assertThat(stop).isNotNull();
    assertThat(stop.number()).isEqualTo(number);
    assertThat(stop.at()).isEqualTo(trace.requests().get(number - 1).at());
    assertThat(stop.spentUsd()).isEqualByComparingTo(spent);
    assertThat(stop.directive()).isEqualTo("PARK");
    assertThat(outcome.sent()).isEqualTo(number);
  }

  private Replay replay(String agent) {
    return new Replay(client, Clock.systemUTC(), agent, "gpt-4o", 0);
  }

  private static BigDecimal cost(Trace.Request request) {
    return INPUT
        .multiply(BigDecimal.valueOf(request.tokensIn()))
        .add(OUTPUT.multiply(BigDecimal.valueOf(request.tokensOut())))
        .movePointLeft(6);
  }

  /** As doubles of money never are: keyed by the time in the trace, scales aside. */
  private static Map<Instant, BigDecimal> expectedQuarters(Trace trace) {
    TreeMap<Instant, BigDecimal> quarters = new TreeMap<>();
    for (Trace.Request request : trace.requests()) {
      long second = request.at().getEpochSecond();
      quarters.merge(Instant.ofEpochSecond(second - second % 900), cost(request), BigDecimal::add);
    }
    quarters.replaceAll((at, cost) -> cost.stripTrailingZeros());
    return quarters;
  }

  private static Map<Instant, BigDecimal> quartersOf(Replay.Outcome outcome) {
    TreeMap<Instant, BigDecimal> quarters = new TreeMap<>();
    outcome
        .quarters()
        .forEach((at, cost) -> quarters.put(at.minus(outcome.shift()), cost.stripTrailingZeros()));
    return quarters;
  }

  /** Requests like those of a code assistant, three years old, over most of an hour. */
  private static Trace trace(int requests) {
    Random random = new Random(20_231_116);
    List<Trace.Request> list = new ArrayList<>();
    Instant at = Instant.parse("2023-11-16T18:17:03.979960Z");
    for (int i = 0; i < requests; i++) {
      list.add(new Trace.Request(at, 1 + random.nextInt(7_436), 1 + random.nextInt(300)));
      at = at.plusMillis(random.nextInt(11_000));
    }
    return new Trace(list);
  }
}
