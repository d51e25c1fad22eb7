//! The style sheets, which stand one beside each part of the page, as one file.
//!
//! They keep the order of index.html. Only what no browser reads is taken out: comments and
//! the space at the lines' beginnings. The rest is the compressors' work.

use super::Folder;
use super::page::Page;
use crate::fingerprint;

/// Replaces all style sheets of the page by one.
pub fn bundle(page: &mut Page, folder: &mut Folder) -> Result<(), String> {
    let mut sheet = String::new();
    while let Some(link) = page.find("link", |tag| tag.get("rel") == Some("stylesheet")) {
        let name = link.get("href").unwrap_or_default().to_owned();
        sheet.push_str(&folder.text(&name)?);
        sheet.push('\n');
        page.remove(link.range);
    }
    let sheet = shorten(&sheet);
    let name = format!("style-{}.css", fingerprint::of(sheet.as_bytes()));
    page.insert(&format!(r#"<link rel="stylesheet" href="/{name}">"#));
    folder.write(&name, sheet.as_bytes())
}

fn shorten(sheet: &str) -> String {
    let mut plain = String::new();
    let mut rest = sheet;
    // no string in a style sheet of ours holds these two characters
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let lines = plain.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn comments_and_indentation_go() {
        let sheet = "/* why\n */\na {\n  b: c; /* d */\n\n  e: f g;\n}\n";
        assert_eq!(super::shorten(sheet), "a {\nb: c;\ne: f g;\n}");
    }
}
