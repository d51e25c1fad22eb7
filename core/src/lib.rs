//! Values in, values out: the price, the orders, the permissions and the words that browser and
//! server share. Knows no clock, randomness, input or output, float, environment or async:
//! `today` is passed in. The layers, lowest first: money, currency, country, ids; term, proration,
//! price list, discount, VAT; quote, transfers; forms, orders, invoices, ledger, permissions; api, pages.

pub mod api;
pub mod country;
pub mod credit;
pub mod currency;
pub mod day;
pub mod discount;
pub mod form;
pub mod id;
pub mod invoice;
pub mod ledger;
pub mod licence;
pub mod member;
pub mod money;
pub mod order;
pub mod page;
pub mod payment;
pub mod permission;
pub mod price_list;
pub mod proration;
pub mod quote;
pub mod quote_line;
pub mod subscription;
pub mod term;
pub mod transfer;
pub mod vat;
pub mod vat_number;
