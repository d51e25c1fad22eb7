//! Entering the code of the second factor after a right password.
//!
//! Promises that a wrong code counts as a wrong password does, and that the token of the password opens
//! nothing but this.

use axum::{extract::State, http::HeaderMap, response::Response};
use seatkeeper_core::{
    api::{EnterCode, Problem},
    form::Field,
    id::AccountId,
};

use super::{forget_tries, welcome};
use crate::{
    auth::{Browser, Entered, Token, limits, proof, second_factor},
    context::Context,
    error::{Answer, Failure},
    http::{Body, Source},
    store::{StoreError, accounts, half_open},
};

pub(super) async fn enter(
    State(context): State<Context>,
    source: Source,
    headers: HeaderMap,
    Body(ask): Body<EnterCode>,
) -> Answer<Response> {
    let code = second_factor::read(Field::Code, &ask.code).map_err(|fault| vec![fault])?;
    let waiting = Token::presented(&ask.half_open).ok_or(Failure::from(Problem::NotSignedIn))?;
    let browser = Browser::of(&headers, source, context.clock.now());
    let (hash, now) = (waiting.hash(), browser.now);
    let finding = context.store.read(move |tx| {
        let account = half_open::find(tx, &hash, now)?;
        let account = account.map(|account| accounts::get(tx, account));
        Ok::<_, StoreError>(account.transpose()?.flatten())
    });
    let account = finding.await?.ok_or(Failure::from(Problem::NotSignedIn))?;
    let tries = proof::tries(&account.email_shown, source);
    limits::count(&context.store, now, tries.clone()).await?;
    let wall = context.clock.wall();
    let token = Token::fresh().map_err(Failure::fault)?;
    let signed = token.clone();
    let entering = context.store.write(move |tx| -> Answer<AccountId> {
        let account = browser.enter_code(tx, (&waiting, &code), wall, &signed)?;
        forget_tries(tx, &tries, now)?;
        Ok(account)
    });
    let entered = (entering.await?, Entered::SignedIn);
    context.wake.notify_waiters();
    welcome(&context, entered, &token, source).await
}
