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

    /// A mail server that says these lines, one for each line that it is told, and answers what
    /// it was told in the end.
    async fn told(says: &'static [&'static str]) -> (String, tokio::task::JoinHandle<String>) {
        use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let serving = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a client");
            let (read, mut write) = stream.split();
            let mut lines = BufReader::new(read).lines();
            let mut heard = String::new();
            let mut is_message = false;
            for say in says {
                write
                    .write_all(format!("{say}\r\n").as_bytes())
                    .await
                    .expect("a listener");
                while let Ok(Some(line)) = lines.next_line().await {
                    heard.push_str(&line);
                    heard.push('\n');
                    if !is_message || line == "." {
                        is_message = line == "DATA";
                        break;
                    }
                }
            }
            heard
        });
        (url, serving)
    }

    fn mail() -> Mail {
        Mail {
            id: uuid::Uuid::from_u128(7),
            at: "2026-11-23T10:00:00Z".parse().expect("an instant"),
            to: "anna@example.com".into(),
            subject: "设置新密码".into(),
            language: "zh-Hans",
            text: "您好".into(),
            html: "<p>您好</p>".into(),
            attachment: None,
        }
    }

    async fn sent(says: &'static [&'static str]) -> (Result<(), MailError>, String) {
        let (url, serving) = told(says).await;
        let mailer =
            SmtpMailer::new(&url, "Seatkeeper <no-reply@portal.example>").expect("a mailer");
        let sent = mailer.send(&mail()).await;
        (sent, serving.await.expect("a server"))
    }

    #[tokio::test]
    async fn a_mail_is_handed_to_the_mail_server() {
        let (sent, heard) = sent(&[
            "220 hello",
            "250 mail",
            "250 ok",
            "250 ok",
            "354 go on",
            "250 taken",
        ])
        .await;
        assert_eq!(sent, Ok(()));
        for part in [
            "RCPT TO:<anna@example.com>",
            "Message-ID: <00000000-0000-0000-0000-000000000007@portal.example>",
            "multipart/alternative",
        ] {
            assert!(heard.contains(part), "{part} in {heard}");
        }
        assert!(heard.is_ascii(), "what every mail server takes: {heard}");
    }

    #[tokio::test]
    async fn only_what_is_said_of_the_mail_is_for_good() {
        let refused = sent(&["220 hello", "250 mail", "250 ok", "550 no such person"])
            .await
            .0;
        assert!(
            matches!(&refused, Err(MailError::Refused(text)) if text.contains("no such person")),
            "{refused:?}"
        );
        for says in [
            ["220 hello", "250 mail", "250 ok", "451 come back later"].as_slice(),
            &["220 hello", "250 mail", "530 5.7.0 sign in first"],
            &["421 too busy"],
            &["220 hello"],
        ] {
            let later = sent(says).await.0;
            assert!(
                matches!(later, Err(MailError::Later(_))),
                "{says:?}: {later:?}"
            );
        }
        let nobody = SmtpMailer::new("smtp://127.0.0.1:1", "A <a@example.com>").expect("a mailer");
        assert!(matches!(
            nobody.send(&mail()).await,
            Err(MailError::Later(_))
        ));
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
