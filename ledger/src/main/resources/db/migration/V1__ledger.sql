-- Money is bigint nano-dollars everywhere. Times are UTC. Rows of account are locked in the order of their ids.

create table agent (
  id                bigint generated always as identity primary key,
  address           text not null unique,
  created_at        timestamptz not null default now(),
  last_heartbeat_at timestamptz,
  health            text not null default 'unknown',
  metadata          jsonb not null default '{}',
  -- the workflow's run number, and the last journal entry taken from it
  run               bigint not null default 0,
  journal_seq       bigint not null default 0
);

-- Whatever holds a budget. Room is left in each page, here and in other tables of sums, for rows that
-- change all the time. version rises with every change of anything about the account.
create table account (
  id             bigint generated always as identity primary key,
  kind           text not null check (kind in ('intent', 'task', 'tree', 'agent', 'scope')),
  name           text not null,
  agent_id       bigint references agent,          -- null for scopes
  version        bigint not null default 0,
  posted         bigint not null default 0,        -- whole life
  pending        bigint not null default 0,
  granted        bigint not null default 0,        -- for the whole life: intent and tree
  grants         bigint not null default 0,
  intents        bigint not null default 0,
  status         text not null default 'ACTIVE' check (status in ('ACTIVE', 'PAUSED', 'KILLED')),
  parked_by      jsonb,                            -- the hold behind a status other than ACTIVE
  policy_version bigint not null default 0,
  limit_nanos    bigint,                           -- an intent's own limit
  news_at        timestamptz,                      -- when couriers were last told of its totals
  unique (kind, name)
) with (fillfactor = 70);

-- Sums for one calendar period (task: a day). Built from quarter_sum when first needed.
create table window_sum (
  account_id bigint not null references account on delete cascade,
  period     text not null,
  zone       text not null,
  starts_at  timestamptz not null,
  ends_at    timestamptz not null,
  posted     bigint not null,
  pending    bigint not null,
  granted    bigint not null default 0,
  grants     bigint not null default 0,
  intents    bigint not null,
  primary key (account_id, period, zone, starts_at)
) with (fillfactor = 70);
create index window_sum_open on window_sum (account_id, ends_at);

-- Sums by posting time; every window of every zone is a whole number of these. Kept 40 days.
create table quarter_sum (
  account_id bigint not null references account on delete cascade,
  quarter    timestamptz not null,
  posted     bigint not null,
  intents    bigint not null,
  primary key (account_id, quarter)
) with (fillfactor = 70);

-- One posted amount. Append-only; corrected only by a further entry. Weekly partitions.
create table entry (
  id                 bigint generated always as identity,
  posted_at          timestamptz not null,
  window_at          timestamptz not null,         -- whose windows it was posted to; differs for settled authorizations
  occurred_at        timestamptz not null,
  agent_id           bigint not null,
  intent_id          uuid,
  task               text,
  accounts           bigint[] not null,
  report_id          text,
  amount             bigint not null,
  pricing            text not null check (pricing in ('given', 'priced', 'assumed', 'free', 'correction')),
  model              text,
  provider           text,
  tier               bigint not null default 0,
  tokens_in          bigint not null default 0,
  tokens_out         bigint not null default 0,
  tokens_cached      bigint not null default 0,
  tokens_cache_write bigint not null default 0,
  tokens_reasoning   bigint not null default 0,
  delivery           int not null default 0,
  authorization_id   uuid,
  metadata           jsonb,
  actor              text,
  reason             text,
  primary key (posted_at, id)
) partition by range (posted_at);
create index entry_assumed on entry (model, posted_at, id) where pricing = 'assumed';
create index entry_correction on entry (agent_id, report_id) where pricing = 'correction';

-- Report ids and the answers given, looked up under the agent's lock. Weekly partitions, kept at least 35 days.
create table report (
  agent_id  bigint not null,
  report_id text not null,
  posted_at timestamptz not null,
  hash      text not null,                         -- of the request as it was sent
  answer    json not null,
  primary key (agent_id, report_id, posted_at)
) partition by range (posted_at);

