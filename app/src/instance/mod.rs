//! One window for each profile. Who starts second hands over what it was
//! started for to the window that is there, and ends.
//!
//! A locked file in the profile says that there is a window; a local socket
//! next to it, or in the directory that the system has for such, takes what
//! is handed over ([`Summons`]). The lock is what counts: with it in hand, a
//! socket that is there is what a crash left behind.

mod door;
mod summons;

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use tokio::sync::mpsc;

pub use summons::{Summons, SummonsError};

const LOCK: &str = "window.lock";

/// How long a window may take to answer: it may be about to end, or have only
/// just begun.
const PATIENCE: Duration = Duration::from_secs(5);

/// Summons that the window need not have taken yet.
const WAITING: usize = 8;

/// How often it is asked.
const ASK_AGAIN: Duration = Duration::from_millis(100);

/// What a start finds.
#[derive(Debug)]
pub enum Claim {
    /// No window: this is the one now.
    First(Instance),
    /// There is one, and it was told.
    Handed,
}

/// The one window of a profile, for as long as this lives.
#[derive(Debug)]
pub struct Instance {
    /// Summons of those who start after us, and of whoever else calls.
    pub summons: Option<mpsc::Receiver<Summons>>,
    call: mpsc::Sender<Summons>,
    socket: Option<PathBuf>,
    _lock: Option<File>,
}

/// There is a window with this profile, and it cannot be told anything.
#[derive(Debug, thiserror::Error)]
#[error(
    "Tincan is open with this profile already, and that window does not answer. Close it, or \
     name another profile with --profile DIR."
)]
pub struct NoAnswer;

impl Claim {
    /// Makes this the one window of the profile in `directory`, or tells the
    /// one that is there what this was started for.
    ///
    /// # Errors
    ///
    /// When there is one that does not answer.
    pub fn new(directory: &Path, summons: &Summons) -> Result<Self, NoAnswer> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match lock(directory) {
                Ok(lock) => return Ok(Self::First(Instance::open(directory, lock))),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => {
                    // Somewhere without locks, or not to be written to.
                    tracing::warn!("a second window could open with this profile: {error}");
                    return Ok(Self::First(Instance::alone()));
                }
            }
            let told = socket(directory).and_then(|socket| door::tell(&socket, summons));
            match told {
                Ok(()) => return Ok(Self::Handed),
                Err(error) if Instant::now() >= deadline => {
                    tracing::warn!("the window that is open does not answer: {error}");
                    return Err(NoAnswer);
                }
                Err(_) => thread::sleep(ASK_AGAIN),
            }
        }
    }
}

impl Instance {
    fn open(directory: &Path, lock: File) -> Self {
        let mut instance = Self::alone();
        let opened = socket(directory).and_then(|socket| {
            door::open(&socket, instance.caller())?;
            Ok(socket)
        });
        match opened {
            Ok(socket) => instance.socket = Some(socket),
            Err(error) => tracing::warn!("links cannot be handed to this window: {error}"),
        }
        instance._lock = Some(lock);
        instance
    }

    fn alone() -> Self {
        let (call, summons) = mpsc::channel(WAITING);
        Self {
            summons: Some(summons),
            call,
            socket: None,
            _lock: None,
        }
    }

    /// Calls this window.
    pub fn caller(&self) -> mpsc::Sender<Summons> {
        self.call.clone()
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // Before the lock goes, so that it is nobody else's.
        if let Some(socket) = self.socket.take().filter(|_| cfg!(unix)) {
            let _ = fs::remove_file(socket);
        }
    }
}

/// Whether a window is open with the profile in `directory`.
pub fn is_open(directory: &Path) -> bool {
    let file = OpenOptions::new().write(true).open(directory.join(LOCK));
    file.is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

fn lock(directory: &Path) -> Result<File, TryLockError> {
    fs::create_dir_all(directory).map_err(TryLockError::Error)?;
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(directory.join(LOCK));
    let file = file.map_err(TryLockError::Error)?;
    file.try_lock()?;
    Ok(file)
}

/// Where the window of this profile listens: the same place for all who mean
/// the same directory.
fn socket(profile: &Path) -> io::Result<PathBuf> {
    let profile = fs::canonicalize(profile)?;
    let mark = blake3::hash(profile.as_os_str().as_encoded_bytes()).to_hex();
    let name = format!("tincan-{}.sock", &mark[..16]);
    if cfg!(windows) {
        return Ok(PathBuf::from(name));
    }
    let system = directories::BaseDirs::new();
    let runtime = system.as_ref().and_then(|dirs| dirs.runtime_dir());
    let directory = runtime.filter(|directory| directory.is_dir());
    Ok(directory.unwrap_or(&profile).join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_heard_by_the_first_and_takes_its_place_when_it_is_gone() {
        let profile = tempfile::tempdir().unwrap();
        assert!(!is_open(profile.path()));
        let first = Claim::new(profile.path(), &Summons::default()).unwrap();
        let Claim::First(mut first) = first else {
            panic!("nobody else is there");
        };
        assert!(is_open(profile.path()));
        let link = Summons::with("tincan://join/x");
        let second = Claim::new(profile.path(), &link).unwrap();
        assert!(matches!(second, Claim::Handed));
        let heard = first.summons.as_mut().unwrap().blocking_recv().unwrap();
        assert_eq!(heard, link);

        let socket = socket(profile.path()).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&socket).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        drop(first);
        assert!(!socket.exists() && !is_open(profile.path()));
        let third = Claim::new(profile.path(), &link).unwrap();
        assert!(matches!(third, Claim::First(_)));
    }

    #[cfg(unix)]
    #[test]
    fn what_a_crash_left_behind_is_in_nobodys_way() {
        let profile = tempfile::tempdir().unwrap();
        let socket = socket(profile.path()).unwrap();
        drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
        assert!(socket.exists());
        let claim = Claim::new(profile.path(), &Summons::default()).unwrap();
        assert!(matches!(claim, Claim::First(ref first) if first.socket.is_some()));
        let second = Claim::new(profile.path(), &Summons::default()).unwrap();
        assert!(matches!(second, Claim::Handed));
    }

    #[test]
    fn a_profile_that_cannot_be_written_has_as_many_windows_as_one_likes() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a file");
        fs::write(&file, "").unwrap();
        let claim = Claim::new(&file.join("profile"), &Summons::default()).unwrap();
        assert!(matches!(claim, Claim::First(_)));
    }
}
