-- Who is signed in to the dashboard: a session stands for a key and ends with it. Only hashes are kept.
create table session (
  hash       bytea primary key,
  key_id     uuid not null references api_key,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index session_age on session (expires_at);

-- What open pages look at several times a second.
create index decision_acknowledged on decision (acknowledged_at) where acknowledged_at is not null;
create index notification_updated on notification (updated_at);
