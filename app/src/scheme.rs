//! `tincan://` links as the system knows them.
//!
//! On macOS the app bundle says it; `assets/desktop/README.md` says how. All of
//! it touches the disk and runs programs: not on the window's thread.

use std::io;

#[cfg(target_os = "linux")]
mod desktop_file;
#[cfg(target_os = "linux")]
use desktop_file as system;

#[cfg(windows)]
mod registry;
#[cfg(windows)]
use registry as system;

#[cfg(not(any(target_os = "linux", windows)))]
mod system {
    pub(super) fn set(_: bool) -> std::io::Result<()> {
        Ok(())
    }
}

/// Whether the system can be told here.
pub const CAN_BE_TOLD: bool = cfg!(any(target_os = "linux", windows));

/// Has links opened by this program, or no longer.
///
/// # Errors
///
/// When what the system knows cannot be written or taken away.
pub fn set(on: bool) -> io::Result<()> {
    system::set(on)
}
