package dev.purser.ledger.agents;

/**
 * What was open under a kill that is lifted: each intent gets a kill of its own, for a killed
 * intent stays killed, though its workflow may have yet to hear of it.
 */
public final class Doomed {
  /** What the kill of each says. */
  public static final String REASON = "its agent was killed, and resumed since";

  private static final String OPEN =
      """
      with doomed as (
        select c.id, i.id as intent
        from intent i
        join account c on c.kind = 'intent' and c.name = cast(i.id as text)
        join agent g on g.id = i.agent_id
        where i.status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT') and %s
        order by c.id for no key update of c),
      held as (
        insert into hold (account_id, directive, actor, reason, at)
        select id, 'KILL', %s, '%s', clock_timestamp()
        from doomed),
      raised as (
        update account set version = version + 1 where id in (select id from doomed))
      insert into carriage (workflow_id, kind, subject, lane, due_at)
      select 'intent/' || intent, 'intent', cast(intent as text), 0, now() from doomed
      order by 1
      on conflict (workflow_id) do update set lane = 0, news = carriage.news + 1,
        due_at = least(carriage.due_at, excluded.due_at)
      """;

  /** Of one agent; the first parameter is who lifts the kill, the second the agent's number. */
  public static final String OF_AGENT =
      "with said as (select cast(? as text) as actor, cast(? as bigint) as agent), "
          + OPEN.formatted("g.id = (select agent from said)", "(select actor from said)", REASON)
              .substring("with ".length());

  /** Of all below a scope; likewise, with the prefix of the agents' addresses. */
  public static final String BELOW =
      "with said as (select cast(? as text) as actor, cast(? as text) as prefix), "
          + OPEN.formatted(
                  "starts_with(g.address, (select prefix from said))",
                  "(select actor from said)",
                  REASON)
              .substring("with ".length());

  private Doomed() {}
}
