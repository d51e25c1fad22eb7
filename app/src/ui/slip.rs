//! The signature: the quote as a slip of paper, its lower edge torn. Amounts stand in one column,
//! each line with its reason beneath. The words come from the quote's own lines; a changed total
//! ticks once and is read out when it has stood still for a moment.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::element::{Source, derived, drawn, unique_id, whenever};

/// How long a total stands still before it is read out.
const STILL: Duration = Duration::from_millis(900);

/// One line of the slip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlipLine {
    /// What it is.
    pub label: String,
    /// How it came about; may be empty.
    pub reason: String,
    /// What it comes to.
    pub amount: String,
    /// It makes the total smaller.
    pub saving: bool,
}

/// The last line of the slip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlipTotal {
    /// What it is, such as "Total today".
    pub label: String,
    /// What is charged.
    pub amount: String,
    /// Both as one sentence, for who cannot see it.
    pub spoken: String,
}

/// The slip.
#[component]
pub fn Slip(
    /// Its heading, which also names the region.
    #[prop(into)]
    title: Signal<String>,
    /// Beside the heading: dates, a tag.
    #[prop(optional)]
    corner: Option<AnyView>,
    /// Beneath the heading: the seats it is about.
    #[prop(optional)]
    figure: Option<AnyView>,
    /// Its lines, in order.
    #[prop(into)]
    lines: Source<Vec<SlipLine>>,
    /// Its last line; absent while something is missing.
    #[prop(into)]
    total: Source<Option<SlipTotal>>,
    /// Stands where lines will be, while there is no total.
    #[prop(optional, into)]
    missing: Signal<String>,
    /// Below the total: the period, what happens next.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let id = unique_id("slip");
    let (shown, read_out) = (total.clone(), total.clone());
    let none = derived(move || total.get().is_none());
    let (last, even) = (RefCell::new(String::new()), Cell::new(false));
    let bottom = move || {
        let total = shown.get()?;
        if *last.borrow() != total.amount {
            last.replace(total.amount.clone());
            even.set(!even.get());
        }
        let tick = if even.get() { "even" } else { "odd" };
        Some(view! {
            <dl class="slip-total">
                <dt>{total.label}</dt>
                <dd data-tick=tick>{total.amount}</dd>
            </dl>
        })
    };
    view! {
        <div class="slip">
            <section class="slip-paper" aria-labelledby=id>
                <div class="slip-head"><h2 id=id.clone()>{title}</h2>{corner.map(|corner| view! { <div>{corner}</div> })}</div>
                {figure.map(|figure| {
                    view! { <div class="slip-figure" hidden=none>{figure}</div> }
                })}
                <dl class="slip-lines">{drawn(move || lines.get().into_iter().map(line).collect_view())}</dl>
                {drawn(bottom)}
                {drawn(move || none.get().then(|| view! { <p class="slip-missing">{missing}</p> }))}
                {children.map(|children| view! { <div class="slip-foot">{children()}</div> })}
                <p class="hush" role="status">{spoken(read_out)}</p>
            </section>
        </div>
    }
    .into_any()
}

fn line(line: SlipLine) -> AnyView {
    let SlipLine {
        label,
        reason,
        amount,
        saving,
    } = line;
    view! {
        <div class="slip-line" class:saving=saving>
            <dt>{label}</dt>
            <dd>{amount}</dd>
            {(!reason.is_empty()).then(|| view! { <dd class="slip-reason">{reason}</dd> })}
        </div>
    }
    .into_any()
}

/// The total in words, once it has stood still.
fn spoken(total: Source<Option<SlipTotal>>) -> ReadSignal<String> {
    let (said, say) = signal(String::new());
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    let first = Cell::new(true);
    whenever(move || {
        let words = total.get().map(|total| total.spoken);
        stop();
        // what the page came with is read by whoever arrives there
        if let (Some(words), false) = (words, first.replace(false)) {
            waiting.set_value(set_timeout_with_handle(move || say.set(words), STILL).ok());
        }
    });
    on_cleanup(stop);
    said
}
