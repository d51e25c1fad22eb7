//! The steps that orders take, as the database itself sees them: also two within one transaction.

use std::collections::BTreeSet;

use seatkeeper_core::order::OrderState;
use seatkeeper_server::{params, store::StoreError};

use super::Portal;

/// From one state to the next.
pub(crate) type Steps = BTreeSet<(&'static str, &'static str)>;

const TABLE: &str = "create table steps_taken (taken_from text not null, taken_to text not null)";
/// A step to the same state is one, too: the statement names the column.
const ON_SQLITE: [&str; 1] = [
    "create trigger note_step after update of state on orders begin
         insert into steps_taken values (old.state, new.state);
     end",
];
const ON_POSTGRES: [&str; 2] = [
    "create function note_step() returns trigger language plpgsql as
         'begin insert into steps_taken values (old.state, new.state); return new; end'",
    "create trigger note_step after update of state on orders for each row execute function note_step()",
];

impl Portal {
    /// Has the database write down each step of an order from now on.
    pub(crate) async fn watch_orders(&self) {
        let triggers: &'static [&'static str] = if self.database.url.starts_with("sqlite:") {
            &ON_SQLITE
        } else {
            &ON_POSTGRES
        };
        let watching = self.context.store.write(move |tx| {
            for statement in [TABLE].iter().chain(triggers) {
                tx.execute(statement, params![])?;
            }
            Ok(())
        });
        watching
            .await
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
    }

    /// Every step that an order has taken since.
    pub(crate) async fn steps(&self) -> Steps {
        let taken = self.context.store.read(|tx| {
            tx.query(
                "select distinct taken_from, taken_to from steps_taken",
                params![],
                |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)),
            )
        });
        let taken = taken
            .await
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        let word = |state: &str| OrderState::of(state).expect("a state").word();
        taken
            .iter()
            .map(|(from, to)| (word(from), word(to)))
            .collect()
    }
}
