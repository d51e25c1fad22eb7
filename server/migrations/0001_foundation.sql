-- who may do at most once what many servers could do: a named lease
create table leases (
    name text primary key not null,
    holder text not null,
    held_until text not null
);