-- What everything a person looks at is read from.
create table rollup (
  agent_id           bigint not null,
  quarter            timestamptz not null,         -- of occurred_at
  intent_id          uuid not null default '00000000-0000-0000-0000-000000000000',
  task               text not null default '',
  model              text not null default '',
  tier               bigint not null default 0,
  cost               bigint not null,
  assumed            bigint not null,              -- the part of cost at an assumed price
  calls              bigint not null,
  unpriced_calls     bigint not null,
  tokens_in          bigint not null,
  tokens_out         bigint not null,
  tokens_cached      bigint not null,
  tokens_cache_write bigint not null,
  tokens_reasoning   bigint not null,
  primary key (agent_id, quarter, intent_id, task, model, tier)
) with (fillfactor = 70);
create index rollup_quarter on rollup (quarter);
create index rollup_intent on rollup (intent_id);

-- What the engine decided: a threshold, once per rule, window and grant (all three are in raised_key).
create table decision (
  id              bigint generated always as identity primary key,
  account_id      bigint not null references account,
  window_start    timestamptz not null default '-infinity',
  window_end      timestamptz not null default 'infinity',
  raised_key      text not null,
  threshold       int not null,
  action          text not null,
  enforced        boolean not null,
  policy_owner    text not null,
  policy_version  bigint not null,
  rule            jsonb not null,
  spent           bigint not null,
  limit_nanos     bigint,
  agent_id        bigint,                          -- whose report or question it was
  intent_id       uuid,
  task            text,
  report_id       text,
  at              timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  comment         text,
  unique (account_id, window_start, raised_key)
);
create index decision_agent on decision (agent_id, id);
create index decision_intent on decision (intent_id);
create index decision_at on decision (at);

-- Who is to be told of a decision, and whether it arrived.
create table notification (
  id          bigint generated always as identity primary key,
  decision_id bigint not null references decision,
  addressee   text not null,
  status      text not null default 'pending' check (status in ('pending', 'delivered', 'undeliverable')),
  updated_at  timestamptz not null default now(),
  unique (decision_id, addressee)
);

-- What stops an account beyond the sums themselves: a limit reached, or a person's word about a scope.
create table hold (
  id             bigint generated always as identity primary key,
  account_id     bigint not null references account,
  decision_id    bigint references decision,
  directive      text not null check (directive in ('PARK', 'KILL')),
  in_flight      text not null default 'park' check (in_flight in ('park', 'finish')),
  rule           text,
  policy_version bigint not null default 0,
  actor          text,
  reason         text not null,
  report_id      text,
  at             timestamptz not null,
  until          timestamptz,                      -- the window's end, where the rule resumes by itself
  released_at    timestamptz,
  released_by    text
);
create index hold_open on hold (account_id) where released_at is null;

-- A pending amount reserved before a call.
create table spending_authorization (
  id          uuid primary key,
  agent_id    bigint not null references agent,
  intent_id   uuid,
  task        text,
  accounts    bigint[] not null,
  amount      bigint not null,
  state       text not null check (state in ('pending', 'settled', 'released', 'expired')),
  hash        text not null,
  answer      json not null,
  reserved_at timestamptz not null,                -- whose windows it is pending in
  expires_at  timestamptz not null,
  settled_by  text
);
create index spending_authorization_pending on spending_authorization (agent_id, expires_at) where state = 'pending';

-- Extra budget for one window.
create table budget_grant (
  id          uuid primary key,
  account_id  bigint not null references account,
  period      text not null,
  zone        text not null default '',
  starts_at   timestamptz not null default '-infinity',
  expires_at  timestamptz not null default 'infinity',
  amount      bigint not null check (amount > 0),
  request_key text not null,
  actor       text not null,
  reason      text,
  created_at  timestamptz not null,
  revoked_at  timestamptz,
  revoked_by  text,
  unique (account_id, period, request_key)
);

create table policy (
  owner      text not null,                        -- an agent's address or a scope
  version    bigint not null,
  body       jsonb,                                -- null: deleted by this version
  actor      text not null,
  created_at timestamptz not null default now(),
  primary key (owner, version)
);

create table price (
  id             bigint generated always as identity primary key,
  provider       text,
  model          text not null,
  aliases        text[] not null default '{}',
  effective_from timestamptz not null,
  input          numeric not null check (input >= 0),
  cached_input   numeric check (cached_input >= 0),
  cache_write    numeric check (cache_write >= 0),
  output         numeric not null check (output >= 0),
  reasoning      numeric check (reasoning >= 0),
  actor          text not null,
  created_at     timestamptz not null default now(),
  unique (model, effective_from)
);

