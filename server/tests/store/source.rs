//! Finds the SQL in Rust source: string literals, and `concat!` of literals and of macros that
//! stand for a literal. What it cannot follow it says, so that nothing is left out in silence.

use std::collections::BTreeMap;

/// What of Rust matters here.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Text(String),
    Word(String),
    Mark(char),
}

/// The texts of a set of files.
#[derive(Default)]
pub(crate) struct Texts {
    /// Where it stands, and its pieces.
    found: Vec<(String, Vec<Token>)>,
    /// What a macro without arguments stands for.
    macros: BTreeMap<String, Vec<Token>>,
}

impl Texts {
    pub(crate) fn read(&mut self, name: &str, source: &str) {
        let tokens = tokens(source.split("#[cfg(test)]").next().unwrap_or_default());
        let mut rest = tokens.as_slice();
        while let Some((first, after)) = rest.split_first() {
            rest = match (first, after) {
                (Token::Word(word), [Token::Mark('!'), Token::Word(called), body @ ..])
                    if word == "macro_rules" =>
                {
                    let (body, after) = group(body);
                    let meaning = body.iter().skip_while(|token| **token != Token::Mark('>'));
                    let meaning: Vec<Token> = meaning.skip(1).cloned().collect();
                    let (meaning, _) = group(&meaning);
                    self.macros.insert(called.clone(), meaning.to_vec());
                    after
                }
                (Token::Word(word), [Token::Mark('!'), body @ ..]) if word == "concat" => {
                    let (pieces, after) = group(body);
                    self.found.push((name.to_owned(), pieces.to_vec()));
                    after
                }
                (Token::Text(text), _) => {
                    self.found
                        .push((name.to_owned(), vec![Token::Text(text.clone())]));
                    after
                }
                _ => after,
            };
        }
    }

    /// The texts that begin with one of these words and go on, each with its file.
    pub(crate) fn beginning_with(&self, words: &[&str]) -> Vec<(String, String)> {
        let begins = |text: &str| {
            let first = text.split_whitespace().next().unwrap_or_default();
            words.contains(&first.to_ascii_lowercase().as_str())
        };
        let goes_on = |text: &str| text.split_whitespace().nth(1).is_some();
        let mut texts = Vec::new();
        for (file, pieces) in &self.found {
            match self.spelt_out(pieces) {
                Ok(text) if begins(&text) && goes_on(&text) => texts.push((file.clone(), text)),
                Err((before, piece)) if begins(&before) => {
                    panic!("{file}: what is {piece:?} in the statement beginning {before:?}?")
                }
                _ => {}
            }
        }
        texts
    }

    /// The pieces as one text, or the text up to a piece that stands for no text.
    fn spelt_out(&self, pieces: &[Token]) -> Result<String, (String, Token)> {
        let mut text = String::new();
        let mut rest = pieces;
        while let Some((first, after)) = rest.split_first() {
            rest = match (first, after) {
                (Token::Text(piece), _) => {
                    text += piece;
                    after
                }
                // between pieces, and the module of a macro
                (Token::Mark(',' | ':'), _) | (Token::Word(_), [Token::Mark(':'), ..]) => after,
                (Token::Word(word), [Token::Mark('!'), body @ ..]) => {
                    let (inside, after) = group(body);
                    let meaning = match self.macros.get(word) {
                        Some(meaning) if inside.is_empty() => meaning.as_slice(),
                        None if word == "concat" => inside,
                        _ => return Err((text, first.clone())),
                    };
                    match self.spelt_out(meaning) {
                        Ok(piece) => text += &piece,
                        Err((before, token)) => return Err((text + &before, token)),
                    }
                    after
                }
                _ => return Err((text, first.clone())),
            };
        }
        Ok(text)
    }
}

/// What stands in the brackets that come first, and what after them.
fn group(tokens: &[Token]) -> (&[Token], &[Token]) {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Mark('(' | '[' | '{') => depth += 1,
            Token::Mark(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (tokens.get(1..at).unwrap_or_default(), &tokens[at + 1..]);
        }
    }
    (&[], &[])
}

fn tokens(source: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let raw = rest
            .strip_prefix('r')
            .map(|rest| rest.trim_start_matches('#'));
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        } else if let Some(body) = raw.and_then(|raw| raw.strip_prefix('"')) {
            let hashes = rest.len() - body.len() - 2;
            let end = format!("\"{}", "#".repeat(hashes));
            let (text, after) = body.split_once(&end).expect("the literal's end");
            tokens.push(Token::Text(text.to_owned()));
            rest = after;
        } else if let Some(body) = rest.strip_prefix('"') {
            let (text, after) = unescaped(body);
            tokens.push(Token::Text(text));
            rest = after;
        } else if first == '\'' {
            rest = &rest[character_length(rest)..];
        } else if is_word(first) {
            let (word, after) = rest.split_at(rest.find(|c| !is_word(c)).unwrap_or(rest.len()));
            tokens.push(Token::Word(word.to_owned()));
            rest = after;
        } else {
            if !first.is_whitespace() {
                tokens.push(Token::Mark(first));
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    tokens
}

/// A literal's text up to its closing quote, and what follows.
fn unescaped(source: &str) -> (String, &str) {
    let mut text = String::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '\\']) {
        text += &rest[..at];
        let after = &rest[at + 1..];
        if rest[at..].starts_with('"') {
            return (text, after);
        }
        let escaped = after.chars().next().unwrap_or_default();
        rest = &after[escaped.len_utf8()..];
        match escaped {
            '\n' => rest = rest.trim_start(),
            'n' => text.push('\n'),
            other => text.push(other),
        }
    }
    panic!("a literal without an end: {text}");
}

/// How long a lifetime's mark or a character literal is.
fn character_length(source: &str) -> usize {
    if let Some(escaped) = source.strip_prefix("'\\") {
        let end = escaped.char_indices().skip(1).find(|(_, c)| *c == '\'');
        return end.map_or(1, |(end, _)| end + 3);
    }
    let mut characters = source.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some(_), Some((end, '\''))) => end + 1,
        _ => 1,
    }
}

#[test]
fn texts_are_found_and_put_together() {
    let mut texts = Texts::default();
    texts.read("a", r#"macro_rules! columns { () => { "a, b" }; }"#);
    texts.read(
        "b",
        r##"// "select no"
        let a = '"'; let b = '\''; f::<'a>("select \
            1", "selection", "\"select\" it");
        g(concat!("select ", a::columns!(), " from t"), r#"with "x" as y"#);
        #[cfg(test)] h("select 3");"##,
    );
    let found = texts.beginning_with(&["select", "with"]);
    let found: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(found, ["select 1", "select a, b from t", "with \"x\" as y"]);
}

#[test]
#[should_panic(expected = "unknown")]
fn what_cannot_be_followed_is_said() {
    let mut texts = Texts::default();
    texts.read("a", r#"f(concat!("select ", unknown!(), " from t"))"#);
    texts.beginning_with(&["select"]);
}
