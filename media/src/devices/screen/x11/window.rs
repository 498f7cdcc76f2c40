//! One window, also where others cover it: the display keeps its picture apart
//! for us. <https://cgit.freedesktop.org/xorg/proto/compositeproto/plain/compositeproto.txt>

use x11rb::{
    connection::Connection,
    protocol::{
        Event,
        composite::{ConnectionExt as _, Redirect},
        xproto::{
            Atom, AtomEnum, ChangeWindowAttributesAux, ConnectionExt as _, EventMask, MapState,
        },
    },
};

use super::{super::title, Change, Display, Part, Raw, broken, lost};

/// Most of a title that is read, in units of four bytes.
const TITLE: u32 = 128;

/// A window whose picture is kept apart, until the connection ends.
pub(super) struct Window {
    id: u32,
    title: Option<String>,
}

impl Window {
    pub(super) fn open(display: &Display, id: u32) -> Result<Self, Change> {
        let connection = &display.connection;
        let version = connection.composite_query_version(0, 4).map_err(lost)?;
        let version = version.reply().map_err(broken)?;
        // The first that gives names to pictures of windows.
        if (version.major_version, version.minor_version) < (0, 2) {
            return Err(Change::Broken);
        }
        // Numbers are given anew: only its end tells one from another.
        let mask = ChangeWindowAttributesAux::new().event_mask(EventMask::STRUCTURE_NOTIFY);
        let listened = connection.change_window_attributes(id, &mask);
        listened.map_err(lost)?.check().map_err(|_| Change::Lost)?;
        let redirected = connection.composite_redirect_window(id, Redirect::AUTOMATIC);
        redirected.map_err(lost)?.check().map_err(broken)?;
        Ok(Self {
            id,
            title: read_title(display, id),
        })
    }

    pub(super) fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// What is in it, and where it is on the display.
    pub(super) fn grab(&self, display: &Display) -> Result<(Part, Raw), Change> {
        let connection = &display.connection;
        while let Some(event) = connection.poll_for_event().map_err(lost)? {
            if matches!(event, Event::DestroyNotify(end) if end.window == self.id) {
                return Err(Change::Lost);
            }
        }
        if !is_shown(display, self.id)? {
            return Err(Change::Hidden);
        }
        let place = connection.translate_coordinates(self.id, display.root, 0, 0);
        let place = place.map_err(lost)?;
        let pixmap = connection.generate_id().map_err(|_| Change::Broken)?;
        let named = connection.composite_name_window_pixmap(self.id, pixmap);
        // It may have been hidden just now.
        named.map_err(lost)?.check().map_err(|_| Change::Hidden)?;
        let raw = self.read(display, pixmap);
        connection.free_pixmap(pixmap).map_err(lost)?;
        let place = place.reply().map_err(broken)?;
        let raw = raw?;
        let part = Part {
            left: place.dst_x,
            top: place.dst_y,
            width: raw.width as u16,
            height: raw.height as u16,
        };
        Ok((part, raw))
    }

    /// What is in its picture, without the border.
    fn read(&self, display: &Display, pixmap: u32) -> Result<Raw, Change> {
        let window = display.connection.get_geometry(self.id).map_err(lost)?;
        let pixmap_size = display.connection.get_geometry(pixmap).map_err(lost)?;
        let window = window.reply().map_err(|_| Change::Hidden)?;
        let size = pixmap_size.reply().map_err(broken)?;
        let border = window.border_width.min(size.width / 2).min(size.height / 2);
        let part = Part {
            left: i16::try_from(border).unwrap_or_default(),
            top: i16::try_from(border).unwrap_or_default(),
            width: (size.width - 2 * border).max(1),
            height: (size.height - 2 * border).max(1),
        };
        display.image(pixmap, part)
    }
}

/// Whether it is on the display, covered or not.
pub(super) fn is_shown(display: &Display, id: u32) -> Result<bool, Change> {
    let attributes = display.connection.get_window_attributes(id).map_err(lost)?;
    let attributes = attributes.reply().map_err(|_| Change::Lost)?;
    Ok(attributes.map_state == MapState::VIEWABLE)
}

/// What it is called, made safe to be shown; none when it has no name.
pub(super) fn read_title(display: &Display, id: u32) -> Option<String> {
    let connection = &display.connection;
    let atom = |name: &[u8]| -> Option<Atom> {
        let atom = connection.intern_atom(true, name).ok()?;
        Some(atom.reply().ok()?.atom)
    };
    let read = |property: Atom| -> Option<Vec<u8>> {
        let kind = AtomEnum::ANY;
        let value = connection.get_property(false, id, property, kind, 0, TITLE);
        let value = value.ok()?.reply().ok()?.value;
        (!value.is_empty()).then_some(value)
    };
    let modern = atom(b"_NET_WM_NAME").and_then(read);
    let modern = modern.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    // Latin 1, as names of old were.
    let old = || read(AtomEnum::WM_NAME.into()).map(|b| b.into_iter().map(char::from).collect());
    title::safe(&modern.or_else(old)?)
}
