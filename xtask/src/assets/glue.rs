//! The script that wasm-bindgen writes between wasm and browser, without what the app never uses.
//!
//! It keeps its shape from release to release: an item of the file starts at the left edge, an
//! imported function eight blanks in. What is not found so is told, and the build fails.

use std::collections::HashMap;

use super::wasm::Renamed;

/// Classes by which scripts would use `wasm-streams`, which leptos brings; no script of ours does.
pub const UNUSED: &str = "intounderlying";

/// How items begin that only those classes and other ways to start the app need.
const UNUSED_ITEMS: [&str; 6] = [
    "export class IntoUnderlying",
    "if (Symbol.dispose) IntoUnderlying",
    "const IntoUnderlying",
    "const __wbindgen_enum_ReadableStreamType",
    "function initSync(",
    "export {",
];

/// What an imported function's line starts with, and its last line.
const IMPORT: &str = "        __wb";
const IMPORT_END: &str = "        }";

/// The glue for a wasm file whose imports have other names: only what is imported, and called so.
pub fn shorten(glue: &str, imports: &[Renamed]) -> Result<String, String> {
    let kept = with_imports(&without_unused(glue), imports)?;
    if kept.to_lowercase().contains(UNUSED) {
        return Err("the glue uses its classes otherwise than expected".to_owned());
    }
    Ok(without_comments(&kept))
}

/// The glue without the items of which the app has no use.
fn without_unused(glue: &str) -> String {
    let mut kept = Vec::new();
    let mut unused = false;
    for line in glue.lines() {
        let starts_item = line.starts_with(|first: char| !first.is_whitespace() && first != '}');
        if starts_item {
            unused = UNUSED_ITEMS.iter().any(|item| line.starts_with(item));
        }
        if !unused {
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// The imported functions under their new names, and only those that the wasm file still imports.
fn with_imports(glue: &str, imports: &[Renamed]) -> Result<String, String> {
    let mut missing: HashMap<&str, &str> = imports
        .iter()
        .map(|name| (name.long.as_str(), name.short.as_str()))
        .collect();
    let mut kept = Vec::new();
    let mut unused = false;
    for line in glue.lines() {
        if line.starts_with(IMPORT)
            && let Some((name, function)) = line.trim_start().split_once(':')
        {
            let short = missing.remove(name);
            unused = short.is_none();
            if let Some(short) = short {
                kept.push(format!("{short}:{function}"));
            }
            continue;
        }
        if !unused {
            kept.push(line.to_owned());
        }
        unused &= !line.starts_with(IMPORT_END);
    }
    match missing.keys().next() {
        None => Ok(kept.join("\n")),
        Some(name) => Err(format!("the glue has no function {name}")),
    }
}

/// The glue without its comments and indentation; none of its strings spans a line.
fn without_comments(glue: &str) -> String {
    let mut kept = Vec::new();
    let mut in_comment = false;
    for line in glue.lines().map(str::trim) {
        in_comment |= line.starts_with("/*");
        if !in_comment && !line.is_empty() && !line.starts_with("//") {
            kept.push(line);
        }
        in_comment &= !line.ends_with("*/");
    }
    kept.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
export class IntoUnderlyingSink {
    close() {
    }
}
if (Symbol.dispose) IntoUnderlyingSink.prototype[Symbol.dispose] = 1;
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_add_1: function(arg0) {
            return arg0;
        },
        __wbg_gone_2: function() { return handleError(function () {
            return 2;
        }, arguments); },
        __wbg_last_3: function() {
            return 3;
        },
    };
}
const IntoUnderlyingSinkFinalization = (typeof FinalizationRegistry === 'undefined')
    ? 1
    : 2;
let wasm;
export { initSync };
";

    fn renamed(long: &str, short: &str) -> Renamed {
        let (long, short) = (long.to_owned(), short.to_owned());
        Renamed { long, short }
    }

    #[test]
    fn what_is_imported_stays_under_its_new_name() {
        let imports = [renamed("__wbg_add_1", "a"), renamed("__wbg_last_3", "b")];
        let expected = "function __wbg_get_imports() {\nconst import0 = {\n__proto__: null,\n\
             a: function(arg0) {\nreturn arg0;\n},\nb: function() {\nreturn 3;\n},\n};\n}\nlet wasm;";
        assert_eq!(shorten(GLUE, &imports).as_deref(), Ok(expected));
    }

    #[test]
    fn a_function_that_is_nowhere_is_told() {
        let imports = [renamed("__wbg_other_4", "a")];
        let error = shorten(GLUE, &imports).unwrap_err();
        assert!(error.contains("__wbg_other_4"));
    }

    #[test]
    fn a_class_that_is_still_used_is_told() {
        let glue = format!("{GLUE}function use() {{\n    new IntoUnderlyingSink();\n}}\n");
        assert!(shorten(&glue, &[]).is_err());
    }

    #[test]
    fn only_comments_and_indentation_go() {
        let glue =
            "/**\n * @param {x}\n */\nfunction f() {\n    // why\n    return a\n    * b;\n}\n";
        assert_eq!(without_comments(glue), "function f() {\nreturn a\n* b;\n}");
    }
}
