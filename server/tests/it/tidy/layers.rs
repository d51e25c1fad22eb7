//! Who may know whom: the layers inside `core`, and what the app's `ui` leaves to its pages.

use super::source::{Source, sources, top};
use super::{accepts, complains, nothing_in};

/// The modules of core, lowest first: each may know those before it and itself.
const CORE: [&str; 27] = [
    "id",
    "day",
    "currency",
    "money",
    "country",
    "term",
    "proration",
    "discount",
    "price_list",
    "vat_number",
    "vat",
    "quote",
    "credit",
    "transfer",
    "quote_line",
    "member",
    "permission",
    "licence",
    "subscription",
    "payment",
    "form",
    "invoice",
    "ledger",
    "order",
    "page",
    "api",
    "fixtures",
];

fn core_layers(source: &Source) -> Vec<String> {
    let Some(path) = source.path.strip_prefix("core/src/") else {
        return Vec::new();
    };
    let own = path.split(['/', '.']).next().unwrap_or_default();
    if own == "lib" {
        return Vec::new();
    }
    let height = |module: &str| CORE.iter().position(|known| *known == module);
    let Some(own_height) = height(own) else {
        return vec![source.at(
            1,
            &format!("{own} has no place among core's layers: give it one in tidy/layers.rs"),
        )];
    };
    let too_high = |module: &str| height(module).is_none_or(|height| height > own_height);
    let used = source
        .modules_used()
        .into_iter()
        .filter(|(_, module)| module != own && too_high(module));
    used.map(|(line, module)| {
        source.at(
            line,
            &format!("{own} must not know {module}, which lies above it"),
        )
    })
    .collect()
}

/// Parts of the page know values and words, not where they come from.
fn ui_is_alone(source: &Source) -> Vec<String> {
    if !source.is_under("app/src/ui/") && source.path != "app/src/ui.rs" {
        return Vec::new();
    }
    let used = source
        .modules_used()
        .into_iter()
        .filter(|(_, module)| module != "ui");
    let mut complaints: Vec<String> = used
        .map(|(line, module)| {
            source.at(line, &format!("a part of the page must not know {module}"))
        })
        .collect();
    for (line, code) in source.lines_before_tests() {
        if ["gloo_net", "leptos_router", "seatkeeper_core::api"]
            .iter()
            .any(|name| code.contains(name))
        {
            complaints.push(source.at(
                line,
                "a part of the page must know neither router nor requests",
            ));
        }
    }
    complaints
}

#[test]
fn core_knows_only_downwards() {
    let complaints: Vec<String> = sources(&["rs"]).iter().flat_map(core_layers).collect();
    nothing_in(&complaints);
}

#[test]
fn ui_knows_neither_router_nor_requests() {
    let complaints: Vec<String> = sources(&["rs"]).iter().flat_map(ui_is_alone).collect();
    nothing_in(&complaints);
}

#[test]
fn each_part_of_the_page_has_its_style_sheet() {
    let names = |folder: &str, ending: &str| -> Vec<String> {
        let files = sources(&[ending])
            .into_iter()
            .filter(|source| source.is_under(folder));
        let direct = files.filter_map(|source| {
            Some(
                source
                    .path
                    .strip_prefix(folder)?
                    .strip_suffix(ending)?
                    .to_owned(),
            )
        });
        direct
            .filter(|name| !name.contains('/'))
            .map(|name| name.trim_end_matches('.').to_owned())
            .collect()
    };
    let (parts, sheets) = (names("app/src/ui/", "rs"), names("style/ui/", "css"));
    let unstyled = parts
        .iter()
        .filter(|part| !sheets.contains(part) && !is_plain(part));
    let unused = sheets.iter().filter(|sheet| !parts.contains(sheet));
    let complaints: Vec<String> = unstyled
        .map(|part| format!("app/src/ui/{part}.rs:1: there is no style/ui/{part}.css"))
        .chain(
            unused
                .map(|sheet| format!("style/ui/{sheet}.css:1: there is no app/src/ui/{sheet}.rs")),
        )
        .collect();
    nothing_in(&complaints);
}

/// A part that draws nothing, such as a helper of the others: it says so in its own first lines.
fn is_plain(part: &str) -> bool {
    let text =
        std::fs::read_to_string(top().join(format!("app/src/ui/{part}.rs"))).unwrap_or_default();
    !text.contains("view!")
}

#[test]
fn every_style_sheet_is_named_by_the_page() {
    let page = std::fs::read_to_string(top().join("index.html")).expect("the page is there");
    let sheets = sources(&["css"])
        .into_iter()
        .filter(|source| source.is_under("style/"));
    let unnamed = sheets.filter(|sheet| !page.contains(&format!("\"{}\"", sheet.path)));
    let complaints: Vec<String> = unnamed
        .map(|sheet| sheet.at(1, "index.html does not name it"))
        .collect();
    nothing_in(&complaints);
}

#[test]
fn the_rules_complain() {
    complains(
        core_layers,
        "core/src/money.rs",
        "use crate::quote::Quote;",
        "core/src/money.rs:1: money must not know quote",
    );
    complains(
        core_layers,
        "core/src/term.rs",
        "\nuse crate::{\n    api,\n};",
        "core/src/term.rs:2: term must not know api",
    );
    accepts(
        core_layers,
        "core/src/quote.rs",
        "use crate::money::Money;\nuse crate::quote::x;\n/// crate::api\nfn a() {}",
    );
    let nowhere = core_layers(&Source::new("core/src/stray.rs", "//! Nothing.\n"));
    assert!(nowhere[0].contains("stray has no place"), "{nowhere:?}");
    complains(
        ui_is_alone,
        "app/src/ui/slip.rs",
        "use crate::http;",
        "must not know http",
    );
    complains(
        ui_is_alone,
        "app/src/ui/slip.rs",
        "use gloo_net::http::Request;",
        "neither router nor requests",
    );
    accepts(ui_is_alone, "app/src/pages/create.rs", "use crate::http;");
}
