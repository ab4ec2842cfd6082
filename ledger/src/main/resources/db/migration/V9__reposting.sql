-- Which entries at an assumed price are being posted anew at the known one, by the model's name in reports, and how far
-- that is: entries are looked at in the order of the ledger.
create table reposting (
  model        text primary key,
  actor        text not null,
  started_at   timestamptz not null,
  entries      bigint not null,                    -- how many there were to look at when it began
  done         bigint not null default 0,          -- how many were looked at
  reposted     bigint not null default 0,          -- how many of those stand at the known price now
  after_at     timestamptz not null default '-infinity',  -- the last one that was looked at
  after_id     bigint not null default 0,
  finished_at  timestamptz,
  leased_by    uuid,                               -- which server is at it
  leased_until timestamptz
);

-- What was posted anew before is known by its own id, as in report.
update entry c set report_id = 'repost/' || e.id
from entry e
where c.pricing = 'correction' and c.reason like 'the price of % is known now' and e.pricing = 'assumed'
  and e.agent_id = c.agent_id and e.report_id = c.report_id;

-- The part of cost and calls of which no tokens are known: no other model's price says what it would have cost.
alter table rollup
  add column tokenless_cost  bigint not null default 0,
  add column tokenless_calls bigint not null default 0;

update rollup r set tokenless_cost = e.cost, tokenless_calls = e.calls
from (
  select agent_id, date_bin('15 minutes', occurred_at, 'epoch') as quarter,
    coalesce(intent_id, '00000000-0000-0000-0000-000000000000') as intent_id, coalesce(task, '') as task,
    coalesce(model, '') as model, tier, sum(amount) as cost, count(*) as calls
  from entry
  where pricing <> 'correction' and tokens_in + tokens_out + tokens_cached + tokens_cache_write = 0
  group by 1, 2, 3, 4, 5, 6) e
where (r.agent_id, r.quarter, r.intent_id, r.task, r.model, r.tier)
  = (e.agent_id, e.quarter, e.intent_id, e.task, e.model, e.tier);
