//! A small disk that can be filled up.

use std::{path::Path, process::Command};

use tempfile::TempDir;

/// A disk of its own, as large as is asked for; only root can have one.
#[derive(Debug)]
pub struct Disk(TempDir);

impl Disk {
    /// One of so many MiB; none where nothing can be mounted, which is said.
    ///
    /// # Panics
    /// Without a folder for it.
    pub fn of(mib: usize) -> Option<Self> {
        Self::mounted(&format!("size={mib}m"))
    }

    /// The same, with room for so many names only.
    ///
    /// # Panics
    /// Without a folder for it.
    pub fn of_names(mib: usize, names: usize) -> Option<Self> {
        // Its own folder has one.
        Self::mounted(&format!("size={mib}m,nr_inodes={}", names + 1))
    }

    fn mounted(options: &str) -> Option<Self> {
        let dir = tempfile::tempdir().expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(dir.path())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self(dir));
        }
        eprintln!("SKIPPED: a full disk, since none can be mounted here");
        None
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let unmount = Command::new("umount").arg(self.0.path()).status();
        if !unmount.is_ok_and(|status| status.success()) {
            eprintln!("{} is still mounted", self.0.path().display());
        }
    }
}
