package dev.purser.ledger.intake;

import static dev.purser.ledger.intake.World.BOT;
import static dev.purser.ledger.intake.World.OTHER;
import static dev.purser.ledger.intake.World.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.domain.agent.Scope;
import dev.purser.domain.policy.Action;
import dev.purser.domain.policy.Directive;
import dev.purser.domain.policy.Resume;
import dev.purser.domain.policy.Rule;
import dev.purser.domain.price.Usage;
import dev.purser.domain.window.Period;
import dev.purser.ledger.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Intents, authorizations, grants and corrections. */
class TestRequests {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private void assertRefused(Request<?> request, Refused.Code code) {
    assertThatThrownBy(() -> world.submit(request))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private static Request.Create create(String key, String hash, UUID parent, Instant deadline) {
    return new Request.Create(
        BOT,
        UUID.randomUUID(),
        key,
        hash,
        "someone",
        "someone",
        null,
        "work.do.v1",
        UUID.randomUUID(),
        null,
        null,
        "{\"a\": 1}",
        null,
        Map.of("team", "red"),
        null,
        parent,
        deadline,
        3);
  }

  @Test
  void anIntentIsCreatedOncePerKey() {
    Outcome.Created first = world.submit(create("key", "h1", null, null));
    Outcome.Created again = world.submit(create("key", "h1", null, null));
    assertThat(again.intentId()).isEqualTo(first.intentId());
    assertThat(again.createdAt()).isEqualTo(first.createdAt());
    assertThat(again.duplicate()).isTrue();
    assertRefused(create("key", "h2", null, null), Refused.Code.CONFLICT);
    assertThat(world.number("select count(*) from intent")).isEqualTo(1);
    assertThat(world.texts("select event_type from intent_event order by seq"))
        .containsExactly("intent.created", "intent.submitted");
    assertThat(world.texts("select workflow_id from carriage where lane = 1"))
        .containsExactly("intent/" + first.intentId());
  }

  @Test
  void aChildCountsInTheTreeOfItsRoot() {
    world.policy(BOT, Rule.of(Period.TREE, usd("3"), Action.PAUSE));
    UUID root = world.submit(create(null, "h", null, null)).intentId();
    UUID child = world.submit(create(null, "h", root, null)).intentId();
    UUID grandchild = world.submit(create(null, "h", child, null)).intentId();
    world.report(BOT, root, "1");
    world.report(BOT, child, "1");
    assertThat(world.report(BOT, grandchild, "1").directive()).isEqualTo(Directive.PARK);
    assertThat(world.report(BOT, root, "0").directive()).isEqualTo(Directive.PARK);
    assertThat(world.number("select count(*) from account where kind = 'tree'")).isEqualTo(1);
    assertRefused(create(null, "h", UUID.randomUUID(), null), Refused.Code.INVALID);
    assertRefused(create(null, "h", null, Instant.now().minusSeconds(60)), Refused.Code.INVALID);
    TestSums.assertAgree(world);
  }

  @Test
  void anIntentsOwnLimitParksItAlone() {
    UUID intent = world.intent(BOT, null, usd("2"));
    UUID other = world.intent(BOT);
    Outcome.Reported stop = world.report(BOT, intent, "2");
    assertThat(stop.directive()).isEqualTo(Directive.PARK);
    assertThat(stop.intent().parkedBy().holder()).isEqualTo(intent.toString());
    assertThat(stop.agent().directive()).isEqualTo(Directive.CONTINUE);
    assertThat(world.report(BOT, other, "3").directive()).isEqualTo(Directive.CONTINUE);
    Outcome.Granted granted =
        world.submit(new Request.Grant(BOT, intent, null, usd("1"), "k", "ops", null));
    assertThat(granted.grants()).singleElement().extracting(g -> g.limit()).isEqualTo(usd("3"));
    Outcome.Resumed resumable =
        world.submit(new Request.Resume(BOT, intent, null, "k2", null, "ops", null));
    assertThat(resumable.holdIds()).hasSize(1);
  }

  @Test
  void aBlockRuleTakesNoNewIntentsAndAuthorizesNothingButStopsNoReport() {
    world.policy(BOT, Rule.of(Period.DAY, usd("5"), Action.BLOCK));
    UUID intent = world.intent(BOT);
    assertThat(world.report(BOT, intent, "6").directive()).isEqualTo(Directive.CONTINUE);
    assertRefused(world.create(BOT, null, null), Refused.Code.BUDGET_EXCEEDED);
    Outcome.Authorized denied = world.authorize(BOT, intent, "1");
    assertThat(denied.reason()).isEqualTo("limit");
    assertThat(denied.directive()).isEqualTo(Directive.CONTINUE);
    assertThat(world.number("select count(*) from hold")).isZero();
    assertThat(world.number("select count(*) from intent")).isEqualTo(1);
  }

