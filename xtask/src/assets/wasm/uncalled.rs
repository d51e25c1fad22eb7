//! Functions that are compiled in and that nothing can call.
//!
//! Each kind of attribute brings a function that copies it, each kind of view one that lists its
//! elements. Only a view that is given attributes from outside, by whoever places it
//! (`AnyViewWithAttrs` in tachys), copies attributes and asks for elements. The compiler cannot know
//! that there is none, since the functions stand in tables; their names tell.

use std::collections::HashSet;

use wasmparser::{Name, NameSectionReader, Parser, Payload};

/// How those functions are named.
const UNCALLED: [&str; 3] = [
    "IntoAnyAttribute>::into_any_attr::clone",
    "tachys::view::any_view::elements",
    "Mountable>::elements",
];
/// Who alone calls them.
const CALLER: &str = "AnyViewWithAttrs";

/// The numbers of those functions, as far as the file has names; none where they may be called.
pub fn uncalled(wasm: &[u8]) -> Result<HashSet<u32>, String> {
    let strange = |error: wasmparser::BinaryReaderError| format!("a strange wasm file: {error}");
    let mut found = HashSet::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::CustomSection(section) = payload.map_err(strange)? else {
            continue;
        };
        let wasmparser::KnownCustom::Name(names) = section.as_known() else {
            continue;
        };
        found = numbers(names).map_err(strange)?;
    }
    Ok(found)
}

fn numbers(names: NameSectionReader<'_>) -> wasmparser::Result<HashSet<u32>> {
    let mut found = HashSet::new();
    for name in names {
        let Name::Function(functions) = name? else {
            continue;
        };
        for function in functions {
            let function = function?;
            if function.name.contains(CALLER) {
                return Ok(HashSet::new());
            }
            if UNCALLED
                .iter()
                .any(|uncalled| function.name.contains(uncalled))
            {
                found.insert(function.index);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{Module, NameMap, NameSection};

    fn found(names: &[&str]) -> HashSet<u32> {
        let mut functions = NameMap::new();
        for (number, name) in (0..).zip(names) {
            functions.append(number, name);
        }
        let mut section = NameSection::new();
        section.functions(&functions);
        uncalled(Module::new().section(&section).as_slice()).unwrap()
    }

    #[test]
    fn copies_are_uncalled_where_nobody_copies() {
        let copy = "<T as tachys::IntoAnyAttribute>::into_any_attr::clone::h0";
        assert_eq!(found(&["main", copy]), HashSet::from([1]));
        assert!(found(&["main", copy, "<AnyViewWithAttrs as Render>::build"]).is_empty());
        assert!(found(&[]).is_empty());
    }
}
