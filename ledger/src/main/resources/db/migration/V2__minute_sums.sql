-- Sums of agents and scopes by the minute of posting: what burn rates are measured from. Kept two hours.
create table minute_sum (
  account_id bigint not null references account on delete cascade,
  minute     timestamptz not null,               -- its start, or the burn_since that divides it
  posted     bigint not null,
  primary key (account_id, minute)
) with (fillfactor = 70);

-- When a person last resumed the account: burn rates are measured anew from then on.
alter table account add column burn_since timestamptz;

-- Pauses that their window's end has ended: burn rates are measured anew after those, too.
create index hold_until on hold (account_id, until) where until is not null;