  @Test
  void aCountOfIntentsStopsTheOneTooManyOnly() {
    world.policy(BOT, count(2, Action.PAUSE), count(3, Action.BLOCK));
    UUID first = world.intent(BOT);
    world.intent(BOT);
    UUID third = world.intent(BOT);
    assertThat(world.report(BOT, first, "1").directive()).isEqualTo(Directive.CONTINUE);
    assertThat(world.report(BOT, third, "1").directive()).isEqualTo(Directive.PARK);
    assertRefused(world.create(BOT, null, null), Refused.Code.BUDGET_EXCEEDED);
    assertThat(world.number("select intents from window_sum where period = 'day'")).isEqualTo(3);
  }

  private static Rule count(long most, Action action) {
    return new Rule(Period.DAY, null, most, action, List.of(), List.of(), Resume.MANUAL, null);
  }

  @Test
  void anAuthorizationIsReservedOnceAndReleasedOnce() {
    world.policy(BOT, Rule.of(Period.DAY, usd("10"), Action.PAUSE));
    UUID intent = world.intent(BOT);
    Request.Authorize ask = World.ask(BOT, intent, null, "4");
    Outcome.Authorized first = world.submit(ask);
    assertThat(world.submit(ask)).isEqualTo(first);
    assertThat(world.number("select pending from account where kind = 'agent'"))
        .isEqualTo(usd("4").nanos());
    Request.Authorize other =
        new Request.Authorize(
            BOT, intent, null, ask.id(), "other", usd("5"), null, Duration.ofMinutes(1), false);
    assertRefused(other, Refused.Code.CONFLICT);
    world.submit(new Request.Release(BOT, ask.id()));
    world.submit(new Request.Release(BOT, ask.id()));
    assertThat(world.number("select pending from account where kind = 'agent'")).isZero();
    assertRefused(new Request.Extend(BOT, ask.id(), Duration.ofMinutes(1)), Refused.Code.CONFLICT);
    world.report(OTHER, null, "0");
    assertRefused(new Request.Release(OTHER, ask.id()), Refused.Code.NOT_FOUND);
    TestSums.assertAgree(world);
  }

  @Test
  void whatIsSettledOrHeldMeanwhileIsNotAllowedAgain() {
    world.policy(BOT, Rule.of(Period.DAY, usd("10"), Action.KILL));
    UUID intent = world.intent(BOT);
    Request.Authorize settled = World.ask(BOT, intent, null, "1");
    Request.Authorize pending = World.ask(BOT, intent, null, "1");
    assertThat(world.submit(settled).allowed()).isTrue();
    assertThat(world.submit(pending).allowed()).isTrue();
    world.submit(world.settling(BOT, intent, settled.id(), "10"));
    assertRefused(settled, Refused.Code.CONFLICT);
    Outcome.Authorized again = world.submit(pending);
    assertThat(again.allowed()).isFalse();
    assertThat(again.reason()).isEqualTo("killed");
    assertThat(again.directive()).isEqualTo(Directive.KILL);
  }

  @Test
  void aResumeThatDoesNotKnowOfAPersonsWordDoesNotOverruleIt() {
    world.policy(BOT, Rule.of(Period.DAY, usd("1"), Action.PAUSE));
    world.report(BOT, null, "1");
    Request.Resume fromAfar =
        new Request.Resume(BOT, null, usd("2"), "link", Instant.EPOCH, "link", null);
    Request.Resume known = World.resume("1", "k");
    assertThat(world.submit(known).grants()).hasSize(1);
    assertThat(world.submit(known).grants()).as("the same again").hasSize(1);
    world.submit(new Request.Stop(BOT, null, Directive.KILL, "ann", "stolen"));
    assertRefused(known, Refused.Code.CONFLICT);
    assertRefused(fromAfar, Refused.Code.CONFLICT);
    assertThat(world.number("select granted from window_sum where period = 'day'"))
        .isEqualTo(usd("1").nanos());
    assertThat(world.submit(World.resume(null, "new")).grants()).isEmpty();
  }

  @Test
  void aGrantWithAResumeUnblocksAndIsRefusedWhereItIsTooLittle() {
    world.policy(BOT, Rule.of(Period.DAY, usd("5"), Action.BLOCK));
    UUID intent = world.intent(BOT);
    world.report(BOT, intent, "6");
    assertThatThrownBy(() -> world.submit(World.resume("1", "k")))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("day $6.00 of $5.00; resume with a grant of more than $1.00");
    world.submit(World.resume("2", "k"));
    assertThat(world.authorize(BOT, intent, "0.50").allowed()).isTrue();
  }

  @Test
  void aProbeOnlyAnswers() {
    world.policy(BOT, Rule.of(Period.DAY, usd("1"), Action.PAUSE));
    UUID intent = world.intent(BOT);
    Usage usage = Usage.of("gpt-4o", 1_000, 10_000_000);
    Request.Authorize probe =
        new Request.Authorize(
            BOT, intent, null, UUID.randomUUID(), "h", null, usage, Duration.ofMinutes(1), true);
    Outcome.Authorized answer = world.submit(probe);
    assertThat(answer.allowed()).isFalse();
    assertThat(answer.directive()).isEqualTo(Directive.CONTINUE);
    assertThat(answer.affordable()).isEqualTo(usd("1"));
    // At $2.50 in and $10 out per million: (1 - 0.0025) / 0.00001.
    assertThat(answer.affordableOutput()).isEqualTo(99_750);
    assertThat(world.number("select count(*) from hold")).isZero();
    assertThat(world.number("select count(*) from decision")).isZero();
  }

