//! The loop of the workers that go on until nothing is left: for whatever follows a commit, on each of the
//! servers of one database. Which of them does it is decided by a lease, in each round.

use std::time::Duration;

use tokio::sync::Notify;

use crate::error::Answer;

/// Runs one round after the other until it is dropped: at once while they find something, else when it is
/// woken or `every` so often. A round that breaks off is run again.
pub(crate) async fn go_on<Round>(
    (what, every): (&'static str, Duration),
    wake: &Notify,
    round: impl Fn() -> Round,
) where
    Round: Future<Output = Answer<usize>>,
{
    loop {
        // what is committed meanwhile wakes it, too
        let woken = wake.notified();
        match round().await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(failure) => {
                tracing::error!(what, problem = ?failure.problem, cause = ?failure.cause, "broke off; tried again");
            }
        }
        let _ = tokio::time::timeout(every, woken).await;
    }
}
