//! A mail as RFC 5322 wants it.

use lettre::{
    Message,
    message::{
        Attachment as Attached, Body, Mailbox, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue},
    },
};

use super::{Mail, MailError};

/// How the parts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// As every mail server takes it.
    Transport,
    /// As it stands, so that a file can be read and searched.
    Readable,
}

/// RFC 3834: nobody's holiday answer is wanted.
#[derive(Clone)]
struct AutoSubmitted;

/// RFC 3282.
#[derive(Clone)]
struct ContentLanguage(String);

pub(super) fn message(
    mail: &Mail,
    from: &Mailbox,
    encoding: Encoding,
) -> Result<Message, MailError> {
    let refused = |error: &dyn std::fmt::Display| MailError::Refused(error.to_string());
    let to: Mailbox = mail
        .to
        .parse()
        .map_err(|error| refused(&format!("{error}: the address")))?;
    let builder = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to.email))
        .subject(&mail.subject)
        .date(mail.at.into())
        .message_id(Some(format!("<{}@{}>", mail.id, from.email.domain())))
        .header(AutoSubmitted)
        .header(ContentLanguage(mail.language.to_owned()));
    let alternative = MultiPart::alternative()
        .singlepart(part(&mail.text, ContentType::TEXT_PLAIN, encoding))
        .singlepart(part(&mail.html, ContentType::TEXT_HTML, encoding));
    let body = match &mail.attachment {
        None => alternative,
        Some(attachment) => {
            let media_type =
                ContentType::parse(&attachment.media_type).map_err(|error| refused(&error))?;
            let file =
                Attached::new(attachment.name.clone()).body(attachment.bytes.clone(), media_type);
            MultiPart::mixed().multipart(alternative).singlepart(file)
        }
    };
    builder.multipart(body).map_err(|error| refused(&error))
}

fn part(text: &str, media_type: ContentType, encoding: Encoding) -> SinglePart {
    let body = match encoding {
        Encoding::Transport => Body::new(text.to_owned()),
        Encoding::Readable => {
            let lines = text.replace("\r\n", "\n").replace('\n', "\r\n");
            Body::dangerous_pre_encoded(lines.into_bytes(), ContentTransferEncoding::EightBit)
        }
    };
    SinglePart::builder().content_type(media_type).body(body)
}

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}
