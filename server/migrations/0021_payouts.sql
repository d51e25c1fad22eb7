-- money that came, or money of a payer's balance that was transferred back
alter table bank_entries add column direction text not null default 'in' check (direction in ('in', 'out'));
create index bank_entries_payer_reseller_id on bank_entries (payer_reseller_id, direction);
create index bank_entries_payer_customer_id on bank_entries (payer_customer_id, direction);
