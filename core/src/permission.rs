//! The permission rule: one function for the button's reason and the 403's text.
//! Another reseller's things answer as if unknown (404), one's own things that a role may not
//! touch answer with the reason (403).

mod acting;

use serde::{Deserialize, Serialize};

use acting::{change_account, end_managing, use_card};

use crate::{
    id::{AccountId, CustomerId, ResellerId},
    member::{MemberRole, Reach},
};

mod refusal;
mod second_factor;

pub use refusal::Refusal;
pub use second_factor::{Stakes, needs_second_factor};

/// A role in a reseller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResellerRole {
    /// All of the reseller's customers, and its money.
    Administrator,
    /// Members and addresses only.
    Technician,
}

/// Somebody signed in, with every role the account holds at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// One of the seller's people.
    pub staff: bool,
    /// The reseller that this account works for.
    pub reseller: Option<(ResellerId, ResellerRole)>,
    /// The businesses in which this account is a member.
    pub customers: Vec<(CustomerId, MemberRole)>,
    /// One of the seller's people who acts as that reseller's administrator for the time being.
    pub acting: bool,
}

/// A customer with the reseller that manages it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Managed {
    /// Whose.
    pub reseller: ResellerId,
    /// Which.
    pub customer: CustomerId,
}

/// The member that somebody wants to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// It is the actor's own row.
    pub own: bool,
    /// What it is now.
    pub role: MemberRole,
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// List the customers one may act on.
    ListCustomers,
    /// Create a customer.
    CreateCustomer,
    /// Check a VAT number for a customer to be.
    CheckVatNumber,
    /// See what the reseller has to pay for coming renewals.
    SeeComingRenewals,
    /// See a customer's name, seats and dates.
    SeeCustomer(Managed),
    /// Correct its street, postal code and town.
    ChangeAddress(Managed),
    /// Correct everything that it is billed by: name, country, VAT number, address for invoices.
    ChangeBusiness(Managed),
    /// See its members.
    SeeMembers(Managed),
    /// Add members.
    AddMember(Managed),
    /// Remove a member, mail it again, or give its licence to another address.
    ChangeMember(Managed, Target),
    /// Make a member an administrator, or an administrator a member.
    SetMemberRole(Managed, Target),
    /// Leave the business oneself.
    Leave(Managed),
    /// See prices of, and buy for, the customer.
    Buy(Managed),
    /// See an order of a payer for a customer.
    SeeOrder(Managed, PayerSide),
    /// List the invoices of one's own side's orders.
    ListInvoices,
    /// Find anybody's invoices, and issue credit notes.
    IssueCreditNotes,
    /// See the people of a reseller, invite one, or withdraw that.
    ManageColleagues(ResellerId),
    /// Remove one of them, or give them the other role.
    ChangeColleague(ResellerId, AccountId),
    /// See transfers and record money on the bank account.
    RecordMoney,
    /// Ask a second factor of everybody who works for a reseller.
    RequireSecondFactor,
    /// Create and correct resellers, and enter their discounts.
    ManageResellers,
    /// Read what everybody has done.
    ReadLog,
    /// Read what was done for a reseller and its customers.
    ReadResellerLog(ResellerId),
    /// Decide whether a name in the VAT register is that of a business.
    DecideVatNames,
    /// Find resellers, and act as one.
    ActAsAReseller,
    /// Decide what the payer's saved card will pay.
    UseSavedCard(Managed),
    /// Change what belongs to the account itself.
    ChangeOwnAccount,
    /// Ask a business that no reseller manages to be its reseller.
    AskToManage,
    /// Hand a customer over to another reseller, or detach it.
    EndManaging(Managed),
    /// Confirm money that this account recorded, or somebody else.
    ConfirmMoney(AccountId),
    /// See the document of such an order.
    SeeInvoice(Managed, PayerSide),
}

/// Who pays an order: documents and amounts go to that side only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayerSide {
    /// The managing reseller.
    Reseller,
    /// The customer's own administrator.
    Customer,
}

/// What the actor is to a customer.
enum Standing {
    ResellerAdministrator,
    ResellerTechnician,
    CustomerAdministrator,
    Member,
    Staff,
    Stranger,
}

