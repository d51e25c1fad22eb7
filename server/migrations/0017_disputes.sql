-- what a lost dispute took out of the revenue that was still to come, less what credit notes have used of
-- it since; and the instant of the decision
alter table disputes add column withheld_minor bigint not null default 0;
alter table disputes add column decided_at text;
create index disputes_state on disputes (state);

-- a subscription that its payer has cancelled at the period's end; gone when that is taken back, or when
-- another period is paid
create table cancellations (
    subscription_id text primary key not null references subscriptions (id),
    reason text not null,
    note text not null,
    -- whether it renewed by itself before
    renewed bigint not null check (renewed in (0, 1)),
    cancelled_by text references accounts (id),
    cancelled_at text not null
);

-- a card that its payer types on the gateway's page to be kept, without a charge
create table card_setups (
    id text primary key not null,
    subscription_id text not null references subscriptions (id),
    payer_reseller_id text references resellers (id),
    payer_customer_id text references customers (id),
    state text not null,
    asked_by text references accounts (id),
    asked_at text not null,
    check ((payer_reseller_id is null) <> (payer_customer_id is null))
);
create index card_setups_subscription_id on card_setups (subscription_id, state);
