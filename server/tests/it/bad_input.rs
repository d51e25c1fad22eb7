//! Bad input: whatever is sent to whatever endpoint, by whomever, the answer is a problem and
//! never a fault, and the portal goes on.

mod samples;

use reqwest::{
    Method as Verb,
    header::{CONTENT_TYPE, ORIGIN},
};
use seatkeeper_core::api::{self, Listed, Method, Problem, REQUEST_HEADER};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::{Answered, Person, Portal, stories};

const PEOPLE: [&str; 3] = [
    "reseller@example.com",
    "customer@example.com",
    "staff@example.com",
];

stories! {
    bodies_that_are_not_what_was_asked_for,
    bodies_that_are_nothing,
    addresses_that_mean_nothing,
    ways_of_asking_that_nobody_offers,
    every_reply_is_guarded,
}

/// Each endpoint is sent its own body with each value replaced, left out or added.
async fn bodies_that_are_not_what_was_asked_for(portal: &Portal) {
    for endpoint in posts() {
        for email in PEOPLE {
            let person = portal.person(email).await;
            let sample = samples::body(endpoint.path);
            for body in samples::spoilt(&sample) {
                let reply = post(portal, &person, &address(endpoint), body.clone()).await;
                check(&reply, &format!("{} {email} {body:.300}", endpoint.path));
            }
        }
    }
}

/// … and bytes that are no body at all.
async fn bodies_that_are_nothing(portal: &Portal) {
    let person = portal.person(PEOPLE[0]).await;
    let mut noise = samples::Noise::new(20_261_123);
    for endpoint in posts() {
        let mut bodies: Vec<Vec<u8>> = samples::NOTHING.iter().map(|body| body.to_vec()).collect();
        bodies.extend((0..40).map(|length| noise.bytes(length * 7)));
        bodies.push([vec![b'['; 100_000], vec![b']'; 100_000]].concat());
        let deep = format!("{}1{}", r#"{"a":"#.repeat(20_000), "}".repeat(20_000));
        bodies.push(deep.into_bytes());
        for body in bodies {
            let shown = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
            let reply = post(portal, &person, &address(endpoint), body).await;
            check(&reply, &format!("{} {shown:?}", endpoint.path));
            // what is asked for in the address may be missing before the body matters
            if endpoint.path != api::GATEWAY_WEBHOOK && !endpoint.path.contains('{') {
                let problem = reply.problem();
                let malformed = matches!(problem, Problem::Malformed { .. });
                assert!(malformed, "{} {shown:?} {problem:?}", endpoint.path);
            }
        }
        let huge = format!("{{\"email\":\"{}\"}}", "x".repeat(300 * 1024));
        let reply = post(portal, &person, &address(endpoint), huge).await;
        assert_eq!(reply.status, 413, "{}", endpoint.path);
        check(&reply, endpoint.path);
        let form = request(portal, &person, &address(endpoint)).header(CONTENT_TYPE, "text/plain");
        let reply = person.send(form.body("{}")).await;
        assert!(
            reply.status < 500 && reply.status >= 400,
            "{} {}",
            endpoint.path,
            reply.status
        );
    }
}

/// Ids that are none, ids of nothing, queries that cannot be read.
async fn addresses_that_mean_nothing(portal: &Portal) {
    for email in PEOPLE {
        let person = portal.person(email).await;
        for endpoint in api::ALL {
            for id in samples::IDS {
                let Some((before, after)) = around_id(endpoint.path) else {
                    continue;
                };
                let reply = ask(portal, &person, endpoint, &format!("{before}{id}{after}")).await;
                check(&reply, &format!("{} {id}", endpoint.path));
                // whose the rooms of the seller's own people are not, hears that of any id
                let expected = if endpoint.path.starts_with("/api/staff/")
                    && email != "staff@example.com"
                    && Uuid::try_parse(id).is_ok()
                {
                    403
                } else {
                    404
                };
                assert_eq!(
                    reply.status, expected,
                    "{email} {} {id}: {}",
                    endpoint.path, reply.body
                );
            }
        }
        for query in samples::QUERIES {
            let address = format!("/api/customers?{query}");
            let reply = person.send(person.request(Verb::GET, &address)).await;
            check(&reply, &address);
        }
        for address in [
            "/api",
            "/api/",
            "/api/nothing",
            "/api/orders/",
            "/api//session",
            "/api/session/x",
        ] {
            let reply = person.send(person.request(Verb::GET, address)).await;
            check(&reply, address);
            assert!(
                matches!(
                    reply.problem(),
                    Problem::NotFound | Problem::Malformed { .. }
                ),
                "{address}"
            );
        }
    }
}

async fn ways_of_asking_that_nobody_offers(portal: &Portal) {
    let person = portal.person(PEOPLE[0]).await;
    for endpoint in api::ALL {
        let verbs = [
            "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get",
        ];
        let same_path: Vec<Method> = api::ALL
            .iter()
            .filter(|other| other.path == endpoint.path)
            .map(|other| other.method)
            .collect();
        for verb in verbs {
            let offered = match verb {
                "GET" => same_path.contains(&Method::Get),
                "POST" => same_path.contains(&Method::Post),
                _ => false,
            };
            if offered {
                continue;
            }
            let verb = Verb::from_bytes(verb.as_bytes()).expect("a method");
            let request = person
                .request(verb.clone(), &address(endpoint))
                .header(ORIGIN, &portal.url)
                .header(REQUEST_HEADER, "1");
            let reply = person.send(request).await;
            assert_eq!(reply.status, 405, "{verb} {}", endpoint.path);
        }
    }
}

/// The headers that keep a browser from harm stand on everything.
async fn every_reply_is_guarded(portal: &Portal) {
    let person = portal.person(PEOPLE[0]).await;
    for address in [
        "/",
        "/create",
        "/no-such-page",
        "/no-such-file.js",
        "/api/session",
        "/api/nothing",
        "/healthz",
    ] {
        let reply = person.send(person.request(Verb::GET, address)).await;
        let policy = reply.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"),
            "{address} {policy}"
        );
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"),
            "{address} {policy}"
        );
        assert_eq!(
            reply.header("x-content-type-options"),
            "nosniff",
            "{address}"
        );
        assert_eq!(
            reply.header("cross-origin-opener-policy"),
            "same-origin",
            "{address}"
        );
        assert_eq!(reply.header("x-request-id").len(), 16, "{address}");
        // the portal of a story is not seen over TLS
        assert_eq!(reply.header("strict-transport-security"), "", "{address}");
        if address.starts_with("/api") {
            assert_eq!(reply.header("cache-control"), "no-store", "{address}");
            assert_eq!(
                reply.header(api::TODAY_HEADER),
                portal.today().to_string(),
                "{address}"
            );
            assert_eq!(reply.header(api::PRICE_LIST_HEADER), "1", "{address}");
            assert_ne!(reply.header(api::BUILD_HEADER), "", "{address}");
        }
    }
}

