//! Which VAT a sale bears: decided by the seller's and the buyer's place, a number and a day.
//!
//! Promises: one rule for page, order and invoice; a rate is chosen by the tax point, never by
//! guess: a missing one is an error. The reason is data and says itself in any language.
//! Leaves asking VIES, and what counts as confirmed, to the server; the sums to [`crate::quote`].

mod rates;
mod territories;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::rates::{RATES, RATES_CHECKED_ON, Rate, RateSource, standard_rate};
pub use self::territories::{TERRITORIES, Territory, TerritoryRow};
use crate::country::Country;
use crate::discount::Percent;
use crate::vat_number::{VatNumber, VatNumberStatus};

/// Who sells, as far as VAT cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// Where the seller is established.
    pub country: Country,
    /// The first day on which sales to other states without a confirmed number bear the buyer's
    /// rate (One Stop Shop) instead of the seller's; none: they always do.
    #[serde(with = "crate::day::maybe", default)]
    pub oss_from: Option<Date>,
}

/// Whom a sale is billed to, as far as VAT cares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    /// The country of the address.
    pub country: Country,
    /// The postcode as typed; tells territories with other rules.
    pub postcode: String,
    /// The number given.
    pub vat_number: Option<VatNumber>,
    /// What is known about it.
    pub vat_status: VatNumberStatus,
}

/// What happens to the VAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatTreatment {
    /// The seller charges it.
    Standard,
    /// The buyer owes it; the invoice says "Reverse charge".
    ReverseCharge,
    /// The sale lies outside the Union's VAT.
    OutsideScope,
}

/// Why a number does not take the VAT away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unconfirmed {
    /// None was given.
    NoNumber,
    /// Not decided yet.
    Pending,
    /// There is no such number.
    Invalid,
    /// The service could not be reached.
    Unavailable,
    /// It is another country's.
    OtherCountry,
}

/// Why a sale bears the VAT that it bears.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatReason {
    /// The buyer is in the seller's country, number or not.
    SellerCountry {
        /// That country.
        country: Country,
        /// The part of it with a rate of its own.
        territory: Option<Territory>,
    },
    /// The buyer is in another state of the Union, without a confirmed number.
    DestinationRate {
        /// That state.
        country: Country,
        /// The part of it with a rate of its own.
        territory: Option<Territory>,
        /// What is the matter with the number.
        number: Unconfirmed,
    },
    /// As [`Self::DestinationRate`], but the seller does not yet use the One Stop Shop.
    SellerRateBeforeOss {
        /// The seller's country.
        country: Country,
        /// From when the buyer's rate will apply.
        #[serde(with = "crate::day")]
        oss_from: Date,
        /// What is the matter with the number.
        number: Unconfirmed,
    },
    /// The buyer is in another state of the Union, with a confirmed number.
    ReverseCharge {
        /// That number.
        number: VatNumber,
    },
    /// The buyer is outside the Union.
    OutsideEu {
        /// There.
        country: Country,
    },
    /// The buyer is in Northern Ireland: with the Union for goods, outside it for services.
    NorthernIreland {
        /// The XI number.
        number: VatNumber,
    },
    /// The buyer is in a part of a state to which the Union's VAT does not reach.
    OutsideTerritory {
        /// That state.
        country: Country,
        /// That part.
        territory: Territory,
    },
}

/// The VAT of a sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatDecision {
    /// What happens to it.
    pub treatment: VatTreatment,
    /// How much; zero unless the seller charges it.
    pub rate: Percent,
    /// Why.
    pub reason: VatReason,
}

/// Why the VAT cannot be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatError {
    /// The table has no rate.
    #[error("No VAT rate is known for {country} on {on}, so nothing can be sold there.")]
    MissingRate {
        /// For this country.
        country: Country,
        /// On this day.
        #[serde(with = "crate::day")]
        on: Date,
    },
}

/// The VAT of a sale whose payment is received on `tax_point`.
///
/// # Errors
/// When the rate that applies is not known.
pub fn decide(seller: &Seller, buyer: &Buyer, tax_point: Date) -> Result<VatDecision, VatError> {
    let country = buyer.country.taxed_as();
    let row = TerritoryRow::of(country, &buyer.postcode, tax_point);
    let territory = row.map(|row| row.territory);
    if let Some(TerritoryRow {
        outside: true,
        territory,
        ..
    }) = row
    {
        return Ok(untaxed(
            VatTreatment::OutsideScope,
            VatReason::OutsideTerritory {
                country,
                territory: *territory,
            },
        ));
    }
    let home = seller.country.taxed_as();
    if country == home {
        let rate = standard_rate(country, territory, tax_point)?;
        return Ok(taxed(rate, VatReason::SellerCountry { country, territory }));
    }
    if !country.is_eu() {
        return Ok(untaxed(VatTreatment::OutsideScope, beyond_the_union(buyer)));
    }
    let number = match confirmed(buyer) {
        Ok(number) => {
            let reason = VatReason::ReverseCharge {
                number: number.clone(),
            };
            return Ok(untaxed(VatTreatment::ReverseCharge, reason));
        }
        Err(unconfirmed) => unconfirmed,
    };
    match seller.oss_from {
        Some(oss_from) if tax_point < oss_from => {
            let rate = standard_rate(home, None, tax_point)?;
            let reason = VatReason::SellerRateBeforeOss {
                country: home,
                oss_from,
                number,
            };
            Ok(taxed(rate, reason))
        }
        _ => {
            let rate = standard_rate(country, territory, tax_point)?;
            Ok(taxed(
                rate,
                VatReason::DestinationRate {
                    country,
                    territory,
                    number,
                },
            ))
        }
    }
}

/// The buyer's number if it is known to be valid and of the buyer's country.
fn confirmed(buyer: &Buyer) -> Result<&VatNumber, Unconfirmed> {
    let number = buyer.vat_number.as_ref().ok_or(Unconfirmed::NoNumber)?;
    if !number.is_of(buyer.country) {
        return Err(Unconfirmed::OtherCountry);
    }
    match buyer.vat_status {
        VatNumberStatus::Valid => Ok(number),
        VatNumberStatus::Invalid => Err(Unconfirmed::Invalid),
        VatNumberStatus::Unavailable => Err(Unconfirmed::Unavailable),
        VatNumberStatus::Absent | VatNumberStatus::Pending => Err(Unconfirmed::Pending),
    }
}

fn beyond_the_union(buyer: &Buyer) -> VatReason {
    match &buyer.vat_number {
        Some(number) if buyer.country == Country::GB && number.is_of(Country::GB) => {
            VatReason::NorthernIreland {
                number: number.clone(),
            }
        }
        _ => VatReason::OutsideEu {
            country: buyer.country,
        },
    }
}

fn taxed(rate: Percent, reason: VatReason) -> VatDecision {
    VatDecision {
        treatment: VatTreatment::Standard,
        rate,
        reason,
    }
}

fn untaxed(treatment: VatTreatment, reason: VatReason) -> VatDecision {
    VatDecision {
        treatment,
        rate: Percent::ZERO,
        reason,
    }
}
