-- Where messages go under a name. A deleted one keeps its row: alerts may still name it.
create table channel (
  id         bigint generated always as identity primary key,
  name       text not null,
  type       text not null check (type in ('email', 'webhook', 'slack')),
  target     text not null,
  secret     text,                                 -- what a webhook is signed with
  created_at timestamptz not null default now(),
  created_by text not null,
  deleted_at timestamptz,
  deleted_by text
);
create unique index channel_in_force on channel (name) where deleted_at is null;

-- What the ledger keeps to itself. The one that links are signed with is made here, once.
create table secret (
  name       text primary key,
  value      bytea not null,
  created_at timestamptz not null default now()
);
insert into secret (name, value) values
  ('links', sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

alter table notification
  add column agent_id     bigint,                  -- whose workflow sends it
  add column channel      text,                    -- email, webhook or slack: how it was tried last
  add column tries        int not null default 0,
  add column last_error   text,
  add column due_at       timestamptz,             -- not to be tried again before; null: at once
  add column leased_by    uuid,                    -- the try that is under way
  add column leased_until timestamptz,
  add column digest_id    uuid;                    -- the message in which it went with others

update notification n set agent_id = d.agent_id from decision d where d.id = n.decision_id;

-- Alerts from before anything was sent: those of today are sent, older ones are news no longer.
update notification n
set status = 'undeliverable', last_error = 'raised before messages were sent', updated_at = now()
from decision d
where d.id = n.decision_id and n.status = 'pending' and d.at < now() - interval '1 day';

create index notification_of_agent on notification (agent_id, id) where status = 'pending';
create index notification_of_addressee on notification (addressee, id) where status = 'pending';

-- Every try, and the end of trying.
create table notification_event (
  id              bigint generated always as identity primary key,
  notification_id bigint not null references notification,
  at              timestamptz not null,
  status          text not null check (status in ('delivered', 'failed', 'undeliverable')),
  try             int not null,
  channel         text,
  reason          text,
  digest_id       uuid
);
create index notification_event_order on notification_event (notification_id, id);

-- Who was told how much just now, so that many alerts of one minute become one message.
create table mailbox (
  addressee    text primary key,
  minute_until timestamptz not null default '-infinity',
  agents       bigint[] not null default '{}',     -- of which it was told in this minute, one by one
  gathering    boolean not null default false      -- what came after those waits for the minute's end
);
