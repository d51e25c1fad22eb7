//! The audit log: everybody's for staff, and what concerns a reseller for its administrators.
//!
//! Promises that a reseller is told neither who of the seller's people did something, nor from
//! where anybody but its own people did.

mod words;

use axum::{Json, Router, extract::State, routing::get};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use seatkeeper_core::{
    api::{
        Endpoint, LOG_ROWS_A_PAGE, LogFilter, LogPage, LogRow, Problem, ReadLog, ReadResellerLog,
    },
    form,
    id::ResellerId,
    permission::{Action, may},
};

use crate::{
    auth::SignedIn,
    context::Context,
    error::{Answer, Failure},
    http::{Id, Search},
    store::{
        audit::{self, Entry, Reader, Wanted},
        parties, people,
    },
    words::Language,
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(ReadLog::PATH, get(of_everybody))
        .route(ReadResellerLog::PATH, get(of_a_reseller))
}

async fn of_everybody(
    State(context): State<Context>,
    who: SignedIn,
    Search(filter): Search<LogFilter>,
) -> Answer<Json<LogPage>> {
    may(&who.actor, &Action::ReadLog)?;
    page(&context, &who, Reader::Staff, filter).await
}

async fn of_a_reseller(
    State(context): State<Context>,
    who: SignedIn,
    Id(reseller): Id<ResellerId>,
    Search(filter): Search<LogFilter>,
) -> Answer<Json<LogPage>> {
    page(&context, &who, Reader::Reseller(reseller), filter).await
}

async fn page(
    context: &Context,
    who: &SignedIn,
    reader: Reader,
    filter: LogFilter,
) -> Answer<Json<LogPage>> {
    let language = Language::known(&filter.language).unwrap_or_else(|| Language::of(&who.language));
    let zone = TimeZone::get(&context.config.zone).unwrap_or(TimeZone::UTC);
    let wanted = wanted(filter, &zone)?;
    let asking = who.actor.clone();
    let reading = context.store.read(move |tx| {
        if let Reader::Reseller(reseller) = reader {
            parties::reseller(tx, reseller)?.ok_or(Failure::from(Problem::NotFound))?;
            let now = people::again(tx, &asking)?;
            may(&now, &Action::ReadResellerLog(reseller))?;
        }
        Ok::<_, Failure>(audit::read(tx, reader, &wanted)?)
    });
    let mut entries = reading.await?;
    let most = usize::try_from(LOG_ROWS_A_PAGE).map_err(Failure::fault)?;
    let has_older = entries.len() > most;
    entries.truncate(most);
    let last = entries.last().map(|entry| entry.id.to_string());
    let told = Told {
        language,
        zone,
        reader,
    };
    Ok(Json(LogPage {
        older: last.filter(|_| has_older),
        rows: entries.into_iter().map(|entry| told.row(entry)).collect(),
        kinds: words::kinds(language),
    }))
}

/// What is looked for: whole days of the seller's.
fn wanted(filter: LogFilter, zone: &TimeZone) -> Answer<Wanted> {
    let (from_on, until_on) = form::stretch(&filter.from_on, &filter.until_on)?;
    let begins =
        |day: Date| -> Option<Timestamp> { Some(day.to_zoned(zone.clone()).ok()?.timestamp()) };
    Ok(Wanted {
        who: filter.who,
        about: filter.about,
        kind: words::noun(&filter.kind),
        from: from_on.and_then(begins),
        until: until_on.and_then(|day| begins(day.tomorrow().ok()?)),
        before: filter.before.parse().ok(),
    })
}

/// How rows are told to whoever reads.
struct Told {
    language: Language,
    zone: TimeZone,
    reader: Reader,
}

impl Told {
    fn row(&self, entry: Entry) -> LogRow {
        let say = |key: &str| self.language.say(key, &[]);
        let is_staff = matches!(self.reader, Reader::Staff);
        let who = match entry.who {
            None => say("log.portal"),
            Some(_) if entry.by_staff && !is_staff => say("log.staff"),
            Some(email) => email,
        };
        // where somebody was is for the own company to know
        let tells_place = is_staff || (entry.by_colleague && !entry.by_staff);
        let place = Some(entry.address).filter(|place| tells_place && !place.is_empty());
        let acting = entry
            .acting_as
            .map(|name| self.language.say("log.acting_as", &[("name", &name)]));
        let at = entry.at.to_zoned(self.zone.clone());
        LogRow {
            at: at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            who,
            from: joined([acting, place]),
            what: words::sentence(self.language, &entry.action, &entry.details),
            on: joined([entry.customer, entry.reseller]),
        }
    }
}

/// What is there of two, with a dot between them.
fn joined(parts: [Option<String>; 2]) -> String {
    let there: Vec<_> = parts.into_iter().flatten().collect();
    there.join(" · ")
}
