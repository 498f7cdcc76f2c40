//! The key file that makes a node the same peer after a restart.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use libp2p::identity::{DecodingError, Keypair};
use tempfile::NamedTempFile;

/// No key of a kind we read is longer.
const MAX_BYTES: u64 = 4096;

/// Why there is no key to be had from a file.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file or its directory cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Something that is no regular file has that name.
    #[error("{0}: not a file")]
    NotAFile(PathBuf),
    /// The file holds something else.
    #[error("{path}: not a libp2p private key")]
    Garbage {
        /// The file.
        path: PathBuf,
        /// Why it is none.
        source: Option<DecodingError>,
    },
    /// Others may read the file, and that cannot be changed.
    #[error("{path}: others may read this key, and that could not be changed: {source}")]
    Exposed {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The key could not be encoded.
    #[error("the new key could not be encoded: {0}")]
    Encode(DecodingError),
}

/// Reads the private key in a file (libp2p's protobuf encoding), or makes an
/// ed25519 one and writes it there, readable by its owner only, whole or not at
/// all. Missing directories are made.
///
/// # Errors
/// [`KeyError`]. A file that is there but holds no key is never overwritten.
pub fn load_or_create(path: &Path) -> Result<Keypair, KeyError> {
    match load(path) {
        Err(KeyError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            create(path)
        }
        outcome => outcome,
    }
}

fn load(path: &Path) -> Result<Keypair, KeyError> {
    let failed = |source| KeyError::Io {
        path: path.to_owned(),
        source,
    };
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(KeyError::NotAFile(path.to_owned()));
    }
    let file = File::open(path).map_err(failed)?;
    keep_private(&file, path)?;
    let mut bytes = Vec::new();
    let most = MAX_BYTES + 1;
    file.take(most).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 == most {
        return Err(garbage(path, None));
    }
    Keypair::from_protobuf_encoding(&bytes).map_err(|source| garbage(path, Some(source)))
}

fn create(path: &Path) -> Result<Keypair, KeyError> {
    let failed = |source| KeyError::Io {
        path: path.to_owned(),
        source,
    };
    let key = Keypair::generate_ed25519();
    let bytes = key.to_protobuf_encoding().map_err(KeyError::Encode)?;
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(directory).map_err(failed)?;
    // Temporary files are readable by their owner only from the beginning.
    let mut file = NamedTempFile::new_in(directory).map_err(failed)?;
    file.write_all(&bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(key),
        // Another one was started at the same moment; be the same peer.
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => load(path),
        Err(error) => Err(failed(error.error)),
    }
}

fn garbage(path: &Path, source: Option<DecodingError>) -> KeyError {
    KeyError::Garbage {
        path: path.to_owned(),
        source,
    }
}

#[cfg(unix)]
fn keep_private(file: &File, path: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt;

    let failed = |source| KeyError::Exposed {
        path: path.to_owned(),
        source,
    };
    let mut permissions = file.metadata().map_err(failed)?.permissions();
    if permissions.mode() & 0o077 != 0 {
        permissions.set_mode(0o600);
        file.set_permissions(permissions).map_err(failed)?;
        tracing::warn!(file = %path.display(), "others could read the key; no longer");
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_private(_: &File, _: &Path) -> Result<(), KeyError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("deep/er/key");
        let first = load_or_create(&path).unwrap();
        let again = load_or_create(&path).unwrap();
        assert_eq!(first.public(), again.public());
        let beside = fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(beside, 1, "no temporary file is left");
    }

    #[test]
    fn what_is_no_key_is_said_and_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("key");
        for garbage in [Vec::new(), b"hello".to_vec(), vec![7; 10_000]] {
            fs::write(&path, &garbage).unwrap();
            let error = load_or_create(&path).unwrap_err();
            assert!(matches!(error, KeyError::Garbage { .. }), "{error}");
            assert_eq!(fs::read(&path).unwrap(), garbage);
        }
        let error = load_or_create(directory.path()).unwrap_err();
        assert!(matches!(error, KeyError::NotAFile(_)), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt;

        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("key");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let made = load_or_create(&path).unwrap();
        assert_eq!(mode(), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let loaded = load_or_create(&path).unwrap();
        assert_eq!(mode(), 0o600);
        assert_eq!(made.public(), loaded.public());
    }
}
