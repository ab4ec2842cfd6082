-- What belongs together among alerts: all of one rule about one account in one of its windows, or, of
-- rules of intents, tasks and trees, all of one rule about one agent on one day of UTC. People are
-- shown one card and told in one thread of messages.
create table incident (
  id        bigint generated always as identity primary key,
  kind      text not null check (kind in ('account', 'agent')),
  holder_id bigint not null,                       -- the account, or the agent
  since     timestamptz not null,                  -- when its window or day began
  rule      text not null,                         -- whose policy and which of its rules
  alerts    bigint not null,
  last_id   bigint not null,                       -- the newest of them
  open      boolean not null,                      -- whether one of them is not acknowledged
  unique (kind, holder_id, since, rule)
);
create unique index incident_last on incident (last_id);
create index incident_open on incident (last_id) where open;

-- gravity: higher where more has happened, as Crossing.gravity() says.
alter table decision
  add column incident_id bigint references incident,
  add column gravity     int;

create temporary table named on commit drop as
select d.id, d.acknowledged_at,
  case when narrow then 'agent' else 'account' end as kind,
  case when narrow then coalesce(a.agent_id, d.agent_id, 0) else a.id end as holder_id,
  case when narrow then date_trunc('day', d.at, 'UTC') else d.window_start end as since,
  case when d.threshold = 0 then d.raised_key
    when d.policy_owner = a.name and a.kind = 'intent' then 'own intent ' || d.action
    else regexp_replace(d.raised_key, ' [0-9]+( grant [0-9]+)?( observed)?$', '') end as rule,
  case when d.threshold < 100 then d.threshold
    when not d.enforced then 100
    else 100 + array_position(array['alert', 'block', 'pause', 'kill'], d.action) - 1 end as gravity
from decision d join account a on a.id = d.account_id
cross join lateral (select a.kind in ('intent', 'task', 'tree') as narrow) n;

insert into incident (kind, holder_id, since, rule, alerts, last_id, open)
select kind, holder_id, since, rule, count(*), max(id), bool_or(acknowledged_at is null)
from named group by kind, holder_id, since, rule order by max(id);

update decision d set incident_id = i.id, gravity = n.gravity
from named n join incident i using (kind, holder_id, since, rule) where n.id = d.id;

alter table decision
  alter column incident_id set not null,
  alter column gravity set not null;
create index decision_incident on decision (incident_id, id);

-- What an addressee was told of an incident.
create table incident_thread (
  incident_id bigint not null references incident,
  addressee   text not null,
  gravity     int not null,                        -- of the gravest that was told
  told_at     timestamptz not null,
  messages    bigint not null,
  first_event text not null,                       -- the event id of the first message
  primary key (incident_id, addressee)
);

-- Incidents are counted where agents were: one agent may have many.
alter table mailbox rename column agents to incidents;
update mailbox set incidents = '{}';
