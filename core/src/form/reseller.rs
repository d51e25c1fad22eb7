//! The forms of staff about a reseller: who it is and whom its orders are billed to, its discount
//! from a day on, and the days of the audit log.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{BusinessForm, Field, FieldError, FieldFault, NewBusiness, Reading};
use crate::{
    day,
    discount::{DatedDiscount, Percent},
};

/// For how many years ahead a discount can be entered: a later day is a slip of the finger.
const YEARS_AHEAD: i16 = 5;

/// A reseller's details, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResellerForm {
    /// Who it is, and where its invoices go.
    pub business: BusinessForm,
    /// `reseller` or `customer`; nothing is chosen beforehand.
    pub bill_to: String,
}

/// A reseller's discount from a day on, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscountForm {
    /// From 0 to 100, with a point or a comma before the decimals.
    pub percent: String,
    /// Its first day, as `2026-11-26`.
    pub from_on: String,
}

/// On which days a discount may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// The business date: none begins earlier.
    pub today: Date,
    /// One that is lower than what would hold begins on this day or later.
    pub lower_from: Date,
}

impl ResellerForm {
    /// Reads the whole form. Unlike a customer's, its address for invoices is needed.
    ///
    /// # Errors
    /// Every faulty field, in the order of the page.
    pub fn read(&self) -> Result<NewBusiness, Vec<FieldError>> {
        let mut errors = Vec::new();
        let business = self.business.read();
        let missing = self.business.invoice_email.trim().is_empty();
        if missing {
            errors.push(FieldError {
                field: Field::InvoiceEmail,
                fault: FieldFault::Missing,
            });
        }
        match self.bill_to.as_str() {
            "reseller" | "customer" => {}
            other => errors.push(FieldError {
                field: Field::BillTo,
                fault: if other.is_empty() {
                    FieldFault::Missing
                } else {
                    FieldFault::NotOffered
                },
            }),
        }
        match business {
            Ok(business) if errors.is_empty() => Ok(business),
            Ok(_) => Err(errors),
            Err(mut faults) => {
                faults.extend(errors);
                Err(faults)
            }
        }
    }
}

impl DiscountForm {
    /// Reads a discount to be entered beside those that there are.
    ///
    /// # Errors
    /// The faults of each field; a lower discount on too early a day, and a day that has one.
    pub fn read(
        &self,
        entered: &[DatedDiscount],
        beginning: Beginning,
    ) -> Result<DatedDiscount, Vec<FieldError>> {
        let mut reading = Reading::default();
        let percent = reading.take(Field::Percent, percentage(&self.percent));
        let first = |percent: Percent| match needed(&self.from_on) {
            Ok(on) if percent < DatedDiscount::on(entered, on) => beginning.lower_from,
            _ => beginning.today,
        };
        let first = percent.map_or(beginning.today, first);
        let from_on = reading.take(Field::FromOn, from_on(&self.from_on, first, entered));
        match (percent, from_on) {
            (Some(percent), Some(from_on)) => Ok(DatedDiscount { from_on, percent }),
            _ => Err(reading.errors),
        }
    }
}

/// Reads a percentage; at most two decimals, which is what an invoice shows.
fn percentage(text: &str) -> Result<Percent, FieldFault> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_end_matches('%').replacen(',', ".", 1);
    if text.is_empty() {
        return Err(FieldFault::Missing);
    }
    let percent: Percent = text.parse().map_err(|_| FieldFault::NotAPercent)?;
    if percent.value().scale() > 2 {
        return Err(FieldFault::NotAPercent);
    }
    Ok(percent)
}

fn from_on(text: &str, first: Date, entered: &[DatedDiscount]) -> Result<Date, FieldFault> {
    let day = needed(text)?;
    let years = first.year().saturating_add(YEARS_AHEAD);
    let last = Date::new(years, 12, 31).unwrap_or(first);
    if day < first || last < day {
        return Err(FieldFault::OtherDay { first, last });
    }
    if entered.iter().any(|discount| discount.from_on == day) {
        return Err(FieldFault::DayTaken);
    }
    Ok(day)
}

fn needed(text: &str) -> Result<Date, FieldFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldFault::Missing);
    }
    day::read(text).ok_or(FieldFault::NotADay)
}

