//! Where a request comes from, for limits, logs and the audit log.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};

use crate::{context::Context, error::Failure};

/// The address that a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source(pub IpAddr);

/// The address at the other end of the connection, set by [`super::serve`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

impl Source {
    /// An address that nothing is known of, as in a request that came over no connection.
    pub const UNKNOWN: Self = Self(IpAddr::V6(Ipv6Addr::UNSPECIFIED));

    /// Who is counted as one: an IPv4 address, or the /64 network that one IPv6 subscriber has.
    pub fn network(self) -> IpAddr {
        match self.0.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(
                address.to_bits() & !u128::from(u64::MAX),
            )),
        }
    }

    /// Whether it is this machine or its private network (RFC 1918, RFC 4193).
    pub fn is_local(self) -> bool {
        match self.0 {
            IpAddr::V4(address) => address.is_loopback() || address.is_private(),
            IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
        }
    }

    /// The peer, or whom a proxy of ours says that it speaks for.
    pub(super) fn of(peer: Option<&Peer>, headers: &HeaderMap, proxies: &[IpAddr]) -> Self {
        let Some(Peer(peer)) = peer else {
            return Self::UNKNOWN;
        };
        let peer = peer.to_canonical();
        if !proxies.contains(&peer) {
            return Self(peer);
        }
        let lines = headers.get_all("x-forwarded-for").iter();
        let hops: Vec<Option<IpAddr>> = lines
            .flat_map(|line| line.to_str().unwrap_or_default().split(','))
            .map(|hop| hop.trim().parse().ok())
            .collect();
        // what stands left of the last stranger was written by that stranger, and what stands left
        // of a hop that cannot be read may have been
        let stranger = hops
            .into_iter()
            .rev()
            .map_while(|hop| hop)
            .find(|hop| !proxies.contains(hop));
        Self(stranger.unwrap_or(peer).to_canonical())
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromRequestParts<Context> for Source {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Failure> {
        Ok(Self::of(
            parts.extensions.get::<Peer>(),
            &parts.headers,
            &context.config.proxies,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(peer: &str, forwarded: &[&'static str]) -> String {
        let proxies = ["127.0.0.1", "10.0.0.2"].map(|text| text.parse().expect("an address"));
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().expect("a header"));
        }
        Source::of(
            Some(&Peer(peer.parse().expect("an address"))),
            &headers,
            &proxies,
        )
        .to_string()
    }

    #[test]
    fn only_our_proxies_speak_for_others() {
        assert_eq!(source("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(source("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(source("127.0.0.1", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(
            source("127.0.0.1", &["1.2.3.4, 203.0.113.7", "10.0.0.2"]),
            "203.0.113.7"
        );
        assert_eq!(source("127.0.0.1", &["nonsense"]), "127.0.0.1");
        assert_eq!(
            source("127.0.0.1", &["198.51.100.1, 203.0.113.7:4711"]),
            "127.0.0.1"
        );
        assert_eq!(source("::ffff:127.0.0.1", &["203.0.113.7"]), "203.0.113.7");
    }

    #[test]
    fn a_subscriber_is_one_network() {
        let network = |text: &str| {
            Source(text.parse().expect("an address"))
                .network()
                .to_string()
        };
        assert_eq!(network("2001:db8:1:2:aaaa::1"), "2001:db8:1:2::");
        assert_eq!(network("203.0.113.7"), "203.0.113.7");
    }
}