fn standing(actor: &Actor, managed: Managed) -> Standing {
    let own = actor
        .customers
        .iter()
        .find(|(customer, _)| *customer == managed.customer);
    match (actor.reseller, own) {
        (Some((reseller, ResellerRole::Administrator)), _) if reseller == managed.reseller => {
            Standing::ResellerAdministrator
        }
        (_, Some((_, MemberRole::Administrator))) => Standing::CustomerAdministrator,
        (Some((reseller, ResellerRole::Technician)), _) if reseller == managed.reseller => {
            Standing::ResellerTechnician
        }
        (_, Some(_)) => Standing::Member,
        _ if actor.staff => Standing::Staff,
        _ => Standing::Stranger,
    }
}

/// Whether the actor may do this.
///
/// # Errors
/// The reason why not.
pub fn may(actor: &Actor, action: &Action) -> Result<(), Refusal> {
    match *action {
        Action::ListCustomers => list(actor),
        Action::CreateCustomer | Action::SeeComingRenewals | Action::AskToManage => create(actor),
        Action::EndManaging(managed) => end_managing(&standing(actor, managed)),
        Action::CheckVatNumber => check_number(actor),
        Action::SeeCustomer(managed) | Action::SeeMembers(managed) => {
            manage(&standing(actor, managed))
        }
        Action::AddMember(managed) | Action::ChangeAddress(managed) => {
            add(&standing(actor, managed))
        }
        Action::ChangeBusiness(managed) => change_business(&standing(actor, managed)),
        Action::ChangeMember(managed, target) => change(&standing(actor, managed), target),
        Action::SetMemberRole(managed, target) => set_role(&standing(actor, managed), target),
        Action::Leave(managed) => leave(actor, managed),
        Action::ListInvoices => list_invoices(actor),
        Action::ActAsAReseller if actor.acting => Ok(()),
        Action::RecordMoney
        | Action::DecideVatNames
        | Action::IssueCreditNotes
        | Action::RequireSecondFactor
        | Action::ManageResellers
        | Action::ReadLog
        | Action::ActAsAReseller => staff(actor),
        Action::ReadResellerLog(_) if actor.staff => Ok(()),
        Action::ManageColleagues(reseller) | Action::ReadResellerLog(reseller) => {
            colleagues(actor, reseller)
        }
        Action::ChangeColleague(reseller, whom) => change_colleague(actor, reseller, whom),
        Action::ConfirmMoney(recorded_by) => confirm(actor, recorded_by),
        Action::ChangeOwnAccount => change_account(actor),
        Action::UseSavedCard(managed) => use_card(actor, managed),
        Action::Buy(managed) => buy(&standing(actor, managed)),
        Action::SeeOrder(managed, payer) | Action::SeeInvoice(managed, payer) => {
            see_papers(&standing(actor, managed), payer)
        }
    }
}

/// What the actor may do about a member.
pub fn reach(actor: &Actor, managed: Managed, target: Target) -> Reach {
    let may = |action: fn(Managed, Target) -> Action| may(actor, &action(managed, target)).is_ok();
    if target.own {
        Reach::Own
    } else if may(Action::SetMemberRole) {
        Reach::SetRole
    } else if may(Action::ChangeMember) {
        Reach::Change
    } else {
        Reach::See
    }
}

fn list(actor: &Actor) -> Result<(), Refusal> {
    if actor.staff || actor.reseller.is_some() || !actor.customers.is_empty() {
        Ok(())
    } else {
        Err(Refusal::NoRole)
    }
}

fn list_invoices(actor: &Actor) -> Result<(), Refusal> {
    match actor.reseller {
        Some((_, ResellerRole::Administrator)) => Ok(()),
        _ if administers(actor) => Ok(()),
        Some((_, ResellerRole::Technician)) => Err(Refusal::TechniciansDoNotSpend),
        None if actor.staff => Err(Refusal::StaffActAsAReseller),
        None if !actor.customers.is_empty() => Err(Refusal::MembersHaveOnlyTheirLicence),
        None => Err(Refusal::NoRole),
    }
}

fn colleagues(actor: &Actor, reseller: ResellerId) -> Result<(), Refusal> {
    match actor.reseller {
        Some((own, ResellerRole::Administrator)) if own == reseller => Ok(()),
        Some((own, ResellerRole::Technician)) if own == reseller => {
            Err(Refusal::ResellerAdministratorsOnly)
        }
        _ if actor.staff => Err(Refusal::StaffActAsAReseller),
        _ => Err(Refusal::NotFound),
    }
}

