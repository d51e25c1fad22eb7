//! The usage of a customer as a table to be saved: who has its licences, and since when each is there.

use std::borrow::Cow;

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use jiff::{civil::Date, tz::TimeZone};
use seatkeeper_core::{
    id::CustomerId,
    member::{MemberRole, MemberState},
    permission::Action,
};

use super::allowed;
use crate::{
    auth::SignedIn,
    context::Context,
    csv,
    error::{Answer, Failure},
    http::Id,
    store::members::{self, Usage},
    words::Language,
};

/// For whoever may see the members; in the language of the account. Its name tells the day and nobody.
pub(super) async fn download(
    State(context): State<Context>,
    who: SignedIn,
    Id(customer): Id<CustomerId>,
) -> Answer<Response> {
    let today = context.clock.today();
    let zone = TimeZone::get(&context.config.zone).map_err(Failure::fault)?;
    let language = Language::of(&who.language);
    let rows = context.store.read(move |tx| {
        let managed = allowed(tx, &who.actor, customer, Action::SeeMembers)?;
        members::usage(tx, managed, today).map_err(Failure::from)
    });
    let text = written(rows.await?, language, (today, &zone));
    let disposition = format!("attachment; filename=\"usage-{today}.csv\"");
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(csv::MEDIA_TYPE),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::try_from(disposition).map_err(Failure::fault)?,
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
    ];
    Ok((headers, text).into_response())
}

fn written(rows: Vec<Usage>, language: Language, (today, zone): (Date, &TimeZone)) -> String {
    let say = |key| language.say(key, &[]);
    let heads = [
        "usage.day",
        "usage.address",
        "usage.role",
        "usage.state",
        "usage.licence",
        "usage.added_on",
        "usage.joined_on",
    ]
    .map(say);
    let lines = rows.into_iter().map(
        |Usage {
             held,
             added_on,
             joined_at,
         }| {
            let role = match held.role {
                MemberRole::Member => "usage.member",
                MemberRole::Administrator => "usage.administrator",
            };
            let (state, joined_at) = match held.state {
                MemberState::Active => ("usage.active", joined_at),
                // whether it has an account is not told before it is seen
                MemberState::Waiting { .. } => ("usage.waiting", None),
            };
            let licence = if held.licensed {
                "usage.yes"
            } else {
                "usage.no"
            };
            let joined_on = joined_at.map(|at| at.to_zoned(zone.clone()).date().to_string());
            [
                today.to_string(),
                held.email,
                say(role),
                say(state),
                say(licence),
                added_on.to_string(),
                joined_on.unwrap_or_default(),
            ]
            .map(Cow::Owned)
        },
    );
    csv::table(heads.each_ref().map(String::as_str), lines)
}
