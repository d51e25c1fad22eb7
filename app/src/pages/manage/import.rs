//! Adding many members: pasted, or from a file, sent in parts and answered row by row.
//!
//! Promises: what was not added stays in the field, to be mended and sent again; a part whose
//! answer was lost is asked for again, and adds nobody twice.

mod rows;

use leptos::prelude::*;
use seatkeeper_app::ui::{
    Button, FileButton, Progress, TextArea, Tone, derived, drawn, drawn_by, focus, whenever,
};
use seatkeeper_core::{
    api::ImportMembers,
    form::{
        Counted, Field, FieldError, FieldFault, Holds, LARGEST_FILE, Typed, addresses, decoded,
    },
    id::CustomerId,
    member::Row,
};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::Shared;
use crate::{
    format::{self, composed},
    http::{self, Failure},
    i18n::{self, say_count, say_with, t},
    pages::sending::{Sending, id},
    session::acting,
};

/// How many rows are sent at once: small enough that the bar moves.
const ROWS: usize = 100;
/// The file button's choice.
const ACCEPT: &str = ".txt,.csv,text/plain,text/csv";
/// What was done, which takes the focus afterwards.
const RESULT: &str = "import-result";

/// A row and what became of it.
#[derive(Clone)]
struct Answered {
    typed: Typed,
    answer: Row,
}

/// The state of an import.
#[derive(Clone, Copy)]
pub(super) struct Import {
    shared: Shared,
    open: RwSignal<bool>,
    text: RwSignal<String>,
    /// What the text holds, read once each time it changes: ten thousand rows take a while.
    counted: RwSignal<Counted>,
    /// What is wrong with the file that was chosen.
    file: RwSignal<Option<FieldFault>>,
    sending: Sending,
    /// Rows answered so far, and all there are.
    progress: RwSignal<(u32, u32)>,
    stop: RwSignal<bool>,
    answered: RwSignal<Vec<Answered>>,
}

impl Import {
    pub(super) fn new(shared: Shared) -> Self {
        let text = RwSignal::new(String::new());
        let counted = RwSignal::new(Counted::of(""));
        let file = RwSignal::new(None);
        let sending = Sending::new(move || {
            let fault = file
                .get()
                .or_else(|| counted.with(|found| found.fault.clone()));
            let field = Field::Addresses;
            fault
                .map(|fault| FieldError { field, fault })
                .into_iter()
                .collect()
        });
        whenever(move || {
            text.with(|text| {
                counted.set(Counted::of(text));
                // what is typed takes the place of a file that could not be read
                if !text.is_empty() {
                    file.set(None);
                }
            });
        });
        Self {
            shared,
            open: RwSignal::new(false),
            text,
            counted,
            file,
            sending,
            progress: RwSignal::new((0, 0)),
            stop: RwSignal::new(false),
            answered: RwSignal::new(Vec::new()),
        }
    }

    /// The button that opens it.
    pub(super) fn opener(self) -> AnyView {
        let open = move |()| {
            self.open.set(true);
            request_animation_frame(|| focus(id(Field::Addresses)));
        };
        view! { <Button press=Callback::new(open)>{t("import.open")}</Button> }.into_any()
    }

    /// The form, while it is open, and what came of it.
    pub(super) fn section(self) -> AnyView {
        let body = move || {
            if self.open.get() {
                self.form()
            } else {
                ().into_any()
            }
        };
        drawn_by(move || self.open.get().to_string(), body)
    }

