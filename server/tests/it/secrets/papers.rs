//! All that a document tells: its text, its metadata, its labels, the files within it.

use pdf_extract::{Document, Object};

use crate::harness::words_of;

/// Everything readable in a document, by where it stands in it.
pub(super) fn read(name: &str, document: &[u8]) -> Vec<(String, String)> {
    let parsed = Document::load_mem(document).expect("a document");
    let mut all = vec![
        (format!("the text of {name}"), words_of(document)),
        (format!("the bytes of {name}"), lossy(document)),
    ];
    let trailer = Object::Dictionary(parsed.trailer.clone());
    for object in parsed.objects.values().chain([&trailer]) {
        let mut texts = Vec::new();
        gather(object, &mut texts);
        all.extend(
            texts
                .into_iter()
                .map(|text| (format!("within {name}"), text)),
        );
    }
    all
}

/// The names, strings and unpacked streams of an object.
fn gather(object: &Object, texts: &mut Vec<String>) {
    match object {
        Object::Name(name) => texts.push(lossy(name)),
        Object::String(bytes, _) => texts.push(decoded(bytes)),
        Object::Array(items) => items.iter().for_each(|item| gather(item, texts)),
        Object::Dictionary(entries) => entries.iter().for_each(|(_, value)| gather(value, texts)),
        Object::Stream(stream) => {
            stream
                .dict
                .iter()
                .for_each(|(_, value)| gather(value, texts));
            let plain = stream.get_plain_content();
            texts.push(lossy(&plain.unwrap_or_else(|_| stream.content.clone())));
        }
        _ => {}
    }
}

/// A text string is UTF-16 behind its mark, or close enough to ASCII.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            String::from_utf16_lossy(&units.collect::<Vec<_>>())
        }
        _ => lossy(bytes),
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
