package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static dev.purser.ledger.intake.World.OTHER;
import static dev.purser.ledger.intake.World.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Mode;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Facts;
import dev.purser.ledger.courier.Lane;
import dev.purser.ledger.courier.Parcel;
import dev.purser.ledger.messages.Notifications;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Intake decides reaches the workflow that tells it. */
class TestTelling {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private static Rule rule(Mode mode, String... addressees) {
    return rule(Action.ALERT, mode, addressees);
  }

  private static Rule rule(Action action, Mode mode, String... addressees) {
    return new Rule(
        Period.DAY, usd("10"), null, action, List.of(80), List.of(addressees), Resume.MANUAL, mode);
  }

  private List<Notifications.Pending> untold(dev.purser.domain.agent.AgentAddress agent) {
    return world.ledger.snapshots().agent(agent).orElseThrow().untold();
  }

  @Test
  void eachThresholdIsToldOnceToEachAndTheAgentsWorkflowHearsOfItAtOnce() {
    world.policy(BOT, rule(null, "ops@company.com", "ann@company.com"));
    world.ledger.carriage().claim("one", Duration.ofMinutes(1), Facts.each(9));
    world.report(BOT, null, "8");
    world.report(BOT, null, "1");
    assertThat(untold(BOT)).hasSize(2);
    assertThat(world.number("select count(*) from carriage where kind = 'agent' and lane = 0"))
        .isEqualTo(1);
    assertThat(world.text("select string_agg(addressee, ' ' order by id) from notification"))
        .isEqualTo("ops@company.com ann@company.com");
    world.report(BOT, null, "1");
    world.report(BOT, null, "5");
    assertThat(world.number("select count(*) from notification")).isEqualTo(4);
    assertThat(untold(BOT))
        .as("the graver ones, with which the others go")
        .extracting(Notifications.Pending::id)
        .containsExactly(
            world.number("select max(id) - 1 from notification"),
            world.number("select max(id) from notification"));
  }

  @Test
  void aScopesAlertIsToldByTheWorkflowOfTheAgentWhoseReportRaisedIt() {
    world.policy(World.total(new Scope("agent://myorg/*"), rule(null, "ops@company.com")));
    world.report(OTHER, null, "5");
    assertThat(untold(OTHER)).isEmpty();
    world.report(BOT, null, "3");
    assertThat(untold(BOT)).hasSize(1);
    assertThat(untold(OTHER)).isEmpty();
    assertThat(world.ledger.carriage().claim("one", Duration.ofMinutes(1), Map.of(Lane.WORDS, 1)))
        .extracting(Parcel::subject)
        .containsExactly(BOT.value());
  }

  @Test
  void whatIsOnlyObservedIsToldTooAndThePauseOnceTheRuleActs() {
    world.policy(BOT, rule(Action.PAUSE, Mode.OBSERVE, "ops@company.com"));
    world.report(BOT, null, "11");
    assertThat(untold(BOT)).as("of the limit, not of the warning besides").hasSize(1);
    assertThat(world.number("select count(*) from hold")).isZero();
    world.policy(BOT, rule(Action.PAUSE, Mode.ENFORCE, "ops@company.com"));
    world.report(BOT, null, "1");
    assertThat(world.number("select count(*) from notification")).isEqualTo(2);
    assertThat(untold(BOT)).hasSize(1);
    assertThat(world.texts("select threshold || ' ' || enforced from decision order by id"))
        .containsExactly("80 false", "100 false", "100 true");
    assertThat(world.number("select count(*) from hold")).isEqualTo(1);
  }
}
