-- Claims of agents that fetch their intents, and who sends to whom.
alter table intent add column claimed_delivery int not null default 0; -- the newest delivery that was claimed
alter table intent add column named_at timestamptz;                    -- when whoever has it in hand last named it, but for reports

create index intent_to_fetch on intent (agent_id, created_at, id)
  where status in ('SUBMITTED', 'DELIVERED') and not tracked;
create index intent_claimed on intent (agent_id)
  where claimed_delivery > 0 and status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT');
create index intent_sent on intent (from_agent, created_at) where from_agent is not null;
