//! Resellers, for staff: finding them, creating one with its first discount and administrator,
//! correcting one. Discounts that come later have a file of their own.
//!
//! Promises: the same request twice makes one reseller; what was issued stays as it was; of two who
//! correct at once the second is told.

mod changing;
mod discounts;
mod factor;

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use seatkeeper_core::{
    api::{
        CreateReseller, Endpoint, EnterDiscount, FindResellers, GetReseller, Problem,
        RequireSecondFactor, ResellerDetails, ResellerPage, SetReseller, WithdrawDiscount,
    },
    discount::DatedDiscount,
    form::{self, Beginning, Field, FieldError, NewBusiness, ResellerForm},
    id::{ColleagueId, ResellerId},
    invoice::Party,
    permission::{Action, ResellerRole, may},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::businesses::{changes, check_anew, checked};
use crate::{
    auth::{Limit, SignedIn, limits::try_once},
    context::Context,
    error::{Answer, Failure},
    http::{Body, Id, Search},
    outbox::{self, Letter, PeopleLetter},
    store::{
        Tx,
        audit::{self, Audit},
        colleagues::{self, NewOffer},
        parties::{self, NewReseller},
        resellers,
    },
    vat_numbers,
    words::Language,
};

/// How many days ahead a discount is entered that is lower than what would hold.
const LOWER_AHEAD_DAYS: i64 = 31;
/// For how many days the first administrator can accept.
const OFFER_DAYS: i64 = 30;
/// Resellers that one account creates.
const CREATED: Limit = Limit {
    scope: "resellers by",
    most: 100,
    window: SignedDuration::from_hours(24),
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(FindResellers::PATH, get(find).post(create))
        .route(GetReseller::PATH, get(show))
        .route(SetReseller::PATH, post(correct))
        .route(EnterDiscount::PATH, post(discounts::enter))
        .route(WithdrawDiscount::PATH, post(discounts::withdraw))
        .route(RequireSecondFactor::PATH, post(factor::require))
}

async fn find(
    State(context): State<Context>,
    who: SignedIn,
    Search(ask): Search<FindResellers>,
) -> Answer<Json<ResellerPage>> {
    may(&who.actor, &Action::ManageResellers)?;
    let today = context.clock.today();
    let page = context
        .store
        .read(move |tx| resellers::search(tx, &ask.search, ask.page, today));
    Ok(Json(page.await?))
}

async fn show(
    State(context): State<Context>,
    who: SignedIn,
    Id(reseller): Id<ResellerId>,
) -> Answer<Json<ResellerDetails>> {
    may(&who.actor, &Action::ManageResellers)?;
    let at = Moment::of(&context);
    let reading = context.store.read(move |tx| at.view(tx, reseller));
    reading.await.map(Json)
}

/// The present moment and what follows from it.
#[derive(Clone, Copy)]
struct Moment {
    now: Timestamp,
    today: Date,
}

impl Moment {
    fn of(context: &Context) -> Self {
        Self {
            now: context.clock.now(),
            today: context.clock.today(),
        }
    }

    fn beginning(self) -> Beginning {
        Beginning {
            today: self.today,
            lower_from: self.today.saturating_add(LOWER_AHEAD_DAYS.days()),
        }
    }

    fn view(self, tx: &mut Tx<'_>, id: ResellerId) -> Answer<ResellerDetails> {
        let held = resellers::get(tx, id)?.ok_or(Failure::from(Problem::NotFound))?;
        let business = &held.form.business;
        let number = business.vat_number().ok().flatten();
        let known = vat_numbers::known(tx, number.as_ref(), &business.business_name, self.now)?;
        Ok(ResellerDetails {
            id,
            check: number.map(|number| checked(&known, &number, &business.business_name)),
            form: held.form,
            version: held.version,
            discounts: resellers::discounts(tx, id)?,
            lower_from: self.beginning().lower_from,
            second_factor_required: held.second_factor_required,
        })
    }
}

async fn create(
    State(context): State<Context>,
    who: SignedIn,
    Body(ask): Body<CreateReseller>,
) -> Answer<Json<ResellerDetails>> {
    may(&who.actor, &Action::ManageResellers)?;
    let at = Moment::of(&context);
    let (new, discount, administrator) = read(&ask, at)?;
    let account = who.actor.account.to_string();
    let business = new.clone();
    let making = context.store.write(move |tx| {
        let request = json!({ "by": who.actor.account, "ask": ask });
        if let Some(held) = resellers::get(tx, ask.id)? {
            // the same again has the same answer; to anybody else the id means nothing
            if held.created_as == Some(request.to_string()) {
                return at.view(tx, ask.id);
            }
            return Err(Problem::WrongState.into());
        }
        try_once(tx, at.now, &[(CREATED, who.actor.account.to_string())])?;
        let making = Making {
            who: &who,
            at,
            id: ask.id,
        };
        making.company(tx, &new, &ask.form, &request)?;
        making.discount(tx, discount)?;
        making.administrator(tx, &administrator, &ask.language)?;
        at.view(tx, ask.id)
    });
    let made = making.await?;
    context.wake.notify_waiters();
    check_anew(&context, account, business).await;
    Ok(Json(made))
}

/// Everything that was typed, or all that is wrong with it.
fn read(ask: &CreateReseller, at: Moment) -> Answer<(NewBusiness, DatedDiscount, String)> {
    let discount = ask.discount.read(&[], at.beginning());
    let administrator = form::email(&ask.administrator).map_err(|fault| {
        vec![FieldError {
            field: Field::Email,
            fault,
        }]
    });
    match (ask.form.read(), discount, administrator) {
        (Ok(new), Ok(discount), Ok(administrator)) => Ok((new, discount, administrator)),
        (new, discount, administrator) => {
            let faults = [new.err(), discount.err(), administrator.err()];
            let faults: Vec<FieldError> = faults.into_iter().flatten().flatten().collect();
            Err(faults.into())
        }
    }
}

/// Somebody who does something about a reseller.
struct Making<'a> {
    who: &'a SignedIn,
    at: Moment,
    id: ResellerId,
}

