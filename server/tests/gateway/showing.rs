//! What the payer's pages say, keep and allow.

use axum::http::{StatusCode, header};
use reqwest::Response;
use seatkeeper_server::gateway::{Charge, Method, PaymentGateway};

use crate::bench::{Bench, RETURN_URL, hosted};

async fn get(bench: &Bench, url: &str) -> Response {
    bench.browser.get(url).send().await.unwrap()
}

fn header_of(answer: &Response, name: header::HeaderName) -> String {
    answer
        .headers()
        .get(name)
        .map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn the_card_page_prints_the_amount_the_merchant_and_all_test_cards() {
    let bench = Bench::start().await;
    let page = get(&bench, &bench.page(&hosted()).await)
        .await
        .text()
        .await
        .unwrap();
    for text in [
        "€1,234.50",
        "Nordlicht &#38; Söhne",
        "7 licences for 12 months",
        "Sandbox: no real money",
        ">Card number</label>",
        ">Expiry</label>",
        ">Security code</label>",
        ">Pay</button>",
        ">Cancel and return</button>",
        "autocomplete=\"cc-number\"",
        "autocomplete=\"cc-exp\"",
        "autocomplete=\"cc-csc\"",
    ] {
        assert!(page.contains(text), "{text} is missing in {page}");
    }
    let listed = include_str!("../../../docs/demo-data.md");
    let cards: Vec<_> = listed
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" | "))
        .collect();
    let cards: Vec<_> = cards
        .iter()
        .filter(|(number, _)| number.replace(' ', "").parse::<u64>().is_ok())
        .collect();
    assert_eq!(page.matches("<dt>").count(), cards.len());
    for (number, does) in cards {
        let row = format!("<dt>{number}</dt><dd>{}</dd>", does.trim_end_matches(" |"));
        assert!(page.contains(&row), "{row}");
    }
    assert!(!page.contains("save_card"));
    assert!(!page.contains("<script"));
}

#[tokio::test]
async fn a_mistake_keeps_what_was_typed_but_the_security_code() {
    let bench = Bench::start().await;
    let charge = Charge {
        method: Method::HostedPage { save_card: true },
        ..hosted()
    };
    let url = bench.page(&charge).await;
    let typed = [
        ("number", "4242 4242 4242 4241"),
        ("expiry", "1/\"26"),
        ("security_code", "9q7"),
        ("save_card", "yes"),
    ];
    let answer = bench.send_form(&url, &typed).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.unwrap();
    assert!(page.contains("<title>Error: "));
    assert!(page.contains("value=\"4242 4242 4242 4241\""));
    assert!(page.contains("value=\"1/&#34;26\""));
    assert!(page.contains("aria-describedby=\"save-card-hint\" checked"));
    assert!(!page.contains("9q7"));
    assert_eq!(page.matches("aria-invalid=\"true\"").count(), 3);
    assert!(
        page.contains("<a href=\"#number\">Check the card number: a digit is wrong or missing</a>")
    );
    assert!(page.contains("<p class=\"error\" id=\"number-error\">Check the card number"));
    assert!(page.contains("aria-describedby=\"expiry-hint expiry-error\""));
    assert_eq!(bench.charges_of(charge.key).await, 0);
}

#[tokio::test]
async fn the_pages_speak_three_languages() {
    let bench = Bench::start().await;
    for (locale, tag, amount, word) in [
        ("sv-SE", "sv", "1\u{a0}234,50\u{a0}€", ">Kortnummer</label>"),
        ("zh-Hans", "zh-Hans", "€1,234.50", ">卡号</label>"),
        ("de", "en", "€1,234.50", ">Card number</label>"),
    ] {
        let charge = Charge {
            locale: locale.to_owned(),
            ..hosted()
        };
        let page = get(&bench, &bench.page(&charge).await)
            .await
            .text()
            .await
            .unwrap();
        for text in [&format!("<html lang=\"{tag}\">"), amount, word] {
            assert!(page.contains(text), "{text} is missing in {page}");
        }
    }
}

#[tokio::test]
async fn a_page_opened_again_shows_how_it_stands_and_the_way_back() {
    let bench = Bench::start().await;
    for (card, heading) in [
        (Some("4242424242424242"), "<h1>Paid</h1>"),
        (Some("4000000000009995"), "<h1>Declined</h1>"),
        (Some("4000000000001018"), "<h1>The bank is deciding</h1>"),
        (None, "<h1>Cancelled</h1>"),
    ] {
        let charge = hosted();
        let url = bench.page(&charge).await;
        match card {
            Some(card) => drop(bench.pay(&url, card).await),
            None => drop(bench.gateway.cancel(&charge.key).await),
        }
        for address in [url.clone(), format!("{url}/confirm")] {
            let page = get(&bench, &address).await.text().await.unwrap();
            assert!(page.contains(heading), "{heading} is missing in {page}");
            assert!(page.contains(&format!("href=\"{RETURN_URL}\">Return to Nordlicht")));
            assert!(!page.contains("<form"));
        }
    }
}

#[tokio::test]
async fn pages_load_nothing_from_elsewhere_and_may_return_to_the_merchant() {
    let bench = Bench::start().await;
    let answer = get(&bench, &bench.page(&hosted()).await).await;
    let policy = header_of(&answer, header::CONTENT_SECURITY_POLICY);
    assert!(policy.starts_with("default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"));
    assert!(
        policy.ends_with("form-action 'self' http://127.0.0.1:9"),
        "{policy}"
    );
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        assert_eq!(header_of(&answer, name), value);
    }
    for path in ["/", "/pay/nothing", "/gateway.css", "/v1/record"] {
        let answer = get(&bench, &format!("{}{path}", bench.url)).await;
        let policy = header_of(&answer, header::CONTENT_SECURITY_POLICY);
        assert!(policy.ends_with("form-action 'self'"), "{path}: {policy}");
    }
}

#[tokio::test]
async fn what_is_shown_is_text_and_never_markup() {
    let bench = Bench::start().await;
    let mut charge = hosted();
    charge.description = "<img src=x>\"'&".to_owned();
    charge.return_url = "http://127.0.0.1:9/\"><script>".to_owned();
    let url = bench.page(&charge).await;
    bench.send_form(&format!("{url}/cancel"), &[]).await;
    let page = get(&bench, &url).await.text().await.unwrap();
    assert!(
        !page.contains("<img") && !page.contains("<script"),
        "{page}"
    );
}
