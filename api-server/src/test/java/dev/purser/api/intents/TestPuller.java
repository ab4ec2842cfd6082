package dev.purser.api.intents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.StandInWorkflows;
import dev.purser.api.auth.Subjects;
import dev.purser.api.http.Connections;
import dev.purser.domain.agent.AgentAddress;
import dev.purser.domain.intent.IntentStatus;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.TestDatabase;
import dev.purser.ledger.intake.Request;
import dev.purser.workflows.intent.Claim;
import dev.purser.workflows.intent.GivenBack;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a claim that is on its way when its reader must be answered. */
final class TestPuller {
  private static Ledger ledger;
  private static int agents;

  private final Queue<Runnable> claims = new ArrayDeque<>();
  private final Hands clock = new Hands();
  private final AgentAddress agent = new AgentAddress("agent://org/reader-" + ++agents);
  private StandInWorkflows workflows;
  private UUID intent;
  private Puller puller;

  /** A clock that is set by hand. */
  private static final class Hands extends Clock {
    private Instant now = Instant.now();

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeAll
  static void open() {
    ledger = Ledger.open(TestDatabase.fresh());
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  @BeforeEach
  void prepare() {
    workflows = new StandInWorkflows();
    intent = create();
    IntentDesk desk = new IntentDesk(ledger, new Subjects(id -> agent), null);
    puller =
        new Puller(
            new Puller.Desk(
                ledger.intents(),
                ledger.deliveries(),
                workflows,
                desk,
                claims::add,
                new Connections(),
                clock),
            agent,
            List.of(IntentStatus.SUBMITTED, IntentStatus.DELIVERED),
            "reader",
            7,
            null);
  }

  private UUID create() {
    return ledger
        .intake()
        .submit(
            new Request.Create(
                agent,
                UUID.randomUUID(),
                null,
                "hash",
                "test",
                "test",
                null,
                "a.b.v1",
                UUID.randomUUID(),
                null,
                null,
                "{}",
                null,
                Map.of(),
                null,
                null,
                null,
                1))
        .join()
        .intentId();
  }

  private void runClaims() {
    while (!claims.isEmpty()) {
      claims.remove().run();
    }
  }

  private static String text(Object answer) {
    return (String) ((Response) answer).getEntity();
  }

  @Test
  void aClaimOnItsWayAtTheDeadlineIsWaitedFor() {
    assertThat(puller.news()).isNull();
    assertThat(puller.late()).as("its claim is on its way").isNull();
    clock.now = clock.now.plusMillis(9_900);
    assertThat(puller.late()).isNull();

    runClaims();

    assertThat(text(puller.late())).contains("event: intent.delivered", intent.toString());
    puller.answered(null);
    assertThat(claims).isEmpty();
    assertThat(workflows.givenBack).isEmpty();
  }

  @Test
  void noClaimBeginsAtTheDeadline() {
    assertThat(text(puller.late())).contains("event: stream.timeout", "\"next_seq\":7");
    assertThat(claims).isEmpty();
  }

  @Test
  void whatIsGrantedAfterTheAnswerIsGivenBack() {
    assertThat(puller.news()).isNull();
    workflows.onTheWay =
        () -> {
          assertThat(puller.late()).isNull();
          clock.now = clock.now.plus(Duration.ofSeconds(10));
          assertThat(text(puller.late())).contains("stream.timeout");
        };

    runClaims();

    String claim = workflows.claims.element().id();
    assertThat(claim).isNotEmpty();
    assertThat(workflows.givenBack).containsExactly(new GivenBack(claim));
  }

  @Test
  void aClaimThatHasNotBegunAtTheAnswerIsNotMade() {
    assertThat(puller.news()).isNull();
    assertThat(text(puller.last())).contains("stream.timeout");
    runClaims();
    assertThat(workflows.claims).isEmpty();
  }

  @Test
  void aClaimWithoutAnAnswerIsGivenBackForItMayHaveBeenGranted() {
    assertThat(puller.news()).isNull();
    workflows.onTheWay =
        () -> {
          throw new IllegalStateException("no answer in time");
        };

    runClaims();

    assertThat(workflows.givenBack).containsExactly(new GivenBack(workflows.claims.element().id()));
    assertThat(puller.news()).as("not at once again").isNull();
    assertThat(claims).isEmpty();
  }

  @Test
  void anAnswerThatCouldNotBeWrittenIsGivenBack() {
    assertThat(puller.news()).isNull();
    runClaims();
    assertThat(text(puller.news())).contains("intent.delivered");

    puller.answered(new java.io.IOException("the reader has hung up"));
    runClaims();

    assertThat(workflows.givenBack).containsExactly(new GivenBack(workflows.claims.element().id()));
  }

  @Test
  void whatOneReaderClaimsAnotherDoesNotWaitFor() {
    UUID second = create();
    assertThat(puller.news()).isNull();
    runClaims();
    assertThat(text(puller.news())).contains(intent.toString()).doesNotContain(second.toString());
    assertThat(
            ledger.deliveries().toFetch(agent, List.of(IntentStatus.SUBMITTED), List.of(intent), 9))
        .containsExactly(second);
    assertThat(workflows.claims).extracting(Claim::claimant).containsExactly("reader");
  }
}