  @Test
  void aGrantIsForTheWindowOpenNowAndCanBeTakenBack() {
    world.policy(BOT, Rule.of(Period.DAY, usd("1"), Action.PAUSE));
    UUID intent = world.intent(BOT);
    world.report(BOT, intent, "0.50");
    assertRefused(
        new Request.Grant(BOT, null, null, usd("1"), "k", "ops", null), Refused.Code.INVALID);
    assertRefused(
        new Request.Grant(BOT, null, Period.WEEK, usd("1"), "k", "ops", null),
        Refused.Code.INVALID);
    Request.Grant grant = new Request.Grant(BOT, null, Period.DAY, usd("1"), "k", "ops", "why");
    Outcome.Granted given = world.submit(grant);
    assertThat(given.duplicate()).isFalse();
    assertThat(world.submit(grant).duplicate()).isTrue();
    assertRefused(
        new Request.Grant(BOT, null, Period.DAY, usd("2"), "k", "ops", null),
        Refused.Code.CONFLICT);
    assertThat(world.report(BOT, intent, "1").directive()).isEqualTo(Directive.CONTINUE);
    UUID id = given.grants().get(0).grantId();
    world.submit(new Request.Revoke(BOT, id, "ops"));
    world.submit(new Request.Revoke(BOT, id, "ops"));
    assertThat(world.number("select granted from window_sum")).isZero();
    assertThat(world.report(BOT, intent, "0").directive()).isEqualTo(Directive.PARK);
    assertThat(world.number("select count(*) from mesh_event where event_type = 'agent.granted'"))
        .isEqualTo(2);
  }

  @Test
  void theSameGrantTwiceInOneBatchIsGivenOnce() {
    world.policy(BOT, Rule.of(Period.DAY, usd("1"), Action.PAUSE));
    world.report(BOT, null, "0");
    Request.Grant grant = new Request.Grant(BOT, null, Period.DAY, usd("1"), "k", "ops", null);
    var first = world.intake().submit(grant);
    var second = world.intake().submit(grant);
    assertThat(first.join().grants()).hasSize(1);
    assertThat(second.join().grants()).hasSize(1);
    assertThat(world.number("select granted from window_sum")).isEqualTo(usd("1").nanos());
  }

  @Test
  void aResumeLeavesWhatAScopeHolds() {
    world.policy(
        World.total(new Scope("agent://myorg/*"), Rule.of(Period.DAY, usd("1"), Action.PAUSE)));
    world.report(BOT, null, "1");
    Outcome.Resumed resumable = world.submit(World.resume(null, "k"));
    assertThat(resumable.holdIds()).isEmpty();
    assertThat(world.report(BOT, null, "0").directive()).isEqualTo(Directive.PARK);
  }

  @Test
  void aCorrectionAddsAnEntryAndReleasesNothing() {
    world.policy(BOT, Rule.of(Period.DAY, usd("5"), Action.PAUSE));
    UUID intent = world.intent(BOT);
    Outcome.Reported reported = world.report(BOT, intent, "6");
    Request.Correct correct =
        new Request.Correct(BOT, null, reported.reportId(), usd("-3"), "k", "admin", "twice");
    Outcome.Reported corrected = world.submit(correct);
    assertThat(corrected.intent().cost()).isEqualTo(usd("3"));
    assertThat(corrected.directive()).isEqualTo(Directive.PARK);
    assertThat(world.submit(correct).duplicate()).isTrue();
    assertThat(world.number("select count(*) from entry where pricing = 'correction'"))
        .isEqualTo(1);
    assertRefused(
        new Request.Correct(BOT, null, "no such", usd("1"), "k2", "admin", "x"),
        Refused.Code.NOT_FOUND);
    TestSums.assertAgree(world);
  }

  @Test
  void anAssumedPriceIsRepostedOnceItIsKnown() {
    UUID intent = world.intent(BOT);
    world.submit(world.usage(BOT, intent, Usage.of("my-own-model", 1_000_000, 0)));
    long entry = world.number("select id from entry");
    Instant postedAt =
        Instant.parse(
            world.text(
                "select to_char(posted_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from entry"));
    Request.Repost repost = new Request.Repost(BOT, intent, entry, postedAt, "admin");
    assertRefused(repost, Refused.Code.CONFLICT);
    world.price("my-own-model", "2", "8");
    Outcome.Reported reposted = world.submit(repost);
    assertThat(reposted.charged()).isEqualTo(usd("-13"));
    assertThat(reposted.intent().cost()).isEqualTo(usd("2"));
    assertThat(world.submit(repost).duplicate()).isTrue();
    assertThat(world.number("select assumed + unpriced_calls from rollup")).isZero();
    TestSums.assertAgree(world);
  }
}
