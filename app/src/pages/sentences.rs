//! One sentence for every code: faults, problems, refusals, reasons. Each match is exhaustive, so
//! that a new code does not compile before it has words.

use seatkeeper_core::{
    api::Problem,
    country::Country,
    form::{Field, FieldFault},
    order::OrderState,
    payment::DeclineReason,
    permission::Refusal,
    quote::QuoteError,
    vat::{Territory, Unconfirmed, VatError, VatReason},
};

use crate::{
    format,
    http::Failure,
    i18n::{say, say_count, say_with},
};

/// Why there was no answer.
pub fn failure(failure: &Failure) -> String {
    match failure {
        Failure::Refused(Problem::Forbidden { reason }) => refusal(*reason),
        Failure::Refused(Problem::NoPrice { error: Some(error) }) => unpriced(error),
        Failure::Refused(Problem::TooMany {
            retry_after_seconds,
        }) => say_count("problem.too_many", retry_after_seconds.div_ceil(60), &[]),
        other => say(other.sentence()),
    }
}

/// Why not.
pub fn refusal(reason: Refusal) -> String {
    say(match reason {
        Refusal::NotFound => "refusal.not_found",
        Refusal::TechniciansDoNotSpend => "refusal.technicians_do_not_spend",
        Refusal::MembersHaveOnlyTheirLicence => "refusal.members_have_only_their_licence",
        Refusal::ResellerAdministratorsOnly => "refusal.reseller_administrators_only",
        Refusal::TechniciansDoNotMakeAdministrators => {
            "refusal.technicians_do_not_make_administrators"
        }
        Refusal::TechniciansChangeAddressesOnly => "refusal.technicians_change_addresses_only",
        Refusal::NobodyRemovesThemselves => "refusal.nobody_removes_themselves",
        Refusal::LastAdministrator => "refusal.last_administrator",
        Refusal::StaffOnly => "refusal.staff_only",
        Refusal::SecondPersonConfirms => "refusal.second_person_confirms",
        Refusal::StaffActAsAReseller => "refusal.staff_act_as_a_reseller",
        Refusal::SavedCardIsThePayers => "refusal.saved_card_is_the_payers",
        Refusal::NotWhileActing => "refusal.not_while_acting",
        Refusal::PayersOnly => "refusal.payers_only",
        Refusal::NoRole => "refusal.no_role",
        Refusal::SecondFactorRequired => "factor.required",
    })
}

/// What is wrong with a field, and how to mend it.
pub fn fault(field: Field, fault: &FieldFault) -> String {
    match fault {
        FieldFault::Missing => say(missing(field)),
        FieldFault::TooLong { most } => say_count("fault.too_long", *most, &[]),
        FieldFault::TooShort { least } => say_count("fault.too_short", *least, &[]),
        FieldFault::ForbiddenCharacter => say("fault.forbidden_character"),
        FieldFault::NotANumber => say("fault.not_a_number"),
        FieldFault::OutOfRange { least, most } => say_with(
            "fault.out_of_range",
            &[
                ("least", &format::number(*least)),
                ("most", &format::number(*most)),
            ],
        ),
        FieldFault::NotAnAmount => say("fault.not_an_amount"),
        FieldFault::AboveBalance => say("fault.above_balance"),
        FieldFault::NotADay => say("fault.not_a_day"),
        FieldFault::OtherDay { first, last } => say_with(
            "fault.other_day",
            &[
                ("first", &format::date(*first)),
                ("last", &format::date(*last)),
            ],
        ),
        FieldFault::FileTooLarge => say("fault.file_too_large"),
        FieldFault::NotText => say("fault.not_text"),
        FieldFault::TooManyRows { most } => {
            say_with("fault.too_many_rows", &[("most", &format::number(*most))])
        }
        FieldFault::NoAddress => say("fault.no_address"),
        FieldFault::NotAPercent => say("fault.not_a_percent"),
        FieldFault::DayTaken => say("fault.day_taken"),
        FieldFault::NotAnEmail => say("fault.not_an_email"),
        FieldFault::NotOffered => say("fault.not_offered"),
        FieldFault::WrongCode => say("fault.wrong_code"),
        FieldFault::VatNumberPattern => say("fault.vat_number_pattern"),
        FieldFault::VatNumberOtherCountry => say("fault.vat_number_other_country"),
    }
}