impl Making<'_> {
    fn company(
        &self,
        tx: &mut Tx<'_>,
        new: &NewBusiness,
        typed: &ResellerForm,
        request: &Value,
    ) -> Answer<()> {
        let company = new.customer.clone();
        let reseller = NewReseller {
            party: Party {
                name: company.name,
                address: company.address,
                postcode: company.postcode,
                city: company.city,
                country: company.country,
                vat_number: company.vat_number,
            },
            bill_to: &typed.bill_to,
            invoice_email: new.invoice_email.as_deref().unwrap_or_default(),
        };
        parties::insert_reseller(tx, self.id, &reseller, self.at.now)?;
        resellers::keep_request(tx, self.id, request)?;
        self.note(tx, "reseller.created", json!({ "reseller": typed }))
    }

    fn discount(&self, tx: &mut Tx<'_>, discount: DatedDiscount) -> Answer<()> {
        let by = self.who.actor.account;
        resellers::enter_discount(tx, self.id, discount, by, self.at.now)?;
        self.note(tx, "discount.entered", json!(discount))
    }

    /// Invites the first administrator, who accepts as every colleague does.
    fn administrator(&self, tx: &mut Tx<'_>, email: &str, language: &str) -> Answer<()> {
        let offer = NewOffer {
            id: ColleagueId(Uuid::now_v7()),
            email: email.to_owned(),
            role: ResellerRole::Administrator,
            by: self.who.actor.account,
            at: self.at.now,
            on: self.at.today,
            until_on: self.at.today.saturating_add(OFFER_DAYS.days()),
        };
        colleagues::insert(tx, self.id, &offer)?;
        let language =
            Language::known(language).unwrap_or_else(|| Language::of(&self.who.language));
        let letter = Letter::People(PeopleLetter::Offer {
            invitation: offer.id,
            language: language.tag().to_owned(),
        });
        outbox::put(tx, self.at.now, &letter)?;
        let details = json!({ "colleague": offer.id, "email": email, "role": offer.role });
        self.note(tx, "colleague.invited", details)
    }

    fn note(&self, tx: &mut Tx<'_>, action: &'static str, details: Value) -> Answer<()> {
        let entry = Audit::by(self.who, self.at.now, action).of(self.id);
        Ok(audit::record(tx, &entry.with(details))?)
    }
}

async fn correct(
    State(context): State<Context>,
    who: SignedIn,
    Id(reseller): Id<ResellerId>,
    Body(ask): Body<SetReseller>,
) -> Answer<Json<ResellerDetails>> {
    may(&who.actor, &Action::ManageResellers)?;
    if ask.reseller != reseller {
        return Err(Problem::NotFound.into());
    }
    let at = Moment::of(&context);
    let account = who.actor.account.to_string();
    let correcting = context.store.write(move |tx| {
        let before = resellers::get(tx, reseller)?.ok_or(Failure::from(Problem::NotFound))?;
        let new = ask.form.read()?;
        let bill_to = ask.form.bill_to.as_str();
        if !resellers::correct(tx, reseller, ask.version, (&new, bill_to))? {
            return Err(Failure::from(Problem::ChangedMeanwhile));
        }
        let mut details = changes(&before.form.business, &ask.form.business);
        if let (Value::Object(fields), true) = (&mut details, before.form.bill_to != bill_to) {
            fields.insert("bill_to".to_owned(), json!([before.form.bill_to, bill_to]));
        }
        let making = Making {
            who: &who,
            at,
            id: reseller,
        };
        making.note(tx, "reseller.corrected", details)?;
        Ok::<_, Failure>(new)
    });
    check_anew(&context, account, correcting.await?).await;
    let reading = context.store.read(move |tx| at.view(tx, reseller));
    reading.await.map(Json)
}
