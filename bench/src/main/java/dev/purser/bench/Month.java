package dev.purser.bench;

import dev.purser.standalone.client.PurserClient;
import dev.purser.standalone.up.ThrowAway;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * A month of many agents, written past the API: a million reports would take longer than the pages
 * that are measured.
 *
 * @param agent one of them, without {@code agent://}
 * @param intent one of its intents
 */
record Month(String agent, String intent) {
  static final int AGENTS = 100;
  static final int INTENTS = 100_000;
  static final int ENTRIES = 1_000_000;

  private static final String PREFIX = "bench/pages/agent-";

  /** Each fills a table from those before; an intent has ten calls of two models. */
  private static final List<String> STATEMENTS =
      List.of(
          """
          insert into intent (id, agent_id, intent_type, task, tags, root_id, status, delivery,
            event_seq, created_at, updated_at)
          select i.id, a.id, 'bench.page.v1', 'task ' || i.n %% 500,
            jsonb_build_object('team', 'team ' || i.n %% 5), i.id, 'COMPLETED', 1, 3, i.at, i.at
          from (select gen_random_uuid() as id, n,
              now() - (n %% 43000) * interval '1 minute' as at
            from generate_series(1, %2$d) n) i
          join (select id, row_number() over (order by id) - 1 as nth from agent) a
            on a.nth = i.n %% %1$d
          """,
          """
          insert into intent_event (intent_id, seq, event_type, status, at)
          select i.id, e.seq, e.type, e.status, i.created_at from intent i,
            (values (1, 'intent.created', 'CREATED'), (2, 'intent.in_progress', 'IN_PROGRESS'),
              (3, 'intent.completed', 'COMPLETED')) as e (seq, type, status)
          """,
          """
          insert into account (kind, name, agent_id, posted, version)
          select 'intent', cast(id as text), agent_id, 300000000, 10 from intent
          """,
          """
          insert into rollup (agent_id, quarter, intent_id, task, model, cost, assumed, calls,
            unpriced_calls, tokens_in, tokens_out, tokens_cached, tokens_cache_write,
            tokens_reasoning)
          select agent_id, date_bin('15 minutes', created_at, 'epoch'), id, task, model, 150000000,
            0, 5, 0, 24000, 500, 0, 0, 0
          from intent, (values ('gpt-4o'), ('gpt-4o-mini')) as m (model)
          """,
          """
          insert into entry (posted_at, window_at, occurred_at, agent_id, intent_id, accounts,
            report_id, amount, pricing, model, tokens_in, tokens_out)
          select now(), created_at, created_at, agent_id, id, '{1}', 'report ' || n, 30000000,
            'priced', 'gpt-4o', 4800, 100
          from intent, generate_series(1, %3$d / %2$d) n
          """,
          """
          insert into quarter_sum (account_id, quarter, posted, intents)
          select a.id, r.quarter, sum(r.cost), count(distinct r.intent_id)
          from rollup r join agent g on g.id = r.agent_id
          join account a on a.kind = 'agent' and a.name = g.address
          group by a.id, r.quarter on conflict do nothing
          """,
          """
          insert into incident (kind, holder_id, since, rule, alerts, last_id, open)
          select 'account', a.id, now() - n * interval '1 hour', 'bench', 1,
            1000000000 + row_number() over (), true
          from generate_series(1, 20) n, account a where a.kind = 'agent'
          """,
          """
          insert into decision (account_id, window_start, raised_key, threshold, action, enforced,
            policy_owner, policy_version, rule, spent, limit_nanos, agent_id, at, incident_id, gravity)
          select a.id, i.since, 'bench ' || i.id, 80, 'pause', true, a.name, 1,
            '{"period": "day", "limit_usd": 50, "action": "pause"}', 40000000000, 50000000000,
            a.agent_id, i.since, i.id, 80
          from incident i join account a on a.id = i.holder_id where i.rule = 'bench'
          """,
          "vacuum analyze");

  /** Fills a fresh Purser. */
  static Month fill(ThrowAway purser) {
    PurserClient client = purser.client();
    for (int n = 0; n < AGENTS; n++) {
      client.setPolicy(
          "agent://" + PREFIX + n,
          "{\"rules\":[{\"period\":\"day\",\"limit_usd\":900,\"action\":\"pause\"},"
              + "{\"period\":\"month\",\"limit_usd\":90000,\"action\":\"alert\"}]}");
    }
    Jdbi database = purser.purser().database();
    database.useHandle(
        handle ->
            STATEMENTS.forEach(
                sql ->
                    handle.execute(
                        sql.contains("%") ? sql.formatted(AGENTS, INTENTS, ENTRIES) : sql)));
    String agent = PREFIX + "7";
    String intent =
        database.withHandle(
            handle ->
                handle
                    .createQuery(
                        "select i.id from intent i join agent g on g.id = i.agent_id"
                            + " where g.address = ? order by i.created_at desc limit 1")
                    .bind(0, "agent://" + agent)
                    .mapTo(String.class)
                    .one());
    return new Month(agent, intent);
  }

  /** The last thirty days, as the page of costs has them in its address. */
  String range() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return "from=" + today.minusDays(29) + "&to=" + today;
  }
}
