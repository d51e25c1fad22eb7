//! `seatkeeper quote`: a request a line on standard input, its quote a line on standard output.
//!
//! Promises: one line out for each line in, in order, whatever its bytes; what has been asked is
//! answered before more is waited for. Needs no database and no configuration.
//! Leaves what a line means to `seatkeeper_core::quote_line`.

use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};

use seatkeeper_core::quote_line::{LONGEST_LINE, answer, unreadable};

/// Answers standard input until it ends, or until nobody reads the answers any more.
///
/// # Errors
/// When input cannot be read or output not be written.
pub fn run() -> io::Result<()> {
    let answered = answer_all(
        BufReader::new(io::stdin().lock()),
        BufWriter::new(io::stdout().lock()),
    );
    match answered {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn answer_all(mut input: BufReader<impl Read>, mut output: impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    while let Some(whole) = read_line(&mut input, &mut line)? {
        let reply = match str::from_utf8(&line) {
            _ if !whole => unreadable("A line is at most 1 MiB long."),
            Err(_) => unreadable("A line is text in UTF-8."),
            Ok(text) => answer(text),
        };
        output.write_all(reply.as_bytes())?;
        output.write_all(b"\n")?;
        if input.buffer().is_empty() {
            output.flush()?;
        }
    }
    output.flush()
}

/// Reads the next line without its end. None at the end of input; false when the line is too long:
/// it is then skipped without being kept.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
    line.clear();
    let mut whole = true;
    loop {
        let room = LONGEST_LINE + 1 - line.len();
        let room = u64::try_from(room).unwrap_or(u64::MAX);
        let read = input.by_ref().take(room).read_until(b'\n', line)?;
        if line.last() == Some(&b'\n') {
            line.pop();
            return Ok(Some(whole));
        }
        if read == 0 {
            return Ok((!line.is_empty() || !whole).then_some(whole));
        }
        if line.len() > LONGEST_LINE {
            whole = false;
            line.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(input: &[u8]) -> Vec<String> {
        let mut output = Vec::new();
        answer_all(BufReader::new(input), &mut output).expect("memory does not fail");
        let text = String::from_utf8(output).expect("answers are text");
        assert!(text.is_empty() || text.ends_with('\n'));
        text.lines().map(str::to_owned).collect()
    }

    const ASKED: &str = concat!(
        r#"{"kind":"create","today":"2026-11-23","currency":"EUR","term_months":12,"licences":7,"#,
        r#""unit_price":"9.99","discount_percent":"20","seller_country":"SE","country":"SE","#,
        r#""vat_number_status":"absent"}"#
    );

    #[test]
    fn each_line_has_its_answer_in_order() {
        let long = vec![b'x'; LONGEST_LINE + 1];
        let longest = vec![b' '; LONGEST_LINE];
        let lines: [&[u8]; 6] = [
            ASKED.as_bytes(),
            b"",
            b"\xff\xfe",
            &long,
            &longest,
            ASKED.as_bytes(),
        ];
        let answers = answers(&lines.join(&b'\n'));
        assert_eq!(answers.len(), 6);
        assert!(
            answers[0].starts_with(r#"{"months":12,"list":"839.16""#),
            "{}",
            answers[0]
        );
        assert!(answers[1].contains("not_json"));
        assert!(answers[2].contains("UTF-8"));
        assert!(answers[3].contains("1 MiB"));
        assert!(answers[4].contains("not_json"));
        assert_eq!(answers[5], answers[0]);
    }

    #[test]
    fn the_end_of_input_is_no_line() {
        assert!(answers(b"").is_empty());
        assert_eq!(answers(b"\n").len(), 1);
        assert_eq!(answers(&vec![b'x'; 3 * LONGEST_LINE]).len(), 1);
    }
}
