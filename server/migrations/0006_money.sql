-- Money in and back, by card and by bank.

-- one attempt at being paid for an order
create table payments (
    id text primary key not null,
    order_id text not null references orders (id),
    attempt bigint not null check (attempt > 0),
    gateway text not null,
    -- the provider's own reference, from when it is known; settles once
    gateway_reference text,
    state text not null,
    currency text not null,
    amount_minor bigint not null check (amount_minor >= 0),
    card_brand text,
    card_last_four text,
    declined text,
    received_on text,
    created_at text not null,
    settled_at text
);
create unique index payments_order_id_attempt on payments (order_id, attempt);
create unique index payments_gateway_gateway_reference on payments (gateway, gateway_reference);

-- the payer's bank wants a payment back
create table disputes (
    id text primary key not null,
    payment_id text not null references payments (id),
    gateway_reference text not null,
    state text not null,
    currency text not null,
    amount_minor bigint not null check (amount_minor > 0),
    opened_on text not null,
    decided_on text
);
create unique index disputes_gateway_reference on disputes (gateway_reference);
create index disputes_payment_id on disputes (payment_id);

-- an order that waits for money on the bank account
create table transfers (
    order_id text primary key not null references orders (id),
    reference text not null,
    currency text not null,
    amount_minor bigint not null check (amount_minor > 0),
    received_minor bigint not null default 0 check (received_minor >= 0),
    due_on text not null,
    closed_at text
);
create unique index transfers_reference on transfers (reference);
create index transfers_due_on on transfers (closed_at, due_on);

-- money that came in on a bank account; each settles once
create table bank_entries (
    id text primary key not null,
    bank_account text not null,
    entry_reference text not null,
    booked_on text not null,
    currency text not null,
    amount_minor bigint not null check (amount_minor > 0),
    remittance text not null,
    -- the order it was for, or the payer whose balance it became
    order_id text references orders (id),
    payer_reseller_id text references resellers (id),
    payer_customer_id text references customers (id),
    recorded_by text references accounts (id),
    recorded_at text not null
);
create unique index bank_entries_bank_account_entry_reference
    on bank_entries (bank_account, entry_reference);
create index bank_entries_order_id on bank_entries (order_id);
