//! Passwords: hashed with Argon2id, so slowly that guessing does not pay, and never more at once
//! than the machine bears.

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{self, PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use seatkeeper_core::api::Problem;

use super::Limits;
use crate::error::{Answer, Failure};

/// What OWASP recommends for Argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The hash of a password nobody has: verified where there is none, so that it takes as long.
static DUMMY: LazyLock<String> =
    LazyLock::new(|| hash_now("a password that nobody has").unwrap_or_default());

/// Hashes a new password, as a PHC string.
///
/// # Errors
/// [`Problem::Unavailable`] when too many wait to be hashed.
pub async fn hash(limits: &Limits, password: String) -> Answer<String> {
    working(limits, move || hash_now(&password))
        .await?
        .map_err(Failure::fault)
}

/// Whether the password is that of the hash. Without a hash it takes as long and is never right.
///
/// # Errors
/// [`Problem::Unavailable`] when too many wait to be verified.
pub async fn verify(limits: &Limits, password: String, hash: Option<String>) -> Answer<bool> {
    working(limits, move || {
        let is_known = hash.is_some();
        let hash = hash.as_deref().unwrap_or(&DUMMY);
        let fits = PasswordHash::new(hash).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        });
        fits && is_known
    })
    .await
}

/// [`hash`] for the command line and demo data; blocks.
///
/// # Errors
/// When the machine gives no randomness.
pub fn hash_now(password: &str) -> Result<String, password_hash::Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Ok(argon2.hash_password(password.as_bytes())?.to_string())
}

/// Runs on a thread that may be busy for long, when it is our turn.
async fn working<T: Send + 'static>(
    limits: &Limits,
    work: impl FnOnce() -> T + Send + 'static,
) -> Answer<T> {
    let Some(turn) = limits.turn_to_hash().await else {
        let cause = Some("too many passwords wait to be hashed".to_owned());
        return Err(Failure {
            problem: Problem::Unavailable,
            cause,
        });
    };
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    done.await.map_err(Failure::fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_itself_is_right() {
        let limits = Limits::default();
        let hash = hash(&limits, "correct horse battery".into())
            .await
            .expect("a hash");
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        for (password, stored, right) in [
            ("correct horse battery", Some(hash.clone()), true),
            ("correct horse batterz", Some(hash), false),
            ("a password that nobody has", None, false),
            ("", Some("not a hash".to_owned()), false),
        ] {
            let verified = verify(&limits, password.to_owned(), stored).await;
            assert_eq!(verified.expect("a verdict"), right, "{password}");
        }
    }
}
