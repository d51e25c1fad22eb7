-- The resellers' clients, their members, and the links that are mailed to people.

-- a client; not active until its first order is paid
create table customers (
    id text primary key not null,
    -- null when nobody manages it any more
    reseller_id text references resellers (id),
    name text not null,
    -- lower case in every script, for searching and sorting alike on both engines
    name_folded text not null,
    -- town and VAT number in lower case, for searching
    found_by text not null,
    address text not null,
    postcode text not null,
    city text not null,
    country text not null,
    vat_number text,
    vat_status text not null,
    vat_check_id text references vat_checks (id),
    invoice_email text not null,
    locale text not null,
    created_by text references accounts (id),
    created_at text not null,
    active_on text,
    version bigint not null default 1
);
create index customers_reseller_id on customers (reseller_id, name_folded, id);

-- an account or invited address in a customer's business
create table members (
    id text primary key not null,
    customer_id text not null references customers (id),
    email text not null,
    email_shown text not null,
    -- null until the invitation is accepted; a person is in one business at most
    account_id text references accounts (id),
    role text not null,
    state text not null,
    licensed bigint not null check (licensed in (0, 1)),
    added_by text references accounts (id),
    added_at text not null,
    added_on text not null,
    invited_until_on text,
    joined_at text
);
create unique index members_customer_id_email on members (customer_id, email);
create unique index members_account_id on members (account_id);
create index members_email on members (email);

-- a single-use link in a mail: activation, reset, invitation, role; only its hash is kept
create table links (
    token_hash text primary key not null,
    kind text not null,
    email text not null,
    account_id text references accounts (id),
    member_id text references members (id) on delete cascade,
    -- the role that is offered: of a reseller, or of the seller's staff when this is null
    reseller_id text references resellers (id),
    role text,
    locale text not null,
    created_by text references accounts (id),
    created_at text not null,
    expires_at text not null,
    used_at text,
    replaced_at text
);
create index links_email on links (email, kind);
create index links_member_id on links (member_id);
create index links_account_id on links (account_id);
create index links_expires_at on links (expires_at);
