//! A purchase as the checkout makes it, in its nine statements, on the portal's own tables.

use jiff::{Timestamp, civil::date};
use seatkeeper_server::params;
use seatkeeper_server::store::{Store, StoreError, Tx};
use uuid::Uuid;

/// When an invoice gets its number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbering {
    /// Just after, in batches by one worker: what the portal does.
    Later,
    /// In the purchase itself, from a counter row: what it does not do.
    AtOnce,
}

/// Customers who buy, one for each caller.
pub(crate) struct Shop {
    customers: Vec<Buyer>,
}

#[derive(Clone, Copy)]
struct Buyer {
    reseller: Uuid,
    customer: Uuid,
    subscription: Uuid,
    period: Uuid,
}

const PRICE_LIST: i64 = 990;

impl Shop {
    /// Opens with a customer for each caller.
    pub(crate) fn open(store: &Store, callers: usize) -> Result<Self, StoreError> {
        let reseller = Uuid::now_v7();
        store.write_blocking(move |tx| shared(tx, reseller))?;
        let customers = (0..callers).map(|_| {
            let buyer = Buyer {
                reseller,
                customer: Uuid::now_v7(),
                subscription: Uuid::now_v7(),
                period: Uuid::now_v7(),
            };
            store
                .write_blocking(move |tx| buyer.settle_in(tx))
                .map(|()| buyer)
        });
        Ok(Self {
            customers: customers.collect::<Result<_, _>>()?,
        })
    }

    /// One more licence, for cash.
    pub(crate) async fn buy(
        &self,
        store: &Store,
        caller: usize,
        numbering: Numbering,
    ) -> Result<(), StoreError> {
        let Some(buyer) = self.customers.get(caller).copied() else {
            return Ok(());
        };
        store.write(move |tx| buyer.buy(tx, numbering)).await
    }

    /// How many licences a customer has.
    pub(crate) async fn seats(&self, store: &Store, caller: usize) -> Result<i64, StoreError> {
        let Some(buyer) = self.customers.get(caller).copied() else {
            return Ok(0);
        };
        store.read(move |tx| buyer.seats(tx)).await
    }
}

fn shared(tx: &mut Tx<'_>, reseller: Uuid) -> Result<(), StoreError> {
    tx.execute(
        "insert into resellers (id, name, address, postcode, city, country, vat_status, bill_to,
             invoice_email, locale, created_at)
         values ($1, 'R', '', '', '', 'SE', 'absent', 'customer', '', 'en', '')",
        params![reseller],
    )?;
    tx.execute(
        "insert into price_lists (version, from_on, prices, published_at)
         values ($1, '2026-01-01', '[]', '') on conflict do nothing",
        params![PRICE_LIST],
    )?;
    tx.execute(
        "insert into invoice_series (kind, year, last_number, last_issued_on)
         values ('invoice', 2000, 1, '2000-01-01') on conflict do nothing",
        params![],
    )?;
    tx.execute(
        "insert into ledger_accounts (code, name) values ('1580', ''), ('2970', ''), ('2610', '')
         on conflict do nothing",
        params![],
    )?;
    Ok(())
}

