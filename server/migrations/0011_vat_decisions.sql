-- staff may also decide that a name in the register is not the business's
alter table vat_checks add column refused_by text references accounts (id);
alter table vat_checks add column refused_at text;
create index vat_checks_undecided on vat_checks (answer, checked_at);
