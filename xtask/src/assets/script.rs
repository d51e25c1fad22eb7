//! The app's code: one script and one wasm file instead of trunk's inline start script.
//!
//! The script starts the app itself, the wasm is preloaded beside it, and wasm-opt has made it
//! smaller where there is a wasm-opt.

use std::fs;
use std::path::Path;

use super::page::Page;
use super::wasm::{
    Renamed, alike_together, rename_imports, restore_tables, trapping, without_exports,
    without_names, without_places,
};
use super::{Folder, glue, told};
use crate::{fingerprint, process, tree};

/// Replaces trunk's start script and preloads by our own.
pub fn bundle(page: &mut Page, folder: &mut Folder) -> Result<(), String> {
    let start = page
        .find("script", |tag| {
            tag.get("type") == Some("module") && tag.get("src").is_none()
        })
        .ok_or("index.html: trunk wrote no start script")?;
    let (text, range) = page
        .inside(&start)
        .ok_or("index.html: a script does not end")?;
    let script = quoted(text, ".js").ok_or("index.html: the start script names no script")?;
    let wasm = quoted(text, ".wasm").ok_or("index.html: the start script names no wasm")?;
    page.remove(range);
    for rel in ["modulepreload", "preload"] {
        while let Some(link) = page.find("link", |tag| tag.get("rel") == Some(rel)) {
            page.remove(link.range);
        }
    }
    let (wasm, imports) = smaller(&folder.bytes(&wasm)?)?;
    let wasm_name = format!("app-{}.wasm", fingerprint::of(&wasm));
    folder.write(&wasm_name, &wasm)?;
    let glue = glue::shorten(&folder.text(&script)?, &imports)?;
    if !glue.contains("async function __wbg_init(") {
        return Err("the glue's start function is no longer called __wbg_init".to_owned());
    }
    let script = format!("{glue}\n__wbg_init({{ module_or_path: \"/{wasm_name}\" }});\n");
    let name = format!("app-{}.js", fingerprint::of(script.as_bytes()));
    folder.write(&name, script.as_bytes())?;
    page.insert(&format!(
        r#"<link rel="preload" href="/{wasm_name}" as="fetch" type="application/wasm" crossorigin><script type="module" src="/{name}"></script>"#
    ));
    no_inline_script(page)
}

fn no_inline_script(page: &Page) -> Result<(), String> {
    match page.find("script", |tag| tag.get("src").is_none()) {
        Some(_) => Err("index.html has an inline script, which the CSP forbids".to_owned()),
        None => Ok(()),
    }
}

/// The quoted word with that ending.
fn quoted(text: &str, ending: &str) -> Option<String> {
    let mut words = text.split(['\'', '"']);
    words.find(|word| word.ends_with(ending)).map(str::to_owned)
}

/// The app's wasm file made as small as it gets, and the new names of what it imports.
fn smaller(wasm: &[u8]) -> Result<(Vec<u8>, Vec<Renamed>), String> {
    let strange = || "trunk wrote a strange wasm file".to_owned();
    let wasm = without_exports(wasm, glue::UNUSED).ok_or_else(strange)?;
    let wasm = optimised(without_places(&trapping(&wasm)?)?)?;
    let wasm = without_names(&wasm).ok_or_else(strange)?;
    let wasm = alike_together(&wasm)?;
    rename_imports(&wasm).ok_or_else(strange)
}

fn optimised(wasm: Vec<u8>) -> Result<Vec<u8>, String> {
    if tree::on_path("wasm-opt").is_none() {
        println!(
            "There is no wasm-opt here: the app is served a hundredth larger than it could be."
        );
        return Ok(wasm);
    }
    let folder = tree::target().join("wasm-opt");
    let (before, after) = (folder.join("in.wasm"), folder.join("out.wasm"));
    let at = |path: &Path, error: &std::io::Error| told(path, error);
    fs::create_dir_all(&folder).map_err(|error| at(&folder, &error))?;
    fs::write(&before, &wasm).map_err(|error| at(&before, &error))?;
    // the last word is not -Oz's: its file is 8 % smaller, but larger once it is compressed; flattened
    // first, as the higher levels do, it is another percent smaller; functions with one caller are
    // inlined only while they are small, which leaves more that is alike
    let passes = [
        "--flatten",
        "--rereloop",
        "-Oz",
        "-Os",
        "--converge",
        "--one-caller-inline-max-function-size",
        "50",
        "-o",
    ];
    let mut command = process::command("wasm-opt", &passes);
    process::run(command.arg(&after).arg(&before))?;
    let smaller = fs::read(&after).map_err(|error| at(&after, &error))?;
    restore_tables(&wasm, smaller)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_script_names_two_files() {
        let text = "import init from '/a-1.js';\nawait init({ module_or_path: '/a-1_bg.wasm' });";
        assert_eq!(quoted(text, ".js").as_deref(), Some("/a-1.js"));
        assert_eq!(quoted(text, ".wasm").as_deref(), Some("/a-1_bg.wasm"));
    }
}
