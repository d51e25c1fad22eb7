//! The project's files as text: code without its comments and strings, the strings themselves,
//! and where a place is.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold nothing of ours.
const NOT_OURS: [&str; 7] = [
    "target",
    "dist",
    "dist.new",
    "data",
    "node_modules",
    ".git",
    ".stage",
];

/// One file.
pub(super) struct Source {
    /// From the top folder, with `/`.
    pub(super) path: String,
    pub(super) text: String,
    /// The text with every character of a comment or a string replaced by a space.
    pub(super) code: String,
    /// Each string with its line.
    pub(super) strings: Vec<(usize, String)>,
}

impl Source {
    pub(super) fn new(path: &str, text: &str) -> Self {
        let (code, strings) = if Path::new(path)
            .extension()
            .is_some_and(|ending| ending == "rs")
        {
            Scanner::new(text).scan()
        } else {
            (text.to_owned(), Vec::new())
        };
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            strings,
        }
    }

    /// A complaint about a line, counted from 1.
    pub(super) fn at(&self, line: usize, complaint: &str) -> String {
        format!("{}:{line}: {complaint}", self.path)
    }

    pub(super) fn is_under(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// The lines of code, counted from 1, without a last module of tests.
    pub(super) fn lines_before_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.code.lines().enumerate();
        lines
            .map(|(index, line)| (index + 1, line))
            .take_while(|(_, line)| !line.contains("#[cfg(test)]"))
    }

    /// The modules of this crate that the code names, each with its line: `crate::a::B`, and
    /// `crate::{a, b::C}`.
    pub(super) fn modules_used(&self) -> Vec<(usize, String)> {
        let code: Vec<&str> = self.lines_before_tests().map(|(_, line)| line).collect();
        let code = code.join("\n");
        let mut used = Vec::new();
        for (at, _) in code.match_indices("crate::") {
            let line = code[..at].matches('\n').count() + 1;
            let rest = &code[at + "crate::".len()..];
            match rest.strip_prefix('{') {
                Some(group) => used.extend(firsts(group).into_iter().map(|name| (line, name))),
                None => used.push((line, first(rest))),
            }
        }
        used.retain(|(_, name)| !name.is_empty());
        used
    }
}

/// The first name of each path in a group, up to its closing brace.
fn firsts(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut names = vec![String::new()];
    for character in group.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(String::new()),
            character => names.last_mut().expect("there is one").push(character),
        }
    }
    names.iter().map(|name| first(name.trim())).collect()
}

fn first(path: &str) -> String {
    path.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// All our files with one of the endings, by path.
pub(super) fn sources(endings: &[&str]) -> Vec<Source> {
    let mut paths = Vec::new();
    collect(&top(), &mut paths);
    paths.sort();
    let wanted = |path: &&PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| endings.contains(&ending))
    };
    paths.iter().filter(wanted).map(|path| read(path)).collect()
}

/// The top folder.
pub(super) fn top() -> PathBuf {
    let server = Path::new(env!("CARGO_MANIFEST_DIR"));
    server
        .parent()
        .expect("the server's folder is in the top one")
        .to_path_buf()
}

fn read(path: &Path) -> Source {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name = path.strip_prefix(top()).expect("it was found there");
    Source::new(&name.to_string_lossy().replace('\\', "/"), &text)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.map(|entry| entry.expect("it can be listed").path()) {
        let name = entry
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if entry.is_dir() && !NOT_OURS.contains(&name.as_str()) && !name.starts_with("dist.new") {
            collect(&entry, paths);
        } else if entry.is_file() {
            paths.push(entry);
        }
    }
}

