-- Resellers are found by name, and made once by an id that the browser chose; the audit log can be
-- read by order, since what a customer pays by itself is not its reseller's to see.

-- lower case in every script, as of customers; earlier names as far as the engine knows the script
alter table resellers add column name_folded text not null default '';
update resellers set name_folded = lower(name);
create index resellers_name_folded on resellers (name_folded, id);
-- what it was made of, as it was asked for: the same again is no second one
alter table resellers add column created_as text;

-- the order that it is about
alter table audit_log add column order_id text;
update audit_log set order_id = (select min(o.id) from orders o
    where o.customer_id = audit_log.customer_id and audit_log.details like '%"order":"' || o.id || '"%')
where customer_id is not null;
update audit_log set order_id = (select min(i.order_id) from invoices i join orders o on o.id = i.order_id
    where o.customer_id = audit_log.customer_id and audit_log.details like '%"invoice":"' || i.id || '"%')
where action = 'credit_note.issued' and order_id is null;
create index audit_log_newest on audit_log (happened_at, id);
create index audit_log_order_id on audit_log (order_id);
