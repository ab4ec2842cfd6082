-- What couriers carry goes in lanes, so that a backlog in one delays no other:
-- 0 words and decisions, 1 deliveries, 2 starts of tracked tasks, 3 totals.
alter table carriage add column lane smallint not null default 3 check (lane between 0 and 3);

update carriage c set lane = case
    when not urgent then 3
    when c.kind = 'intent' and exists
      (select 1 from intent i where c.subject = cast(i.id as text) and i.status = 'CREATED' and i.tracked) then 2
    when c.kind = 'intent' and exists
      (select 1 from intent i where c.subject = cast(i.id as text) and i.status = 'CREATED') then 1
    else 0 end
  where due_at is not null;

drop index carriage_due;
drop index carriage_urgent;
alter table carriage drop column urgent;
alter table carriage alter column lane drop default;

create index carriage_lane on carriage (lane, due_at) where due_at is not null;

-- A queue: rows leave the index soon after they entered it, and what is left of them slows whoever looks for the oldest.
alter table carriage set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

-- What nobody has tried to start yet is ended in the ledger when it is killed.
create index carriage_untried on carriage (workflow_id)
  where kind = 'intent' and attempts = 0 and carried_at is null and due_at is not null;
create index hold_kill on hold (at) where directive = 'KILL' and released_at is null;
