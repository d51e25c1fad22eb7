//! The story of a test run: each step with its time, and at the end how many tests ran.
//!
//! A step that fails does not stop the others. A step that should have run tests and ran none,
//! or left some out, has failed: only what the caller left out by name may be missing.

use std::time::{Duration, Instant};

use crate::process::Watched;
use crate::tally::Tally;

enum End {
    Passed(Tally),
    Failed(Tally, String),
    NotRun,
}

struct Step {
    name: String,
    took: Duration,
    end: End,
}

/// The steps so far.
#[derive(Default)]
pub struct Report {
    steps: Vec<Step>,
}

/// What a step that only holds or does not hold returns.
pub type Held = Result<(), String>;

impl Report {
    /// A step without tests of its own, such as lints. Says whether it held.
    pub fn hold(&mut self, name: &str, work: impl FnOnce() -> Held) -> bool {
        self.step(name, || match work() {
            Ok(()) => End::Passed(Tally::default()),
            Err(why) => End::Failed(Tally::default(), why),
        })
    }

    /// A step that runs tests.
    pub fn tests(&mut self, name: &str, work: impl FnOnce() -> Result<Watched, String>) -> bool {
        self.step(name, || match work() {
            Ok(watched) => judge(watched),
            Err(why) => End::Failed(Tally::default(), why),
        })
    }

    /// A step that the caller has left out by name.
    pub fn not_run(&mut self, name: &str) {
        println!("\n== {name}: not run");
        self.steps.push(Step {
            name: name.to_owned(),
            took: Duration::ZERO,
            end: End::NotRun,
        });
    }

    fn step(&mut self, name: &str, work: impl FnOnce() -> End) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let end = work();
        let took = start.elapsed();
        let held = !matches!(end, End::Failed(..));
        match &end {
            End::Failed(_, why) => println!("== {name}: FAILED after {}: {why}", told(took)),
            _ => println!("== {name}: held, {}", told(took)),
        }
        self.steps.push(Step {
            name: name.to_owned(),
            took,
            end,
        });
        held
    }

    /// Prints all steps and, as the last line, the number of tests; fails if a step did.
    pub fn finish(self) -> Held {
        let mut sum = Tally::default();
        println!("\n== all steps");
        for step in &self.steps {
            println!("{}", line(step));
            sum += counted(&step.end);
        }
        if sum != Tally::default() {
            println!("{sum}");
        }
        let failed = self
            .steps
            .iter()
            .any(|step| matches!(step.end, End::Failed(..)));
        // the last line is the count, so the failure itself has been said above
        if failed { Err(String::new()) } else { Ok(()) }
    }
}

fn judge(watched: Watched) -> End {
    let tally = Tally::read(&watched.lines);
    match watched.failure {
        Some(why) => End::Failed(tally, why),
        None if tally.failed > 0 => End::Failed(tally, format!("{} failed", tally.failed)),
        None if tally.ran() == 0 => End::Failed(tally, "no test ran".to_owned()),
        None if tally.skipped > 0 => End::Failed(tally, format!("{} were skipped", tally.skipped)),
        None => End::Passed(tally),
    }
}

/// A failed step whose tests did not fail is one failure; a step left out is one skipped.
fn counted(end: &End) -> Tally {
    match end {
        End::Passed(tally) => *tally,
        End::Failed(tally, _) => Tally {
            failed: tally.failed.max(1),
            ..*tally
        },
        End::NotRun => Tally {
            skipped: 1,
            ..Tally::default()
        },
    }
}

fn line(step: &Step) -> String {
    let end = match &step.end {
        End::Passed(tally) if tally.ran() > 0 => format!("{} tests", tally.ran()),
        End::Passed(_) => "held".to_owned(),
        End::Failed(_, why) => format!("FAILED: {}", why.lines().next().unwrap_or_default()),
        End::NotRun => "not run, as asked".to_owned(),
    };
    format!("   {:<34} {:>9}   {end}", step.name, told(step.took))
}

/// Minutes and seconds.
pub fn told(took: Duration) -> String {
    match took.as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched(line: &str, failure: Option<&str>) -> Watched {
        Watched {
            lines: vec![line.to_owned()],
            failure: failure.map(str::to_owned),
        }
    }

    #[track_caller]
    fn check(watched: Watched, held: bool, told: &str) {
        let end = judge(watched);
        assert_eq!(!matches!(end, End::Failed(..)), held);
        assert_eq!(counted(&end).to_string(), told);
    }

    #[test]
    fn a_step_holds_only_when_every_test_ran_and_passed() {
        check(watched("# pass 3", None), true, "3 passed, 0 failed");
        check(watched("# fail 2", None), false, "0 passed, 2 failed");
        check(watched("nothing", None), false, "0 passed, 1 failed");
        check(
            watched("# pass 3", Some("exit 1")),
            false,
            "3 passed, 1 failed",
        );
        check(
            watched("test result: ok. 3 passed; 0 failed; 2 ignored", None),
            false,
            "3 passed, 1 failed, 2 skipped",
        );
    }

    #[test]
    fn what_was_left_out_by_name_is_skipped() {
        assert_eq!(
            counted(&End::NotRun).to_string(),
            "0 passed, 0 failed, 1 skipped"
        );
    }
}
