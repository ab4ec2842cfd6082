package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static dev.purser.ledger.intake.World.OTHER;
import static dev.purser.ledger.intake.World.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.intent.Order;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Refused;
import dev.purser.ledger.journal.IntentEntry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A task that reports alone tell of stays stopped, however many intents are opened for it: no
 * workflow runs in these tests.
 */
class TestTasks {
  private final World world = new World();
  private final World.Clock clock = new World.Clock("2031-03-10T12:00:00Z");

  TestTasks() {
    world.at(clock);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aKilledTaskStaysKilledThoughItsIntentHasEnded() {
    world.policy(BOT, Rule.of(Period.INTENT, usd("1"), Action.KILL));
    Outcome.Reported first = world.reportTask(BOT, "ticket", "2");
    assertThat(first.directive()).isEqualTo(Directive.KILL);
    end(first, IntentStatus.CANCELED, null);
    for (int i = 0; i < 4; i++) {
      Outcome.Reported again = world.reportTask(BOT, "ticket", "2");
      assertThat(again.directive()).isEqualTo(Directive.KILL);
      assertThat(again.intent().directive()).isEqualTo(Directive.KILL);
      assertThat(again.intent().parkedBy().kind()).isEqualTo(HoldKind.TASK);
      assertThat(again.intent().parkedBy().holder()).isEqualTo("ticket");
      assertThat(again.intent().parkedBy().rule()).isEqualTo("intent $1.00 kill");
      assertThat(again.intent().parkedBy().resumesAt()).isEqualTo("2031-03-11T00:00:00Z");
      assertThat(again.intent().intentId()).isEqualTo(first.intent().intentId());
    }
    assertThat(world.number("select count(*) from intent")).as("opened").isEqualTo(1);
    assertThat(world.number("select posted from account where kind = 'task'"))
        .as("counted all the same")
        .isEqualTo(usd("10").nanos());
    assertThat(world.number("select count(*) from decision where threshold = 100")).isEqualTo(1);
    Outcome.Authorized denied = ask("ticket", "0.01");
    assertThat(denied.reason()).isEqualTo("killed");
    assertThat(denied.rule()).isEqualTo("intent $1.00 kill");
    assertThat(denied.directive()).isEqualTo(Directive.KILL);

    assertThat(world.reportTask(BOT, "another", "0.5").directive()).isEqualTo(Directive.CONTINUE);
    assertThat(world.reportTask(OTHER, "ticket", "0.5").directive()).isEqualTo(Directive.CONTINUE);

    clock.set("2031-03-11T00:00:00Z");
    Outcome.Reported nextDay = world.reportTask(BOT, "ticket", "0.99");
    assertThat(nextDay.directive()).isEqualTo(Directive.CONTINUE);
    assertThat(nextDay.intent().intentId()).isNotEqualTo(first.intent().intentId());
    assertThat(nextDay.intent().remaining()).isEqualTo(usd("0.01"));
    assertThat(ask("ticket", "0.01").allowed()).isTrue();
    TestSums.assertAgree(world);
  }

  @Test
  void aParkedTaskStaysParkedThoughItsAgentResolvesIt() {
    world.policy(BOT, Rule.of(Period.INTENT, usd("1"), Action.PAUSE));
    Outcome.Reported parked = world.reportTask(BOT, "ticket", "1");
    assertThat(parked.directive()).isEqualTo(Directive.PARK);
    end(parked, IntentStatus.COMPLETED, "bot");

    assertThat(ask("ticket", "0.01").reason()).as("before a report").isEqualTo("paused");
    Outcome.Reported again = world.reportTask(BOT, "ticket", "0.10");
    assertThat(again.directive()).isEqualTo(Directive.PARK);
    assertThat(again.intent().intentId()).isNotEqualTo(parked.intent().intentId());
    assertThat(ask("ticket", "0.01").reason()).isEqualTo("paused");

    assertThatThrownBy(() -> resume(again, null))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.BUDGET_EXCEEDED));
    resume(again, "1");
    Outcome.Reported released = world.reportTask(BOT, "ticket", "0.80");
    assertThat(released.directive()).isEqualTo(Directive.CONTINUE);
    assertThat(released.intent().remaining()).isEqualTo(usd("0.10"));
    assertThat(world.reportTask(BOT, "ticket", "0.10").directive()).isEqualTo(Directive.PARK);
    TestSums.assertAgree(world);
  }

  @Test
  void endingJustBelowTheLimitDoesNotBeginAnew() {
    world.policy(BOT, Rule.of(Period.INTENT, usd("1"), Action.PAUSE));
    Outcome.Reported first = world.reportTask(BOT, "ticket", "0.99");
    assertThat(first.directive()).isEqualTo(Directive.CONTINUE);
    end(first, IntentStatus.COMPLETED, "bot");

    assertThat(ask("ticket", "0.02").reason()).isEqualTo("limit");
    assertThat(world.text("select reason from hold order by id desc limit 1"))
        .isEqualTo(
            "$0.99 spent today of the intent's limit of $1.00, which the call asked for would"
                + " pass");
    Outcome.Reported second = world.reportTask(BOT, "ticket", "0.01");
    assertThat(second.intent().cost()).isEqualTo(usd("0.01"));
    assertThat(second.directive()).isEqualTo(Directive.PARK);
    TestSums.assertAgree(world);
  }

  @Test
  void whatOthersReservedForTheTaskCountsBeforeAnIntentIsOpen() {
    world.policy(BOT, Rule.of(Period.INTENT, usd("1"), Action.PAUSE));
    assertThat(ask("ticket", "0.60").allowed()).isTrue();
    assertThat(ask("ticket", "0.60").reason()).isEqualTo("pending");
    end(world.reportTask(BOT, "ticket", "0"), IntentStatus.COMPLETED, "bot");
    assertThat(ask("ticket", "0.60").reason()).isEqualTo("pending");
  }

  @Test
  void aTaskThatAnOperatorReleasesGoesOn() {
    world.policy(BOT, Rule.of(Period.INTENT, usd("1"), Action.KILL));
    Outcome.Reported killed = world.reportTask(BOT, "ticket", "2");
    end(killed, IntentStatus.CANCELED, null);

    resume(killed, "5");

    Outcome.Reported released = world.reportTask(BOT, "ticket", "1");
    assertThat(released.directive()).isEqualTo(Directive.CONTINUE);
    assertThat(released.intent().intentId()).isNotEqualTo(killed.intent().intentId());
    assertThatThrownBy(() -> resume(killed, null))
        .as("nothing is stopped any more")
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.CONFLICT));
  }

  @Test
  void aPersonsStopOutlivesTheIntent() {
    Outcome.Reported first = world.reportTask(BOT, "ticket", "0.10");
    stop(first, Directive.KILL);
    end(first, IntentStatus.CANCELED, "ann");

    Outcome.Reported again = world.reportTask(BOT, "ticket", "0.10");
    assertThat(again.directive()).isEqualTo(Directive.KILL);
    assertThat(again.intent().parkedBy().actor()).isEqualTo("ann");
    assertThat(again.intent().parkedBy().reason()).isEqualTo("enough");
    resume(first, null);
    Outcome.Reported released = world.reportTask(BOT, "ticket", "0.10");
    assertThat(released.directive()).isEqualTo(Directive.CONTINUE);

    stop(released, Directive.PARK);
    end(released, IntentStatus.COMPLETED, "bot");
    assertThat(world.reportTask(BOT, "ticket", "0.10").directive()).isEqualTo(Directive.PARK);
    clock.set("2031-03-11T00:00:00Z");
    assertThat(world.reportTask(BOT, "ticket", "0.10").directive()).isEqualTo(Directive.CONTINUE);
  }

  @Test
  void aCancellationInTemporalStopsTheTaskAndTheAgentsOwnDoesNot() {
    world.execute(
        "insert into api_key (id, name, role, agent, hash) values (gen_random_uuid(), 'bot',"
            + " 'agent', '"
            + BOT
            + "', 'x')");
    end(world.reportTask(BOT, "ticket", "0.10"), IntentStatus.CANCELED, "bot");
    Outcome.Reported next = world.reportTask(BOT, "ticket", "0.10");
    assertThat(next.directive()).isEqualTo(Directive.CONTINUE);

    end(next, IntentStatus.CANCELED, "temporal");
    assertThat(world.reportTask(BOT, "ticket", "0.10").directive()).isEqualTo(Directive.KILL);
  }

  @Test
  void aTaskGoesOnOnceTheKillOfItsAgentIsLifted() {
    Outcome.Reported first = world.reportTask(BOT, "ticket", "0.10");
    world.submit(new Request.Stop(BOT, null, Directive.KILL, "ann", "enough"));
    end(first, IntentStatus.CANCELED, "ann");
    Outcome.Reported second = world.reportTask(BOT, "ticket", "0.10");
    assertThat(second.directive()).isEqualTo(Directive.KILL);
    world.submit(World.resume(null, "k"));
    end(second, IntentStatus.CANCELED, "ops");
    assertThat(world.reportTask(BOT, "ticket", "0.10").directive()).isEqualTo(Directive.CONTINUE);
  }

  @Test
  void theLimitOfItsTreeStopsTheTaskToo() {
    world.policy(BOT, Rule.of(Period.TREE, usd("1"), Action.KILL));
    Outcome.Reported first = world.reportTask(BOT, "ticket", "2");
    end(first, IntentStatus.CANCELED, null);

    Outcome.Reported again = world.reportTask(BOT, "ticket", "0.10");
    assertThat(again.directive()).isEqualTo(Directive.KILL);
    assertThat(ask("ticket", "0.01").reason()).isEqualTo("killed");
    clock.set("2031-03-11T00:00:00Z");
    assertThat(world.reportTask(BOT, "ticket", "0.10").directive()).isEqualTo(Directive.CONTINUE);
  }

  @Test
  void theKillOfATaskIsNotSaidToBeTheAgents() {
    world.policy(BOT, Rule.of(Period.TASK, usd("1"), Action.KILL));
    world.reportTask(BOT, "ticket", "2");
    assertThatThrownBy(() -> world.intent(BOT, "ticket", null))
        .isInstanceOfSatisfying(
            Refused.class,
            e -> {
              assertThat(e.code()).isEqualTo(Refused.Code.POLICY_DENIED);
              assertThat(e)
                  .hasMessage(
                      "the task ticket is killed by the rule \"task $1.00 kill\": $2.00 spent of"
                          + " the task's limit of $1.00; it takes no new intents until it is"
                          + " resumed, or 2031-03-11T00:00:00Z");
            });
    world.intent(BOT, "another", null);
  }

  @Test
  void whatIsDeliveredForTheSameTaskHasALimitOfItsOwn() {
    world.policy(BOT, Rule.of(Period.INTENT, usd("1"), Action.PAUSE));
    UUID one = world.intent(BOT, "ticket", null);
    UUID two = world.intent(BOT, "ticket", null);
    assertThat(world.report(BOT, one, "0.99").directive()).isEqualTo(Directive.CONTINUE);
    assertThat(world.report(BOT, two, "0.99").directive()).isEqualTo(Directive.CONTINUE);
    assertThat(world.report(BOT, two, "0.01").directive()).isEqualTo(Directive.PARK);
    assertThat(world.report(BOT, one, "0").directive()).isEqualTo(Directive.CONTINUE);
  }

  private Outcome.Authorized ask(String task, String dollars) {
    return world.submit(World.ask(BOT, null, task, dollars));
  }

  private void stop(Outcome.Reported at, Directive directive) {
    world.submit(new Request.Stop(BOT, at.intent().intentId(), directive, "ann", "enough"));
  }

  private Order resume(Outcome.Reported at, @Nullable String grant) {
    return world
        .submit(
            new Request.Resume(
                BOT,
                at.intent().intentId(),
                grant == null ? null : usd(grant),
                "k-" + UUID.randomUUID(),
                null,
                "ops",
                null))
        .order();
  }

  /** As its workflow journals that it is over. */
  private void end(Outcome.Reported at, IntentStatus as, @Nullable String actor) {
    world
        .ledger
        .journal()
        .intent(
            new IntentEntry(
                at.intent().intentId(),
                world.ledger.carriage().nextRun(),
                1,
                as,
                List.of(),
                0,
                List.of(),
                List.of(),
                actor,
                "over",
                null,
                now()));
  }

  private Instant now() {
    return clock.now(null);
  }
}
