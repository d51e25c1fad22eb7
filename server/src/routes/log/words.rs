//! What was done, in words. A test finds every action that is written in the sources here.

use seatkeeper_core::id::OrderId;
use serde_json::Value;

use crate::words::{Formats, Language, order_reference};

/// Every action, and the key of its sentence.
pub(super) const ACTIONS: &[(&str, &str)] = &[
    ("account.activated", "log.account.activated"),
    ("account.erased", "log.account.erased"),
    ("acting.begun", "log.acting.begun"),
    ("acting.ended", "log.acting.ended"),
    ("acting.lapsed", "log.acting.lapsed"),
    ("card.asked", "log.card.asked"),
    ("card.kept", "log.card.kept"),
    ("card.removed", "log.card.removed"),
    ("colleague.invited", "log.colleague.invited"),
    ("colleague.joined", "log.colleague.joined"),
    ("colleague.mailed_again", "log.colleague.mailed_again"),
    ("colleague.removed", "log.colleague.removed"),
    ("colleague.role_set", "log.colleague.role_set"),
    ("colleague.withdrawn", "log.colleague.withdrawn"),
    ("credit_note.issued", "log.credit_note.issued"),
    ("customer.asked_for", "log.customer.asked_for"),
    ("customer.attached", "log.customer.attached"),
    ("customer.corrected", "log.customer.corrected"),
    ("customer.declined", "log.customer.declined"),
    ("customer.detached", "log.customer.detached"),
    ("customer.handed_over", "log.customer.handed_over"),
    ("customer.offered", "log.customer.offered"),
    ("customer.taken_over", "log.customer.taken_over"),
    ("discount.entered", "log.discount.entered"),
    ("discount.withdrawn", "log.discount.withdrawn"),
    ("dispute.lost", "log.dispute.lost"),
    ("dispute.opened", "log.dispute.opened"),
    ("dispute.won", "log.dispute.won"),
    ("email.change_asked", "log.email.change_asked"),
    ("email.change_stopped", "log.email.change_stopped"),
    ("email.changed", "log.email.changed"),
    ("member.added", "log.member.added"),
    ("member.address_changed", "log.member.address_changed"),
    ("member.joined", "log.member.joined"),
    ("member.left", "log.member.left"),
    ("member.mailed_again", "log.member.mailed_again"),
    ("member.removed", "log.member.removed"),
    ("member.role_set", "log.member.role_set"),
    ("money.confirmed", "log.money.confirmed"),
    ("money.recorded", "log.money.recorded"),
    ("money.withdrawn", "log.money.withdrawn"),
    ("order.cancelled", "log.order.cancelled"),
    ("order.charged_late", "log.order.charged_late"),
    ("order.charged_otherwise", "log.order.charged_otherwise"),
    ("order.declined", "log.order.declined"),
    ("order.given_up", "log.order.given_up"),
    ("order.lapsed", "log.order.lapsed"),
    ("order.paid", "log.order.paid"),
    ("order.placed", "log.order.placed"),
    ("order.refunded", "log.order.refunded"),
    ("order.tried_again", "log.order.tried_again"),
    ("password.changed", "log.password.changed"),
    ("password.reset_asked", "log.password.reset_asked"),
    ("payout.confirmed", "log.payout.confirmed"),
    ("payout.recorded", "log.payout.recorded"),
    ("payout.withdrawn", "log.payout.withdrawn"),
    ("prices.published", "log.prices.published"),
    ("renewal.declined", "log.renewal.declined"),
    ("renewal.number_chosen", "log.renewal.number_chosen"),
    ("renewal.switched_off", "log.renewal.switched_off"),
    ("renewal.switched_on", "log.renewal.switched_on"),
    ("reseller.corrected", "log.reseller.corrected"),
    ("reseller.created", "log.reseller.created"),
    (
        "reseller.second_factor_required",
        "log.reseller.second_factor_required",
    ),
    ("second_factor.code_used", "log.second_factor.code_used"),
    (
        "second_factor.codes_renewed",
        "log.second_factor.codes_renewed",
    ),
    ("second_factor.off", "log.second_factor.off"),
    ("second_factor.on", "log.second_factor.on"),
    ("second_factor.removed", "log.second_factor.removed"),
    ("session.closed", "log.session.closed"),
    ("session.closed_everywhere", "log.session.closed_everywhere"),
    ("session.opened", "log.session.opened"),
    ("staff.added", "log.staff.added"),
    ("staff.removed", "log.staff.removed"),
    ("subscription.cancelled", "log.subscription.cancelled"),
    ("subscription.goes_on", "log.subscription.goes_on"),
    ("vat_name.accepted", "log.vat_name.accepted"),
    ("vat_name.refused", "log.vat_name.refused"),
];

