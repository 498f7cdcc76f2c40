//! What is kept on this machine, how, and written out.

use std::{
    fs::{self, OpenOptions},
    io::{self, BufWriter},
    path::{Path, PathBuf},
};

use jiff::tz::TimeZone;
use tincan_net::{
    BlockedPeer, CommandError, DisplayName, EventKind, ExportFormat, KeyAt, RoomId, Storage, Tag,
};
use tincan_store::{
    KeyPlace, RoomNumber, Store, StoreError,
    export::{Copy, ExportError, Format, Words, export, stamp},
};

use super::{
    super::{keeper::Way, shelf::Trouble},
    Desk, now, tell,
};
use crate::ui::words::{handover, kept as words};

impl Desk {
    /// Says what is kept, and how.
    pub(super) fn storage(&mut self, re: Option<Tag>, way: &mut Way) -> Result<(), CommandError> {
        let storage = match self.shelf.find()? {
            Some(store) => of(store).map_err(Trouble::from)?,
            None => Storage {
                key: None,
                rooms: 0,
                messages: 0,
                bytes: 0,
                blocked: Vec::new(),
            },
        };
        tell(way, re, EventKind::Storage(storage));
        Ok(())
    }

    /// Takes away all that was said in every room, here only.
    pub(super) fn clear_all(&mut self, re: Option<Tag>, way: &mut Way) -> Result<(), CommandError> {
        self.write(way);
        if let Some(store) = self.shelf.find()? {
            for kept in store.rooms().map_err(Trouble::from)? {
                let mut about = kept.about;
                about.read = about.read.max(about.newest.1);
                // Numbers go on after what is cleared.
                store.set_about(kept.room, &about).map_err(Trouble::from)?;
            }
            store.clear_all().map_err(Trouble::from)?;
        }
        if let Some(kept) = self.open.as_mut().and_then(|open| open.kept.as_mut()) {
            kept.about.read = kept.about.read.max(kept.about.newest.1);
            tell(way, re, EventKind::Cleared);
        }
        self.listed_changed(way);
        self.storage(re, way)
    }

    /// Lets somebody be met again.
    pub(super) fn unblock(
        &mut self,
        re: Option<Tag>,
        key: &[u8; 32],
        way: &mut Way,
    ) -> Result<(), CommandError> {
        if let Some(store) = self.shelf.find()? {
            store.unblock(key).map_err(Trouble::from)?;
        }
        self.watch(way);
        self.storage(re, way)
    }

    /// Writes all that was said to a file of the person's own.
    pub(super) fn export(
        &mut self,
        re: Option<Tag>,
        room: Option<RoomId>,
        me: &DisplayName,
        file: PathBuf,
        format: ExportFormat,
        way: &mut Way,
    ) -> Result<(), CommandError> {
        self.write(way);
        let (number, _) = self.which(room)?;
        let store = self.shelf.get()?;
        write_out(store, number, me.as_str(), format, &file).map_err(|error| match error {
            ExportError::Store(error) => Trouble::from(error),
            ExportError::Write(error) => Trouble {
                code: "not_written",
                message: ExportError::Write(error).to_string(),
            },
        })?;
        tell(way, re, EventKind::Exported(file));
        Ok(())
    }
}

fn of(store: &Store) -> Result<Storage, StoreError> {
    let blocked = store.blocked()?.into_iter();
    Ok(Storage {
        key: Some(match store.key_place() {
            KeyPlace::Keyring { .. } => KeyAt::Keyring,
            KeyPlace::File(file) => KeyAt::File(file.clone()),
        }),
        rooms: store.rooms()?.len() as u64,
        messages: store.count()?,
        bytes: store.bytes(),
        blocked: blocked
            .map(|(key, name)| BlockedPeer { key, name })
            .collect(),
    })
}

/// Writes it beside the file first: what was there stays whole until then.
fn write_out(
    store: &Store,
    room: RoomNumber,
    me: &str,
    format: ExportFormat,
    file: &Path,
) -> Result<(), ExportError> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = write_new(store, room, me, format, &beside);
    let moved = written.and_then(|()| Ok(fs::rename(&beside, file)?));
    if moved.is_err() {
        let _ = fs::remove_file(&beside);
    }
    moved
}

/// Only this person may read it.
fn write_new(
    store: &Store,
    room: RoomNumber,
    me: &str,
    format: ExportFormat,
    file: &Path,
) -> Result<(), ExportError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = BufWriter::new(options.open(file)?);
    let format = match format {
        ExportFormat::Text => Format::Text,
        ExportFormat::Json => Format::Json,
    };
    let peer = store.about(room)?.peer;
    let (at, zone) = (now(), TimeZone::system());
    let said = Words {
        title: words::export_head(&peer),
        about: words::export_about(me, &stamp(at, &zone), zone.iana_name().unwrap_or("UTC")),
        edited: words::export_edited().to_owned(),
        deleted: words::export_deleted().to_owned(),
        with: handover::with().to_owned(),
        not_delivered: words::export_lost().to_owned(),
        answers: words::export_answers().to_owned(),
        handed: words::export_handed,
    };
    let copy = Copy {
        me,
        at,
        zone,
        words: &said,
    };
    export(store, room, &copy, format, &mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(file.sync_all()?)
}
