//! Bank transfers: what a payer has to pay and has left, and what staff record.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Endpoint, Method, asking, with_id};
use crate::{
    form::BankEntryForm,
    id::{BankEntryId, OrderId},
    money::Money,
    order::OrderState,
};

/// How many rows a page of transfers has.
pub const TRANSFERS_A_PAGE: u32 = 25;

/// The paper of an open transfer: what is to be paid, until when and where to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRequest {
    /// What stands in the transfer (ISO 11649), without spaces.
    pub reference: String,
    /// What is still missing.
    pub missing: Money,
    /// What has come so far.
    pub received: Money,
    /// The last day on which it may come.
    #[serde(with = "crate::day")]
    pub due_on: Date,
    /// The period begins on the day on which the money is recorded.
    pub begins_when_recorded: bool,
    /// Whose account it is.
    pub holder: String,
    /// The account, without spaces.
    pub iban: String,
    /// Its bank; may be empty.
    pub bic: String,
    /// The same as a QR code for banks' apps (EPC069-12), for amounts in euro.
    pub qr: Option<QrCode>,
}

/// A QR code, to be drawn as squares of one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    /// How many units it is wide and high, its quiet zone included.
    pub size: u32,
    /// Its dark units as the path of an SVG.
    pub path: String,
}

/// Lists the open transfers of one's own side's orders, and the balances of that side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListTransfers {}

/// What is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnTransfers {
    /// The orders that wait for money, the first due first.
    pub open: Vec<OwnTransfer>,
    /// Money that came and that no order has used, at most one amount for each currency.
    pub balances: Vec<Money>,
}

/// An order that waits for its money, as its payer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnTransfer {
    /// The order, whose page is the payment request.
    pub order: OrderId,
    /// What stands in the transfer.
    pub reference: String,
    /// For which customer.
    pub paid_for: String,
    /// What is still missing.
    pub missing: Money,
    /// The last day on which it may come.
    #[serde(with = "crate::day")]
    pub due_on: Date,
}

/// Lists transfers for staff: the open ones, or any of which reference, payer or customer holds
/// the search text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindTransfers {
    /// Any part of a reference or a name; empty for the open ones.
    #[serde(default)]
    pub search: String,
    /// From 1.
    #[serde(default)]
    pub page: u32,
}

/// One page of transfers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferPage {
    /// The rows of this page.
    pub rows: Vec<TransferRow>,
    /// How many there are in all.
    pub total: u32,
    /// Which page this is, from 1.
    pub page: u32,
    /// Beside the first page: what payers have left, of those of which a name holds the search text.
    pub balances: Vec<BalanceRow>,
}

/// What a payer has left in a currency, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceRow {
    /// An order of the payer in that currency: by it the payer is known.
    pub order: OrderId,
    /// Whose money it is.
    pub paid_by: String,
    /// Its reseller; the payer itself where that is one.
    pub reseller: String,
    /// How much, with what waits to be paid out.
    pub amount: Money,
    /// Since when there has been anything: nothing was paid out before.
    #[serde(with = "crate::day")]
    pub since_on: Date,
    /// What waits for a second person to be paid out.
    pub waiting: Option<WaitingEntry>,
}

/// A transfer, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferRow {
    /// Of which order.
    pub order: OrderId,
    /// What stands in the transfer.
    pub reference: String,
    /// The reseller through which it was ordered.
    pub reseller: String,
    /// Whose money it is.
    pub paid_by: String,
    /// For which customer.
    pub paid_for: String,
    /// What is asked for.
    pub amount: Money,
    /// What has come so far, without what waits for a second person.
    pub received: Money,
    /// When it was placed: no money for it came before.
    #[serde(with = "crate::day")]
    pub placed_on: Date,
    /// The last day on which it may come.
    #[serde(with = "crate::day")]
    pub due_on: Date,
    /// Where the order stands.
    pub state: OrderState,
    /// Money that waits for a second person.
    pub waiting: Option<WaitingEntry>,
}

/// Recorded money that a second person has to confirm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingEntry {
    /// Its id.
    pub id: BankEntryId,
    /// How much.
    pub amount: Money,
    /// The bank's day.
    #[serde(with = "crate::day")]
    pub booked_on: Date,
    /// The bank's own reference.
    pub entry_reference: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// It was the caller: somebody else has to confirm it.
    pub is_own: bool,
}

/// Records money that came for an order, or that went back to its payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordMoney {
    /// For which; of what was paid out, one of the payer's in the balance's currency.
    pub order: OrderId,
    /// It was paid out of the payer's balance.
    #[serde(default)]
    pub is_payout: bool,
    /// What the bank says.
    pub entry: BankEntryForm,
}

/// What became of recorded money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recorded {
    /// It waits for a second person; nothing has happened yet.
    Waits,
    /// The order is paid; what is over is the payer's balance.
    Paid {
        /// What is over, or nothing.
        over: Option<Money>,
    },
    /// The order still waits.
    Short {
        /// What is missing.
        missing: Money,
    },
    /// The order takes no money any more: it is the payer's balance.
    Kept {
        /// How much.
        amount: Money,
    },
    /// It was paid out of the payer's balance.
    PaidOut {
        /// How much.
        amount: Money,
    },
    /// A second person found it wrong: it was never there.
    Withdrawn,
}

/// Decides about money that waits for a second person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecideMoney {
    /// Which entry.
    pub entry: BankEntryId,
    /// It is on the statement; else it was recorded by mistake.
    pub is_right: bool,
}

impl Endpoint for ListTransfers {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/transfers";
    type Reply = OwnTransfers;
}

impl Endpoint for FindTransfers {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/staff/transfers";
    type Reply = TransferPage;

    fn address(&self) -> String {
        let page = self.page.to_string();
        asking(
            Self::PATH.to_owned(),
            &[("page", &page), ("search", &self.search)],
        )
    }
}

impl Endpoint for RecordMoney {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/staff/transfers/{order}/entries";
    type Reply = Recorded;

    fn address(&self) -> String {
        with_id(Self::PATH, self.order)
    }
}

impl Endpoint for DecideMoney {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/staff/entries/{entry}";
    type Reply = Recorded;

    fn address(&self) -> String {
        with_id(Self::PATH, self.entry)
    }
}
