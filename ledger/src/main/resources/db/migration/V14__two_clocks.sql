-- Limits, windows and rates go by when a report was taken, charts by when its call was made. What of a window stands at an
-- assumed price, and what of it is for calls from before it began, is told beside its sum.
alter table quarter_sum add column assumed numeric not null default 0;

-- What was posted to a quarter of an hour for calls of an earlier one. Kept as long as quarter_sum.
create table late_sum (
  account_id bigint not null references account on delete cascade,
  quarter    timestamptz not null,
  occurred   timestamptz not null,                 -- the quarter of the calls
  posted     numeric not null,
  primary key (account_id, quarter, occurred)
) with (fillfactor = 70);

insert into late_sum
select c.id, date_bin('15 minutes', e.window_at, 'epoch'), date_bin('15 minutes', e.occurred_at, 'epoch'), sum(e.amount)
from entry e cross join unnest(e.accounts) as a (id) join account c on c.id = a.id
where e.posted_at >= now() - interval '40 days' and c.kind in ('task', 'agent', 'scope')
  and date_bin('15 minutes', e.occurred_at, 'epoch') < date_bin('15 minutes', e.window_at, 'epoch')
group by 1, 2, 3;

-- Entries do not say what a correction took back of an assumed price, so this is by when calls were made.
update quarter_sum q set assumed = r.assumed
from (
  select a.id, r.quarter, sum(r.assumed) as assumed
  from rollup r join agent g on g.id = r.agent_id
  join account a on a.kind = 'agent' and a.name = g.address
    or a.kind = 'scope' and starts_with(g.address, left(a.name, -1))
  where r.assumed <> 0 group by 1, 2) r
where q.account_id = r.id and q.quarter = r.quarter;

-- Sums of agents are kept for good from now on, for tables of days long ago.
insert into quarter_sum (account_id, quarter, posted, intents, assumed)
select a.id, r.quarter, sum(r.cost), 0, sum(r.assumed)
from rollup r join agent g on g.id = r.agent_id join account a on a.kind = 'agent' and a.name = g.address
where r.quarter < now() - interval '40 days'
group by 1, 2
on conflict do nothing;
