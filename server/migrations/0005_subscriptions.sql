-- What is sold and for what: price lists, subscriptions, orders, and what a paid order gives.

-- what a licence costs a month from a day on; the prices by currency and term as JSON
create table price_lists (
    version bigint primary key not null,
    from_on text not null,
    prices text not null,
    published_by text references accounts (id),
    published_at text not null
);
create index price_lists_from_on on price_lists (from_on);

-- a customer's running agreement; there is one
create table subscriptions (
    id text primary key not null,
    customer_id text not null references customers (id),
    term_months bigint not null check (term_months in (1, 12)),
    currency text not null,
    anchor_day bigint check (anchor_day between 1 and 31),
    auto_renew bigint not null check (auto_renew in (0, 1)),
    -- the number of licences of the next period, where it was changed
    next_licences bigint check (next_licences > 0),
    created_at text not null,
    version bigint not null default 1
);
create unique index subscriptions_customer_id on subscriptions (customer_id);

-- the card that renews a subscription, as the gateway knows it; its payer's alone
create table saved_cards (
    subscription_id text primary key not null references subscriptions (id),
    payer_reseller_id text references resellers (id),
    payer_customer_id text references customers (id),
    gateway text not null,
    gateway_token text not null,
    brand text not null,
    last_four text not null,
    saved_by text references accounts (id),
    saved_at text not null,
    check ((payer_reseller_id is null) <> (payer_customer_id is null))
);

-- an accepted quote on its way to being paid; the browser chose the id
create table orders (
    id text primary key not null,
    reseller_id text references resellers (id),
    customer_id text not null references customers (id),
    subscription_id text not null references subscriptions (id),
    kind text not null,
    method text not null,
    payer_reseller_id text references resellers (id),
    payer_customer_id text references customers (id),
    placed_by text references accounts (id),
    -- whom it is billed to, and that buyer as it was when the order was placed
    bill_to text not null,
    buyer text not null,
    -- as typed, as quoted, and what the VAT was decided by: JSON, never changed
    request text not null,
    quote text not null,
    evidence text not null,
    locale text not null,
    currency text not null,
    total_minor bigint not null check (total_minor >= 0),
    price_list bigint not null references price_lists (version),
    placed_on text not null,
    placed_at text not null,
    state text not null,
    state_at text not null,
    attempt bigint not null default 1 check (attempt > 0),
    declined text,
    -- the gateway's page, while the payer has to go there
    action_url text,
    -- when to look after it next: ask the gateway, try again, let it lapse
    next_look_at text,
    paid_on text,
    settled_at text,
    -- subscription and kind while the order is open: one open order of a kind at a time
    open_key text,
    version bigint not null default 1,
    check ((payer_reseller_id is null) <> (payer_customer_id is null))
);
create unique index orders_open_key on orders (open_key);
create index orders_customer_id on orders (customer_id, placed_at);
create index orders_subscription_id on orders (subscription_id, kind, placed_at);
create index orders_payer_reseller_id on orders (payer_reseller_id, placed_at);
create index orders_payer_customer_id on orders (payer_customer_id, placed_at);
create index orders_next_look_at on orders (next_look_at);
create index orders_state on orders (state, state_at);

-- the days paid for: [starts_on, ends_on)
create table periods (
    id text primary key not null,
    subscription_id text not null references subscriptions (id),
    order_id text not null references orders (id),
    starts_on text not null,
    ends_on text not null,
    term_months bigint not null check (term_months in (1, 12)),
    anchor_day bigint not null check (anchor_day between 1 and 31),
    -- whether it began at the old end although it was paid later; never twice in a row
    by_grace bigint not null check (by_grace in (0, 1)),
    price_list bigint not null references price_lists (version),
    unit_price text not null,
    check (starts_on < ends_on)
);
create unique index periods_subscription_id_starts_on on periods (subscription_id, starts_on);
create index periods_ends_on on periods (ends_on);
create index periods_order_id on periods (order_id);

-- licences that an order paid for in a period; ended by a credit note or a lost dispute
create table licences (
    id text primary key not null,
    subscription_id text not null references subscriptions (id),
    period_id text not null references periods (id),
    order_id text not null references orders (id),
    quantity bigint not null check (quantity > 0),
    ended_on text
);
create index licences_subscription_id on licences (subscription_id, period_id);
create index licences_period_id on licences (period_id);
create index licences_order_id on licences (order_id);

-- a mail about a coming renewal; what is charged then is what the last one said
create table renewal_notices (
    subscription_id text not null references subscriptions (id),
    period_starts_on text not null,
    days_before bigint not null,
    noticed_on text not null,
    currency text not null,
    total_minor bigint not null check (total_minor >= 0),
    quote text not null,
    primary key (subscription_id, period_starts_on, days_before, noticed_on)
);
