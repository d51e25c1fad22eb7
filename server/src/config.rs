//! The settings of one installation: who sells, where the data is, where the gateway stands.
//! Read from the command line or the environment; what is missing is named at start.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use clap::Args;
use jiff::civil::Date;
use rust_decimal::Decimal;
use seatkeeper_core::{
    country::Country, currency::Currency, invoice::Party, vat::Seller, vat_number::VatNumber,
};
use sepa::{validate_bic, validate_iban};

/// A bank account of the seller, for transfers in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankAccount {
    /// In which currency.
    pub currency: Currency,
    /// IBAN, without spaces.
    pub iban: String,
    /// BIC, may be empty.
    pub bic: String,
}

/// Settings as given; [`Settings::read`] makes a [`Config`] of them.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    #[arg(long, env = "SEATKEEPER_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The address that people see: scheme and host, in links and return addresses.
    #[arg(long, env = "SEATKEEPER_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Folder for the database, mails and the sandbox gateway's record.
    #[arg(long, env = "SEATKEEPER_DATA", default_value = "data")]
    pub data: PathBuf,
    /// `postgres://…`; without it an embedded database in the data folder.
    #[arg(long, env = "DATABASE_URL")]
    pub database_url: Option<String>,
    /// The seller's full name.
    #[arg(long, env = "SEATKEEPER_SELLER_NAME", default_value = "")]
    pub seller_name: String,
    /// The seller's street and number.
    #[arg(long, env = "SEATKEEPER_SELLER_ADDRESS", default_value = "")]
    pub seller_address: String,
    /// The seller's postal code.
    #[arg(long, env = "SEATKEEPER_SELLER_POSTCODE", default_value = "")]
    pub seller_postcode: String,
    /// The seller's town.
    #[arg(long, env = "SEATKEEPER_SELLER_CITY", default_value = "")]
    pub seller_city: String,
    /// The seller's country (ISO 3166-1).
    #[arg(long, env = "SEATKEEPER_SELLER_COUNTRY", default_value = "")]
    pub seller_country: String,
    /// The seller's VAT number.
    #[arg(long, env = "SEATKEEPER_SELLER_VAT_NUMBER", default_value = "")]
    pub seller_vat_number: String,
    /// `EUR:IBAN:BIC` of each account, separated by commas; transfers are offered in these currencies.
    #[arg(long, env = "SEATKEEPER_SELLER_BANK_ACCOUNTS", default_value = "")]
    pub seller_bank_accounts: String,
    /// What one person may record for an order from the bank account, in major units of its currency;
    /// more counts only when a second person confirms it.
    #[arg(long, env = "SEATKEEPER_CONFIRM_ABOVE", default_value = "10000")]
    pub confirm_above: Decimal,
    /// For how many days after a period's end its licences go on, and a renewal still continues it.
    #[arg(long, env = "SEATKEEPER_GRACE_DAYS", default_value_t = 7)]
    pub grace_days: u16,
    /// The zone of the business date.
    #[arg(long, env = "SEATKEEPER_ZONE", default_value = "Europe/Stockholm")]
    pub zone: String,
    /// From which day buyers elsewhere in the EU pay their own country's rate; unset: always.
    #[arg(long, env = "SEATKEEPER_OSS_FROM")]
    pub oss_from: Option<Date>,
    /// The sender of mails.
    #[arg(
        long,
        env = "SEATKEEPER_MAIL_FROM",
        default_value = "Seatkeeper <no-reply@seatkeeper.example>"
    )]
    pub mail_from: String,
    /// `smtp://…` or `smtps://…`; without it mails are written to a folder in the data folder.
    #[arg(long, env = "SEATKEEPER_SMTP_URL")]
    pub smtp_url: Option<String>,
    /// The addresses of our own proxies, separated by commas: they may speak for others.
    #[arg(long, env = "SEATKEEPER_PROXIES", value_delimiter = ',')]
    pub proxies: Vec<IpAddr>,
    /// Where the card gateway's interface stands.
    #[arg(long, env = "SEATKEEPER_GATEWAY_URL")]
    pub gateway_url: Option<String>,
    /// Where VIES answers, for a real database; a demo has a stand-in.
    #[arg(long, env = "SEATKEEPER_VIES_URL", default_value = crate::vies::client::VIES)]
    pub vies_url: String,
    /// Have also a demo answer nothing else before whoever needs a second factor has set it up; a real
    /// portal always does.
    #[arg(long, env = "SEATKEEPER_INSIST_ON_SECOND_FACTOR")]
    pub insist_on_second_factor: bool,
    /// Where a demo kills itself: for tests of what survives.
    #[arg(long, env = "SEATKEEPER_CRASH_AT", hide = true)]
    pub crash_at: Option<String>,
    /// The merchant's secret at the gateway.
    #[arg(
        long,
        env = "SEATKEEPER_GATEWAY_SECRET",
        default_value = "",
        hide_env_values = true
    )]
    pub gateway_secret: String,
    /// The secret that signs the gateway's hints.
    #[arg(
        long,
        env = "SEATKEEPER_WEBHOOK_SECRET",
        default_value = "",
        hide_env_values = true
    )]
    pub webhook_secret: String,
}

