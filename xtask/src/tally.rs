//! How many tests ran, read from the closing lines of cargo's and Node's runners.

use std::ops::AddAssign;

/// Counted tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Tally {
    /// Tests that were started.
    pub fn ran(self) -> u64 {
        self.passed + self.failed
    }

    /// Adds up every closing line among a run's lines.
    pub fn read(lines: &[String]) -> Self {
        let mut sum = Self::default();
        for line in lines {
            sum += closing(line.trim());
        }
        sum
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        match self.skipped {
            0 => Ok(()),
            skipped => write!(f, ", {skipped} skipped"),
        }
    }
}

fn closing(line: &str) -> Tally {
    if let Some(rest) = line.strip_prefix("test result: ") {
        return Tally {
            passed: before(rest, "passed"),
            failed: before(rest, "failed"),
            skipped: before(rest, "ignored"),
        };
    }
    node(line).unwrap_or_default()
}

/// Node closes with one line for each count: `# pass 12`, or with a sign before the word.
fn node(line: &str) -> Option<Tally> {
    let mut words = line.split_whitespace();
    let (sign, name, count) = (words.next()?, words.next()?, words.next()?);
    if words.next().is_some() || !matches!(sign, "#" | "ℹ") {
        return None;
    }
    let count: u64 = count.parse().ok()?;
    let mut tally = Tally::default();
    match name {
        "pass" => tally.passed = count,
        "fail" | "cancelled" => tally.failed = count,
        "skipped" | "todo" => tally.skipped = count,
        _ => return None,
    }
    Some(tally)
}

/// The number that stands before a word.
fn before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    words
        .windows(2)
        .find(|pair| pair[1] == word)
        .and_then(|pair| pair[0].parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], passed: u64, failed: u64, skipped: u64) {
        let lines: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
        let expected = Tally {
            passed,
            failed,
            skipped,
        };
        assert_eq!(Tally::read(&lines), expected);
    }

    #[test]
    fn cargo_closes_each_binary() {
        check(
            &[
                "running 3 tests",
                "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.01s",
                "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            ],
            7,
            2,
            1,
        );
    }

    #[test]
    fn node_closes_line_by_line() {
        check(
            &[
                "ℹ tests 6",
                "ℹ pass 4",
                "ℹ fail 1",
                "# cancelled 1",
                "ℹ skipped 1",
                "ℹ duration_ms 9",
            ],
            4,
            2,
            1,
        );
    }

    #[test]
    fn other_lines_count_nothing() {
        check(
            &["# pass it on", "the test result: ok. 3 passed", "5 passed"],
            0,
            0,
            0,
        );
    }
}
