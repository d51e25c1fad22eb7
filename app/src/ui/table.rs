//! A table that turns into cards on a phone, the column's name then standing in each row. The roles
//! are written out because a changed display would take them away.

use leptos::prelude::*;

use super::element::{Source, drawn, unique_id};

/// The head of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Its name; an empty one is that of a column of buttons.
    pub name: String,
    /// Holds amounts or numbers, set flush with its end.
    pub number: bool,
}

impl Column {
    /// A column of words.
    pub fn words(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            number: false,
        }
    }

    /// A column of numbers.
    pub fn number(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            number: true,
        }
    }

    /// The column of each row's buttons.
    pub fn actions() -> Self {
        Self::default()
    }
}

/// A table; its children are rows.
#[component]
pub fn Table(
    /// Its accessible name; not shown.
    #[prop(into)]
    caption: Signal<String>,
    /// The heads of its columns.
    #[prop(into)]
    columns: Source<Vec<Column>>,
    /// Rows.
    children: Children,
) -> AnyView {
    let id = unique_id("table");
    let heads = move || columns.get().into_iter().map(head).collect_view();
    view! {
        <div class="table">
            <p class="hush" id=id.clone()>{caption}</p>
            <table role="table" aria-labelledby=id>
                <thead role="rowgroup"><tr role="row">{drawn(heads)}</tr></thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn head(column: Column) -> AnyView {
    if column.name.is_empty() {
        return view! { <td role="cell"></td> }.into_any();
    }
    view! { <th role="columnheader" scope="col" class:number=column.number>{column.name}</th> }
        .into_any()
}

/// A row; its children are cells.
#[component]
pub fn Row(
    /// Cells.
    children: Children,
) -> AnyView {
    view! { <tr role="row">{children()}</tr> }.into_any()
}

/// A cell.
#[component]
pub fn Cell(
    /// The column's name, shown beside it on a phone; none in the first and in a column of buttons.
    #[prop(optional, into)]
    column: Signal<String>,
    /// What the row is about: the first cell.
    #[prop(optional)]
    head: bool,
    /// Holds an amount or a number.
    #[prop(optional)]
    number: bool,
    /// Holds the row's buttons.
    #[prop(optional)]
    actions: bool,
    /// What stands in it.
    children: Children,
) -> AnyView {
    let name = move || Some(column.get()).filter(|name| !name.is_empty());
    if head {
        return view! { <th role="rowheader" scope="row" class="row-head">{children()}</th> }
            .into_any();
    }
    view! {
        <td role="cell" class:number=number class:actions=actions data-name=name>
            {children()}
        </td>
    }
    .into_any()
}