struct Scanner<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    code: String,
    strings: Vec<(usize, String)>,
    line: usize,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            rest: text.chars().peekable(),
            code: String::new(),
            strings: Vec::new(),
            line: 1,
        }
    }

    fn scan(mut self) -> (String, Vec<(usize, String)>) {
        while let Some(character) = self.rest.next() {
            let next = self.rest.peek().copied();
            match (character, next) {
                ('/', Some('/')) => self.skip_line(),
                ('/', Some('*')) => self.skip_block(),
                ('"', _) => self.string(0, true),
                ('r', Some('"' | '#')) if !self.in_a_word() => self.raw(),
                ('\'', _) => self.quote(),
                _ => self.keep(character),
            }
        }
        (self.code, self.strings)
    }

    /// Whether the character read last continues a name, as the `r` in `for"`.
    fn in_a_word(&self) -> bool {
        let before = self.code.chars().next_back();
        // `br"…"` is a raw string as well
        before.is_some_and(|c| (c.is_alphanumeric() || c == '_') && c != 'b')
    }

    fn keep(&mut self, character: char) {
        self.line += usize::from(character == '\n');
        self.code.push(character);
    }

    fn blank(&mut self, character: char) {
        self.keep(if character == '\n' { '\n' } else { ' ' });
    }

    fn skip_line(&mut self) {
        self.blank('/');
        while let Some(character) = self.rest.next_if(|&c| c != '\n') {
            self.blank(character);
        }
    }

    fn skip_block(&mut self) {
        let mut depth = 1;
        self.blank('/');
        self.rest.next();
        self.blank('*');
        while let Some(character) = self.rest.next() {
            match (character, self.rest.peek()) {
                ('/', Some('*')) => depth += 1,
                ('*', Some('/')) => depth -= 1,
                _ => {
                    self.blank(character);
                    continue;
                }
            }
            self.blank(character);
            self.rest.next();
            self.blank(character);
            if depth == 0 {
                return;
            }
        }
    }

    /// Behind `r`: a raw string, or a raw name as `r#type`.
    fn raw(&mut self) {
        self.keep('r');
        let mut hashes = 0;
        while self.rest.next_if_eq(&'#').is_some() {
            hashes += 1;
            self.keep('#');
        }
        if self.rest.next_if_eq(&'"').is_some() {
            self.string(hashes, false);
        }
    }

    /// Behind the opening quotation mark.
    fn string(&mut self, hashes: usize, escapes: bool) {
        let line = self.line;
        let mut contents = String::new();
        self.keep('"');
        while let Some(character) = self.rest.next() {
            if character == '"' && self.closes(hashes) {
                break;
            }
            contents.push(character);
            self.blank(character);
            if character == '\\'
                && escapes
                && let Some(escaped) = self.rest.next()
            {
                contents.push(escaped);
                self.blank(escaped);
            }
        }
        self.keep('"');
        self.strings.push((line, contents));
    }

    fn closes(&mut self, hashes: usize) -> bool {
        let ahead = self.rest.clone();
        let closing = ahead.take(hashes).filter(|&c| c == '#').count() == hashes;
        if closing {
            for _ in 0..hashes {
                self.rest.next();
            }
        }
        closing
    }

    /// Behind a `'`: a character, or else a lifetime.
    fn quote(&mut self) {
        self.keep('\'');
        let mut ahead = self.rest.clone();
        let first = ahead.next();
        if first != Some('\\') && ahead.next() != Some('\'') {
            return;
        }
        while let Some(character) = self.rest.next() {
            self.blank(character);
            match character {
                '\\' => {
                    if let Some(escaped) = self.rest.next() {
                        self.blank(escaped);
                    }
                }
                '\'' => return,
                _ => {}
            }
        }
    }
}

#[test]
fn code_has_neither_comments_nor_strings() {
    let text = "a /* b /* c */ d */ e \"f\\\"g\" h // i\nr#\"j\"k\"# '\"' &'l a br\"m\" '\\'' n";
    let source = Source::new("x.rs", text);
    let strings: Vec<&str> = source
        .strings
        .iter()
        .map(|(_, string)| string.as_str())
        .collect();
    assert_eq!(strings, ["f\\\"g", "j\"k", "m"]);
    assert_eq!(source.strings[1].0, 2, "the raw string's line");
    let words: Vec<&str> = source
        .code
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    assert_eq!(words, ["a", "e", "h", "r", "l", "a", "br", "n"]);
}

#[test]
fn modules_are_found_alone_and_in_groups() {
    let text = "use crate::{\n    a, b::C,\n    d::{E, f},\n};\nuse crate::g::H;\n// crate::i\n#[cfg(test)]\nuse crate::j;\n";
    let used = Source::new("x.rs", text).modules_used();
    let names: Vec<&str> = used.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["a", "b", "d", "g"]);
}
