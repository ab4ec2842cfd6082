package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.agent.AgentStatus;
import dev.purser.domain.intent.Hold;
import dev.purser.domain.intent.HoldKind;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.domain.policy.Directive;
import dev.purser.ledger.Refused;
import dev.purser.ledger.journal.AgentEntry;
import dev.purser.ledger.journal.IntentEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A person's word is in force at the commit: no workflow runs in these tests. */
class TestWords {
  private final World world = new World();
  private long seq;

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aWordAboutAnAgentIsInForceForWhateverIsAskedNext() {
    UUID intent = world.intent(BOT);
    assertThat(world.report(BOT, intent, "0.01").directive()).isEqualTo(Directive.CONTINUE);

    assertThat(stop(null, Directive.PARK).order().directive()).isEqualTo(Directive.PARK);

    Outcome.Reported told = world.report(BOT, intent, "0.01");
    assertThat(told.directive()).isEqualTo(Directive.PARK);
    assertThat(told.agent().status()).isEqualTo(AgentStatus.PAUSED);
    assertThat(told.agent().parkedBy().actor()).isEqualTo("ann");
    assertThat(world.authorize(BOT, intent, "0.01").reason()).isEqualTo("paused");
    assertThat(directive(intent)).isEqualTo(Directive.PARK);
    assertThat(status()).isEqualTo(AgentStatus.PAUSED);

    assertThat(stop(null, Directive.PARK).changed()).as("said already").isFalse();
    assertThat(stop(null, Directive.KILL).order().directive()).isEqualTo(Directive.KILL);
    assertThat(world.authorize(BOT, intent, "0.01").reason()).isEqualTo("killed");
    assertThatThrownBy(() -> world.intent(BOT))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.POLICY_DENIED));

    assertThat(resume(null).order().directive()).isEqualTo(Directive.CONTINUE);
    assertThat(world.report(BOT, null, "0.01").directive()).isEqualTo(Directive.CONTINUE);
    assertThat(status()).isEqualTo(AgentStatus.ACTIVE);
    assertThat(
            world.texts(
                "select event_type || ' by ' || actor from mesh_event"
                    + " where event_type like 'agent.%ed' and actor = 'ann' order by id"))
        .containsExactly("agent.paused by ann", "agent.killed by ann", "agent.resumed by ann");
    assertThat(world.number("select count(*) from carriage where lane = 0")).isGreaterThan(0);
    TestSums.assertAgree(world);
  }

  @Test
  void aWordAboutAnIntentHoldsThatIntentAlone() {
    UUID held = world.intent(BOT);
    UUID other = world.intent(BOT);
    stop(held, Directive.PARK);

    assertThat(world.report(BOT, held, "0.01").directive()).isEqualTo(Directive.PARK);
    assertThat(world.authorize(BOT, held, "0.01").reason()).isEqualTo("paused");
    assertThat(world.report(BOT, other, "0.01").directive()).isEqualTo(Directive.CONTINUE);
    assertThat(
            world.text(
                "select event_type || ' ' || actor || ' ' || (details ->> 'reason')"
                    + " from intent_event where event_type = 'intent.stopping'"))
        .isEqualTo("intent.stopping ann enough");

    resume(held);
    assertThat(world.report(BOT, held, "0.01").directive()).isEqualTo(Directive.CONTINUE);
  }

  @Test
  void aResumeIsInForceThoughTheWorkflowStillJournalsThatItWaits() {
    UUID intent = world.intent(BOT);
    stop(intent, Directive.PARK);
    long hold = world.number("select id from hold");
    journal(intent, IntentStatus.WAITING, List.of(hold(HoldKind.INTENT, hold)), null);
    assertThat(directive(intent)).isEqualTo(Directive.PARK);

    resume(intent);

    assertThat(directive(intent)).isEqualTo(Directive.CONTINUE);
    assertThat(world.report(BOT, intent, "0.01").directive()).isEqualTo(Directive.CONTINUE);
  }

  @Test
  void aKilledIntentStaysKilled() {
    UUID intent = world.intent(BOT);
    stop(intent, Directive.KILL);

    assertThatThrownBy(() -> resume(intent))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.CONFLICT));
    assertThat(directive(intent)).isEqualTo(Directive.KILL);
  }

  @Test
  void whatWasOpenUnderTheKillOfAnAgentStaysKilledWhenThatIsResumed() {
    UUID before = world.intent(BOT);
    stop(null, Directive.KILL);
    resume(null);
    UUID after = world.intent(BOT);

    assertThat(world.report(BOT, before, "0.01").directive()).isEqualTo(Directive.KILL);
    assertThat(world.report(BOT, after, "0.01").directive()).isEqualTo(Directive.CONTINUE);
  }

  @Test
  void aWordThatAWorkflowTookIsAHoldOnceItIsJournaledAndOnlyOnce() {
    world.intent(BOT);
    Hold word = hold(HoldKind.AGENT, 0);
    journal(AgentStatus.PAUSED, word, null);
    journal(AgentStatus.PAUSED, word, null);
    assertThat(world.number("select count(*) from hold where released_at is null")).isEqualTo(1);
    assertThat(status()).isEqualTo(AgentStatus.PAUSED);

    resume(null);
    // Said again by a workflow that has yet to hear of the resume.
    journal(AgentStatus.PAUSED, word, null);

    assertThat(status()).isEqualTo(AgentStatus.ACTIVE);
    assertThat(world.report(BOT, null, "0.01").directive()).isEqualTo(Directive.CONTINUE);
  }

  @Test
  void aResumeThatAWorkflowTookLiftsOnlyWhatItKnewOf() {
    world.intent(BOT);
    Hold word = hold(HoldKind.AGENT, 0);
    journal(AgentStatus.PAUSED, word, null);
    world.submit(new Request.Stop(BOT, null, Directive.PARK, "bob", "later"));

    journal(AgentStatus.ACTIVE, null, word);

    assertThat(status()).isEqualTo(AgentStatus.PAUSED);
    assertThat(world.ledger.agents().require(BOT).parkedBy().actor()).isEqualTo("bob");
    resume(null);
    assertThat(status()).isEqualTo(AgentStatus.ACTIVE);
  }

  @Test
  void aWorkflowThatHasYetToHearDoesNotUndoAWord() {
    world.intent(BOT);
    stop(null, Directive.KILL);

    journal(AgentStatus.ACTIVE, null, null);

    assertThat(status()).isEqualTo(AgentStatus.KILLED);
    assertThat(world.number("select count(*) from mesh_event where event_type = 'agent.resumed'"))
        .isZero();
  }

  @Test
  void whatHasEndedInTheLedgerByAnotherHandSupersedesItsWorkflow() {
    UUID intent = world.intent(BOT);
    world.ledger.journal().intent(entry(intent, 9, IntentStatus.CANCELED, List.of(), null));

    assertThat(
            world
                .ledger
                .journal()
                .intent(entry(intent, 10, IntentStatus.DELIVERED, List.of(), null))
                .superseded())
        .isTrue();
  }

  /** Whatever order words come in, and by which way, the two never contradict each other. */
  @Test
  void wordsByBothWaysAddUpInAnyOrder() {
    world.intent(BOT);
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      Hold taken = null;
      boolean ledgers = false;
      boolean workflows = false;
      for (int step = 0; step < 12; step++) {
        switch (random.nextInt(4)) {
          case 0 -> {
            stop(null, Directive.PARK);
            ledgers = true;
          }
          case 1 -> {
            resume(null);
            ledgers = false;
            workflows = false;
          }
          case 2 -> {
            if (taken == null || !workflows) {
              taken = hold(HoldKind.AGENT, 0, "bob");
            }
            journal(AgentStatus.PAUSED, taken, null);
            workflows = true;
          }
          default -> {
            if (taken != null) {
              journal(AgentStatus.ACTIVE, null, taken);
              workflows = false;
            }
          }
        }
        AgentStatus expected = ledgers || workflows ? AgentStatus.PAUSED : AgentStatus.ACTIVE;
        assertThat(status()).as("seed %d, step %d", seed, step).isEqualTo(expected);
      }
      resume(null);
    }
  }

  private Outcome.Stopped stop(@Nullable UUID intent, Directive directive) {
    return world.submit(new Request.Stop(BOT, intent, directive, "ann", "enough"));
  }

  private Outcome.Resumed resume(@Nullable UUID intent) {
    return world.submit(
        new Request.Resume(BOT, intent, null, UUID.randomUUID().toString(), null, "ann", "go on"));
  }

  private AgentStatus status() {
    return world.ledger.agents().require(BOT).status();
  }

  private Directive directive(UUID intent) {
    return world.ledger.snapshots().require(intent).order().directive();
  }

  private void journal(AgentStatus status, @Nullable Hold word, @Nullable Hold lifted) {
    AgentEntry plain =
        new AgentEntry(BOT, 1, ++seq, status, word, List.of(), "ann", null, Instant.now());
    world
        .ledger
        .journal()
        .agent(
            new AgentEntry(
                BOT,
                1,
                seq,
                status,
                word,
                List.of(),
                "ann",
                null,
                plain.at(),
                plain.word(),
                lifted));
  }

  private void journal(UUID intent, IntentStatus status, List<Hold> holds, @Nullable Hold lifted) {
    world.ledger.journal().intent(entry(intent, 1, status, holds, lifted));
  }

  private IntentEntry entry(
      UUID intent, long run, IntentStatus status, List<Hold> holds, @Nullable Hold lifted) {
    return new IntentEntry(
        intent,
        run,
        ++seq,
        status,
        holds,
        0,
        List.of(),
        List.of(),
        null,
        null,
        null,
        Instant.now(),
        lifted);
  }

  private static Hold hold(HoldKind kind, long id) {
    return hold(kind, id, "ann");
  }

  private static Hold hold(HoldKind kind, long id, String actor) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return new Hold(kind, BOT.value(), id, null, 0, actor, "enough", null, now, null);
  }
}
