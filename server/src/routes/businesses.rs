//! Business Information: who a customer is, and correcting it.
//!
//! Promises: what was issued stays as it was; whoever corrects what somebody else has changed
//! meanwhile is told, and nothing is overwritten.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use jiff::tz::TimeZone;
use seatkeeper_core::{
    api::{BusinessReach, BusinessView, Decided, Endpoint, GetBusiness, Problem, SetBusiness},
    form::{BusinessForm, NewBusiness},
    id::CustomerId,
    permission::{Action, Actor, Managed, may},
    vat_number::VatNumber,
};
use serde_json::{Map, Value, json};

use super::vat_numbers::count_check;
use crate::{
    auth::SignedIn,
    context::Context,
    error::{Answer, Failure},
    http::{Body, Id},
    store::{
        Tx,
        audit::{self, Audit},
        businesses::{self, Business},
        parties,
    },
    vat_numbers::{self, Known},
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(GetBusiness::PATH, get(show))
        .route(SetBusiness::PATH, post(correct))
}

async fn show(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
) -> Answer<Json<BusinessView>> {
    view(&context, who.actor, customer).await.map(Json)
}

async fn view(context: &Context, actor: Actor, customer: CustomerId) -> Answer<BusinessView> {
    let now = context.clock.now();
    let zone = TimeZone::get(&context.config.zone).unwrap_or(TimeZone::UTC);
    let view = context.store.read(move |tx| {
        let (managed, business) = found(tx, &actor, customer)?;
        let Business { form, version } = business;
        let number = form.vat_number().ok().flatten();
        let known = vat_numbers::known(tx, number.as_ref(), &form.business_name, now)?;
        let decided = known.decided_at.map(|at| Decided {
            on: at.to_zoned(zone.clone()).date(),
            consultation_number: known.consultation_number.clone(),
        });
        let reach = reach(&actor, managed);
        let check = number.map(|number| checked(&known, &number, &form.business_name));
        Ok::<_, Failure>(BusinessView {
            form,
            version,
            check,
            decided,
            reach,
        })
    });
    view.await
}

pub(super) fn checked(
    known: &Known,
    number: &VatNumber,
    name: &str,
) -> seatkeeper_core::api::VatNumberCheck {
    let odd = VatNumber::parse(number.as_str()).is_ok_and(|(_, odd)| odd.is_some());
    vat_numbers::told(known, number, name.to_owned(), odd)
}

fn found(tx: &mut Tx<'_>, actor: &Actor, customer: CustomerId) -> Answer<(Managed, Business)> {
    let managed = parties::managed(tx, customer)?.ok_or(Problem::NotFound)?;
    may(actor, &Action::SeeCustomer(managed))?;
    let business = businesses::get(tx, managed)?.ok_or(Problem::NotFound)?;
    Ok((managed, business))
}

fn reach(actor: &Actor, managed: Managed) -> BusinessReach {
    if may(actor, &Action::ChangeBusiness(managed)).is_ok() {
        BusinessReach::All
    } else if may(actor, &Action::ChangeAddress(managed)).is_ok() {
        BusinessReach::Address
    } else {
        BusinessReach::See
    }
}

async fn correct(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
    Body(ask): Body<SetBusiness>,
) -> Answer<Json<BusinessView>> {
    if ask.customer != customer {
        return Err(Problem::NotFound.into());
    }
    let (actor, account) = (who.actor.clone(), who.actor.account);
    let by = Audit::by(&who, context.clock.now(), "customer.corrected");
    let corrected = context.store.write(move |tx| {
        let (managed, before) = found(tx, &who.actor, customer)?;
        let only_address = ask.form.differs_in_address_only(&before.form);
        may(
            &who.actor,
            &if only_address {
                Action::ChangeAddress(managed)
            } else {
                Action::ChangeBusiness(managed)
            },
        )?;
        let new = ask.form.read()?;
        if !businesses::correct(tx, managed, ask.version, &new)? {
            return Err(Failure::from(Problem::ChangedMeanwhile));
        }
        let details = changes(&before.form, &ask.form);
        let entry = by.clone().on(managed.reseller, customer).with(details);
        audit::record(tx, &entry)?;
        Ok::<_, Failure>((new, only_address))
    });
    if let (new, false) = corrected.await? {
        check_anew(&context, account.to_string(), new).await;
    }
    view(&context, actor, customer).await.map(Json)
}

/// Asks about the number under the name that it has now; the page has mostly done so already. What
/// cannot be asked now is asked by the worker, and pending until then.
pub(super) async fn check_anew(context: &Context, account: String, new: NewBusiness) {
    let Some(number) = new.customer.vat_number else {
        return;
    };
    let odd = VatNumber::parse(number.as_str()).is_ok_and(|(_, odd)| odd.is_some());
    let asked = async {
        count_check(context, account).await?;
        vat_numbers::check(context, number, odd, new.customer.name).await
    };
    if let Err(failure) = asked.await {
        tracing::info!(problem = ?failure.problem, "a corrected VAT number is checked later");
    }
}

/// What was changed: before and after.
pub(super) fn changes(before: &BusinessForm, after: &BusinessForm) -> Value {
    let fields = |form: &BusinessForm| match json!(form) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let (before, after) = (fields(before), fields(after));
    let changed = after.into_iter().filter_map(|(name, now)| {
        let was = before.get(&name).cloned().unwrap_or_default();
        (was != now).then(|| (name, json!([was, now])))
    });
    Value::Object(changed.collect())
}
