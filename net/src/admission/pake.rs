//! SPAKE2 (crate `spake2`, the scheme of draft-irtf-cfrg-spake2 as python-spake2
//! does it) with the key confirmation that the crate leaves to its user:
//! HKDF-SHA256 makes two MAC keys and a session key, HMAC-SHA256 runs over both
//! messages.

use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use libp2p::PeerId;
use rand::{CryptoRng, RngCore};
use sha2::{Digest, Sha256};
use spake2::{Ed25519Group, Identity, Password, Spake2};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{
    bond::{Bond, SessionKey},
    messages::Mode,
};
use crate::safety::Binding;

/// The two ends of one exchange, as the connection tells them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    pub(super) mode: Mode,
    pub(super) guest: PeerId,
    pub(super) host: PeerId,
}

impl Ends {
    fn identity(&self, role: &str, peer: PeerId) -> Identity {
        Identity::new(format!("tincan/1|{}|{role}|{peer}", self.mode.as_str()).as_bytes())
    }

    fn guest_identity(&self) -> Identity {
        self.identity("guest", self.guest)
    }

    fn host_identity(&self) -> Identity {
        self.identity("host", self.host)
    }

    /// A hash over these ends and both messages; each part has its length
    /// before it, so that no two transcripts read the same.
    fn bind(&self, x: &[u8], y: &[u8]) -> [u8; 32] {
        let (guest, host) = (self.guest.to_bytes(), self.host.to_bytes());
        let mut hash = Sha256::new().chain_update(b"tincan/1 safety binding|");
        for part in [self.mode.as_str().as_bytes(), &guest, &host, x, y] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

/// What a host's verdict says; each has a MAC of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Admitted,
    Wait,
    Refused,
}

/// The keys of one exchange, equal on both sides only if the passwords were.
#[derive(ZeroizeOnDrop)]
pub(super) struct Keys {
    guest: [u8; 32],
    host: [u8; 32],
    transcript: Vec<u8>,
    binding: [u8; 32],
    session: [u8; 32],
}

impl Keys {
    fn new(ends: &Ends, secret: Vec<u8>, x: &[u8], y: &[u8]) -> Self {
        let secret = Zeroizing::new(secret);
        let expand = |label: &str| {
            let mut key = [0; 32];
            // Fails only for outputs over 8,160 bytes.
            let _ = Hkdf::<Sha256>::new(None, &secret).expand(label.as_bytes(), &mut key);
            key
        };
        Self {
            guest: expand("tincan/1 admission guest mac"),
            host: expand("tincan/1 admission host mac"),
            transcript: [x, y].concat(),
            binding: ends.bind(x, y),
            session: expand("tincan/1 admission session"),
        }
    }

    /// What the two proved to each other.
    pub(super) fn binding(&self) -> Binding {
        Binding(self.binding)
    }

    /// What it leaves with the two.
    pub(super) fn bond(&self) -> Bond {
        Bond {
            binding: self.binding(),
            key: SessionKey(self.session),
        }
    }

    fn mac(key: &[u8; 32], label: &str, transcript: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
        mac.update(label.as_bytes());
        mac.update(transcript);
        Some(mac)
    }

    fn host_mac(&self, said: Said) -> Option<Hmac<Sha256>> {
        let label = match said {
            Said::Admitted => "admitted",
            Said::Wait => "wait",
            Said::Refused => "refused",
        };
        Self::mac(&self.host, label, &self.transcript)
    }

    fn guest_mac(&self) -> Option<Hmac<Sha256>> {
        Self::mac(&self.guest, "proof", &self.transcript)
    }

    /// The guest's proof.
    pub(super) fn prove_guest(&self) -> Vec<u8> {
        bytes_of(self.guest_mac())
    }

    /// Whether `mac` is the guest's proof, in constant time.
    pub(super) fn check_guest(&self, mac: &[u8]) -> bool {
        self.guest_mac()
            .is_some_and(|m| m.verify_slice(mac).is_ok())
    }

    /// The host's proof together with what it says.
    pub(super) fn prove_host(&self, said: Said) -> Vec<u8> {
        bytes_of(self.host_mac(said))
    }

