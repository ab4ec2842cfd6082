-- Where an agent's workflow last said that it stands: the account's status may be ahead of it.
alter table agent add column journaled_status text not null default 'ACTIVE'
  check (journaled_status in ('ACTIVE', 'PAUSED', 'KILLED'));
update agent g set journaled_status = c.status
from account c where c.kind = 'agent' and c.name = g.address;

-- A person's word is a hold like any other. Those that only workflows had a record of become one.
insert into hold (account_id, directive, actor, reason, at)
select c.id,
  case when c.status = 'KILLED' and not exists (
    select 1 from hold h join account s on s.id = h.account_id
    where h.released_at is null and h.directive = 'KILL' and (s.id = c.id
      or (s.kind = 'scope' and starts_with(c.name, rtrim(s.name, '*')))))
    then 'KILL' else 'PARK' end,
  c.parked_by ->> 'actor', c.parked_by ->> 'reason',
  cast(c.parked_by ->> 'at' as timestamptz)
from account c
where c.kind = 'agent' and c.status <> 'ACTIVE' and c.parked_by ->> 'id' = '0'
  and c.parked_by ->> 'actor' is not null;

insert into hold (account_id, directive, actor, reason, at)
select c.id, 'PARK', held.hold ->> 'actor', held.hold ->> 'reason',
  cast(held.hold ->> 'at' as timestamptz)
from intent i
join account c on c.kind = 'intent' and c.name = cast(i.id as text)
cross join lateral jsonb_array_elements(i.holds) as held (hold)
where i.status = 'WAITING' and held.hold ->> 'kind' = 'PERSON' and held.hold ->> 'id' = '0'
  and held.hold ->> 'actor' is not null;
