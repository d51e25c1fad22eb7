//! One order: on its way, given up, or its receipt. The gateway leads back here.
//!
//! Promises: asks until the order is decided, and then until its invoice has a number; a declined
//! one leads back to the form as it was typed. A reload at any moment is safe.

mod receipt;
mod request;

use leptos::{prelude::*, task::spawn_local_scoped_with_cancellation};
use seatkeeper_app::ui::{
    Button, ButtonLink, Mood, Notice, PageHeader, Skeleton, SkeletonShape, Slip, Tone, derived,
    drawn,
};
use seatkeeper_core::{
    api::{CancelOrder, GetOrder, OrderView},
    form::{CreateForm, TopUpForm},
    id::{AccountId, OrderId},
    order::{Order, OrderRequest, OrderState},
    page::{Address, Page},
    payment::DeclineReason,
};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    change::{self, Kind},
    create,
    paying::Asked,
    refused,
    sending::Sending,
    sentences, slip,
};
use crate::{
    draft::{self, Attempt, Draft, Outcome},
    http::{self, Failure, Load, Loading},
    i18n::{say_with, t},
    router, session,
};

/// How long to wait between two questions, in milliseconds; the last one goes on.
const PAUSES_MS: [i32; 6] = [700, 1000, 1500, 2000, 3000, 5000];

/// The page.
#[component]
pub fn OrderPage(
    /// Which order.
    id: OrderId,
) -> AnyView {
    let order = Loading::<OrderView>::new();
    spawn_local_scoped_with_cancellation(ask(id, order));
    let body = move || match order.get() {
        Load::Waiting => on_its_way(None, id, order),
        Load::Failed(failure) => {
            view! { <PageHeader title=t("order.title") />{refused::failure(&failure)} }.into_any()
        }
        Load::Ready(view) => match view.order.state {
            OrderState::Paid
            | OrderState::Disputed
            | OrderState::Won
            | OrderState::Lost
            | OrderState::PartlyRefunded
            | OrderState::Refunded => receipt::receipt(&view),
            OrderState::Declined | OrderState::Cancelled => on_its_way(None, id, order),
            OrderState::Lapsed => ended(&view),
            OrderState::Placed
            | OrderState::Authorising
            | OrderState::NeedsAction
            | OrderState::AwaitingTransfer => on_its_way(Some(view), id, order),
        },
    };
    drawn(body)
}

async fn ask(id: OrderId, order: Loading<OrderView>) {
    let mut asked = 0;
    loop {
        match http::persist(&GetOrder { order: id }).await {
            Ok(view) => {
                let done = arrived(&view);
                if order.get_untracked().ready() != Some(&view) {
                    order.set(Load::Ready(view));
                }
                if done {
                    // the way back from the gateway ends here
                    router::lead_focus();
                    return;
                }
            }
            Err(failure) => return order.set(Load::Failed(failure)),
        }
        let pause = PAUSES_MS
            .get(asked)
            .or(PAUSES_MS.last())
            .copied()
            .unwrap_or_default();
        http::pause(pause).await;
        asked += 1;
    }
}

/// What follows from an order's state; whether there is nothing more to ask.
fn arrived(view: &OrderView) -> bool {
    let order = &view.order;
    match order.state {
        OrderState::Declined => back_to_form(
            view,
            Outcome::Declined(order.declined.unwrap_or(DeclineReason::Declined)),
        ),
        OrderState::Cancelled => back_to_form(view, Outcome::Cancelled),
        // what was typed has become a paper; the money comes another day
        OrderState::AwaitingTransfer => forget_draft(order),
        // also when its bank wanted the money back at once: there is something to see, and no form to fill in
        state if state.was_paid() => {
            forget_draft(order);
            let here = Address {
                page: Page::Order(order.id),
                acting_on: Some(order.customer),
            };
            if router::here_now() != here {
                session::acting::fetch_again();
                router::replace(&here);
            }
            return view.invoice.is_some();
        }
        state => return !state.is_open(),
    }
    true
}

fn draft_name(request: &OrderRequest) -> String {
    match request {
        OrderRequest::Create(_) => create::DRAFT.to_owned(),
        OrderRequest::TopUp(form) => change::draft_name(Kind::TopUp, form.customer),
        OrderRequest::Renew(form) => change::draft_name(Kind::Renewal, form.customer),
    }
}