    /// Whether `mac` is the host's proof for what it says, in constant time.
    pub(super) fn check_host(&self, said: Said, mac: &[u8]) -> bool {
        self.host_mac(said)
            .is_some_and(|m| m.verify_slice(mac).is_ok())
    }
}

fn bytes_of(mac: Option<Hmac<Sha256>>) -> Vec<u8> {
    mac.map_or_else(Vec::new, |m| m.finalize().into_bytes().to_vec())
}

/// The guest's half-way state.
pub(super) struct GuestStart {
    spake: Spake2<Ed25519Group>,
    ends: Ends,
    x: Vec<u8>,
}

/// Begins as the guest; gives X.
pub(super) fn start_guest(
    ends: &Ends,
    password: &[u8],
    rng: &mut (impl RngCore + CryptoRng),
) -> (GuestStart, Vec<u8>) {
    let (spake, x) = Spake2::<Ed25519Group>::start_a_with_rng(
        &Password::new(password),
        &ends.guest_identity(),
        &ends.host_identity(),
        rng,
    );
    (
        GuestStart {
            spake,
            ends: *ends,
            x: x.clone(),
        },
        x,
    )
}

impl GuestStart {
    /// Ends as the guest with the host's Y; `None` when Y is no group element.
    pub(super) fn finish(self, y: &[u8]) -> Option<Keys> {
        let secret = self.spake.finish(y).ok()?;
        Some(Keys::new(&self.ends, secret, &self.x, y))
    }
}

/// Answers as the host: gives Y, and keys unless X is no group element.
pub(super) fn answer_host(
    ends: &Ends,
    password: &[u8],
    x: &[u8],
    rng: &mut (impl RngCore + CryptoRng),
) -> (Option<Keys>, Vec<u8>) {
    let (spake, y) = Spake2::<Ed25519Group>::start_b_with_rng(
        &Password::new(password),
        &ends.guest_identity(),
        &ends.host_identity(),
        rng,
    );
    let secret = spake.finish(x).ok();
    let keys = secret.map(|secret| Keys::new(ends, secret, x, &y));
    (keys, y)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn ends(mode: Mode) -> Ends {
        Ends {
            mode,
            guest: PeerId::random(),
            host: PeerId::random(),
        }
    }

    fn run(guest: &Ends, host: &Ends, guest_pw: &[u8], host_pw: &[u8]) -> (Keys, Keys) {
        let mut rng = StdRng::seed_from_u64(7);
        let (start, x) = start_guest(guest, guest_pw, &mut rng);
        let (host_keys, y) = answer_host(host, host_pw, &x, &mut rng);
        (start.finish(&y).unwrap(), host_keys.unwrap())
    }

    #[test]
    fn the_same_password_proves_both_ways() {
        let ends = ends(Mode::Code);
        let (guest, host) = run(&ends, &ends, b"47213", b"47213");
        assert!(host.check_guest(&guest.prove_guest()));
        for said in [Said::Admitted, Said::Wait, Said::Refused] {
            assert!(guest.check_host(said, &host.prove_host(said)));
        }
        assert!(!guest.check_host(Said::Admitted, &host.prove_host(Said::Wait)));
        assert!(!guest.check_host(Said::Admitted, &guest.prove_guest()));
        assert!(!host.check_guest(&[]));
        assert_eq!(guest.binding(), host.binding());
    }

    #[test]
    fn anything_different_proves_nothing() {
        let right = ends(Mode::Code);
        let other_mode = Ends {
            mode: Mode::Link,
            ..right
        };
        let other_guest = Ends {
            guest: PeerId::random(),
            ..right
        };
        let other_host = Ends {
            host: PeerId::random(),
            ..right
        };
        for (ends, pw) in [
            (right, b"47214"),
            (other_mode, b"47213"),
            (other_guest, b"47213"),
            (other_host, b"47213"),
        ] {
            let (guest, host) = run(&ends, &right, pw, b"47213");
            assert!(!host.check_guest(&guest.prove_guest()));
            assert!(!guest.check_host(Said::Admitted, &host.prove_host(Said::Admitted)));
            let same_ends = pw != b"47213".as_slice();
            assert_eq!(guest.binding() == host.binding(), same_ends);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(x in proptest::collection::vec(any::<u8>(), 0..64)) {
            let ends = ends(Mode::Code);
            let mut rng = StdRng::seed_from_u64(7);
            let (keys, y) = answer_host(&ends, b"47213", &x, &mut rng);
            prop_assert_eq!(y.len(), 33);
            if let Some(keys) = keys {
                prop_assert!(!keys.check_guest(&x));
            }
            let (start, _) = start_guest(&ends, b"47213", &mut rng);
            let _ = start.finish(&x);
        }
    }
}
