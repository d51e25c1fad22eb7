//! The second factor of the own account.
//!
//! Promises that a key is told once, to whoever gave the password, and that whoever needs a second
//! factor keeps it. Whoever still has to set it up reaches only the first two of these.

use axum::{Json, Router, extract::State, routing::post};
use seatkeeper_core::{
    api::{
        BackupCodes, ConfirmSecondFactor, Done, Endpoint, FactorKey, Problem, RenewBackupCodes,
        StartSecondFactor, TurnOffSecondFactor,
    },
    form::{Code, Field},
    permission::{Action, Refusal, may},
};

use super::session::password_in;
use crate::{
    auth::{
        Known, SignedIn, ending, limits,
        proof::{self, Proven, Typed},
        second_factor::{self, Entering, OFFER_HOLDS},
        totp::Key,
    },
    context::Context,
    emails::FactorChange,
    error::{Answer, Failure},
    http::Body,
    store::{
        Tx,
        audit::{self, Audit},
        second_factors,
        sessions::Which,
    },
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route(StartSecondFactor::PATH, post(start))
        .route(ConfirmSecondFactor::PATH, post(confirm))
        .route(RenewBackupCodes::PATH, post(renew_codes))
        .route(TurnOffSecondFactor::PATH, post(turn_off))
}

async fn start(
    State(context): State<Context>,
    Known { who, .. }: Known,
    Body(ask): Body<StartSecondFactor>,
) -> Answer<Json<FactorKey>> {
    is_now(&context, &who, false).await?;
    let proven = prove(&context, &who, ask.password, String::new()).await?;
    let key = Key::fresh().map_err(Failure::fault)?;
    let offered = key.clone();
    let now = context.clock.now();
    let offering = context.store.write(move |tx| -> Answer<()> {
        holds(tx, &proven)?;
        if second_factors::app_key(tx, proven.account)?.is_some() {
            return Err(Problem::WrongState.into());
        }
        let until = now + OFFER_HOLDS;
        Ok(second_factors::offer(
            tx,
            proven.account,
            &offered.reveal(),
            until,
        )?)
    });
    offering.await?;
    Ok(Json(FactorKey {
        qr: key.qr(&context.config.seller.name, &who.email),
        key: second_factor::in_groups(&key.reveal(), " "),
    }))
}

async fn confirm(
    State(context): State<Context>,
    Known { who, .. }: Known,
    Body(ask): Body<ConfirmSecondFactor>,
) -> Answer<Json<BackupCodes>> {
    may(&who.actor, &Action::ChangeOwnAccount)?;
    let code = second_factor::read(Field::Code, &ask.code).map_err(|fault| vec![fault])?;
    let at = Entering::at(&context, who.source);
    let account = who.actor.account;
    let offered = context
        .store
        .read(move |tx| second_factors::offered(tx, account, at.now));
    if offered.await?.is_none() {
        return Err(Problem::WrongState.into());
    }
    let tries = proof::tries(&who.email, who.source);
    limits::count(&context.store, at.now, tries.clone()).await?;
    let confirming = context.store.write(move |tx| {
        let codes = turn_on(tx, &who, &code, at)?;
        proof::forgive(tx, &tries, at.now)?;
        Ok::<_, Failure>(codes)
    });
    let codes = confirming.await?;
    context.wake.notify_waiters();
    Ok(Json(BackupCodes { codes }))
}

/// Whoever else is signed in as this account was asked for no code: those sessions end.
fn turn_on(tx: &mut Tx<'_>, who: &SignedIn, code: &Code, at: Entering) -> Answer<Vec<String>> {
    let account = who.actor.account;
    let offered = second_factors::offered(tx, account, at.now)?;
    let offered = offered.ok_or(Failure::from(Problem::WrongState))?;
    let step = match code {
        Code::Step(code) => Key::read(&offered).and_then(|key| key.step_of(*code, at.wall)),
        Code::Backup(_) => None,
    };
    let step = step.ok_or_else(|| second_factor::wrong(Field::Code))?;
    second_factors::insert(tx, account, (&offered, step), at.now)?;
    let codes = second_factor::renew_backup_codes(tx, account)?;
    let others = Which::Others(account, &who.session);
    ending::close(tx, others, (at.now, Some(who.source)))?;
    audit::record(tx, &Audit::by(who, at.now, "second_factor.on"))?;
    second_factor::tell(tx, account, FactorChange::On, at.now)?;
    Ok(codes)
}

async fn renew_codes(
    State(context): State<Context>,
    who: SignedIn,
    Body(ask): Body<RenewBackupCodes>,
) -> Answer<Json<BackupCodes>> {
    is_now(&context, &who, true).await?;
    let proven = prove(&context, &who, ask.password, ask.code).await?;
    let now = context.clock.now();
    let renewing = context.store.write(move |tx| {
        is_on(tx, &proven)?;
        let codes = second_factor::renew_backup_codes(tx, proven.account)?;
        audit::record(tx, &Audit::by(&who, now, "second_factor.codes_renewed"))?;
        second_factor::tell(tx, proven.account, FactorChange::CodesRenewed, now)?;
        Ok::<_, Failure>(codes)
    });
    let codes = renewing.await?;
    context.wake.notify_waiters();
    Ok(Json(BackupCodes { codes }))
}

async fn turn_off(
    State(context): State<Context>,
    who: SignedIn,
    Body(ask): Body<TurnOffSecondFactor>,
) -> Answer<Json<Done>> {
    is_now(&context, &who, true).await?;
    let proven = prove(&context, &who, ask.password, ask.code).await?;
    let now = context.clock.now();
    let turning = context.store.write(move |tx| -> Answer<()> {
        is_on(tx, &proven)?;
        if second_factor::is_needed(tx, &who.actor)? {
            return Err(Refusal::SecondFactorRequired.into());
        }
        second_factors::remove(tx, proven.account)?;
        audit::record(tx, &Audit::by(&who, now, "second_factor.off"))?;
        Ok(second_factor::tell(
            tx,
            proven.account,
            FactorChange::Off,
            now,
        )?)
    });
    turning.await?;
    context.wake.notify_waiters();
    Ok(Json(Done {}))
}

/// What cannot be done as it stands is told before anybody proves anything, or is counted.
async fn is_now(context: &Context, who: &SignedIn, on: bool) -> Answer<()> {
    // whoever acts as a reseller is not asked for what staff are asked for
    may(&who.actor, &Action::ChangeOwnAccount)?;
    let account = who.actor.account;
    let key = context
        .store
        .read(move |tx| second_factors::app_key(tx, account));
    if key.await?.is_some() == on {
        Ok(())
    } else {
        Err(Problem::WrongState.into())
    }
}

/// The password, and a code where there is one to ask for, in the fields in which these ask for them.
async fn prove(
    context: &Context,
    who: &SignedIn,
    password: String,
    code: String,
) -> Answer<Proven> {
    password_in(Field::CurrentPassword, &password).map_err(|fault| vec![fault])?;
    let code = (Field::CurrentCode, code);
    proof::anew(context, who, Typed { password, code }).await
}

fn holds(tx: &mut Tx<'_>, proven: &Proven) -> Answer<()> {
    if proven.holds(tx)? {
        Ok(())
    } else {
        Err(Problem::WrongCredentials.into())
    }
}

fn is_on(tx: &mut Tx<'_>, proven: &Proven) -> Answer<()> {
    holds(tx, proven)?;
    match second_factors::app_key(tx, proven.account)? {
        Some(_) => Ok(()),
        None => Err(Problem::WrongState.into()),
    }
}
