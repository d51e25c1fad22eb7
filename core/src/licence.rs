//! Licences: how many a customer has, how many are given away, how many are free.

use serde::{Deserialize, Serialize};

/// The counts that are shown as seats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    /// Licences of the running period, paid for.
    pub total: u32,
    /// Given to members that use them.
    pub used: u32,
    /// Held for members that have not yet signed in.
    pub invited: u32,
}

impl Seats {
    /// Licences that can be given to somebody; none where more are given than paid for.
    pub fn free(self) -> u32 {
        self.total
            .saturating_sub(self.used.saturating_add(self.invited))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_holds_a_licence() {
        assert_eq!(
            Seats {
                total: 7,
                used: 4,
                invited: 1
            }
            .free(),
            2
        );
        assert_eq!(
            Seats {
                total: 3,
                used: 3,
                invited: 1
            }
            .free(),
            0
        );
    }
}