/// The nouns of actions, and the keys of their names.
const KINDS: &[(&str, &str)] = &[
    ("account", "log.kind.account"),
    ("acting", "log.kind.acting"),
    ("card", "log.kind.card"),
    ("colleague", "log.kind.colleague"),
    ("credit_note", "log.kind.credit_note"),
    ("customer", "log.kind.customer"),
    ("discount", "log.kind.discount"),
    ("dispute", "log.kind.dispute"),
    ("email", "log.kind.email"),
    ("member", "log.kind.member"),
    ("money", "log.kind.money"),
    ("order", "log.kind.order"),
    ("password", "log.kind.password"),
    ("payout", "log.kind.payout"),
    ("prices", "log.kind.prices"),
    ("renewal", "log.kind.renewal"),
    ("reseller", "log.kind.reseller"),
    ("second_factor", "log.kind.second_factor"),
    ("session", "log.kind.session"),
    ("staff", "log.kind.staff"),
    ("subscription", "log.kind.subscription"),
    ("vat_name", "log.kind.vat_name"),
];

/// What can be looked for, each noun with its name, by name.
pub(super) fn kinds(language: Language) -> Vec<(String, String)> {
    let named = |(noun, key): &(&str, &str)| ((*noun).to_owned(), language.say(key, &[]));
    let mut kinds: Vec<_> = KINDS.iter().map(named).collect();
    kinds.sort_by(|(_, one), (_, other)| one.cmp(other));
    kinds
}

/// A noun as it was asked for; what is none finds nothing.
pub(super) fn noun(asked: &str) -> String {
    let is_known = asked.is_empty() || KINDS.iter().any(|(noun, _)| *noun == asked);
    if is_known { asked } else { "none" }.to_owned()
}

/// What was done, as a sentence.
pub(super) fn sentence(language: Language, action: &str, details: &Value) -> String {
    let Some((_, key)) = ACTIONS.iter().find(|(known, _)| *known == action) else {
        return language.say("log.other", &[("action", &action)]);
    };
    let fact = |name: &str| match details.get(name) {
        Some(Value::String(text)) if !text.is_empty() => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(is_so)) => language.say(if *is_so { "log.yes" } else { "log.no" }, &[]),
        _ => "–".to_owned(),
    };
    let either = |one: &str, other: &str| match details.get(one) {
        Some(_) => fact(one),
        None => fact(other),
    };
    let currency = details.get("currency").and_then(Value::as_str);
    let total = [
        either("total", "amount"),
        currency.unwrap_or_default().to_owned(),
    ]
    .join(" ");
    let order = details.get("order").and_then(Value::as_str);
    let order = order.and_then(|id| id.parse::<OrderId>().ok());
    // in words, as days are written everywhere: a line would end at a hyphen of `2026-12-01`
    let day = fact("from_on");
    let day = day
        .parse()
        .map_or(day, |day| Formats::of(language).date_of(day));
    language.say(
        key,
        &[
            ("email", &fact("email")),
            ("from", &fact("from")),
            ("to", &fact("to")),
            ("role", &role(language, &fact("role"))),
            ("total", &total.trim()),
            ("order", &order.map(order_reference).unwrap_or_default()),
            ("licences", &fact("licences")),
            ("required", &fact("required")),
            ("browser", &fact("browser")),
            ("percent", &fact("percent")),
            ("day", &day),
            ("number", &fact("vat_number")),
            ("name", &fact("business_name")),
            ("changes", &changes(language, details)),
        ],
    )
}

fn role(language: Language, role: &str) -> String {
    let key = match role {
        "administrator" => "log.role.administrator",
        "technician" => "log.role.technician",
        "member" => "log.role.member",
        other => return other.to_owned(),
    };
    language.say(key, &[])
}

/// Each field that was changed, before and after.
fn changes(language: Language, details: &Value) -> String {
    let Value::Object(fields) = details else {
        return String::new();
    };
    let text = |value: &Value| match value.as_str() {
        Some(text) if !text.is_empty() => text.to_owned(),
        _ => language.say("log.nothing", &[]),
    };
    let told = fields.iter().filter_map(|(name, change)| {
        let field = language.say(field(name), &[]);
        let (was, now) = (text(change.get(0)?), text(change.get(1)?));
        let with: [(&str, &dyn std::fmt::Display); 3] =
            [("field", &field), ("was", &was), ("now", &now)];
        Some(language.say("log.change", &with))
    });
    told.collect::<Vec<_>>().join("; ")
}

fn field(name: &str) -> &'static str {
    match name {
        "business_name" => "log.field.business_name",
        "address" => "log.field.address",
        "postcode" => "log.field.postcode",
        "city" => "log.field.city",
        "country" => "log.field.country",
        "vat_number" => "log.field.vat_number",
        "invoice_email" => "log.field.invoice_email",
        "bill_to" => "log.field.bill_to",
        _ => "log.field.other",
    }
}

#[cfg(test)]
mod tests;
