-- who wants to give an order up, from before the gateway is asked until the order is decided: whoever hears
-- first that it has ended there writes down who ended it
create table giving_up (
    order_id text primary key not null references orders (id),
    account_id text not null references accounts (id),
    acting_as_reseller_id text references resellers (id),
    address text not null
);
create index giving_up_account_id on giving_up (account_id);