    fn form(self) -> AnyView {
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            self.shared.done.set(None);
            self.sending.send(move || self.run());
        };
        let close = move |()| {
            self.open.set(false);
            self.answered.set(Vec::new());
            request_animation_frame(|| focus(id(Field::Email)));
        };
        let choose = Callback::new(move |file| spawn_local(self.read(file)));
        let busy = self.sending.busy;
        let counted = derived(move || self.counted.with(counted));
        view! {
            <section class="card stack" aria-labelledby="import">
                <h2 id="import">{t("import.title")}</h2>
                <form class="stack" novalidate=true on:submit=submit>
                    {self.sending.summary()}
                    <TextArea id=id(Field::Addresses) label=t("field.addresses") value=self.text hint=t("import.hint") error=self.sending.error(Field::Addresses) read_only=busy />
                    <p class="small soft" role="status">{counted}</p>
                    {drawn(move || busy.get().then(|| self.bar()))}
                    <div class="cluster">
                        <Button tone=Tone::Main submit=true busy=busy>{t("import.action")}</Button>
                        <FileButton accept=ACCEPT label=t("import.file") choose=choose disabled=busy />
                        <Button tone=Tone::Quiet press=Callback::new(close) disabled=busy>{t("page.close")}</Button>
                    </div>
                </form>
                {drawn(move || rows::result(self.answered.get(), RESULT))}
            </section>
        }
        .into_any()
    }

    fn bar(self) -> AnyView {
        let state = derived(move || {
            let (done, all) = self.progress.get();
            let (done, all) = (format::number(done), format::number(all));
            say_with("import.progress", &[("done", &done), ("all", &all)])
        });
        let stop = Callback::new(move |()| self.stop.set(true));
        view! {
            <Progress label=t("import.running") state=state done=derived(move || self.progress.get().0) all=derived(move || self.progress.get().1) />
            <div><Button press=stop disabled=self.stop>{t("import.stop")}</Button></div>
        }
        .into_any()
    }

    /// Takes a file's text into the field.
    async fn read(self, file: web_sys::File) {
        let refused = |fault| {
            self.file.set(Some(fault));
            self.text.set(String::new());
            self.sending.begin();
        };
        if is_too_large(&file) {
            return refused(FieldFault::FileTooLarge);
        }
        let bytes = JsFuture::from(file.array_buffer()).await;
        let bytes = bytes.map(|bytes| js_sys::Uint8Array::new(&bytes).to_vec());
        match bytes.ok().and_then(|bytes| decoded(&bytes)) {
            Some(text) if !text.trim().is_empty() => {
                self.sending.reset();
                self.text.set(composed(&text));
            }
            Some(_) => refused(FieldFault::NoAddress),
            None => refused(FieldFault::NotText),
        }
    }

    /// Sends what is an address, part by part; the rest is answered here.
    async fn run(self) -> Result<(), Failure> {
        let Some(customer) = acting::chosen_now() else {
            return Ok(());
        };
        let typed = self.text.with_untracked(|text| addresses(text));
        let (mut good, mut answered) = (Vec::new(), Vec::new());
        for row in typed {
            match row.holds {
                Holds::Address => good.push(row),
                Holds::Repeated => {}
                Holds::Nothing => answered.push(Answered {
                    typed: row,
                    answer: Row::Unreadable,
                }),
            }
        }
        let unreadable = answered.len();
        let all = u32::try_from(good.len()).unwrap_or(u32::MAX);
        self.stop.set(false);
        self.answered.set(Vec::new());
        self.progress.set((0, all));
        let outcome = self.parts(customer, &good, &mut answered).await;
        let sent = answered.len() - unreadable;
        self.keep_the_rest(&answered, good.get(sent..).unwrap_or_default());
        self.sending.reset();
        self.answered.try_set(answered);
        outcome?;
        request_animation_frame(|| focus(RESULT));
        Ok(())
    }

    async fn parts(
        self,
        customer: CustomerId,
        rows: &[Typed],
        answered: &mut Vec<Answered>,
    ) -> Result<(), Failure> {
        let before = answered.len();
        for part in rows.chunks(ROWS) {
            let imported = http::persist(&ImportMembers {
                customer,
                rows: part.iter().map(|row| row.text.clone()).collect(),
                language: i18n::language_now().tag().to_owned(),
            })
            .await?;
            let answers = part.iter().cloned().zip(imported.rows);
            answered.extend(answers.map(|(typed, answer)| Answered { typed, answer }));
            let done = u32::try_from(answered.len() - before).unwrap_or(u32::MAX);
            let left = self.progress.try_update(|(so_far, _)| *so_far = done);
            let stopped = self.stop.try_get_untracked();
            // the page was left, or it was asked to stop
            if left.is_none() || stopped != Some(false) {
                return Ok(());
            }
            if acting::chosen_now() == Some(customer) {
                self.shared.changed(imported.seats);
            }
        }
        Ok(())
    }

    /// The field keeps what can still be added.
    fn keep_the_rest(self, answered: &[Answered], unsent: &[Typed]) {
        let left = answered
            .iter()
            .filter(|row| !matches!(row.answer, Row::Added | Row::Known))
            .map(|row| row.typed.text.as_str())
            .chain(unsent.iter().map(|row| row.text.as_str()));
        self.text.try_set(left.collect::<Vec<_>>().join("\n"));
        acting::fetch_again();
    }
}

#[expect(
    clippy::disallowed_types,
    reason = "browsers count bytes so; it is no money"
)]
fn is_too_large(file: &web_sys::File) -> bool {
    file.size() > f64::from(LARGEST_FILE)
}

/// How many addresses a text has, and what else.
fn counted(found: &Counted) -> String {
    let said = |count, key| (count > 0).then(|| say_count(key, count, &[]));
    let parts = [
        said(found.addresses, "import.found"),
        said(found.repeated, "import.twice"),
        said(found.unreadable, "import.unreadable"),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    parts.join(&i18n::say("list.between"))
}
