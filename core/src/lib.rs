//! Values in, values out.

pub mod country;
pub mod currency;
pub mod discount;
pub mod money;
pub mod price_list;
pub mod proration;
pub mod quote;
pub mod term;
pub mod vat;
pub mod vat_number;