/// What was typed has become licences. What was typed since for another order stays.
fn forget_draft(order: &Order) {
    let Some(account) = session::session_now().map(|session| session.account) else {
        return;
    };
    let name = draft_name(&order.request);
    let attempt = match &order.request {
        OrderRequest::Create(_) => {
            draft::find::<CreateForm>(&name, account).map(|kept| kept.attempt)
        }
        OrderRequest::TopUp(_) | OrderRequest::Renew(_) => {
            draft::find::<TopUpForm>(&name, account).map(|kept| kept.attempt)
        }
    };
    if attempt.is_none_or(|attempt| attempt.is_some_and(|attempt| attempt.order == order.id)) {
        draft::forget(&name);
    }
}

/// To the form, with everything as it was typed: the order itself has kept it.
fn back_to_form(view: &OrderView, outcome: Outcome) {
    let order = &view.order;
    let Some(account) = session::session_now().map(|session| session.account) else {
        return;
    };
    let (page, acting_on) = match &order.request {
        OrderRequest::Create(form) => {
            keep_ended(order, form, outcome, account);
            (Page::Create, None)
        }
        OrderRequest::TopUp(form) => {
            keep_ended(order, form, outcome, account);
            (Page::PurchaseLicence, Some(form.customer))
        }
        OrderRequest::Renew(form) => {
            let kept = TopUpForm {
                customer: form.customer,
                licences: form.licences.clone(),
                payment: form.payment.clone(),
            };
            keep_ended(order, &kept, outcome, account);
            (Page::Renew, Some(form.customer))
        }
    };
    router::replace(&Address { page, acting_on });
}

/// Keeps how an order ended, with the form that it was; what was typed since for another one stays,
/// and tells the end of this one unless it was sent itself.
fn keep_ended<F: Clone + Serialize + DeserializeOwned>(
    order: &Order,
    form: &F,
    outcome: Outcome,
    account: AccountId,
) {
    let name = draft_name(&order.request);
    let form = match draft::find::<F>(&name, account) {
        Some(kept) => match kept.attempt {
            None => kept.form,
            Some(attempt) if attempt.order == order.id => form.clone(),
            Some(_) => return,
        },
        None => form.clone(),
    };
    let request = order.request.clone();
    let asked = Asked::at(&order.quote, request, order.price_list, order.placed_on);
    let attempt = Some(Attempt {
        order: order.id,
        sent: asked.text(),
        outcome: Some(outcome),
    });
    draft::keep(
        &name,
        &Draft {
            account,
            form,
            attempt,
        },
    );
}

/// Nobody knows yet; where the payer can do something about it, that is offered.
fn on_its_way(view: Option<OrderView>, id: OrderId, order: Loading<OrderView>) -> AnyView {
    let sending = Sending::new(Vec::new);
    let give_up = move |()| {
        sending.run(async move {
            let view = http::call(&CancelOrder { order: id }).await?;
            arrived(&view);
            order.set(Load::Ready(view));
            Ok::<(), Failure>(())
        });
    };
    let Some(view) = view else {
        return view! {
            <PageHeader title=t("order.title") lead=t("order.waiting") />
            <Skeleton shape=SkeletonShape::Card label=t("order.waiting") />
        }
        .into_any();
    };
    if let Some(request) = view.request.clone() {
        return request::paper(view, request, sending, Callback::new(give_up));
    }
    let waits_for_payer = view.order.state == OrderState::NeedsAction;
    let lead = if waits_for_payer {
        "order.needs_action"
    } else {
        "order.waiting"
    };
    let ways = view.go_to.map(|href| {
        view! {
            <div class="cluster">
                <ButtonLink href=href tone=Tone::Main>{t("order.continue")}</ButtonLink>
                <Button busy=sending.busy press=give_up>{t("order.give_up")}</Button>
            </div>
        }
    });
    let name = view.customer_name;
    let whom = derived(move || say_with("order.for", &[("name", &name)]));
    let quote = StoredValue::new(view.order.quote);
    let lines = move || quote.with_value(slip::lines);
    let total = move || quote.with_value(|quote| Some(slip::total(quote, "slip.total_today")));
    view! {
        <PageHeader title=t("order.title") lead=t(lead) />
        {sending.summary()}
        <div class="split">
            <div class="stack">
                <p>{whom}</p>
                {ways}
                {(!waits_for_payer).then(|| view! { <Skeleton label=t("order.waiting") /> })}
            </div>
            <div class="split-side"><Slip title=t("order.slip") lines=lines total=total /></div>
        </div>
    }
    .into_any()
}

fn ended(view: &OrderView) -> AnyView {
    let (state, name) = (view.order.state, view.customer_name.clone());
    let text = derived(move || say_with("order.for", &[("name", &name)]));
    view! {
        <PageHeader title=t("order.title") />
        <Notice mood=Mood::Warn title=t(sentences::order_state(state))>
            <p>{text}</p>
            <p>{t("order.lapsed.text")}</p>
        </Notice>
    }
    .into_any()
}
