//! A bar chart of a handful of columns: each has its value above and its name below. It is one picture
//! with a name; whoever cannot see it reads the table that the page shows with it.

use leptos::prelude::*;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// How high it is, in whatever the others are.
    pub size: i64,
    /// The same in words, as short as can be; nothing where there is no bar.
    pub value: Option<String>,
    /// What it is of.
    pub name: String,
}

/// The chart.
#[component]
pub fn Bars(
    /// What is shown, for who cannot see it.
    label: String,
    /// The columns in their order.
    bars: Vec<Bar>,
) -> AnyView {
    let most = bars.iter().map(|bar| bar.size).max().unwrap_or_default();
    let columns = bars.into_iter().map(|bar| column(bar, most));
    view! { <div class="bars" role="img" aria-label=label>{columns.collect_view()}</div> }
        .into_any()
}

fn column(bar: Bar, most: i64) -> AnyView {
    let percent = bar.size.saturating_mul(100).checked_div(most);
    let height = [&percent.unwrap_or_default().to_string(), "%"].concat();
    let drawn = bar.value.map(|value| {
        view! { <span class="bar-value">{value}</span><i style:block-size=height></i> }.into_any()
    });
    view! { <div class="bar"><div class="bar-room">{drawn}</div><span class="bar-name">{bar.name}</span></div> }
        .into_any()
}
