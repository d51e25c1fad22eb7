-- the running number within a year from which references are made
alter table transfers add column number bigint not null default 0;
create unique index transfers_number on transfers (number);
-- 1: the period begins on the day on which the money is recorded
alter table transfers add column begins_when_recorded bigint not null default 0;

-- 'waiting' for a second person, or 'counted'
alter table bank_entries add column state text not null default 'counted';
-- what of it no order took: it is the payer's balance
alter table bank_entries add column kept_minor bigint not null default 0;
alter table bank_entries add column decided_by text references accounts (id);
alter table bank_entries add column decided_at text;
create index bank_entries_state on bank_entries (state);
