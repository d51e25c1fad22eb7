//! Mails over SMTP.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor, message::Mailbox, transport::smtp,
};

use super::{
    Mail, MailError, Mailer, Sending,
    message::{Encoding, message},
};

/// How long one command may take.
const SLOWEST: Duration = Duration::from_secs(20);

/// Hands mails to a mail server.
pub struct SmtpMailer {
    from: Mailbox,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl SmtpMailer {
    /// A mailer for `smtps://user:password@host` (TLS from the start) or `smtp://…` (STARTTLS,
    /// required unless the host is this machine or the address says `?tls=`).
    ///
    /// # Errors
    /// A sentence about the address or the sender.
    pub fn new(url: &str, from: &str) -> Result<Self, String> {
        let from: Mailbox = from
            .parse()
            .map_err(|error| format!("The sender of mails, '{from}': {error}."))?;
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&with_tls(url));
        // the address may hold a password: it is not repeated
        let builder = builder
            .map_err(|error| format!("The address of the mail server cannot be used: {error}."))?;
        Ok(Self {
            from,
            transport: builder.timeout(Some(SLOWEST)).build(),
        })
    }
}

impl Mailer for SmtpMailer {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a> {
        Box::pin(async move {
            let message = message(mail, &self.from, Encoding::Transport)?;
            self.transport
                .send(message)
                .await
                .map(|_| ())
                .map_err(|error| reason(&error))
        })
    }
}

/// Only what a server says about the mail or its recipient is for good (RFC 5321 §4.2.3 and
/// RFC 3463); a wrong password of ours, or a lost connection, is put right by somebody.
fn reason(error: &smtp::Error) -> MailError {
    let text = std::error::Error::source(error)
        .map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
    match error.status().map(u16::from) {
        Some(501 | 550..=556) => MailError::Refused(text),
        _ => MailError::Later(text),
    }
}

/// A password must not cross a network in the clear by forgetting a word.
fn with_tls(url: &str) -> String {
    let Some(rest) = url.strip_prefix("smtp://") else {
        return url.to_owned();
    };
    if rest.contains("tls=") {
        return url.to_owned();
    }
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let here = ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|local| host == *local || host.starts_with(&format!("{local}:")));
    match (here, rest.contains('?')) {
        (true, _) => url.to_owned(),
        (false, true) => format!("{url}&tls=required"),
        (false, false) => format!("{url}?tls=required"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_elsewhere_is_spoken_to_over_tls() {
        for (url, used) in [
            (
                "smtp://mail.example:587",
                "smtp://mail.example:587?tls=required",
            ),
            (
                "smtp://user:localhost@mail.example",
                "smtp://user:localhost@mail.example?tls=required",
            ),
            (
                "smtp://localhost.example",
                "smtp://localhost.example?tls=required",
            ),
            ("smtp://127.0.0.1:2525", "smtp://127.0.0.1:2525"),
            (
                "smtp://mail.example?tls=opportunistic",
                "smtp://mail.example?tls=opportunistic",
            ),
            ("smtps://mail.example", "smtps://mail.example"),
        ] {
            assert_eq!(with_tls(url), used);
        }
    }

    #[tokio::test]
    async fn what_cannot_be_used_is_said_without_the_password() {
        let wrong = SmtpMailer::new("http://user:secret@mail.example", "A <a@example.com>")
            .err()
            .expect("an error");
        assert!(
            wrong.contains("mail server") && !wrong.contains("secret"),
            "{wrong}"
        );
        assert!(SmtpMailer::new("smtps://mail.example", "nobody").is_err());
        assert!(
            SmtpMailer::new("smtps://user:secret@mail.example:465", "A <a@example.com>").is_ok()
        );
        assert!(SmtpMailer::new("smtp://mail.example:587", "A <a@example.com>").is_ok());
    }
}