/// Settings that are complete and well-formed.
#[derive(Clone, Debug)]
pub struct Config {
    /// Scheme and host, no path, no slash at the end.
    pub public_url: String,
    /// Folder for the database, mails and records.
    pub data: PathBuf,
    /// Where the data is: `postgres://…` or a file's path.
    pub database: String,
    /// Who sells, as printed on documents.
    pub seller: Party,
    /// The seller's place for VAT.
    pub seller_vat: Seller,
    /// Where transfers go.
    pub bank_accounts: Vec<BankAccount>,
    /// What one person may record for an order, in major units.
    pub confirm_above: Decimal,
    /// The zone of the business date.
    pub zone: String,
    /// For how many days after a period's end its licences go on, and a renewal still continues it.
    pub grace_days: u16,
    /// The sender of mails.
    pub mail_from: String,
    /// Where mails go; a folder when `None`.
    pub smtp_url: Option<String>,
    /// Whether also a demo insists on the second factor of those who need one.
    pub insist_on_second_factor: bool,
    /// Where a demo kills itself.
    pub crash_at: Option<String>,
    /// Our own proxies: what they say of a request's origin is believed.
    pub proxies: Vec<IpAddr>,
}

/// What is missing or malformed, one sentence each.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct Incomplete(pub Vec<String>);

impl Settings {
    /// Reads the settings, naming everything that is missing at once.
    ///
    /// # Errors
    /// [`Incomplete`] with one sentence per setting.
    pub fn read(&self) -> Result<Config, Incomplete> {
        let mut missing = Vec::new();
        for (name, value) in [
            ("SEATKEEPER_SELLER_NAME", &self.seller_name),
            ("SEATKEEPER_SELLER_ADDRESS", &self.seller_address),
            ("SEATKEEPER_SELLER_POSTCODE", &self.seller_postcode),
            ("SEATKEEPER_SELLER_CITY", &self.seller_city),
        ] {
            if value.trim().is_empty() {
                missing.push(format!(
                    "{name} is missing: invoices must show it (Directive 2006/112/EC, Art. 226)."
                ));
            }
        }
        let country = self.seller_country.parse::<Country>();
        if country.is_err() {
            missing.push("SEATKEEPER_SELLER_COUNTRY must be an ISO 3166-1 code, as SE.".to_owned());
        }
        let vat_number = VatNumber::parse(&self.seller_vat_number);
        if vat_number.is_err() {
            missing.push(
                "SEATKEEPER_SELLER_VAT_NUMBER must be an EU VAT number: invoices must show it."
                    .to_owned(),
            );
        }
        let bank_accounts = bank_accounts(&self.seller_bank_accounts, &mut missing);
        match (country, vat_number) {
            (Ok(country), Ok((vat_number, _))) if missing.is_empty() => {
                Ok(self.complete(country, vat_number, bank_accounts))
            }
            _ => Err(Incomplete(missing)),
        }
    }

