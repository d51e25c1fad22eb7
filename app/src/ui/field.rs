//! A labelled control: label, the control, its error, a hint, a remark. The hint stands below, so
//! that controls side by side stand in one line. The control's accessible name
//! is the label and nothing else; hint, error and remark are its description.

use leptos::prelude::*;

use super::element::{derived, drawn, given};
use super::icon::{Icon, Sign};

/// The texts around a control, and the ids by which it refers to them.
#[derive(Clone, Debug)]
pub struct FieldTexts {
    /// Of the control; an error summary's link leads to it.
    pub id: String,
    /// The control's name.
    pub label: Signal<String>,
    /// A word beside the label that is no part of the name, such as "optional".
    pub mark: Signal<String>,
    /// What is expected, before anything is typed.
    pub hint: Signal<String>,
    /// What is wrong and how to mend it.
    pub error: Signal<Option<String>>,
}

impl FieldTexts {
    /// The ids of what describes the control, for `aria-describedby`.
    pub fn described_by(&self, remark: bool) -> Signal<Option<String>> {
        let (id, hint, error) = (self.id.clone(), self.hint, self.error);
        derived(move || {
            let mut ids = Vec::new();
            if hint.with(|hint| !hint.is_empty()) {
                ids.push([id.as_str(), "-hint"].concat());
            }
            if error.with(Option::is_some) {
                ids.push([id.as_str(), "-error"].concat());
            }
            if remark {
                ids.push([id.as_str(), "-remark"].concat());
            }
            (!ids.is_empty()).then(|| ids.join(" "))
        })
    }

    /// The value of `aria-invalid`, absent while nothing is wrong.
    pub fn invalid(&self) -> Signal<Option<&'static str>> {
        let error = self.error;
        derived(move || error.with(Option::is_some).then_some("true"))
    }
}

/// Label, hint and error around any control.
#[component]
pub fn Field(
    /// What stands around it.
    texts: FieldTexts,
    /// What is said below the control, for example that a number was confirmed.
    #[prop(optional)]
    remark: Option<AnyView>,
    /// The control; it carries the texts' id.
    children: Children,
) -> AnyView {
    let FieldTexts {
        id,
        label,
        mark,
        hint,
        error,
    } = texts;
    let (has_mark, has_hint) = (given(mark), given(hint));
    let hint_id = [id.as_str(), "-hint"].concat();
    let error_id = [id.as_str(), "-error"].concat();
    let remark_id = [id.as_str(), "-remark"].concat();
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            <div class="field-head">
                <label for=id>{label}</label>
                {drawn(move || has_mark.get().then(|| view! { <span class="field-mark">{mark}</span> }))}
            </div>
            {children()}
            {drawn(move || {
                error.get().map(|error| {
                    view! {
                        <p class="field-error" id=error_id.clone()>
                            <Icon sign=Sign::Stop />
                            <span>{error}</span>
                        </p>
                    }
                })
            })}
            {drawn(move || has_hint.get().then(|| view! { <p class="field-hint" id=hint_id.clone()>{hint}</p> }))}
            {remark.map(|remark| view! { <div class="field-remark" id=remark_id role="status">{remark}</div> })}
        </div>
    }
    .into_any()
}

/// What kind of text is typed, for the right keyboard on a phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextKind {
    /// Names, addresses.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// Capital letters and digits, such as a VAT number.
    Code,
}

/// One line of text.
#[component]
pub fn TextField(
    /// Of the input; an error summary's link leads to it.
    #[prop(into)]
    id: String,
    /// The input's accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// What was typed.
    value: RwSignal<String>,
    /// Which keyboard.
    #[prop(optional)]
    kind: TextKind,
    /// A word beside the label that is no part of the name.
    #[prop(optional, into)]
    mark: Signal<String>,
    /// What is expected.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What the browser may fill in, as HTML names it.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// May be read but not changed.
    #[prop(optional, into)]
    read_only: Signal<bool>,
    /// The focus has left the field after a change.
    #[prop(optional, into)]
    leave: Option<Callback<()>>,
    /// What is said below the input as it changes.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let texts = FieldTexts {
        id: id.clone(),
        label,
        mark,
        hint,
        error,
    };
    let described_by = texts.described_by(children.is_some());
    let invalid = texts.invalid();
    let (input_type, capitals) = match kind {
        TextKind::Text => ("text", None),
        TextKind::Email => ("email", Some("none")),
        TextKind::Code => ("text", Some("characters")),
    };
    let control = view! {
        <input
            class="input"
            id=id
            type=input_type
            autocomplete=autocomplete
            autocapitalize=capitals
            spellcheck=(kind != TextKind::Text).then_some("false")
            readonly=read_only
            aria-describedby=described_by
            aria-invalid=invalid
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
            on:change=move |_| {
                if let Some(leave) = leave {
                    leave.run(());
                }
            }
        />
    }
    .into_any();
    match children {
        Some(children) => {
            view! { <Field texts=texts remark=children()>{control}</Field> }.into_inner()
        }
        None => view! { <Field texts=texts>{control}</Field> }.into_inner(),
    }
}
