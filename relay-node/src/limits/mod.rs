//! What one network, one peer and everybody together may take.
//!
//! PeerIds cost nothing, so limits by peer only stop mistakes. What stops
//! malice are limits by [`Prefix`], which cost money, and the totals, which
//! protect the machine.

pub(crate) mod connections;
mod ledger;
mod prefix;
mod rate;

use std::time::Duration;

use serde::Deserialize;

pub(crate) use self::prefix::{ip_of, is_public};
pub use self::{
    prefix::Prefix,
    rate::{Rate, RateLimiter},
};

/// How many idle prefixes each rate limiter remembers at most.
pub(crate) const MAX_PREFIXES: usize = 65_536;

/// All limits of a node. [`Limits::default`] suits a public one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Established connections in all.
    pub connections: u32,
    /// Connections in all that are still being made.
    pub pending_connections: u32,
    /// Established connections of one peer.
    pub connections_per_peer: u32,

    /// Relay reservations in all. A full relay refuses renewals too, so this
    /// has to be above `connections`.
    pub reservations: usize,
    /// Relay reservations of one peer.
    pub reservations_per_peer: usize,
    /// How long a relay reservation lives unless renewed.
    pub reservation_seconds: u32,

    /// Relayed connections in all.
    pub circuits: usize,
    /// Relayed connections that one peer has a part in.
    pub circuits_per_peer: usize,
    /// How long a relayed connection lives.
    pub circuit_seconds: u32,
    /// How much a relayed connection carries, both ways together.
    pub circuit_bytes: u64,

    /// Rendezvous registrations in all.
    pub registrations: usize,
    /// Rendezvous registrations of one peer.
    pub registrations_per_peer: usize,
    /// The shortest time to live of a registration.
    pub registration_min_seconds: u32,
    /// The longest time to live of a registration, and that of one which does
    /// not ask for any.
    pub registration_max_seconds: u32,
    /// How long the registrations of a peer are kept for it, but not shown to
    /// others, after its last connection closed.
    pub registration_grace_seconds: u32,

    /// What one IP prefix may do.
    pub per_prefix: PrefixLimits,
    /// Whether loopback addresses are limited by prefix too. Everybody there is
    /// on this machine, or behind the same proxy.
    pub limit_loopback: bool,
}

/// What one IP prefix (an IPv4 address, an IPv6 /64) may do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PrefixLimits {
    /// Connections at a time, those still being made included.
    pub connections: u32,
    /// New connections.
    pub connects: Rate,
    /// New and renewed relay reservations.
    pub reserves: Rate,
    /// Relayed connections at a time that were opened from here.
    pub circuits: usize,
    /// New relayed connections.
    pub circuit_connects: Rate,
    /// Registrations at a time.
    pub registrations: usize,
    /// Nameplates (see [`crate::rendezvous`]) at a time.
    pub nameplates: usize,
    /// New and renewed registrations.
    pub registers: Rate,
    /// Discoveries.
    pub discovers: Rate,
    /// Discoveries of nameplates, which also count as discoveries.
    pub nameplate_discovers: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 8_000,
            pending_connections: 1_000,
            connections_per_peer: 8,
            reservations: 10_000,
            reservations_per_peer: 4,
            reservation_seconds: 60 * 60,
            circuits: 2_000,
            circuits_per_peer: 64,
            circuit_seconds: 12 * 60 * 60,
            circuit_bytes: 8 << 30,
            registrations: 100_000,
            registrations_per_peer: 4,
            registration_min_seconds: 60,
            registration_max_seconds: 2 * 60 * 60,
            registration_grace_seconds: 30,
            per_prefix: PrefixLimits::default(),
            limit_loopback: false,
        }
    }
}

impl Default for PrefixLimits {
    /// Room for some dozens of people behind one address: every room that is
    /// kept in touch with is a peer of its own.
    fn default() -> Self {
        Self {
            connections: 256,
            connects: Rate::new(128, 240),
            reserves: Rate::new(256, 240),
            circuits: 128,
            circuit_connects: Rate::new(64, 60),
            registrations: 256,
            nameplates: 16,
            registers: Rate::new(128, 120),
            discovers: Rate::new(256, 300),
            nameplate_discovers: Rate::new(40, 60),
        }
    }
}

/// Limits that contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLimits {
    /// Renewals would be refused once the relay is full.
    #[error("`reservations` has to be above `connections`")]
    ReservationsBelowConnections,
    /// No time to live could be granted.
    #[error("`registration_min_seconds` is above `registration_max_seconds`")]
    RegistrationSeconds,
    /// What would end every circuit or reservation as it begins.
    #[error("`{0}` is zero")]
    Zero(&'static str),
}

impl Limits {
    /// Whether these limits make sense together.
    ///
    /// # Errors
    /// The first contradiction found.
    pub fn check(&self) -> Result<(), InvalidLimits> {
        let positive = [
            ("reservation_seconds", self.reservation_seconds),
            ("circuit_seconds", self.circuit_seconds),
            ("registration_max_seconds", self.registration_max_seconds),
        ];
        if let Some((name, _)) = positive.into_iter().find(|(_, value)| *value == 0) {
            return Err(InvalidLimits::Zero(name));
        }
        // The relay takes this to mean no limit.
        if self.circuit_bytes == 0 {
            return Err(InvalidLimits::Zero("circuit_bytes"));
        }
        if u64::from(self.connections) >= self.reservations as u64 {
            return Err(InvalidLimits::ReservationsBelowConnections);
        }
        if self.registration_min_seconds > self.registration_max_seconds {
            return Err(InvalidLimits::RegistrationSeconds);
        }
        Ok(())
    }

    /// The prefix that pays for what comes from an address; none if nobody does.
    pub(crate) fn payer(&self, address: &libp2p::Multiaddr) -> Option<Prefix> {
        let ip = ip_of(address)?;
        (self.limit_loopback || !ip.is_loopback()).then(|| ip.into())
    }

    pub(crate) fn grace(&self) -> Duration {
        Duration::from_secs(self.registration_grace_seconds.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_make_sense() {
        assert_eq!(Limits::default().check(), Ok(()));
    }

    #[test]
    fn contradictions_are_found() {
        let limits = Limits {
            connections: 10_000,
            ..Limits::default()
        };
        assert_eq!(
            limits.check(),
            Err(InvalidLimits::ReservationsBelowConnections)
        );
        let limits = Limits {
            circuit_seconds: 0,
            ..Limits::default()
        };
        assert_eq!(limits.check(), Err(InvalidLimits::Zero("circuit_seconds")));
    }

    #[test]
    fn loopback_pays_only_where_told_to() {
        let loopback = "/ip6/::1/udp/1/quic-v1".parse().unwrap();
        let mut limits = Limits::default();
        assert_eq!(limits.payer(&loopback), None);
        limits.limit_loopback = true;
        assert_eq!(limits.payer(&loopback), Prefix::of(&loopback));
    }

    #[test]
    fn limits_are_read_from_toml_strictly() {
        let limits: Limits = toml::from_str(
            "connections = 10\n[per_prefix]\nconnects = { burst = 5, per_minute = 6 }",
        )
        .unwrap();
        assert_eq!(limits.connections, 10);
        assert_eq!(limits.per_prefix.connects, Rate::new(5, 6));
        assert_eq!(limits.circuits, Limits::default().circuits);
        assert!(toml::from_str::<Limits>("conections = 10").is_err());
        assert!(toml::from_str::<Limits>("[per_prefix]\nfoo = 1").is_err());
    }
}