fn change_colleague(actor: &Actor, reseller: ResellerId, whom: AccountId) -> Result<(), Refusal> {
    colleagues(actor, reseller)?;
    if actor.account == whom {
        Err(Refusal::NobodyRemovesThemselves)
    } else {
        Ok(())
    }
}

fn staff(actor: &Actor) -> Result<(), Refusal> {
    if actor.staff {
        Ok(())
    } else {
        Err(Refusal::StaffOnly)
    }
}

fn confirm(actor: &Actor, recorded_by: AccountId) -> Result<(), Refusal> {
    staff(actor)?;
    if actor.account == recorded_by {
        Err(Refusal::SecondPersonConfirms)
    } else {
        Ok(())
    }
}

/// What is only for who spends the reseller's money.
fn create(actor: &Actor) -> Result<(), Refusal> {
    match actor.reseller {
        Some((_, ResellerRole::Administrator)) => Ok(()),
        Some((_, ResellerRole::Technician)) => Err(Refusal::TechniciansDoNotSpend),
        None if actor.staff => Err(Refusal::StaffActAsAReseller),
        None => Err(Refusal::ResellerAdministratorsOnly),
    }
}

/// Whoever creates customers, or corrects the own business.
fn check_number(actor: &Actor) -> Result<(), Refusal> {
    if administers(actor) {
        Ok(())
    } else {
        create(actor)
    }
}

fn administers(actor: &Actor) -> bool {
    let administers = |(_, role): &(CustomerId, MemberRole)| *role == MemberRole::Administrator;
    actor.customers.iter().any(administers)
}

fn change_business(standing: &Standing) -> Result<(), Refusal> {
    match standing {
        Standing::ResellerTechnician => Err(Refusal::TechniciansChangeAddressesOnly),
        other => add(other),
    }
}

fn manage(standing: &Standing) -> Result<(), Refusal> {
    match standing {
        Standing::ResellerAdministrator
        | Standing::ResellerTechnician
        | Standing::CustomerAdministrator
        | Standing::Staff => Ok(()),
        Standing::Member => Err(Refusal::MembersHaveOnlyTheirLicence),
        Standing::Stranger => Err(Refusal::NotFound),
    }
}

fn add(standing: &Standing) -> Result<(), Refusal> {
    match standing {
        Standing::Staff => Err(Refusal::StaffActAsAReseller),
        other => manage(other),
    }
}

fn change(standing: &Standing, target: Target) -> Result<(), Refusal> {
    add(standing)?;
    let is_technician = matches!(standing, Standing::ResellerTechnician);
    if target.own {
        Err(Refusal::NobodyRemovesThemselves)
    } else if is_technician && target.role == MemberRole::Administrator {
        Err(Refusal::TechniciansDoNotMakeAdministrators)
    } else {
        Ok(())
    }
}

fn set_role(standing: &Standing, target: Target) -> Result<(), Refusal> {
    add(standing)?;
    match standing {
        Standing::ResellerTechnician => Err(Refusal::TechniciansDoNotMakeAdministrators),
        _ if target.own => Err(Refusal::NobodyRemovesThemselves),
        _ => Ok(()),
    }
}

fn leave(actor: &Actor, managed: Managed) -> Result<(), Refusal> {
    let is_in = |(customer, _): &(CustomerId, MemberRole)| *customer == managed.customer;
    if actor.customers.iter().any(is_in) {
        Ok(())
    } else {
        Err(Refusal::NotFound)
    }
}

fn buy(standing: &Standing) -> Result<(), Refusal> {
    match standing {
        Standing::ResellerAdministrator | Standing::CustomerAdministrator => Ok(()),
        Standing::ResellerTechnician => Err(Refusal::TechniciansDoNotSpend),
        Standing::Member => Err(Refusal::MembersHaveOnlyTheirLicence),
        Standing::Staff => Err(Refusal::StaffActAsAReseller),
        Standing::Stranger => Err(Refusal::NotFound),
    }
}

fn see_papers(standing: &Standing, payer: PayerSide) -> Result<(), Refusal> {
    match (standing, payer) {
        (Standing::ResellerAdministrator, PayerSide::Reseller)
        | (Standing::CustomerAdministrator, PayerSide::Customer)
        | (Standing::Staff, _) => Ok(()),
        (Standing::ResellerTechnician, _) => Err(Refusal::TechniciansDoNotSpend),
        // To the other side the order does not exist: its id must not even tell that it is one.
        _ => Err(Refusal::NotFound),
    }
}

#[cfg(test)]
mod tests;
