-- The second factor of an account: an app that computes codes, and what stands in for it.

-- the key that the app has (base32), and the last step of 30 seconds whose code was used
create table second_factors (
    account_id text primary key not null references accounts (id),
    app_key text not null,
    last_step bigint not null,
    added_at text not null
);

-- a key that waits for the first code computed with it
create table second_factor_offers (
    account_id text primary key not null references accounts (id),
    app_key text not null,
    expires_at text not null
);

-- codes that each stand in for the app once
create table backup_codes (
    account_id text not null references accounts (id),
    code_hash text not null,
    primary key (account_id, code_hash)
);

-- a right password that waits for a code; nobody is signed in by it
create table half_open_sign_ins (
    token_hash text primary key not null,
    account_id text not null references accounts (id),
    expires_at text not null
);
create index half_open_sign_ins_account_id on half_open_sign_ins (account_id);

-- whether staff ask a second factor of everybody who works for a reseller
alter table resellers add column second_factor_required bigint not null default 0;

-- who pays by a saved card is asked of everybody without a second factor
create index saved_cards_payer_reseller_id on saved_cards (payer_reseller_id);
create index saved_cards_payer_customer_id on saved_cards (payer_customer_id);