fn posts() -> impl Iterator<Item = &'static Listed> {
    api::ALL
        .iter()
        .filter(|endpoint| endpoint.method == Method::Post)
}

/// What stands before and after the id of a path.
fn around_id(path: &str) -> Option<(&str, &str)> {
    let (before, rest) = path.split_once('{')?;
    let (_, after) = rest.split_once('}')?;
    Some((before, after))
}

/// An address of the endpoint, with an id that nothing has.
fn address(endpoint: &Listed) -> String {
    let id = samples::IDS[0];
    around_id(endpoint.path).map_or_else(
        || endpoint.path.to_owned(),
        |(before, after)| format!("{before}{id}{after}"),
    )
}

fn request(portal: &Portal, person: &Person<'_>, address: &str) -> reqwest::RequestBuilder {
    person
        .request(Verb::POST, address)
        .header(ORIGIN, &portal.url)
        .header(REQUEST_HEADER, "1")
}

async fn post(
    portal: &Portal,
    person: &Person<'_>,
    address: &str,
    body: impl Into<reqwest::Body>,
) -> Answered {
    let request = request(portal, person, address).header(CONTENT_TYPE, "application/json");
    person.send(request.body(body)).await
}

async fn ask(portal: &Portal, person: &Person<'_>, endpoint: &Listed, address: &str) -> Answered {
    match endpoint.method {
        Method::Get => person.send(person.request(Verb::GET, address)).await,
        Method::Post => {
            let body = samples::body(endpoint.path);
            let body = if body.is_null() { json!({}) } else { body };
            post(portal, person, address, body.to_string()).await
        }
    }
}

/// A success, or a problem that says what it is.
fn check(reply: &Answered, what: &str) {
    assert!(
        reply.status < 500,
        "{what}: {} {}",
        reply.status,
        reply.body
    );
    if reply.status >= 400 && reply.status != 405 {
        assert_eq!(
            reply.header("content-type"),
            "application/json",
            "{what}: {}",
            reply.body
        );
        reply.problem();
    } else if reply.status == 200 {
        serde_json::from_str::<Value>(&reply.body)
            .unwrap_or_else(|error| panic!("{what}: {error}"));
    }
}
