-- The books: documents with their numbers, and the ledger. Appended to, never edited.

-- an invoice or credit note, drafted when its order is paid, numbered and issued just after
create table invoices (
    id text primary key not null,
    kind text not null check (kind in ('invoice', 'credit_note')),
    order_id text not null references orders (id),
    -- the invoice that a credit note corrects
    corrects_id text references invoices (id),
    customer_id text not null references customers (id),
    payer_reseller_id text references resellers (id),
    payer_customer_id text references customers (id),
    draft text not null,
    currency text not null,
    total_minor bigint not null check (total_minor >= 0),
    drafted_at text not null,
    year bigint,
    number bigint check (number > 0),
    issued_on text,
    issued_at text,
    check ((payer_reseller_id is null) <> (payer_customer_id is null)),
    check ((kind = 'credit_note') = (corrects_id is not null)),
    check ((number is null) = (year is null) and (number is null) = (issued_on is null))
);
create unique index invoices_kind_year_number on invoices (kind, year, number);
create index invoices_order_id on invoices (order_id);
create index invoices_corrects_id on invoices (corrects_id);
create index invoices_drafted_at on invoices (number, drafted_at);
create index invoices_payer_reseller_id on invoices (payer_reseller_id, issued_on);
create index invoices_payer_customer_id on invoices (payer_customer_id, issued_on);

-- a document as it was issued: stored, never rendered again
create table invoice_documents (
    invoice_id text not null references invoices (id),
    media_type text not null,
    document bytea not null,
    sha256 text not null,
    rendered_at text not null,
    primary key (invoice_id, media_type)
);

-- the last number and day of each series; written only by the holder of the numbering lease
create table invoice_series (
    kind text not null,
    year bigint not null,
    last_number bigint not null check (last_number > 0),
    last_issued_on text not null,
    primary key (kind, year)
);

-- money that goes back to the payer
create table refunds (
    id text primary key not null,
    payment_id text not null references payments (id),
    order_id text not null references orders (id),
    invoice_id text references invoices (id),
    state text not null,
    reason text not null,
    currency text not null,
    amount_minor bigint not null check (amount_minor > 0),
    gateway_reference text,
    asked_at text not null,
    next_look_at text,
    refunded_on text
);
create index refunds_payment_id on refunds (payment_id);
create index refunds_order_id on refunds (order_id);
create index refunds_next_look_at on refunds (next_look_at);

-- the accounts of the ledger: data, not code
create table ledger_accounts (
    code text primary key not null,
    name text not null
);

-- one movement; its cause happens once
create table ledger_entries (
    id text primary key not null,
    cause text not null,
    booked_on text not null,
    description text not null,
    order_id text references orders (id),
    invoice_id text references invoices (id),
    booked_at text not null
);
create unique index ledger_entries_cause on ledger_entries (cause);
create index ledger_entries_booked_on on ledger_entries (booked_on);
create index ledger_entries_order_id on ledger_entries (order_id);

-- the lines of an entry: debits above zero, credits below, together zero in each currency
create table ledger_postings (
    entry_id text not null references ledger_entries (id),
    line bigint not null,
    account_code text not null references ledger_accounts (code),
    currency text not null,
    amount_minor bigint not null check (amount_minor <> 0),
    -- whose balance it moves, and the country of a VAT rate
    reseller_id text references resellers (id),
    customer_id text references customers (id),
    country text,
    primary key (entry_id, line)
);
create index ledger_postings_account_code on ledger_postings (account_code, currency);
create index ledger_postings_reseller_id on ledger_postings (reseller_id);
create index ledger_postings_customer_id on ledger_postings (customer_id);

-- deferred revenue that becomes revenue on a day to come
create table revenue_releases (
    order_id text not null references orders (id),
    part bigint not null,
    due_on text not null,
    currency text not null,
    amount_minor bigint not null,
    entry_id text references ledger_entries (id),
    primary key (order_id, part)
);
create index revenue_releases_due_on on revenue_releases (entry_id, due_on);

-- who did what, acting as and on whom, when, from where
create table audit_log (
    id text primary key not null,
    happened_at text not null,
    account_id text references accounts (id),
    acting_as_reseller_id text references resellers (id),
    reseller_id text references resellers (id),
    customer_id text references customers (id),
    action text not null,
    details text not null,
    address text not null
);
create index audit_log_reseller_id on audit_log (reseller_id, happened_at);
create index audit_log_customer_id on audit_log (customer_id, happened_at);
create index audit_log_happened_at on audit_log (happened_at);
