-- a period that was paid ahead and given back in full before it began: it is as if it had never been
-- bought, and may be bought again
alter table periods add column given_back_on text;
