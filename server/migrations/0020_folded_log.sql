-- what the audit log tells is searched in lower case of every script, as names are; of earlier entries
-- as far as the engine knows the script
alter table audit_log add column details_folded text not null default '';
update audit_log set details_folded = lower(details);
