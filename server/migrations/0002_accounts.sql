-- People who sign in.

-- a person's sign-in: one e-mail address; without a password until activated
create table accounts (
    id text primary key not null,
    -- lower case, for finding; as it was typed, for showing
    email text not null,
    email_shown text not null,
    name text not null,
    locale text not null,
    password_hash text,
    created_at text not null,
    activated_at text,
    seen_at text,
    erased_at text,
    version bigint not null default 1
);
create unique index accounts_email on accounts (email);

-- a signed-in browser; the token itself is only in its cookie
create table sessions (
    token_hash text primary key not null,
    account_id text not null references accounts (id),
    created_at text not null,
    seen_at text not null,
    expires_at text not null,
    address text not null,
    browser text not null
);
create index sessions_account_id on sessions (account_id);
create index sessions_expires_at on sessions (expires_at);

-- the seller's own people
create table staff (
    account_id text primary key not null references accounts (id),
    added_by text references accounts (id),
    added_at text not null
);

-- addresses that want no invitation, ever
create table mail_stops (
    email text primary key not null,
    stopped_at text not null
);
