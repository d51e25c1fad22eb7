//! A payer on the gateway's own pages: types a card, answers the bank's question, comes back.

use reqwest::header::LOCATION;

use super::Portal;

/// The card that is charged at once.
pub(crate) const GOOD_CARD: &str = "4242424242424242";

/// A page of the gateway.
pub(crate) struct CardPage<'a> {
    portal: &'a Portal,
    url: String,
}

/// Where the payer is after a form was sent.
pub(crate) enum Then<'a> {
    /// Back at the portal, at this address.
    Back(String),
    /// At the bank's question.
    Asked(CardPage<'a>),
    /// Still on the form, with what is wrong.
    Still(String),
}

impl Then<'_> {
    /// The address at the portal.
    pub(crate) fn back(self) -> String {
        match self {
            Self::Back(url) => url,
            Self::Asked(page) => panic!("the bank asks at {}", page.url),
            Self::Still(page) => panic!("the form is shown again:\n{page}"),
        }
    }
}

impl<'a> CardPage<'a> {
    pub(super) fn at(portal: &'a Portal, url: &str) -> Self {
        Self {
            portal,
            url: url.to_owned(),
        }
    }

    /// What the page says.
    pub(crate) async fn read(&self) -> String {
        let reply = self
            .portal
            .browser
            .get(&self.url)
            .send()
            .await
            .expect("the gateway");
        reply.text().await.expect("a page")
    }

    /// Types a card that is valid in every other way, and presses Pay.
    pub(crate) async fn pay(&self, number: &str) -> Then<'a> {
        let fields = [
            ("number", number),
            ("expiry", "12 / 39"),
            ("security_code", "123"),
        ];
        self.post(&fields).await
    }

    /// Types a card and wants it kept for later payments.
    pub(crate) async fn pay_and_keep(&self, number: &str) -> Then<'a> {
        let fields = [
            ("number", number),
            ("expiry", "12 / 39"),
            ("security_code", "123"),
            ("save_card", "yes"),
        ];
        self.post(&fields).await
    }

    /// Presses Approve or Refuse, in lower case.
    pub(crate) async fn answer(&self, answer: &str) -> Then<'a> {
        self.post(&[("answer", answer)]).await
    }

    async fn post(&self, fields: &[(&str, &str)]) -> Then<'a> {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", value.replace(' ', "+")));
        let request = self
            .portal
            .browser
            .post(&self.url)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", &self.portal.gateway_url)
            .body(body.collect::<Vec<_>>().join("&").replace('/', "%2F"));
        let reply = request.send().await.expect("the gateway");
        let Some(location) = reply.headers().get(LOCATION) else {
            return Then::Still(reply.text().await.expect("a page"));
        };
        let location = location.to_str().expect("an address");
        let gateway = &self.portal.gateway_url;
        if location.starts_with('/') || location.starts_with(gateway) {
            let path = location.trim_start_matches(gateway.as_str());
            let url = format!("{gateway}{path}");
            return Then::Asked(CardPage {
                portal: self.portal,
                url,
            });
        }
        Then::Back(location.to_owned())
    }
}
