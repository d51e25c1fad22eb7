//! What is on its way, in the shape it will have.

use leptos::prelude::*;

/// The shape of what is on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkeletonShape {
    /// Some lines of text.
    #[default]
    Lines,
    /// Labels and controls.
    Form,
    /// The rows of a table.
    Table,
    /// A heading and squares, as on Manage.
    Card,
}

impl SkeletonShape {
    const fn bones(self) -> &'static [&'static str] {
        match self {
            Self::Lines => &["bone", "bone", "bone short"],
            Self::Form => &[
                "bone short",
                "bone control",
                "bone short",
                "bone control",
                "bone short",
                "bone control",
            ],
            Self::Table => &["bone row", "bone row", "bone row", "bone row", "bone row"],
            Self::Card => &["bone short", "bone title", "bone"],
        }
    }
}

/// Grey bars in the shape of what is on its way.
#[component]
pub fn Skeleton(
    /// The shape.
    #[prop(optional)]
    shape: SkeletonShape,
    /// What is said meanwhile to who cannot see it.
    #[prop(into)]
    label: Signal<String>,
) -> AnyView {
    let bones = shape
        .bones()
        .iter()
        .map(|bone| view! { <i class=*bone></i> })
        .collect_view();
    view! {
        <div class="skeleton" class:card=shape == SkeletonShape::Card>
            <p class="hush" role="status">{label}</p>
            {bones}
        </div>
    }
    .into_any()
}
