-- Daily summaries: who was told of which day, once, and what became of it.
create table summary (
  day          date not null,
  addressee    text not null,
  -- quiet: there was nothing to tell
  status       text not null default 'pending' check (status in ('pending', 'delivered', 'undeliverable', 'quiet')),
  updated_at   timestamptz not null default now(),
  channel      text,                               -- email, webhook or slack: how it was tried last
  tries        int not null default 0,
  last_error   text,
  due_at       timestamptz,                        -- not to be tried again before; null: at once
  leased_by    uuid,                               -- the try that is under way
  leased_until timestamptz,
  primary key (day, addressee)
);
