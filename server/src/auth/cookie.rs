//! The cookie that holds the session's token: for this host only, out of reach of scripts.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite};

use super::Token;

/// The prefix has browsers refuse it for other hosts, paths or without `Secure`.
const NAME: &str = "__Host-seatkeeper";

/// The token that a request presents.
pub(super) fn presented(headers: &HeaderMap) -> Option<Token> {
    let lines = headers.get_all(header::COOKIE).iter();
    let cookies = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(Cookie::split_parse);
    let mut ours = cookies.flatten().filter(|cookie| cookie.name() == NAME);
    ours.find_map(|cookie| Token::presented(cookie.value()))
}

/// Has the browser keep the token until it is closed.
pub fn remember(token: &Token) -> [(header::HeaderName, HeaderValue); 1] {
    set(&ours(token.reveal().to_owned()))
}

/// Has the browser forget the token.
pub fn forget() -> [(header::HeaderName, HeaderValue); 1] {
    let mut cookie = ours(String::new());
    cookie.make_removal();
    set(&cookie)
}

fn ours(value: String) -> Cookie<'static> {
    Cookie::build((NAME, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

fn set(cookie: &Cookie<'static>) -> [(header::HeaderName, HeaderValue); 1] {
    let value = HeaderValue::from_str(&cookie.to_string());
    // cookies of hexadecimal digits are always header values
    [(
        header::SET_COOKIE,
        value.unwrap_or_else(|_| HeaderValue::from_static("")),
    )]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_kept_from_scripts_and_other_sites() {
        let token = Token::fresh().expect("randomness");
        let [(_, value)] = remember(&token);
        let value = value.to_str().expect("text");
        let secret = token.reveal();
        assert_eq!(
            value,
            format!("__Host-seatkeeper={secret}; HttpOnly; SameSite=Lax; Secure; Path=/")
        );
        let [(_, gone)] = forget();
        assert!(gone.to_str().expect("text").contains("Max-Age=0"));
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let token = Token::fresh().expect("randomness");
        let line = format!(
            "a=b; __Host-seatkeeper=short; __Host-seatkeeper={}; c",
            token.reveal()
        );
        let headers = HeaderMap::from_iter([(header::COOKIE, line.parse().expect("a header"))]);
        assert_eq!(presented(&headers), Some(token));
        assert_eq!(presented(&HeaderMap::new()), None);
    }
}
