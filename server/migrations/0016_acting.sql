-- Acting as a reseller, and customers that change hands.

-- the reseller as which one of the seller's people acts in this session, and until when
alter table sessions add column acting_as_reseller_id text references resellers (id);
alter table sessions add column acting_until text;

-- 1: the order was placed by one of the seller's people who acted as its reseller
alter table orders add column acting bigint not null default 0;

-- nobody: the reseller of a customer that has none (any more). A row instead of a null, so that all that
-- is read by the id of a reseller is read in the same way; nobody works for it, and it is never listed.
insert into resellers (id, name, address, postcode, city, country, vat_status, bill_to, invoice_email, locale, created_at)
values ('00000000-0000-0000-0000-000000000000', '', '', '', '', 'SE', 'absent', 'customer', '', 'en', '2026-01-01T00:00:00Z');

-- what waits for an answer: a reseller asks to manage the business of an address, or hands a customer
-- over to the reseller of an address; gone when it was answered
create table managing_offers (
    id text primary key not null,
    reseller_id text not null references resellers (id),
    -- null where a business is asked: its address tells which
    customer_id text references customers (id),
    email text not null,
    email_shown text not null,
    offered_by text not null references accounts (id),
    offered_at text not null,
    offered_until_on text not null
);
create index managing_offers_reseller_id on managing_offers (reseller_id, email);
create index managing_offers_customer_id on managing_offers (customer_id);

alter table links add column managing_offer_id text references managing_offers (id) on delete cascade;
create index links_managing_offer_id on links (managing_offer_id);
