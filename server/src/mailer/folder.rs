//! Mails as files: for trying the portal out, and for tests.
//!
//! One `.eml` a mail, readable as it stands, named by the time it was written and its id: names
//! sort by time, and a mail that is delivered twice is one file.

use std::{
    io,
    path::{Path, PathBuf},
};

use lettre::message::Mailbox;
use tokio::fs;

use super::{
    Mail, MailError, Mailer, Sending,
    message::{Encoding, message},
};

/// Writes mails into a folder.
pub struct FolderMailer {
    folder: PathBuf,
    from: Mailbox,
}

impl FolderMailer {
    /// A mailer that writes into this folder and makes it when it is missing.
    ///
    /// # Errors
    /// A sentence about the folder or the sender.
    pub fn new(folder: &Path, from: &str) -> Result<Self, String> {
        let from = from
            .parse()
            .map_err(|error| format!("The sender of mails, '{from}': {error}."))?;
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("The folder of mails, {}: {error}.", folder.display()))?;
        Ok(Self {
            folder: folder.to_owned(),
            from,
        })
    }

    /// Where the mails are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A file appears whole or not at all, under its name only once it is complete.
    async fn write(&self, mail: &Mail) -> Result<(), MailError> {
        let message = message(mail, &self.from, Encoding::Readable)?.formatted();
        let name = format!("{}-{}", mail.at.strftime("%Y%m%dT%H%M%S%.6fZ"), mail.id);
        let unfinished = self.folder.join(format!("{name}.part"));
        let later = |error: io::Error| MailError::Later(error.to_string());
        fs::write(&unfinished, message).await.map_err(later)?;
        fs::rename(&unfinished, self.folder.join(format!("{name}.eml")))
            .await
            .map_err(later)
    }
}

impl Mailer for FolderMailer {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a> {
        Box::pin(self.write(mail))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::mailer::Attachment;

    fn mail(to: &str) -> Mail {
        Mail {
            id: Uuid::from_u128(7),
            at: "2026-11-23T10:00:00.5Z".parse().expect("an instant"),
            to: to.into(),
            subject: "Välj ett nytt lösenord 设置新密码".into(),
            language: "zh-Hans",
            text: format!(
                "您好\nhttps://portal.example/activate#{}",
                "0123".repeat(16)
            ),
            html: "<p>您好</p>".into(),
            attachment: Some(Attachment {
                name: "invoice-1.html".into(),
                media_type: "text/html; charset=utf-8".into(),
                bytes: b"<p>1".to_vec(),
            }),
        }
    }

    #[tokio::test]
    async fn a_mail_is_one_readable_file_however_often_it_is_sent() {
        let folder = tempfile::tempdir().expect("a folder");
        let mailer = FolderMailer::new(
            &folder.path().join("mail"),
            "Seatkeeper <no-reply@portal.example>",
        )
        .expect("a mailer");
        for _ in 0..2 {
            mailer.send(&mail("anna@example.com")).await.expect("sent");
        }
        let files: Vec<_> = std::fs::read_dir(mailer.folder())
            .expect("a folder")
            .flatten()
            .map(|entry| entry.path())
            .collect();
        let [file] = files.as_slice() else {
            panic!("{files:?}")
        };
        assert_eq!(
            file.file_name().and_then(|name| name.to_str()),
            Some("20261123T100000.500000Z-00000000-0000-0000-0000-000000000007.eml")
        );
        let text = std::fs::read_to_string(file).expect("a mail");
        for part in [
            "To: anna@example.com",
            "From: Seatkeeper <no-reply@portal.example>",
            "Message-ID: <00000000-0000-0000-0000-000000000007@portal.example>",
            "Content-Language: zh-Hans",
            "Auto-Submitted: auto-generated",
            "Date: Mon, 23 Nov 2026 10:00:00 +0000",
            "您好\r\nhttps://portal.example/activate#01230123012301230123012301230123012301230123012301230123",
            "<p>您好</p>",
            "Content-Type: multipart/alternative",
            "filename=\"invoice-1.html\"",
        ] {
            assert!(text.contains(part), "{part:?} is missing in {text}");
        }
    }

    #[tokio::test]
    async fn no_header_can_be_put_in_from_outside() {
        let folder = tempfile::tempdir().expect("a folder");
        let mailer = FolderMailer::new(folder.path(), "Seatkeeper <no-reply@portal.example>")
            .expect("a mailer");
        let mut mail = mail("anna@example.com");
        mail.subject = "Hello\r\nBcc: everyone@example.com".into();
        mailer.send(&mail).await.expect("sent");
        let file = std::fs::read_dir(folder.path())
            .expect("a folder")
            .flatten()
            .next()
            .expect("a file");
        let text = std::fs::read_to_string(file.path()).expect("a mail");
        assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
        mail.to = "anna@example.com\r\nBcc: x@example.com".into();
        assert!(matches!(
            mailer.send(&mail).await,
            Err(MailError::Refused(_))
        ));
    }
}