    fn complete(
        &self,
        country: Country,
        vat_number: VatNumber,
        bank_accounts: Vec<BankAccount>,
    ) -> Config {
        let database = self
            .database_url
            .clone()
            .unwrap_or_else(|| self.data.join("seatkeeper.db").display().to_string());
        let public_url = self
            .public_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", self.listen));
        Config {
            public_url: public_url.trim_end_matches('/').to_owned(),
            data: self.data.clone(),
            database,
            seller: Party {
                name: self.seller_name.trim().to_owned(),
                address: self.seller_address.trim().to_owned(),
                postcode: self.seller_postcode.trim().to_owned(),
                city: self.seller_city.trim().to_owned(),
                country,
                vat_number: Some(vat_number),
            },
            seller_vat: Seller {
                country,
                oss_from: self.oss_from,
            },
            bank_accounts,
            confirm_above: self.confirm_above,
            zone: self.zone.clone(),
            grace_days: self.grace_days,
            mail_from: self.mail_from.clone(),
            smtp_url: self.smtp_url.clone(),
            insist_on_second_factor: self.insist_on_second_factor,
            crash_at: self.crash_at.clone(),
            proxies: self.proxies.clone(),
        }
    }
}

impl Config {
    /// The currencies in which there is an account.
    pub fn transfer_currencies(&self) -> Vec<Currency> {
        let currency = |account: &BankAccount| account.currency;
        self.bank_accounts.iter().map(currency).collect()
    }
}

fn bank_accounts(text: &str, missing: &mut Vec<String>) -> Vec<BankAccount> {
    let parts = text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let mut accounts = Vec::<BankAccount>::new();
    for part in parts {
        match bank_account(part) {
            Ok(account) if accounts.iter().any(|a| a.currency == account.currency) => {
                missing.push(format!(
                    "SEATKEEPER_SELLER_BANK_ACCOUNTS: '{part}' is a second account in its currency."
                ));
            }
            Ok(account) => accounts.push(account),
            Err(why) => missing.push(format!(
                "SEATKEEPER_SELLER_BANK_ACCOUNTS: '{part}' is not CURRENCY:IBAN:BIC. {why}"
            )),
        }
    }
    accounts
}

/// Reads one account; its check digits must be right, because money will be sent there.
fn bank_account(text: &str) -> Result<BankAccount, String> {
    let mut fields = text.split(':').map(str::trim);
    let mut field = || fields.next().unwrap_or_default();
    let (currency, iban, bic) = (field(), field(), field());
    let currency = currency
        .parse::<Currency>()
        .map_err(|error| error.to_string())?;
    let iban = validate_iban(iban).map_err(|error| error.to_string())?;
    let bic = match bic {
        "" => String::new(),
        bic => validate_bic(bic)
            .map_err(|error| error.to_string())?
            .as_str()
            .to_owned(),
    };
    Ok(BankAccount {
        currency,
        iban: iban.as_str().to_owned(),
        bic,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_asked_for_only_on_accounts_that_can_be() {
        let read = |text| {
            let mut missing = Vec::new();
            let accounts = bank_accounts(text, &mut missing);
            (accounts, missing)
        };
        let (accounts, missing) =
            read("EUR:SE45 5000 0000 0583 9825 7466:ESSESESS, SEK:SE4550000000058398257466");
        assert_eq!(missing, [""; 0]);
        let account = |code: &str, bic: &str| BankAccount {
            currency: code.parse().expect("a currency"),
            iban: "SE4550000000058398257466".to_owned(),
            bic: bic.to_owned(),
        };
        assert_eq!(accounts, [account("EUR", "ESSESESS"), account("SEK", "")]);
        for wrong in [
            "EUR",
            "XXX:SE4550000000058398257466",
            "EUR:SE4650000000058398257466",
            "EUR:SE4550000000058398257466:ESSE",
            "EUR:SE4550000000058398257466,EUR:SE4550000000058398257466",
        ] {
            assert_eq!(read(wrong).1.len(), 1, "{wrong}");
        }
        assert_eq!(read(""), (Vec::new(), Vec::new()));
    }
}
