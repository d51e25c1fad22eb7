//! Who has to have a second factor: whoever can move money that is not in their own hands.

use super::{Actor, ResellerRole, administers};

/// What decides it besides the roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stakes {
    /// Staff ask it of everybody who works for the actor's reseller.
    pub asked_of_reseller: bool,
    /// The actor's reseller keeps a saved card.
    pub reseller_card: bool,
    /// A business that the actor administers keeps a saved card of its own.
    pub customer_card: bool,
}

/// Whether an account has to have a second factor: staff; administrators whose side keeps a saved card;
/// and everybody who works for a reseller of which it is asked.
pub fn needs_second_factor(actor: &Actor, stakes: Stakes) -> bool {
    let by_reseller = actor.reseller.is_some_and(|(_, role)| {
        stakes.asked_of_reseller || (stakes.reseller_card && role == ResellerRole::Administrator)
    });
    actor.staff || by_reseller || (stakes.customer_card && administers(actor))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        id::{AccountId, CustomerId, ResellerId},
        member::MemberRole,
    };

    #[test]
    fn the_table_of_who_needs_one() {
        let id = Uuid::from_u128;
        let nobody = Actor {
            account: AccountId(id(9)),
            staff: false,
            acting: false,
            reseller: None,
            customers: Vec::new(),
        };
        let works = |role| Actor {
            reseller: Some((ResellerId(id(1)), role)),
            ..nobody.clone()
        };
        let belongs = |role| Actor {
            customers: vec![(CustomerId(id(2)), role)],
            ..nobody.clone()
        };
        let staff = Actor {
            staff: true,
            ..nobody.clone()
        };
        let stakes = |asked_of_reseller, reseller_card, customer_card| Stakes {
            asked_of_reseller,
            reseller_card,
            customer_card,
        };
        // nothing at stake, asked of the reseller, its card, a card of the customer's own
        let all = [
            Stakes::default(),
            stakes(true, false, false),
            stakes(false, true, false),
            stakes(false, false, true),
        ];
        for (who, needs) in [
            (&staff, [true; 4]),
            (
                &works(ResellerRole::Administrator),
                [false, true, true, false],
            ),
            (
                &works(ResellerRole::Technician),
                [false, true, false, false],
            ),
            (
                &belongs(MemberRole::Administrator),
                [false, false, false, true],
            ),
            (&belongs(MemberRole::Member), [false; 4]),
            (&nobody, [false; 4]),
        ] {
            assert_eq!(
                all.map(|stakes| needs_second_factor(who, stakes)),
                needs,
                "{who:?}"
            );
        }
    }
}
