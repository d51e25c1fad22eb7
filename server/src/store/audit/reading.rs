//! Reading the audit log, the newest first.
//!
//! Promises that a reseller reads what concerns it and its customers, and of that neither orders
//! that a customer pays by itself nor a customer's card. Leaves to the route whose address and
//! place may be told.

use jiff::Timestamp;
use seatkeeper_core::{api::LOG_ROWS_A_PAGE, id::ResellerId};
use serde_json::Value as Json;
use uuid::Uuid;

use super::super::{StoreError, Tx, Value, customers::pattern};
use crate::params;

/// Who reads.
#[derive(Clone, Copy, Debug)]
pub enum Reader {
    /// One of the seller's people: everything.
    Staff,
    /// A reseller: its own.
    Reseller(ResellerId),
}

/// What is looked for; whatever is empty does not narrow it.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Any part of the address of who did it.
    pub who: String,
    /// Any part of the names and facts that it is about.
    pub about: String,
    /// The noun of what was done.
    pub kind: String,
    /// Not before this instant …
    pub from: Option<Timestamp>,
    /// … and before this one.
    pub until: Option<Timestamp>,
    /// Older than this row.
    pub before: Option<Uuid>,
}

/// One thing that was done.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// The address of who; nobody for the portal itself.
    pub who: Option<String>,
    /// It was one of the seller's people.
    pub by_staff: bool,
    /// It was one of the reader's own people.
    pub by_colleague: bool,
    /// The name of the reseller that was acted as.
    pub acting_as: Option<String>,
    /// On which reseller.
    pub reseller: Option<String>,
    /// On which customer.
    pub customer: Option<String>,
    /// What, as `member.added`.
    pub action: String,
    /// What is worth knowing besides.
    pub details: Json,
    /// From which network address.
    pub address: String,
}

/// Sorts after every instant.
const FOR_EVER: &str = "9999";

/// One page of what was done, and one row more where there is an older one.
///
/// # Errors
/// The store's.
pub fn read(tx: &mut Tx<'_>, reader: Reader, wanted: &Wanted) -> Result<Vec<Entry>, StoreError> {
    let (all, reseller) = match reader {
        Reader::Staff => (true, None),
        Reader::Reseller(id) => (false, Some(id.0)),
    };
    let (before_at, before_id) = place(tx, wanted.before)?;
    let kind = if wanted.kind.is_empty() {
        "%".to_owned()
    } else {
        format!("{}.%", wanted.kind)
    };
    tx.query(
        "select a.id, a.happened_at, a.action, a.details, a.address, w.email_shown, r.name as reseller,
            c.name as customer, n.name as acting_as,
            case when s.account_id is null then 0 else 1 end as by_staff,
            case when p.account_id is null then 0 else 1 end as by_colleague
         from audit_log a left join accounts w on w.id = a.account_id
            left join staff s on s.account_id = a.account_id
            left join reseller_people p on p.account_id = a.account_id and p.reseller_id = $2
            left join resellers r on r.id = a.reseller_id
            left join resellers n on n.id = a.acting_as_reseller_id
            left join customers c on c.id = a.customer_id
         where (cast($1 as bigint) = 1 or (a.reseller_id = $2
                and (a.action not like 'card.%' or p.account_id is not null)
                and (a.order_id is null or exists (select o.id from orders o
                    where o.id = a.order_id and o.payer_reseller_id = $2))))
            and ($3 = '%%' or ((cast($1 as bigint) = 1 or s.account_id is null) and w.email like $3 escape '!'))
            and ($4 = '%%' or r.name_folded like $4 escape '!' or c.name_folded like $4 escape '!'
                or a.details_folded like $4 escape '!')
            and a.action like $5 and a.happened_at >= $6 and a.happened_at < $7
            and (a.happened_at < $8 or (a.happened_at = $8 and a.id < $9))
         order by a.happened_at desc, a.id desc limit $10",
        params![
            all,
            reseller,
            pattern(&wanted.who),
            pattern(&wanted.about),
            kind,
            bound(wanted.from, ""),
            bound(wanted.until, FOR_EVER),
            before_at,
            before_id,
            LOG_ROWS_A_PAGE + 1,
        ],
        |row| {
            Ok(Entry {
                id: row.get("id")?,
                at: row.get("happened_at")?,
                who: row.get("email_shown")?,
                by_staff: row.get("by_staff")?,
                by_colleague: row.get("by_colleague")?,
                acting_as: row.get("acting_as")?,
                reseller: row.get("reseller")?,
                customer: row.get("customer")?,
                action: row.get("action")?,
                details: row.json("details")?,
                address: row.get("address")?,
            })
        },
    )
}

/// Where a row stands; after all of them where there is none.
fn place(tx: &mut Tx<'_>, row: Option<Uuid>) -> Result<(Value, Value), StoreError> {
    let found = match row {
        Some(id) => tx.one(
            "select happened_at, id from audit_log where id = $1",
            params![id],
            |row| {
                let at = row.get::<Timestamp>("happened_at")?;
                Ok((Value::from(at), Value::from(row.get::<Uuid>("id")?)))
            },
        )?,
        None => None,
    };
    Ok(found.unwrap_or_else(|| (FOR_EVER.into(), "".into())))
}

fn bound(at: Option<Timestamp>, open: &str) -> Value {
    at.map_or_else(|| open.into(), Value::from)
}
