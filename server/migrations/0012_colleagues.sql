-- Roles in a reseller that are offered to addresses, and changes of an account's address.

-- an offer of a role; gone when it was accepted or withdrawn
create table colleague_invitations (
    id text primary key not null,
    reseller_id text not null references resellers (id),
    email text not null,
    email_shown text not null,
    role text not null,
    invited_by text not null references accounts (id),
    invited_at text not null,
    invited_on text not null,
    invited_until_on text not null
);
create unique index colleague_invitations_reseller_id_email on colleague_invitations (reseller_id, email);

-- an address that an account is to have once it is confirmed there; an account has one at most
create table email_changes (
    id text primary key not null,
    account_id text not null references accounts (id),
    email text not null,
    email_shown text not null,
    asked_at text not null,
    expires_at text not null
);
create unique index email_changes_account_id on email_changes (account_id);

alter table links add column colleague_invitation_id text references colleague_invitations (id) on delete cascade;
alter table links add column email_change_id text references email_changes (id) on delete cascade;
create index links_colleague_invitation_id on links (colleague_invitation_id);
create index links_email_change_id on links (email_change_id);
