//! A key in the system's keyring.

use keyring::{Entry, Error};
use rand::{Rng, rngs::OsRng};
use zeroize::{Zeroize, Zeroizing};

use super::ProfileKeyError;
use crate::seal::KEY_BYTES;

const SERVICE: &str = "Tincan";

/// Writes a key under a name that is new, and gives the name. It is read back:
/// a keyring that takes and does not give is none.
pub(super) fn write_new(key: &[u8; KEY_BYTES]) -> Result<String, Error> {
    let account = format!("profile-{:016x}", OsRng.r#gen::<u64>());
    let entry = Entry::new(SERVICE, &account)?;
    entry.set_secret(key)?;
    let read_back = Zeroizing::new(entry.get_secret()?);
    if read_back.as_slice() != key {
        return Err(Error::NoEntry);
    }
    Ok(account)
}

pub(super) fn read(account: &str) -> Result<Zeroizing<[u8; KEY_BYTES]>, ProfileKeyError> {
    let secret = Entry::new(SERVICE, account).and_then(|entry| entry.get_secret());
    let mut secret = secret.map_err(|error| match error {
        Error::NoEntry => ProfileKeyError::Gone,
        other => ProfileKeyError::KeyringShut(other),
    })?;
    let key: Result<[u8; KEY_BYTES], _> = secret.as_slice().try_into();
    secret.zeroize();
    key.map(Zeroizing::new)
        .map_err(|_| ProfileKeyError::Damaged)
}
