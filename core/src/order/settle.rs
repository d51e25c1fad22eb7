//! What follows when an order's money is in: an invoice draft, licences, book entries and mails,
//! decided here without touching anything, saved by the server in one transaction.

use jiff::civil::Date;

use super::Order;
use crate::{
    id::InvoiceId,
    invoice::{DocumentKind, Draft, Party},
    ledger::{self, Entry, Unbalanced, posting},
    money::Money,
    payment::{Payment, PaymentMethod},
    proration::Period,
    quote::{Change, LineReason, Quote, QuoteLine},
};

/// What is known about an order when it is settled, besides the order itself.
#[derive(Clone, Debug)]
pub struct Settling {
    /// The id that the draft will have.
    pub invoice: InvoiceId,
    /// Who sells.
    pub seller: Party,
    /// Who is billed, frozen when the order was placed.
    pub buyer: Party,
    /// The payer's name.
    pub paid_by: String,
    /// The customer's name.
    pub paid_for: String,
    /// The language of the payer's documents.
    pub locale: String,
    /// Demo data: documents say so.
    pub demo: bool,
    /// The day by which it was decided when a renewed period begins: a card's order has that of
    /// placing, a transfer's that of recording.
    pub decided_on: Date,
}

/// Licences that a paid order brings into being.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// In which period.
    pub period: Period,
    /// How many.
    pub quantity: u32,
    /// For how many of its months, the last ones.
    pub months: u32,
    /// The period began at the old end although it is paid later.
    pub by_grace: bool,
}

/// Everything that a paid order brings about; the invoice's mail follows its number.
#[derive(Clone, Debug)]
pub struct Settlement {
    /// The invoice, without a number yet.
    pub draft: Draft,
    /// The licences that now exist.
    pub grants: Vec<Grant>,
    /// The sale.
    pub sale: Entry,
    /// When how much of the deferred net becomes revenue.
    pub releases: Vec<(Date, Money)>,
}

/// Settles an order with a payment that was checked to be exactly its total.
///
/// # Errors
/// [`Unbalanced`] if the quote's parts did not sum to its total; no quote of `quote()` does that.
pub fn settle(order: &Order, payment: &Payment, with: Settling) -> Result<Settlement, Unbalanced> {
    let quote = &order.quote;
    // what comes by transfer is the payer's own until it settles an order
    let from = match order.method {
        PaymentMethod::Card => ledger::GATEWAY,
        PaymentMethod::BankTransfer => ledger::BALANCE,
    };
    let sale = Entry::new(
        payment.received_on,
        format!("Order {}", order.id),
        vec![
            posting(from, payment.amount),
            posting(ledger::DEFERRED_REVENUE, quote.net.negated()),
            posting(ledger::VAT_OWED, quote.vat.negated()),
        ],
    )?;
    let draft = Draft {
        id: with.invoice,
        kind: DocumentKind::Invoice,
        order: order.id,
        seller: with.seller,
        buyer: with.buyer,
        paid_by: with.paid_by,
        paid_for: with.paid_for,
        period: quote.period,
        quote: quote.clone(),
        paid_on: payment.received_on,
        card: payment.card.clone(),
        locale: with.locale,
        demo: with.demo,
        corrects: None,
    };
    Ok(Settlement {
        draft,
        grants: grants(order, with.decided_on),
        sale,
        releases: releases(quote),
    })
}

/// One grant for each line of licences.
fn grants(order: &Order, decided_on: Date) -> Vec<Grant> {
    let grants = order.quote.lines.iter().filter_map(grant);
    let renews = order.kind() == Change::Renew;
    grants
        .map(|grant| Grant {
            by_grace: renews && grant.period.start() < decided_on,
            ..grant
        })
        .collect()
}

fn grant(line: &QuoteLine) -> Option<Grant> {
    let (LineReason::WholePeriod { period }
    | LineReason::StartedMonths { period }
    | LineReason::NextPeriod { period }) = line.reason
    else {
        return None;
    };
    Some(Grant {
        period,
        quantity: line.quantity?,
        months: line.months?,
        by_grace: false,
    })
}

/// The net of each line of licences, split in the proportion of the lines and released by month.
/// Shares are running sums, so that together they are exactly the net.
fn releases(quote: &Quote) -> Vec<(Date, Money)> {
    let (mut listed, mut shared) = (0_i128, 0_i64);
    let mut all = Vec::new();
    for line in &quote.lines {
        let Some(grant) = grant(line) else { continue };
        listed += i128::from(line.amount.minor());
        let whole = i128::from(quote.list.minor());
        let share = if whole == 0 {
            0
        } else {
            i128::from(quote.net.minor()) * listed / whole
        };
        let share = i64::try_from(share).unwrap_or(shared);
        all.extend(ledger::releases(
            Money::new(share - shared, quote.currency),
            &grant.period,
            grant.months,
        ));
        shared = share;
    }
    all
}