impl Buyer {
    fn settle_in(self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        tx.execute(
            "insert into customers (id, reseller_id, name, name_folded, found_by, address, postcode,
                 city, country, vat_status, invoice_email, locale, created_at)
             values ($1, $2, 'C', 'c', '', '', '', '', 'SE', 'absent', '', 'en', '')",
            params![self.customer, self.reseller],
        )?;
        tx.execute(
            "insert into subscriptions (id, customer_id, term_months, currency, auto_renew, created_at)
             values ($1, $2, 12, 'EUR', 1, '')",
            params![self.subscription, self.customer],
        )?;
        let first = Uuid::now_v7();
        self.place(tx, first)?;
        tx.execute(
            "insert into periods (id, subscription_id, order_id, starts_on, ends_on, term_months,
                 anchor_day, by_grace, price_list, unit_price)
             values ($1, $2, $3, '2026-01-01', '2027-01-01', 12, 1, 0, $4, '9.99')",
            params![self.period, self.subscription, first, PRICE_LIST],
        )?;
        Ok(())
    }

    fn seats(self, tx: &mut Tx<'_>) -> Result<i64, StoreError> {
        tx.only(
            "select cast(coalesce(sum(quantity), 0) as bigint) from licences
             where subscription_id = $1 and period_id = $2",
            params![self.subscription, self.period],
            |row| row.get(0),
        )
    }

    fn buy(self, tx: &mut Tx<'_>, numbering: Numbering) -> Result<(), StoreError> {
        let order = Uuid::now_v7();
        self.seats(tx)?;
        let version: i64 = tx.only(
            "select version from subscriptions where id = $1 and customer_id = $2",
            params![self.subscription, self.customer],
            |row| row.get(0),
        )?;
        self.place(tx, order)?;
        pay(tx, order)?;
        tx.execute(
            "insert into licences (id, subscription_id, period_id, order_id, quantity)
             values ($1, $2, $3, $4, 1)",
            params![Uuid::now_v7(), self.subscription, self.period, order],
        )?;
        book(tx, order)?;
        tx.execute(
            "insert into outbox (id, kind, payload, created_at, not_before) values ($1, 'mail', $2, $3, $3)",
            params![Uuid::now_v7(), "x".repeat(200), now()],
        )?;
        tx.execute(
            "update subscriptions set version = version + 1 where id = $1 and version = $2",
            params![self.subscription, version],
        )?;
        if numbering == Numbering::AtOnce {
            tx.execute(
                "update invoice_series set last_number = last_number + 1 where kind = 'invoice' and year = 2000",
                params![],
            )?;
        }
        Ok(())
    }

    fn place(self, tx: &mut Tx<'_>, order: Uuid) -> Result<(), StoreError> {
        tx.execute(
            "insert into orders (id, reseller_id, customer_id, subscription_id, kind, method,
                 payer_reseller_id, bill_to, buyer, request, quote, evidence, locale, currency,
                 total_minor, price_list, placed_on, placed_at, state, state_at)
             values ($1, $2, $3, $4, 'top_up', 'card', $2, 'customer', '{}', $5, $5, '{}', 'en',
                 'EUR', 1249, $6, $7, $8, 'paid', $8)",
            params![
                order,
                self.reseller,
                self.customer,
                self.subscription,
                "q".repeat(400),
                PRICE_LIST,
                date(2026, 11, 23),
                now()
            ],
        )?;
        Ok(())
    }
}

fn pay(tx: &mut Tx<'_>, order: Uuid) -> Result<(), StoreError> {
    tx.execute(
        "insert into payments (id, order_id, attempt, gateway, gateway_reference, state, currency,
             amount_minor, received_on, created_at)
         values ($1, $2, 1, 'bench', $3, 'received', 'EUR', 1249, $4, $5)",
        params![
            Uuid::now_v7(),
            order,
            Uuid::now_v7(),
            date(2026, 11, 23),
            now()
        ],
    )?;
    Ok(())
}

fn book(tx: &mut Tx<'_>, order: Uuid) -> Result<(), StoreError> {
    let entry = Uuid::now_v7();
    tx.execute(
        "insert into ledger_entries (id, cause, booked_on, description, order_id, booked_at)
         values ($1, $1, $2, 'sale', $3, $4)",
        params![entry, date(2026, 11, 23), order, now()],
    )?;
    tx.execute(
        "insert into ledger_postings (entry_id, line, account_code, currency, amount_minor)
         values ($1, 1, '1580', 'EUR', 1249), ($1, 2, '2970', 'EUR', -999), ($1, 3, '2610', 'EUR', -250)",
        params![entry],
    )?;
    Ok(())
}

/// An instant of the portal's: the bench does not measure the clock.
fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH
}
