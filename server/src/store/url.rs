//! Where the database is: `sqlite:PATH` or a plain path, or `postgres://…`.
//! Promises not to show a password.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where the database is.
#[derive(Clone)]
pub enum DatabaseUrl {
    /// A file of the embedded SQLite; made when it is not there.
    Sqlite(PathBuf),
    /// A PostgreSQL server, or something that speaks like one.
    Postgres(Box<postgres::Config>),
}

/// Why a text names no database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// `sqlite:` without a path, or nothing at all.
    #[error("a path is missing: write sqlite:PATH or postgres://USER@HOST/NAME")]
    NoPath,
    /// Not a connection string that PostgreSQL's clients accept. The text is not repeated,
    /// since it may hold a password.
    #[error("this is not a PostgreSQL connection string: {0}")]
    Postgres(String),
    /// TLS was demanded, which this program does not speak to a database yet.
    #[error(
        "sslmode=require is not supported yet: use sslmode=disable on a private network, \
         a local socket or a tunnel"
    )]
    Tls,
}

impl FromStr for DatabaseUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return postgres_url(text);
        }
        let path = text.strip_prefix("sqlite:").unwrap_or(text);
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() || path == ":memory:" {
            return Err(UrlError::NoPath);
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }
}

fn postgres_url(text: &str) -> Result<DatabaseUrl, UrlError> {
    let demands_tls = [
        "sslmode=require",
        "sslmode=verify-ca",
        "sslmode=verify-full",
    ];
    if demands_tls.iter().any(|demand| text.contains(demand)) {
        return Err(UrlError::Tls);
    }
    let config = text
        .parse::<postgres::Config>()
        .map_err(|error| UrlError::Postgres(error.to_string()))?;
    Ok(DatabaseUrl::Postgres(Box::new(config)))
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(config) => {
                write!(
                    f,
                    "postgres database {}",
                    config.get_dbname().unwrap_or("(default)")
                )
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_servers() {
        let check = |text: &str, shown: Result<&str, UrlError>| {
            let read = text.parse::<DatabaseUrl>().map(|url| url.to_string());
            assert_eq!(read, shown.map(str::to_owned), "{text}");
        };
        check("data/portal.db", Ok("sqlite:data/portal.db"));
        check("sqlite:data/portal.db", Ok("sqlite:data/portal.db"));
        check("sqlite:///var/portal.db", Ok("sqlite:/var/portal.db"));
        check(
            "postgres://me:secret@db.example/portal",
            Ok("postgres database portal"),
        );
        check("sqlite:", Err(UrlError::NoPath));
        check("", Err(UrlError::NoPath));
        check(
            "postgres://me@db/portal?sslmode=require",
            Err(UrlError::Tls),
        );
        check(
            "postgres://me@db/portal?sslmode=verify-full",
            Err(UrlError::Tls),
        );
    }

    #[test]
    fn a_bad_server_address_does_not_repeat_the_password() {
        let error = "postgres://me:secret@db/portal?nonsense=1"
            .parse::<DatabaseUrl>()
            .expect_err("an unknown key");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}