fn missing(field: Field) -> &'static str {
    match field {
        Field::BusinessName => "fault.missing.business_name",
        Field::Address => "fault.missing.address",
        Field::Postcode => "fault.missing.postcode",
        Field::City => "fault.missing.city",
        Field::Country => "fault.missing.country",
        Field::Licences | Field::MoreLicences | Field::NextLicences => "fault.missing.licences",
        Field::Term => "fault.missing.term",
        Field::Currency => "fault.missing.currency",
        Field::VatNumber => "fault.missing.vat_number",
        Field::Payment => "fault.missing.payment",
        Field::Email | Field::NewEmail | Field::InvoiceEmail => "fault.missing.email",
        Field::Addresses => "fault.missing.addresses",
        Field::Password | Field::CurrentPassword => "fault.missing.password",
        Field::Code | Field::CurrentCode => "fault.missing.code",
        Field::Name => "fault.missing.name",
        Field::EntryReference => "fault.missing.entry_reference",
        Field::BookedOn => "fault.missing.booked_on",
        Field::Amount => "fault.missing.amount",
        Field::Remittance => "fault.missing.remittance",
        Field::Months => "fault.missing.months",
        Field::Reason => "fault.missing.reason",
        Field::InvoiceLine | Field::Note | Field::Fate | Field::Refund => "fault.not_offered",
        Field::BillTo => "fault.missing.bill_to",
        Field::Percent => "fault.missing.percent",
        Field::FromOn | Field::UntilOn => "fault.missing.day",
    }
}

/// The label of a field.
pub const fn label(field: Field) -> &'static str {
    match field {
        Field::BusinessName => "field.business_name",
        Field::Address => "field.address",
        Field::Postcode => "field.postcode",
        Field::City => "field.city",
        Field::Country => "field.country",
        Field::Licences => "field.licences",
        Field::MoreLicences => "field.more_licences",
        Field::NextLicences => "field.next_licences",
        Field::Term => "field.term",
        Field::Currency => "field.currency",
        Field::VatNumber => "field.vat_number",
        Field::Payment => "field.payment",
        Field::InvoiceEmail => "field.invoice_email",
        Field::Email => "field.email",
        Field::NewEmail => "field.new_email",
        Field::Addresses => "field.addresses",
        Field::Password => "field.password",
        Field::CurrentPassword => "account.email.password",
        Field::Code | Field::CurrentCode => "field.code",
        Field::Name => "field.name",
        Field::EntryReference => "field.entry_reference",
        Field::BookedOn => "field.booked_on",
        Field::Amount => "field.amount",
        Field::Remittance => "field.remittance",
        Field::InvoiceLine => "field.invoice_line",
        Field::Months => "field.months",
        Field::Fate => "field.fate",
        Field::Refund => "field.refund",
        Field::Reason => "field.reason",
        Field::Note => "field.note",
        Field::BillTo => "field.bill_to",
        Field::Percent => "field.percent",
        Field::FromOn => "field.from_on",
        Field::UntilOn => "field.until_on",
    }
}

/// Why there is no price.
pub fn unpriced(error: &QuoteError) -> String {
    match error {
        QuoteError::Licences => say("unpriced.licences"),
        QuoteError::NotSold { currency, term } => {
            let months = format::months(term.months());
            say_with(
                "unpriced.not_sold",
                &[("currency", currency.code()), ("months", &months)],
            )
        }
        QuoteError::OtherTerm { .. } => say("unpriced.other_term"),
        QuoteError::Ended { end } => say_with("unpriced.ended", &[("date", &format::date(*end))]),
        QuoteError::NextDoesNotFollow => say("unpriced.next_does_not_follow"),
        QuoteError::Period(_) => say("unpriced.period"),
        QuoteError::Vat(VatError::MissingRate { country, .. }) => say_with(
            "unpriced.missing_rate",
            &[("country", &format::country(*country))],
        ),
        QuoteError::Money(_) => say("unpriced.money"),
    }
}

