-- Companies that buy and sell on, their conditions and their people.

-- what was asked about a VAT number and what was answered; never changed, only accepted by staff
create table vat_checks (
    id text primary key not null,
    vat_number text not null,
    asked_name text not null,
    answer text not null,
    name_given text,
    address_given text,
    consultation_number text,
    raw text,
    checked_at text not null,
    accepted_by text references accounts (id),
    accepted_at text
);
create index vat_checks_vat_number on vat_checks (vat_number, checked_at);

-- a company that buys and sells on
create table resellers (
    id text primary key not null,
    name text not null,
    address text not null,
    postcode text not null,
    city text not null,
    country text not null,
    vat_number text,
    vat_status text not null,
    vat_check_id text references vat_checks (id),
    -- whom its orders are billed to: 'reseller' or 'customer'
    bill_to text not null,
    invoice_email text not null,
    locale text not null,
    created_at text not null,
    version bigint not null default 1
);

-- a reseller's discount from a day on
create table reseller_discounts (
    reseller_id text not null references resellers (id),
    from_on text not null,
    percent text not null,
    entered_by text references accounts (id),
    entered_at text not null,
    primary key (reseller_id, from_on)
);

-- who works for a reseller, as administrator or technician
create table reseller_people (
    reseller_id text not null references resellers (id),
    account_id text not null references accounts (id),
    role text not null,
    added_by text references accounts (id),
    added_at text not null,
    primary key (reseller_id, account_id)
);
create unique index reseller_people_account_id on reseller_people (account_id);
