//! Rows of every shape, files of every encoding.

use super::*;

/// Line, text and a letter for what it holds.
fn read_all(text: &str) -> Vec<(u32, String, char)> {
    let letter = |holds| match holds {
        Holds::Address => '+',
        Holds::Repeated => '=',
        Holds::Nothing => '-',
    };
    let rows = addresses(text).into_iter();
    rows.map(|row| (row.line, row.text, letter(row.holds)))
        .collect()
}

fn expect(text: &str, rows: &[(u32, &str, char)]) {
    let rows: Vec<_> = rows
        .iter()
        .map(|(line, text, holds)| (*line, (*text).to_owned(), *holds))
        .collect();
    assert_eq!(read_all(text), rows, "{text:?}");
}

#[test]
fn one_address_a_line_however_lines_end() {
    for end in ["\n", "\r\n", "\r"] {
        let text = [
            "anna@example.com",
            "",
            "  Bo@Example.com ",
            "no address",
            "",
        ]
        .join(end);
        expect(
            &text,
            &[
                (1, "anna@example.com", '+'),
                (3, "Bo@Example.com", '+'),
                (4, "no address", '-'),
            ],
        );
    }
    expect("", &[]);
    expect("\n \n\t\n;;;\n", &[]);
}

#[test]
fn an_address_counts_once_however_it_is_written() {
    expect(
        "Anna@Example.com\nanna@example.com\njöRG@müller.example\nJörg@MüLLER.example",
        &[
            (1, "Anna@Example.com", '+'),
            (2, "anna@example.com", '='),
            (3, "jöRG@müller.example", '+'),
            (4, "Jörg@MüLLER.example", '='),
        ],
    );
}

#[test]
fn a_table_is_read_by_its_cell_with_an_address() {
    expect(
        "Name,E-mail,Town\n\"Ek, Karin\",karin@example.com,Göteborg\nLi;li@example.com;",
        &[(2, "karin@example.com", '+'), (3, "li@example.com", '+')],
    );
    expect(
        "name\tmail\nBo\tbo@example.com\n\"two\nlines\"\tc@example.com\nd@example.com",
        &[
            (2, "bo@example.com", '+'),
            (3, "c@example.com", '+'),
            (5, "d@example.com", '+'),
        ],
    );
    expect(
        "\"she said \"\"hi\"\"\",\"x@example.com\"",
        &[(1, "x@example.com", '+')],
    );
}

#[test]
fn a_list_from_a_mail_is_read_whole() {
    expect(
        "Anna Ek <anna@example.com>; \"Bo\" <bo@example.com>, c@example.com",
        &[
            (1, "anna@example.com", '+'),
            (1, "bo@example.com", '+'),
            (1, "c@example.com", '+'),
        ],
    );
}

#[test]
fn what_is_no_address_is_said_and_never_run() {
    expect(
        "a@example.com\n=HYPERLINK(\"mailto:b@example.com\")\n@SUM(1+1)*cmd|' /C calc'!A0\n<script>@x",
        &[
            (1, "a@example.com", '+'),
            (2, "=HYPERLINK(\"mailto:b@example.com\")", '-'),
            (3, "@SUM(1+1)*cmd|' /C calc'!A0", '-'),
            (4, "<script>@x", '-'),
        ],
    );
    let long = "x".repeat(1000);
    expect(
        &["a@b.example\n", &long].concat(),
        &[(1, "a@b.example", '+'), (2, &"x".repeat(100), '-')],
    );
    // a quote that never closes does not swallow what follows
    expect(
        "\"a@example.com\nb@example.com",
        &[(1, "\"a@example.com", '-'), (2, "b@example.com", '+')],
    );
}

#[test]
fn a_file_is_read_in_its_encoding() {
    let text = "Jörg,jörg@müller.example\r\n李伟,li@example.com";
    let utf16 =
        |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let (little, big) = (utf16(u16::to_le_bytes), utf16(u16::to_be_bytes));
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        little.clone(),
        [b"\xFF\xFE".as_slice(), &little].concat(),
        big.clone(),
        [b"\xFE\xFF".as_slice(), &big].concat(),
    ] {
        assert_eq!(decoded(&bytes).as_deref(), Some(text), "{bytes:x?}");
    }
    assert_eq!(
        decoded(b"j\xF6rg@m\xFCller.example").as_deref(),
        Some("jörg@müller.example")
    );
    assert_eq!(decoded(b"").as_deref(), Some(""));
}

#[test]
fn what_is_no_text_is_refused() {
    for bytes in [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(),
        b"PK\x03\x04\x14\0\x06\0",
        b"%PDF-1.7\0\x01",
        b"a@example.com\0",
        b"\xFF\xFEa",
        b"\xFF\xFE\0\xD8",
        b"\0\0\0\0",
    ] {
        assert_eq!(decoded(bytes), None, "{bytes:x?}");
    }
}

#[test]
fn what_a_text_holds_is_counted_and_too_much_is_refused_as_a_whole() {
    let rows = |count: u32| {
        let rows: Vec<_> = (0..count).map(|n| format!("a{n}@example.com")).collect();
        rows.join("\n")
    };
    let of = |text: &str| {
        let found = Counted::of(text);
        (
            found.addresses,
            found.repeated,
            found.unreadable,
            found.fault,
        )
    };
    assert_eq!(of(" \n"), (0, 0, 0, Some(FieldFault::Missing)));
    assert_eq!(of("E-mail\nnobody"), (0, 0, 1, Some(FieldFault::NoAddress)));
    assert_eq!(of("a@example.com\nA@example.com\nnobody"), (1, 1, 1, None));
    assert_eq!(of(&rows(MOST_ROWS)), (MOST_ROWS, 0, 0, None));
    let one_more = Some(FieldFault::TooManyRows { most: MOST_ROWS });
    assert_eq!(of(&rows(MOST_ROWS + 1)), (MOST_ROWS + 1, 0, 0, one_more));
    let largest = usize::try_from(LARGEST_FILE).expect("a small number");
    let long = "a@example.com\n".repeat(largest / 14 + 1);
    assert_eq!(of(&long), (0, 0, 0, Some(FieldFault::FileTooLarge)));
}
