package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static dev.purser.ledger.intake.World.OTHER;
import static dev.purser.ledger.intake.World.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Page;
import dev.purser.ledger.Refused;
import dev.purser.ledger.alerts.Alert;
import dev.purser.ledger.alerts.Incident;
import dev.purser.ledger.alerts.Incidents;
import dev.purser.ledger.messages.Claim;
import dev.purser.ledger.messages.Notifications;
import dev.purser.ledger.messages.Pace;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What belongs together is one incident, of which people are told once. */
class TestIncidents {
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final World world = new World();
  private final Incidents incidents = world.ledger.incidents();
  private final Notifications notifications = world.ledger.notifications();

  @AfterEach
  void close() {
    world.close();
  }

  private static Rule rule(Period period, String limit, Action action) {
    return new Rule(
        period,
        usd(limit),
        null,
        action,
        List.of(80),
        List.of("ops@company.com", "pager"),
        Resume.MANUAL,
        null);
  }

  /** An agent with so many open intents that each have spent so much. */
  private void spend(AgentAddress agent, int intents, String dollars) {
    for (int i = 0; i < intents; i++) {
      world.report(agent, world.intent(agent), dollars);
    }
  }

  private List<Incident> open(AgentAddress agent) {
    return incidents.list(agent, true, 50, null).items();
  }

  private List<Notifications.Pending> untold() {
    return notifications.pending(BOT);
  }

  /** Sends what is due now. */
  private int messages() {
    int sent = 0;
    for (Notifications.Pending one : untold()) {
      if (notifications.claim(one.id(), Pace.DEFAULT, LEASE) instanceof Claim.Taken taken) {
        notifications.delivered(taken, "email");
        sent++;
      }
    }
    return sent;
  }

  @Test
  void aRuleThatManyIntentsAreOverAlreadyIsOneIncidentAndOneMessageToEach() {
    world.policy(BOT, Rule.of(Period.MONTH, usd("1000"), Action.ALERT));
    spend(BOT, 30, "3");
    world.policy(BOT, rule(Period.INTENT, "2.50", Action.ALERT));
    World.submit(world.intake(), new Request.Judge(BOT));
    assertThat(world.number("select count(*) from decision"))
        .as("a warning and the limit of each")
        .isEqualTo(60);
    Incident one = open(BOT).get(0);
    assertThat(open(BOT)).hasSize(1);
    assertThat(one.alerts()).isEqualTo(60);
    assertThat(one.open()).isEqualTo(60);
    assertThat(one.accounts()).isEqualTo(30);
    assertThat(one.lead().threshold()).isEqualTo(100);
    assertThat(one.newest()).hasSize(20);
    assertThat(untold()).as("one for each addressee").hasSize(2);
    assertThat(messages()).isEqualTo(2);
    assertThat(untold()).isEmpty();
    assertThat(world.number("select count(*) from notification where status = 'delivered'"))
        .isEqualTo(60);
    assertThat(open(BOT).get(0).told())
        .extracting(Incident.Told::addressee, Incident.Told::messages, Incident.Told::waiting)
        .containsExactly(tuple("ops@company.com", 1L, 0L), tuple("pager", 1L, 0L));
  }