create table intent (
  id                    uuid primary key,
  agent_id              bigint not null references agent,
  intent_type           text,
  correlation_id        uuid,
  from_agent            text,
  reply_to              text,
  payload               jsonb not null default '{}',
  task                  text,
  tags                  jsonb not null default '{}',
  tracked               boolean not null default false,  -- opened by a report, delivered by nobody
  limit_nanos           bigint,
  parent_id             uuid references intent,
  root_id               uuid not null,
  deadline_at           timestamptz,
  max_delivery_attempts int not null default 3,
  options               jsonb not null default '{}',     -- reminders, escalation, human task: kept as sent
  status                text not null,
  holds                 jsonb not null default '[]',     -- as the workflow last journaled them
  reason                text,
  result                jsonb,
  delivery              int not null default 0,
  checkpoint            jsonb,
  checkpoint_delivery   int not null default 0,
  checkpoint_seq        bigint not null default 0,
  run                   bigint not null default 0,       -- the workflow's run number
  journal_seq           bigint not null default 0,       -- the last journal entry taken from that run
  event_seq             bigint not null default 0,
  last_report_at        timestamptz,
  seen_at               timestamptz,                     -- another sign of life of whoever has it in hand
  seen_delivery         int not null default 0,
  created_at            timestamptz not null,
  updated_at            timestamptz not null
);
create index intent_newest on intent (created_at desc, id desc);
create index intent_of_agent on intent (agent_id, created_at desc, id desc);
create index intent_open on intent (agent_id, id) where status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT');
create index intent_of_task on intent (agent_id, task) where task is not null;
create unique index intent_tracked on intent (agent_id, task)
  where tracked and status not in ('COMPLETED', 'FAILED', 'CANCELED', 'TIMED_OUT');
create index intent_tree on intent (root_id);
create index intent_tags on intent using gin (tags);

create table intent_event (
  intent_id      uuid not null references intent,
  seq            bigint not null,
  event_type     text not null,
  status         text not null,
  at             timestamptz not null,
  actor          text,
  waiting_reason text,
  details        jsonb not null default '{}',
  primary key (intent_id, seq)
);

create table mesh_event (
  id         bigint generated always as identity primary key,
  address    text not null,
  event_type text not null,
  details    jsonb not null default '{}',
  actor      text,
  created_at timestamptz not null default now()
);
create index mesh_event_address on mesh_event (address, id);
create index mesh_event_type on mesh_event (event_type, id);

create table api_key (
  id         uuid primary key,
  name       text not null,
  role       text not null check (role in ('admin', 'operator', 'agent')),
  agent      text,
  hash       bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz
);

-- Answers to requests that carried an Idempotency-Key; kept at least a day.
create table idempotency (
  scope      text not null,                        -- the call and who made it
  key        text not null,
  hash       bytea not null,
  answer     jsonb,                                -- null: being answered
  created_at timestamptz not null default now(),
  primary key (scope, key)
);
create index idempotency_age on idempotency (created_at);

-- What couriers have to carry: one row per workflow that has, or had, something to hear.
create table carriage (
  workflow_id  text primary key,
  kind         text not null check (kind in ('intent', 'agent')),
  subject      text not null,                      -- the intent's id, or the agent's address
  urgent       boolean not null,
  due_at       timestamptz,                        -- null: nothing to carry
  news         bigint not null default 1,          -- raised by every piece of news
  leased_by    text,
  leased_until timestamptz,
  attempts     int not null default 0,
  carried_at   timestamptz
);
create index carriage_due on carriage (urgent desc, due_at) where due_at is not null;
create index carriage_urgent on carriage (due_at) where due_at is not null and urgent;

-- Numbers the lives of workflows: what a later one has journaled, an earlier one cannot change.
create sequence run_number;

-- Weekly partitions, named after their Monday.
create function ensure_partitions(around timestamptz) returns void language plpgsql as $$
declare
  week timestamptz;
  suffix text;
  parent text;
begin
  perform pg_advisory_xact_lock(hashtext('ensure_partitions'));
  for i in -1..2 loop
    week := date_trunc('week', around at time zone 'UTC') at time zone 'UTC' + make_interval(weeks => i);
    suffix := to_char(week at time zone 'UTC', 'YYYYMMDD');
    foreach parent in array array['entry', 'report'] loop
      execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
        parent || '_' || suffix, parent, week, week + interval '1 week');
    end loop;
  end loop;
end $$;

select ensure_partitions(now());
