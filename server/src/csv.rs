//! Tables to be saved: comma-separated values (RFC 4180) as spreadsheets read them.
//!
//! Promises: UTF-8 with a byte order mark, lines that end in CR LF, and no cell that a spreadsheet
//! would take for a formula (an apostrophe stands before it).

use std::borrow::Cow;

/// What such a table is.
pub const MEDIA_TYPE: &str = "text/csv; charset=utf-8; header=present";

/// The mark by which spreadsheets know UTF-8.
const MARK: &str = "\u{feff}";

/// A table, its heads first.
pub fn table<'a, const N: usize>(
    heads: [&'a str; N],
    rows: impl IntoIterator<Item = [Cow<'a, str>; N]>,
) -> String {
    let mut text = String::from(MARK);
    line(&mut text, &heads.map(Cow::Borrowed));
    for row in rows {
        line(&mut text, &row);
    }
    text
}

fn line(text: &mut String, cells: &[Cow<'_, str>]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        push(text, cell);
    }
    text.push_str("\r\n");
}

fn push(text: &mut String, cell: &str) {
    let apostrophe = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    if cell.contains(['"', ',', '\r', '\n']) {
        text.extend(["\"", apostrophe, &cell.replace('"', "\"\""), "\""]);
    } else {
        text.extend([apostrophe, cell]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, written: &str) {
        let row = [Cow::Borrowed(cell), Cow::Borrowed("b")];
        let text = table(["x", "y"], [row]);
        assert_eq!(text, format!("\u{feff}x,y\r\n{written},b\r\n"));
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        check("anna@example.com", "anna@example.com");
        check("", "");
        check("上海, Åsa", "\"上海, Åsa\"");
        check("say \"no\"", "\"say \"\"no\"\"\"");
        check("two\r\nlines", "\"two\r\nlines\"");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for sign in ["=", "+", "-", "@", "\t"] {
            check(&format!("{sign}1+1"), &format!("'{sign}1+1"));
        }
        check("\r1", "\"'\r1\"");
        check(
            "=HYPERLINK(\"http://x\",\"y\")",
            "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"",
        );
        check("a=b", "a=b");
    }
}
