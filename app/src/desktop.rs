//! What the system around the window offers: its file dialog, its clipboard,
//! its file manager. All of it may take as long as a person takes, so none of
//! it is called on the window's thread.

use std::{
    ffi::OsStr,
    fs::OpenOptions,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use tincan_pictures::{Pixels, Size};

/// What a person is asked to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choose {
    /// Files, one or many.
    Files,
    /// A folder.
    Folder,
    /// A folder to put something into.
    Into,
}

/// Where the system puts downloads; else the person's home.
pub fn downloads() -> PathBuf {
    let dirs = directories::UserDirs::new();
    let dirs = dirs.as_ref();
    let folder = dirs.and_then(|dirs| dirs.download_dir());
    let home = dirs.map(|dirs| dirs.home_dir());
    folder.or(home).unwrap_or(Path::new(".")).to_owned()
}

/// The system around the window. Every call may block.
pub trait Desktop: Send + Sync {
    /// What the person chose; nothing when they changed their mind.
    fn choose(&self, what: Choose) -> Vec<PathBuf>;

    /// Where the person wants a new file called `name`; nothing when they changed
    /// their mind. They have agreed when there is one already.
    fn choose_new(&self, name: &str) -> Option<PathBuf>;

    /// Opens an address of the web with the person's browser; whether that worked.
    fn open_link(&self, address: &str) -> bool;

    /// The files that were copied in a file manager.
    fn copied_files(&self) -> Vec<PathBuf>;

    /// The picture on the clipboard.
    fn copied_picture(&self) -> Option<Pixels>;

    /// Puts a picture on the clipboard, and not into its history; whether that
    /// worked.
    fn copy_picture(&self, picture: Pixels) -> bool;

    /// Puts words on the clipboard, and not into its history; whether that worked.
    fn copy_words(&self, words: &str) -> bool;

    /// Shows the folder in which a file is. The file is not opened.
    fn show_folder_of(&self, file: &Path) -> bool;
}

/// The one that there is.
#[derive(Default)]
pub struct System {
    /// Kept, as what was copied is handed out by the one who copied it.
    clipboard: Mutex<Option<arboard::Clipboard>>,
}

impl System {
    fn with_clipboard<T>(
        &self,
        work: impl FnOnce(&mut arboard::Clipboard) -> Result<T, arboard::Error>,
    ) -> Option<T> {
        let mut clipboard = self
            .clipboard
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if clipboard.is_none() {
            *clipboard = arboard::Clipboard::new().ok();
        }
        work(clipboard.as_mut()?).ok()
    }
}

impl Desktop for System {
    fn choose(&self, what: Choose) -> Vec<PathBuf> {
        let dialog = rfd::FileDialog::new();
        match what {
            Choose::Files => dialog.pick_files(),
            Choose::Folder => dialog.pick_folders(),
            Choose::Into => dialog.pick_folder().map(|folder| vec![folder]),
        }
        .unwrap_or_default()
    }

    fn choose_new(&self, name: &str) -> Option<PathBuf> {
        rfd::FileDialog::new().set_file_name(name).save_file()
    }

    fn open_link(&self, address: &str) -> bool {
        let lower = address.to_ascii_lowercase();
        let of_the_web = lower.starts_with("https://") || lower.starts_with("http://");
        of_the_web && open(OsStr::new(address))
    }

    fn copied_files(&self) -> Vec<PathBuf> {
        let files = self.with_clipboard(|clipboard| clipboard.get().file_list());
        files.unwrap_or_default()
    }

    fn copied_picture(&self) -> Option<Pixels> {
        let image = self.with_clipboard(|clipboard| clipboard.get_image())?;
        let width = u32::try_from(image.width).ok()?;
        let height = u32::try_from(image.height).ok()?;
        Some(Pixels {
            size: Size::new(width, height),
            rgba: image.bytes.into_owned(),
        })
    }

    fn copy_picture(&self, picture: Pixels) -> bool {
        let image = arboard::ImageData {
            width: picture.size.width as usize,
            height: picture.size.height as usize,
            bytes: picture.rgba.into(),
        };
        self.with_clipboard(|clipboard| unrecorded(clipboard.set()).image(image))
            .is_some()
    }

    fn copy_words(&self, words: &str) -> bool {
        self.with_clipboard(|clipboard| unrecorded(clipboard.set()).text(words))
            .is_some()
    }

    fn show_folder_of(&self, file: &Path) -> bool {
        let Some(folder) = file.parent().filter(|folder| folder.is_dir()) else {
            return false;
        };
        // With a separator at its end it cannot be taken for a program of its name.
        open(folder.join("").as_os_str())
    }
}

/// Marks what is copied as nothing to be written down by whoever keeps a history
/// of the clipboard, here or in the cloud.
fn unrecorded(copy: arboard::Set<'_>) -> arboard::Set<'_> {
    #[cfg(target_os = "linux")]
    let copy = arboard::SetExtLinux::exclude_from_history(copy);
    #[cfg(target_os = "macos")]
    let copy = arboard::SetExtApple::exclude_from_history(copy);
    #[cfg(windows)]
    let copy = {
        let copy = arboard::SetExtWindows::exclude_from_history(copy);
        arboard::SetExtWindows::exclude_from_cloud(copy)
    };
    copy
}

/// Has the system open a folder or an address of the web.
#[cfg(not(windows))]
fn open(what: &OsStr) -> bool {
    use std::process::{Command, Stdio};

    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let opened = Command::new(opener)
        .arg(what)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    opened.is_ok_and(|status| status.success())
}

/// Has the system open a folder or an address of the web. Its file manager, asked
/// as a program, takes commas apart and tells nothing by its status.
#[cfg(windows)]
fn open(what: &OsStr) -> bool {
    opener::open(what).is_ok()
}

/// Writes a file that only the person can read.
///
/// # Errors
///
/// When it cannot be written.
pub fn write_private(file: &Path, contents: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    file.write_all(contents)?;
    file.sync_all()
}