/// Reads the first and the last day of a stretch, either of which may be left open.
///
/// # Errors
/// What is no day, and a last day before the first.
pub fn stretch(first: &str, last: &str) -> Result<(Option<Date>, Option<Date>), Vec<FieldError>> {
    let open = |text: &str| match needed(text) {
        Err(FieldFault::Missing) => Ok(None),
        read => read.map(Some),
    };
    let mut reading = Reading::default();
    let from = reading.take(Field::FromOn, open(first));
    let until = reading.take(Field::UntilOn, open(last));
    match (from, until) {
        (Some(Some(first)), Some(Some(last))) if last < first => Err(vec![FieldError {
            field: Field::UntilOn,
            fault: FieldFault::OtherDay {
                first,
                last: Date::MAX,
            },
        }]),
        (Some(from), Some(until)) => Ok((from, until)),
        _ => Err(reading.errors),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn form() -> ResellerForm {
        ResellerForm {
            business: BusinessForm {
                business_name: "Kontor Ost AB".to_owned(),
                address: "Storgatan 1".to_owned(),
                postcode: "111 22".to_owned(),
                city: "Stockholm".to_owned(),
                country: "SE".to_owned(),
                vat_number: String::new(),
                invoice_email: "invoices@ost.example".to_owned(),
            },
            bill_to: "customer".to_owned(),
        }
    }

    #[test]
    fn whom_it_bills_is_chosen_and_never_assumed() {
        assert!(form().read().is_ok());
        for (bill_to, fault) in [("", FieldFault::Missing), ("both", FieldFault::NotOffered)] {
            let typed = ResellerForm {
                bill_to: bill_to.to_owned(),
                ..form()
            };
            let field = Field::BillTo;
            assert_eq!(typed.read(), Err(vec![FieldError { field, fault }]));
        }
        let errors = ResellerForm::default()
            .read()
            .map_err(|errors| errors.len());
        assert_eq!(errors, Err(7));
    }

    #[test]
    fn a_lower_discount_begins_later_than_a_higher_one() {
        let beginning = Beginning {
            today: date(2026, 11, 23),
            lower_from: date(2026, 12, 24),
        };
        let of = |percent: &str, from_on| DatedDiscount {
            from_on,
            percent: percent.parse().expect("a percentage"),
        };
        let entered = [of("20", date(2026, 1, 1)), of("30", date(2027, 1, 1))];
        let read = |percent: &str, from_on: &str| {
            let form = DiscountForm {
                percent: percent.to_owned(),
                from_on: from_on.to_owned(),
            };
            form.read(&entered, beginning).map_err(|errors| {
                errors
                    .into_iter()
                    .map(|error| error.fault)
                    .collect::<Vec<_>>()
            })
        };
        let other = |first| {
            let (first, last) = (first, Date::new(2031, 12, 31).expect("a day"));
            Err(vec![FieldFault::OtherDay { first, last }])
        };
        assert_eq!(
            read("22,5 %", "2026-11-23"),
            Ok(of("22.5", beginning.today))
        );
        assert_eq!(read("20", "2026-11-23"), Ok(of("20", beginning.today)));
        assert_eq!(read("22.5", "2026-11-22"), other(beginning.today));
        assert_eq!(read("19.9", "2026-12-23"), other(beginning.lower_from));
        let lower = of("19.9", beginning.lower_from);
        assert_eq!(read("19.9", "2026-12-24"), Ok(lower));
        assert_eq!(read("25", "2027-01-01"), Err(vec![FieldFault::DayTaken]));
        for (percent, fault) in [
            ("", FieldFault::Missing),
            ("-1", FieldFault::NotAPercent),
            ("100.01", FieldFault::NotAPercent),
            ("12.345", FieldFault::NotAPercent),
            ("1e1", FieldFault::NotAPercent),
        ] {
            assert_eq!(read(percent, "2026-11-23"), Err(vec![fault]), "{percent}");
        }
        let both = Err(vec![FieldFault::NotAPercent, FieldFault::NotADay]);
        assert_eq!(read("x", "tomorrow"), both);
    }

    #[test]
    fn a_stretch_of_days_may_be_open() {
        let day = date(2026, 11, 23);
        assert_eq!(stretch("", " 2026-11-23 "), Ok((None, Some(day))));
        assert!(stretch("2026-11-24", "2026-11-23").is_err());
        assert_eq!(stretch("x", "y").map_err(|errors| errors.len()), Err(2));
    }
}
