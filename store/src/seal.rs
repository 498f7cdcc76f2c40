//! Sealing single values: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) with
//! a fresh random nonce for every write, and where the value belongs as
//! associated data, so that none can be put in another's place.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use rand::{RngCore, rngs::OsRng};
use serde::{Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

use crate::error::StoreError;

/// Length of keys, in bytes.
pub(crate) const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// Where a sealed value belongs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
    pub(crate) room: i64,
    pub(crate) row: i64,
}

impl Place {
    /// Fields of a fixed length last, so that no two places read the same.
    fn associated_data(self) -> Vec<u8> {
        let mut data = format!("tincan store 1|{}|{}|", self.table, self.column).into_bytes();
        data.extend(self.room.to_be_bytes());
        data.extend(self.row.to_be_bytes());
        data
    }
}

/// Seals and opens values under one key.
pub(crate) struct Sealer {
    cipher: XChaCha20Poly1305,
}

impl Sealer {
    /// Under this key.
    pub(crate) fn new(key: &[u8; KEY_BYTES]) -> Self {
        Self {
            cipher: XChaCha20Poly1305::new(key.into()),
        }
    }

    pub(crate) fn seal_bytes(&self, place: Place, value: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0; NONCE_BYTES];
        OsRng.fill_bytes(&mut nonce);
        let payload = Payload {
            msg: value,
            aad: &place.associated_data(),
        };
        let sealed = self.cipher.encrypt(XNonce::from_slice(&nonce), payload);
        let sealed = sealed.map_err(|_| StoreError::Damaged)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    pub(crate) fn open_bytes(
        &self,
        place: Place,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let (nonce, sealed) = sealed
            .split_at_checked(NONCE_BYTES)
            .ok_or(StoreError::Damaged)?;
        let payload = Payload {
            msg: sealed,
            aad: &place.associated_data(),
        };
        let value = self.cipher.decrypt(XNonce::from_slice(nonce), payload);
        value.map(Zeroizing::new).map_err(|_| StoreError::Damaged)
    }

    pub(crate) fn seal(&self, place: Place, value: &impl Serialize) -> Result<Vec<u8>, StoreError> {
        let encoded = cbor4ii::serde::to_vec(Vec::new(), value);
        let encoded = Zeroizing::new(encoded.map_err(|_| StoreError::Damaged)?);
        self.seal_bytes(place, &encoded)
    }

    pub(crate) fn open<T: DeserializeOwned>(
        &self,
        place: Place,
        sealed: &[u8],
    ) -> Result<T, StoreError> {
        let encoded = self.open_bytes(place, sealed)?;
        cbor4ii::serde::from_slice(&encoded).map_err(|_| StoreError::Damaged)
    }
}

/// A fresh random key.
pub(crate) fn random_key() -> Zeroizing<[u8; KEY_BYTES]> {
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    OsRng.fill_bytes(key.as_mut());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place = Place {
        table: "messages",
        column: "body",
        room: 1,
        row: 7,
    };

    #[test]
    fn a_value_opens_only_in_its_place_and_under_its_key() {
        let sealer = Sealer::new(&random_key());
        let sealed = sealer.seal(HERE, &"a secret").unwrap();
        assert_eq!(sealer.open::<String>(HERE, &sealed).unwrap(), "a secret");
        for elsewhere in [
            Place { room: 2, ..HERE },
            Place { row: 8, ..HERE },
            Place {
                column: "name",
                ..HERE
            },
            Place {
                table: "rooms",
                ..HERE
            },
        ] {
            assert!(sealer.open::<String>(elsewhere, &sealed).is_err());
        }
        let other = Sealer::new(&random_key());
        assert!(other.open::<String>(HERE, &sealed).is_err());
    }

    #[test]
    fn no_two_writes_are_alike_and_every_bit_counts() {
        let sealer = Sealer::new(&random_key());
        let sealed = sealer.seal_bytes(HERE, b"same").unwrap();
        assert_ne!(sealed, sealer.seal_bytes(HERE, b"same").unwrap());
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert!(sealer.open_bytes(HERE, &damaged).is_err());
        }
        for length in 0..sealed.len() {
            assert!(sealer.open_bytes(HERE, &sealed[..length]).is_err());
        }
    }
}
