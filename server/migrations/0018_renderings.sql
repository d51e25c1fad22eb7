-- documents that have their number and are not stored yet: written with the number, gone with the bytes
create table invoice_renderings (
    invoice_id text primary key not null references invoices (id)
);
