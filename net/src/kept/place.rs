//! Where the two of a kept room meet again: names that only they can derive.
//!
//! A meeting point sees a name that is another one every day, and of no use to
//! anybody who does not have the room's secret. The day begins at another time
//! for each room, and since clocks differ both names are used near its ends.

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, Mac};
use libp2p::PeerId;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::api::UnixMillis;

/// How long a name is used, in milliseconds.
const EPOCH: u64 = 24 * 60 * 60 * 1000;
/// How far clocks may differ, in milliseconds.
const NEAR: u64 = 2 * 60 * 60 * 1000;

/// What names are derived from.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<[u8; 32]>);

/// What a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// Who is listed there waits in the room, and can be reached.
    Meeting,
    /// Who is listed there has the app open.
    Presence,
}

/// A name under which the two look for each other at a meeting point.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Place(String);

impl Place {
    /// As meeting points know it.
    pub(crate) fn namespace(&self) -> &str {
        &self.0
    }
}

impl Secret {
    pub(crate) fn new(secret: Zeroizing<[u8; 32]>) -> Self {
        Self(secret)
    }

    /// What both prove to know.
    pub(crate) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The names that are used at this time, the present one first.
    pub(crate) fn places(&self, names: Names, now: UnixMillis) -> Vec<Place> {
        let at = self.shifted(now);
        let (epoch, into) = (at / EPOCH, at % EPOCH);
        let neighbour = if into < NEAR {
            epoch.checked_sub(1)
        } else if into >= EPOCH - NEAR {
            Some(epoch + 1)
        } else {
            None
        };
        let epochs = std::iter::once(epoch).chain(neighbour);
        epochs.map(|epoch| self.place(names, epoch)).collect()
    }

    /// In how many milliseconds other names are used.
    pub(crate) fn places_change_in(&self, now: UnixMillis) -> u64 {
        let into = self.shifted(now) % EPOCH;
        [NEAR, EPOCH - NEAR, EPOCH]
            .into_iter()
            .find(|end| into < *end)
            .map_or(EPOCH, |end| end - into)
    }

    /// Tells whose room it is in the first word of an admission, to nobody but
    /// the other: strangers near by are asked too.
    pub(crate) fn token(&self, guest: PeerId, host: PeerId) -> String {
        let hash = self.derive(&[b"at|", &guest.to_bytes(), b"|", &host.to_bytes()]);
        BASE64URL_NOPAD.encode(&hash[..16])
    }

    fn place(&self, names: Names, epoch: u64) -> Place {
        let label: &[u8] = match names {
            Names::Meeting => b"ns|",
            Names::Presence => b"here|",
        };
        let hash = self.derive(&[label, &epoch.to_be_bytes()]);
        Place(format!("tincan/kept/1/{}", BASE64URL_NOPAD.encode(&hash)))
    }

    fn shifted(&self, now: UnixMillis) -> u64 {
        let hash = self.derive(&[b"offset"]);
        let start = hash
            .first_chunk::<8>()
            .map_or(0, |b| u64::from_be_bytes(*b));
        now.saturating_add(start % EPOCH)
    }

    fn derive(&self, parts: &[&[u8]]) -> [u8; 32] {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.as_slice()) else {
            return [0; 32]; // Keys of any length are taken.
        };
        mac.update(b"tincan/1 kept|");
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn secret(n: u8) -> Secret {
        Secret::new(Zeroizing::new([n; 32]))
    }

    #[test]
    fn names_tell_nothing_and_change_every_day() {
        let now = 1_700_000_000_000;
        let mut seen = HashSet::new();
        for n in 0..20 {
            for day in 0..30 {
                for names in [Names::Meeting, Names::Presence] {
                    seen.insert(secret(n).place(names, day));
                }
            }
            let place = &secret(n).places(Names::Meeting, now)[0];
            assert!(place.namespace().starts_with("tincan/kept/1/"));
            assert_eq!(place.namespace().len(), 57);
        }
        assert_eq!(seen.len(), 1200);
        let starts: HashSet<u64> = (0..20).map(|n| secret(n).shifted(now) % EPOCH).collect();
        assert_eq!(starts.len(), 20, "days begin at different times");
    }

    proptest! {
        /// Clocks that differ by less than two hours share a name, always.
        #[test]
        fn clocks_that_differ_find_each_other(
            n: u8, now in 1_600_000_000_000..2_000_000_000_000u64, apart in 0..NEAR,
        ) {
            let places = |now| secret(n).places(Names::Presence, now);
            let (one, other) = (places(now), places(now + apart));
            prop_assert!(one.iter().any(|place| other.contains(place)));
            prop_assert!(one.len() <= 2);
        }

        #[test]
        fn the_next_change_is_where_names_change(n: u8, now in 0..2_000_000_000_000u64) {
            let secret = secret(n);
            let after = secret.places_change_in(now);
            prop_assert!(after > 0);
            let places = |now| secret.places(Names::Meeting, now);
            prop_assert_eq!(places(now), places(now + after - 1));
            prop_assert!(places(now) != places(now + after));
        }
    }
}
