-- business days whose work is done; they are worked through in order, each once
create table business_days (
    day text primary key not null,
    finished_at text not null
);

create index renewal_notices_period on renewal_notices (subscription_id, period_starts_on, noticed_on);
