-- What the program itself needs: the database's mark, leases, mails to send, the audit log.
--
-- Conventions, held by both engines: ids are text (UUID), money is whole minor units beside its
-- currency, unit prices and percentages are decimal text, a day ends in _on and an instant in
-- _at (both ISO text that sorts), yes and no are 1 and 0. A unique index is named after its
-- table and columns, since that name is how a conflict is told. States are words of the domain,
-- which reads them; no list of them stands here, so that a new word needs no new table.

-- whether the data is 'demo' or 'real', for ever
create table database_mark (
    id bigint primary key not null check (id = 1),
    kind text not null check (kind in ('demo', 'real')),
    marked_at text not null
);

-- who of many servers does a thing that only one may do
create table leases (
    name text primary key not null,
    holder text not null,
    held_until text not null
);

-- how often something was tried in a span of time: sign-ins, mails to an address
create table throttles (
    scope text not null,
    subject text not null,
    window_at text not null,
    tries bigint not null check (tries > 0),
    primary key (scope, subject, window_at)
);
create index throttles_window_at on throttles (window_at);

-- what must follow a commit and is delivered at least once: mails, messages to others
create table outbox (
    id text primary key not null,
    kind text not null,
    payload text not null,
    -- where the same thing must not be written twice, its name
    once_key text,
    created_at text not null,
    not_before text not null,
    attempts bigint not null default 0,
    last_error text,
    delivered_at text,
    given_up_at text
);
create unique index outbox_once_key on outbox (once_key);
create index outbox_due on outbox (delivered_at, given_up_at, not_before);
