package dev.purser.ledger.intake;

import dev.purser.domain.price.Usage;
import dev.purser.domain.window.Windows;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Entries, the rollups they add up to, and the answers given to reports. */
final class EntryRows {
  private static final UUID NO_INTENT = new UUID(0, 0);

  private static final String ENTRIES =
      """
      insert into entry (posted_at, window_at, occurred_at, agent_id, intent_id, task, accounts,
        report_id, amount, pricing, model, provider, tier, tokens_in, tokens_out, tokens_cached,
        tokens_cache_write, tokens_reasoning, delivery, authorization_id, metadata, actor, reason)
      select cast(? as timestamptz), e.window_at, e.occurred_at, e.agent_id, e.intent_id, e.task,
        cast(e.accounts as bigint[]), e.report_id, e.amount, e.pricing, e.model, e.provider, e.tier,
        e.tokens_in, e.tokens_out, e.tokens_cached, e.tokens_cache_write, e.tokens_reasoning,
        e.delivery, e.authorization_id, cast(e.metadata as jsonb), e.actor, e.reason
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as e (window_at,
        occurred_at, agent_id, intent_id, task, accounts, report_id, amount, pricing, model,
        provider, tier, tokens_in, tokens_out, tokens_cached, tokens_cache_write, tokens_reasoning,
        delivery, authorization_id, metadata, actor, reason)
      """;

  private static final String ROLLUPS =
      """
      insert into rollup (agent_id, quarter, intent_id, task, model, tier, cost, assumed, calls,
        unpriced_calls, tokens_in, tokens_out, tokens_cached, tokens_cache_write, tokens_reasoning,
        tokenless_cost, tokenless_calls)
      select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (agent_id, quarter, intent_id, task, model, tier) do update set
        cost = rollup.cost + excluded.cost,
        assumed = rollup.assumed + excluded.assumed,
        calls = rollup.calls + excluded.calls,
        unpriced_calls = rollup.unpriced_calls + excluded.unpriced_calls,
        tokens_in = rollup.tokens_in + excluded.tokens_in,
        tokens_out = rollup.tokens_out + excluded.tokens_out,
        tokens_cached = rollup.tokens_cached + excluded.tokens_cached,
        tokens_cache_write = rollup.tokens_cache_write + excluded.tokens_cache_write,
        tokens_reasoning = rollup.tokens_reasoning + excluded.tokens_reasoning,
        tokenless_cost = rollup.tokenless_cost + excluded.tokenless_cost,
        tokenless_calls = rollup.tokenless_calls + excluded.tokenless_calls
      """;

  private static final String REPORTS =
      """
      insert into report (agent_id, report_id, posted_at, hash, answer)
      select r.agent_id, r.report_id, cast(? as timestamptz), r.hash, cast(r.answer as json)
      from unnest(?, ?, ?, ?) as r (agent_id, report_id, hash, answer)
      """;

  private final Bulk entries =
      new Bulk(
          "timestamptz",
          "timestamptz",
          "bigint",
          "uuid",
          "text",
          "text",
          "text",
          "bigint",
          "text",
          "text",
          "text",
          "bigint",
          "bigint",
          "bigint",
          "bigint",
          "bigint",
          "bigint",
          "int",
          "uuid",
          "text",
          "text",
          "text");
  private final Map<RollupKey, BigInteger[]> rollups = new LinkedHashMap<>();
  private final Bulk reports = new Bulk("bigint", "text", "text", "text");

  private record RollupKey(
      long agentId, Instant quarter, UUID intent, String task, String model, long tier) {}

  /** Writes one amount down. */
  void add(EntryLine line) {
    Place place = line.place();
    Usage usage = line.usage();
    IntentRef intent = place.intent() == null ? null : place.intent().ref();
    entries.add(
        line.windowAt(),
        line.occurredAt(),
        place.agent().ref().id(),
        intent == null ? null : intent.id(),
        intent == null ? null : intent.task(),
        accounts(place),
        line.reportId(),
        line.amount().nanos(),
        line.pricing().name().toLowerCase(Locale.ROOT),
        line.model().isEmpty() ? null : line.model(),
        usage == null ? null : usage.provider(),
        line.tier(),
        usage == null ? 0L : usage.input(),
        usage == null ? 0L : usage.output(),
        usage == null ? 0L : usage.cachedInput(),
        usage == null ? 0L : usage.cacheWrite(),
        usage == null ? 0L : usage.reasoning(),
        line.delivery(),
        line.authorizationId(),
        line.metadata(),
        line.actor(),
        line.reason());
    rollUp(line, intent);
  }

  private static String accounts(Place place) {
    return place.accounts().stream()
        .map(account -> String.valueOf(account.id()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private void rollUp(EntryLine line, @Nullable IntentRef intent) {
    RollupKey key =
        new RollupKey(
            line.place().agent().ref().id(),
            Windows.quarter(line.occurredAt()),
            intent == null ? NO_INTENT : intent.id(),
            intent == null || intent.task() == null ? "" : intent.task(),
            line.model(),
            line.tier());
    Usage usage = line.counted();
    BigInteger amount = line.amount().exactNanos();
    BigInteger[] adds = {
      amount,
      line.assumed().exactNanos(),
      BigInteger.valueOf(line.calls()),
      BigInteger.valueOf(line.unpricedCalls()),
      BigInteger.valueOf(usage == null ? 0 : usage.input()),
      BigInteger.valueOf(usage == null ? 0 : usage.output()),
      BigInteger.valueOf(usage == null ? 0 : usage.cachedInput()),
      BigInteger.valueOf(usage == null ? 0 : usage.cacheWrite()),
      BigInteger.valueOf(usage == null ? 0 : usage.reasoning()),
      line.tokenless() ? amount : BigInteger.ZERO,
      BigInteger.valueOf(line.tokenless() ? line.calls() : 0)
    };
    rollups.merge(key, adds, EntryRows::sums);
  }

  private static BigInteger[] sums(BigInteger[] some, BigInteger[] more) {
    BigInteger[] sums = new BigInteger[some.length];
    Arrays.setAll(sums, i -> some[i].add(more[i]));
    return sums;
  }

  /** Remembers what a report was answered. */
  void answer(long agentId, String reportId, String hash, String answer) {
    reports.add(agentId, reportId, hash, answer);
  }

  void write(Script script, Instant now) {
    script.addAfter(ENTRIES, now.toString(), entries);
    script.addAfter(REPORTS, now.toString(), reports);
    Bulk sums =
        new Bulk(
            "bigint",
            "timestamptz",
            "uuid",
            "text",
            "text",
            "bigint",
            "numeric",
            "numeric",
            "numeric",
            "numeric",
            "numeric",
            "numeric",
            "numeric",
            "numeric",
            "numeric",
            "numeric",
            "numeric");
    rollups.forEach(
        (key, s) ->
            sums.add(
                key.agentId(),
                key.quarter(),
                key.intent(),
                key.task(),
                key.model(),
                key.tier(),
                s[0],
                s[1],
                s[2],
                s[3],
                s[4],
                s[5],
                s[6],
                s[7],
                s[8],
                s[9],
                s[10]));
    script.add(ROLLUPS, sums);
  }
}
