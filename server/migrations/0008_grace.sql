-- the day from which a period's licences rest: its end, or the day after the grace
alter table periods add column rests_on text;
update periods set rests_on = ends_on;
