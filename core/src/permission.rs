//! The permission rule: one function for the button's reason and the 403's text.
//! Another reseller's things answer as if unknown (404), one's own things that a role may not
//! touch answer with the reason (403).

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, CustomerId, ResellerId};

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
    pub customers: Vec<(CustomerId, crate::member::MemberRole)>,
}

/// A customer with the reseller that manages it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Managed {
    /// Whose.
    pub reseller: ResellerId,
    /// Which.
    pub customer: CustomerId,
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
    /// See a customer's name, seats and dates.
    SeeCustomer(Managed),
    /// See its members.
    SeeMembers(Managed),
    /// Add a member.
    AddMember(Managed),
    /// See prices of, and buy for, the customer.
    Buy(Managed),
    /// See an order of a payer for a customer.
    SeeOrder(Managed, PayerSide),
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

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// To this caller the thing does not exist.
    NotFound,
    /// A technician neither spends nor sees prices.
    TechniciansDoNotSpend,
    /// A member has only the own licence.
    MembersHaveOnlyTheirLicence,
    /// Only a reseller's administrator does this.
    ResellerAdministratorsOnly,
    /// Staff act for a reseller only through "Acting as".
    StaffActAsAReseller,
    /// The payer's documents are the payer's.
    PayersOnly,
    /// The account has no role in any business.
    NoRole,
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
        (_, Some((_, crate::member::MemberRole::Administrator))) => Standing::CustomerAdministrator,
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
        Action::CreateCustomer | Action::CheckVatNumber => create(actor),
        Action::SeeCustomer(managed) => see(&standing(actor, managed)),
        Action::SeeMembers(managed) => manage(&standing(actor, managed)),
        Action::AddMember(managed) => match standing(actor, managed) {
            Standing::Staff => Err(Refusal::StaffActAsAReseller),
            other => manage(&other),
        },
        Action::Buy(managed) => buy(&standing(actor, managed)),
        Action::SeeOrder(managed, payer) | Action::SeeInvoice(managed, payer) => {
            see_papers(&standing(actor, managed), payer)
        }
    }
}

fn list(actor: &Actor) -> Result<(), Refusal> {
    if actor.staff || actor.reseller.is_some() || !actor.customers.is_empty() {
        Ok(())
    } else {
        Err(Refusal::NoRole)
    }
}

fn create(actor: &Actor) -> Result<(), Refusal> {
    match actor.reseller {
        Some((_, ResellerRole::Administrator)) => Ok(()),
        Some((_, ResellerRole::Technician)) => Err(Refusal::TechniciansDoNotSpend),
        None if actor.staff => Err(Refusal::StaffActAsAReseller),
        None => Err(Refusal::ResellerAdministratorsOnly),
    }
}

fn see(standing: &Standing) -> Result<(), Refusal> {
    match standing {
        Standing::Stranger => Err(Refusal::NotFound),
        _ => Ok(()),
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
mod tests {
    use super::*;
    use crate::member::MemberRole;

    const fn id(n: u128) -> uuid::Uuid {
        uuid::Uuid::from_u128(n)
    }
    const OURS: Managed = Managed {
        reseller: ResellerId(id(1)),
        customer: CustomerId(id(2)),
    };

    fn actor(
        staff: bool,
        reseller: Option<(u128, ResellerRole)>,
        customer: Option<(u128, MemberRole)>,
    ) -> Actor {
        Actor {
            account: AccountId(id(9)),
            staff,
            reseller: reseller.map(|(n, role)| (ResellerId(id(n)), role)),
            customers: customer
                .map(|(n, role)| (CustomerId(id(n)), role))
                .into_iter()
                .collect(),
        }
    }

    /// `+` may; else the reason's letter.
    fn letter(answer: Result<(), Refusal>) -> char {
        match answer {
            Ok(()) => '+',
            Err(Refusal::NotFound) => '0',
            Err(Refusal::TechniciansDoNotSpend) => 'T',
            Err(Refusal::MembersHaveOnlyTheirLicence) => 'M',
            Err(Refusal::ResellerAdministratorsOnly) => 'R',
            Err(Refusal::StaffActAsAReseller) => 'S',
            Err(Refusal::PayersOnly) => 'P',
            Err(Refusal::NoRole) => '-',
        }
    }

    #[test]
    fn the_table_of_who_may_what() {
        use MemberRole::{Administrator, Member};
        let works = |reseller, role| actor(false, Some((reseller, role)), None);
        let belongs = |customer, role| actor(false, None, Some((customer, role)));
        // list, create, check a number, see, see members, add one, buy, the reseller's order, the customer's
        for (who, decided) in [
            (works(1, ResellerRole::Administrator), "++++++++0"),
            (works(1, ResellerRole::Technician), "+TT+++TTT"),
            (works(7, ResellerRole::Administrator), "+++000000"),
            (belongs(2, Administrator), "+RR++++0+"),
            (belongs(2, Member), "+RR+MMM00"),
            (belongs(8, Administrator), "+RR000000"),
            (actor(true, None, None), "+SS++SS++"),
            (actor(false, None, None), "-RR000000"),
        ] {
            let actions = [
                Action::ListCustomers,
                Action::CreateCustomer,
                Action::CheckVatNumber,
                Action::SeeCustomer(OURS),
                Action::SeeMembers(OURS),
                Action::AddMember(OURS),
                Action::Buy(OURS),
                Action::SeeOrder(OURS, PayerSide::Reseller),
                Action::SeeInvoice(OURS, PayerSide::Customer),
            ];
            let answers: String = actions
                .iter()
                .map(|action| letter(may(&who, action)))
                .collect();
            assert_eq!(answers, decided, "{who:?}");
        }
    }

    #[test]
    fn who_works_for_the_reseller_buys_as_the_reseller() {
        let both = actor(
            false,
            Some((1, ResellerRole::Administrator)),
            Some((2, MemberRole::Administrator)),
        );
        assert_eq!(
            may(&both, &Action::SeeOrder(OURS, PayerSide::Reseller)),
            Ok(())
        );
    }
}
