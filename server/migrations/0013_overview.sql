-- whether the name that the register gave resembles the one asked about: what confirms a number can
-- then be asked of many at once. Of older answers only equal names are told; the others count when
-- they are asked for again, as all are before they are 90 days old.
alter table vat_checks add column resembles bigint not null default 0;
update vat_checks set resembles = 1 where answer = 'valid' and lower(name_given) = lower(asked_name);