/// Why a card was declined.
pub fn declined(reason: DeclineReason) -> String {
    say(match reason {
        DeclineReason::Declined => "declined.declined",
        DeclineReason::InsufficientFunds => "declined.insufficient_funds",
        DeclineReason::AuthenticationFailed => "declined.authentication_failed",
        DeclineReason::ExpiredCard => "declined.expired_card",
        DeclineReason::Disputed => "declined.disputed",
    })
}

/// Where an order stands, in a word or two.
pub const fn order_state(state: OrderState) -> &'static str {
    match state {
        OrderState::Placed => "order_state.placed",
        OrderState::Authorising => "order_state.authorising",
        OrderState::NeedsAction => "order_state.needs_action",
        OrderState::AwaitingTransfer => "order_state.awaiting_transfer",
        OrderState::Paid => "order_state.paid",
        OrderState::Declined => "order_state.declined",
        OrderState::Cancelled => "order_state.cancelled",
        OrderState::Lapsed => "order_state.lapsed",
        OrderState::Disputed => "order_state.disputed",
        OrderState::Won => "order_state.won",
        OrderState::Lost => "order_state.lost",
        OrderState::PartlyRefunded => "order_state.partly_refunded",
        OrderState::Refunded => "order_state.refunded",
    }
}

/// Why a sale bears the VAT that it bears.
pub fn vat_reason(reason: &VatReason) -> String {
    match reason {
        VatReason::SellerCountry { country, territory } => say_with(
            "vat.seller_country",
            &[("place", &place(*country, *territory))],
        ),
        VatReason::DestinationRate {
            country,
            territory,
            number,
        } => {
            let place = place(*country, *territory);
            say_with(
                "vat.destination_rate",
                &[("place", &place), ("number", &unconfirmed(*number))],
            )
        }
        VatReason::SellerRateBeforeOss {
            country,
            oss_from,
            number,
        } => say_with(
            "vat.seller_rate_before_oss",
            &[
                ("place", &format::country(*country)),
                ("date", &format::date(*oss_from)),
                ("number", &unconfirmed(*number)),
            ],
        ),
        VatReason::ReverseCharge { number } => {
            say_with("vat.reverse_charge", &[("number", number.as_str())])
        }
        VatReason::OutsideEu { country } => {
            say_with("vat.outside_eu", &[("place", &format::country(*country))])
        }
        VatReason::NorthernIreland { number } => {
            say_with("vat.northern_ireland", &[("number", number.as_str())])
        }
        VatReason::OutsideTerritory { country, territory } => say_with(
            "vat.outside_territory",
            &[("place", &place(*country, Some(*territory)))],
        ),
    }
}

fn unconfirmed(number: Unconfirmed) -> String {
    say(match number {
        Unconfirmed::NoNumber => "unconfirmed.no_number",
        Unconfirmed::Pending => "unconfirmed.pending",
        Unconfirmed::Invalid => "unconfirmed.invalid",
        Unconfirmed::Unavailable => "unconfirmed.unavailable",
        Unconfirmed::OtherCountry => "unconfirmed.other_country",
    })
}

fn place(country: Country, territory: Option<Territory>) -> String {
    let country = format::country(country);
    let Some(territory) = territory else {
        return country;
    };
    let territory = say(match territory {
        Territory::Aland => "territory.aland",
        Territory::Athos => "territory.athos",
        Territory::Azores => "territory.azores",
        Territory::Busingen => "territory.busingen",
        Territory::Campione => "territory.campione",
        Territory::CanaryIslands => "territory.canary_islands",
        Territory::Ceuta => "territory.ceuta",
        Territory::FrenchOverseas => "territory.french_overseas",
        Territory::Heligoland => "territory.heligoland",
        Territory::Jungholz => "territory.jungholz",
        Territory::Livigno => "territory.livigno",
        Territory::Madeira => "territory.madeira",
        Territory::Melilla => "territory.melilla",
        Territory::Mittelberg => "territory.mittelberg",
    });
    say_with(
        "vat.territory",
        &[("territory", &territory), ("country", &country)],
    )
}