  @Test
  void whatComesWithinTenMinutesIsOneMessageAfterThem() {
    world.policy(BOT, rule(Period.INTENT, "2.50", Action.ALERT));
    spend(BOT, 1, "3");
    assertThat(messages()).isEqualTo(2);
    spend(BOT, 12, "3");
    assertThat(untold()).as("one for each addressee, of twelve").hasSize(2);
    assertThat(messages()).isZero();
    assertThat(notifications.claim(untold().get(0).id(), Pace.DEFAULT, LEASE))
        .isInstanceOfSatisfying(
            Claim.NotYet.class,
            notYet ->
                assertThat(notYet.left()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10)));
    world.execute("update incident_thread set told_at = told_at - interval '10 minutes'");
    Claim.Taken next = (Claim.Taken) notifications.claim(untold().get(0).id(), Pace.DEFAULT, LEASE);
    assertThat(next.digestId()).isNull();
    assertThat(next.parts()).hasSize(1);
    assertThat(next.parts().get(0).alerts()).isEqualTo(12);
    assertThat(next.parts().get(0).firstEvent())
        .isEqualTo(world.text("select min(first_event) from incident_thread"))
        .isNotEqualTo(next.eventId());
    notifications.delivered(next, "email");
    assertThat(untold()).hasSize(1);
  }

  @Test
  void aLimitAfterItsWarningIsToldAtOnceAndTakesAlongWhatWaits() {
    world.policy(BOT, rule(Period.INTENT, "2.50", Action.PAUSE));
    spend(BOT, 1, "2");
    assertThat(messages()).isEqualTo(2);
    spend(BOT, 3, "2");
    assertThat(messages()).as("further warnings").isZero();
    spend(BOT, 1, "3");
    assertThat(messages()).as("a pause").isEqualTo(2);
    assertThat(untold()).isEmpty();
    spend(BOT, 1, "3");
    assertThat(messages()).as("a further pause").isZero();
    assertThat(open(BOT)).hasSize(1);
    assertThat(open(BOT).get(0).accounts()).isEqualTo(6);
    assertThat(open(BOT).get(0).lead().taken()).isEqualTo(Alert.Taken.PAUSED);
  }

  @Test
  void whileAMessageIsOnItsWayOnlySomethingGraverGoesBesides() {
    world.policy(BOT, rule(Period.INTENT, "2.50", Action.PAUSE));
    spend(BOT, 1, "2");
    long warning = untold().get(0).id();
    Claim.Taken onItsWay = (Claim.Taken) notifications.claim(warning, Pace.DEFAULT, LEASE);
    spend(BOT, 1, "2");
    long second = world.number("select max(id) - 1 from notification");
    assertThat(notifications.claim(second, Pace.DEFAULT, LEASE)).isInstanceOf(Claim.NotYet.class);
    spend(BOT, 1, "3");
    long pause = world.number("select max(id) - 1 from notification");
    Claim.Taken graver = (Claim.Taken) notifications.claim(pause, Pace.DEFAULT, LEASE);
    assertThat(graver.items()).extracting(Claim.Item::notificationId).contains(pause, second);
    notifications.delivered(onItsWay, "email");
    notifications.delivered(graver, "email");
    assertThat(world.number("select max(gravity) from incident_thread")).isEqualTo(102);
  }

  @Test
  void theWorkflowHearsOfWhatCameWhileAMessageWasOnItsWay() {
    world.policy(BOT, rule(Period.INTENT, "2.50", Action.ALERT));
    spend(BOT, 1, "3");
    Claim.Taken first =
        (Claim.Taken) notifications.claim(untold().get(0).id(), Pace.DEFAULT, LEASE);
    spend(BOT, 1, "3");
    world.execute("delete from carriage");
    notifications.delivered(first, "email");
    assertThat(world.number("select count(*) from carriage where kind = 'agent'")).isEqualTo(1);
  }

  @Test
  void givingUpEndsAllThatWouldHaveGoneWithIt() {
    world.policy(BOT, rule(Period.INTENT, "2.50", Action.ALERT));
    spend(BOT, 3, "3");
    notifications.giveUp(untold().get(0).id());
    assertThat(untold()).hasSize(1);
    assertThat(world.number("select count(*) from notification where status = 'undeliverable'"))
        .isEqualTo(3);
    assertThat(open(BOT).get(0).told().get(0).lost()).isEqualTo(3);
  }

  @Test
  void everyAgentRuleAndWindowIsAnIncidentOfItsOwn() {
    World.Clock clock = new World.Clock("2026-08-21T23:00:00Z");
    world.at(clock);
    Rule day = rule(Period.DAY, "10", Action.ALERT);
    for (AgentAddress agent : List.of(BOT, OTHER)) {
      world.policy(agent, rule(Period.INTENT, "2.50", Action.ALERT), day);
      world.report(agent, world.intent(agent), "9");
      world.report(agent, null, "2");
    }
    assertThat(incidents.list(null, null, 50, null).items()).hasSize(4);
    clock.set("2026-08-22T01:00:00Z");
    world.report(BOT, world.intent(BOT), "12");
    assertThat(incidents.list(BOT, null, 50, null).items()).hasSize(4);
    assertThat(incidents.list(OTHER, null, 50, null).items()).hasSize(2);
    Page<Incident> first = incidents.list(null, true, 4, null);
    assertThat(first.items()).hasSize(4);
    assertThat(incidents.list(null, true, 4, first.next()).items()).hasSize(2);
  }

  @Test
  void intentsWithALimitOfTheirOwnAreOneIncidentOfTheirAgent() {
    world.policy(BOT, Rule.of(Period.MONTH, usd("1000"), Action.ALERT));
    for (String limit : List.of("1", "2", "3")) {
      UUID intent = world.intent(BOT, null, usd(limit));
      world.report(BOT, intent, limit);
    }
    assertThat(open(BOT)).hasSize(1);
    assertThat(open(BOT).get(0).accounts()).isEqualTo(3);
  }

  @Test
  void aScopesSumIsOneIncidentWhoeverReachedIt() {
    world.policy(World.total(new Scope("agent://myorg/*"), rule(Period.DAY, "10", Action.PAUSE)));
    world.report(BOT, null, "8");
    world.report(OTHER, null, "2");
    assertThat(incidents.list(null, true, 50, null).items()).hasSize(1);
    assertThat(open(BOT).get(0).alerts()).as("what this agent has reached").isEqualTo(1);
    assertThat(open(OTHER).get(0).lead().taken()).isEqualTo(Alert.Taken.PAUSED);
  }

  @Test
  void allOfItIsAcknowledgedAtOnceAndWhatComesLaterOpensItAgain() {
    world.policy(BOT, rule(Period.INTENT, "2.50", Action.ALERT));
    spend(BOT, 3, "3");
    Incident one = open(BOT).get(0);
    world.ledger.alerts().acknowledge(one.newest().get(0).id(), "mine", "bob");
    assertThat(incidents.acknowledge(one.id(), "seen", "ann")).isEqualTo(5);
    assertThat(open(BOT)).isEmpty();
    assertThat(incidents.list(BOT, false, 50, null).items().get(0).newest())
        .extracting(Alert::comment)
        .containsExactly("mine", "seen", "seen", "seen", "seen", "seen");
    spend(BOT, 1, "3");
    assertThat(open(BOT).get(0).open()).isEqualTo(2);
    assertThat(incidents.find(one.id(), null).orElseThrow().alerts()).isEqualTo(8);
    assertThatThrownBy(() -> incidents.acknowledge(99, null, "ann")).isInstanceOf(Refused.class);
  }

  @Test
  void anIncidentWhoseAlertsAreAcknowledgedOneByOneIsNotOpenAnyMore() {
    world.policy(BOT, rule(Period.DAY, "10", Action.ALERT));
    world.report(BOT, null, "8");
    world.report(BOT, null, "8");
    for (Alert alert : open(BOT).get(0).newest()) {
      world.ledger.alerts().acknowledge(alert.id(), null, "ann");
    }
    assertThat(world.number("select count(*) from incident where open")).isZero();
  }
}
