//! index.html as trunk wrote it: finding the tags that have to change, and changing them.
//!
//! Reads the HTML that trunk's two serialisers write (attributes quoted or bare); it is no
//! parser for pages from elsewhere.

use std::ops::Range;

/// A page under change.
pub struct Page {
    html: String,
    /// Where new tags go: where the first tag was that went.
    place: Option<usize>,
}

/// One opening tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub range: Range<usize>,
}

impl Tag {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(name, _)| name == attribute);
        found.map(|(_, value)| value.as_str())
    }
}

impl Page {
    pub fn read(html: &str) -> Result<Self, String> {
        if html.contains("<style") {
            return Err("index.html has an inline style, which the CSP forbids".to_owned());
        }
        Ok(Self {
            html: without_comments(html),
            place: None,
        })
    }

    pub fn html(&self) -> &str {
        &self.html
    }

    /// The first tag of that name that fits.
    pub fn find(&self, name: &str, fits: impl Fn(&Tag) -> bool) -> Option<Tag> {
        let opening = format!("<{name}");
        let mut from = 0;
        while let Some(found) = self.html.get(from..)?.find(&opening) {
            let start = from + found;
            from = start + opening.len();
            if let Some(tag) = read_tag(&self.html, start)
                && tag.name == name
                && fits(&tag)
            {
                return Some(tag);
            }
        }
        None
    }

    /// The text from a tag to its end tag.
    pub fn inside(&self, tag: &Tag) -> Option<(&str, Range<usize>)> {
        let closing = format!("</{}>", tag.name);
        let rest = self.html.get(tag.range.end..)?;
        let length = rest.find(&closing)?;
        let end = tag.range.end + length + closing.len();
        Some((rest.get(..length)?, tag.range.start..end))
    }

    /// Takes a stretch out; what is inserted later goes to where the first one was.
    pub fn remove(&mut self, range: Range<usize>) {
        let start = range.start;
        let length = range.len();
        self.html.replace_range(range, "");
        match self.place {
            Some(place) if start < place => self.place = Some(place - length),
            Some(_) => {}
            None => self.place = Some(start),
        }
    }

    /// Puts tags behind those inserted before.
    pub fn insert(&mut self, tags: &str) {
        let head = self.html.find("</head>").unwrap_or(0);
        let place = self.place.unwrap_or(head);
        self.html.insert_str(place, tags);
        self.place = Some(place + tags.len());
    }
}

fn without_comments(html: &str) -> String {
    let mut plain = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<!--") {
        plain.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

fn read_tag(html: &str, start: usize) -> Option<Tag> {
    let text = html.get(start..)?;
    let mut chars = text.char_indices().skip(1).peekable();
    let mut name = String::new();
    while let Some((_, c)) = chars.next_if(|(_, c)| c.is_ascii_alphanumeric()) {
        name.push(c);
    }
    let mut attributes: Vec<(String, String)> = Vec::new();
    loop {
        let (at, c) = chars.next()?;
        match c {
            '>' => {
                let range = start..start + at + 1;
                return Some(Tag {
                    name,
                    attributes,
                    range,
                });
            }
            '=' => {
                let quote = chars.next_if(|(_, c)| matches!(c, '"' | '\''));
                let ends = |c: char| match quote {
                    Some((_, quote)) => c == quote,
                    None => c.is_whitespace() || c == '>',
                };
                let mut value = String::new();
                while let Some((_, c)) = chars.next_if(|&(_, c)| !ends(c)) {
                    value.push(c);
                }
                if quote.is_some() {
                    chars.next();
                }
                attributes.last_mut()?.1 = value;
            }
            c if c.is_whitespace() || c == '/' => {}
            c => {
                let mut attribute = String::from(c);
                while let Some((_, c)) =
                    chars.next_if(|&(_, c)| !c.is_whitespace() && !matches!(c, '=' | '>'))
                {
                    attribute.push(c);
                }
                attributes.push((attribute, String::new()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_quoted_and_bare() {
        let page = Page::read(r#"<link rel=icon><link crossorigin href='/a b' rel="stylesheet"/>"#);
        let page = page.expect("no inline style");
        let tag = page.find("link", |tag| tag.get("rel") == Some("stylesheet"));
        let tag = tag.expect("it is there");
        assert_eq!(tag.get("href"), Some("/a b"));
        assert_eq!(tag.get("crossorigin"), Some(""));
        assert_eq!(
            page.html().get(tag.range),
            Some(r#"<link crossorigin href='/a b' rel="stylesheet"/>"#)
        );
    }

    #[test]
    fn new_tags_go_where_the_first_old_one_was() {
        let mut page = Page::read("<a><b><c>").expect("no inline style");
        page.remove(3..6);
        page.insert("<x>");
        page.remove(0..3);
        page.insert("<y>");
        assert_eq!(page.html(), "<x><y><c>");
    }

    #[test]
    fn an_inline_style_is_refused() {
        assert!(Page::read("<style>a{}</style>").is_err());
    }
}
