//! What of a display can be shared: its monitors, and the windows that people
//! see on it.

use std::process;

use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, Window as Id, WindowClass};

use super::{
    super::{Offer, Preview, Shared},
    Change, Display, monitor,
    window::{Window, is_shown},
};

/// Most windows that are offered.
const MOST: usize = 48;
/// Smaller ones are no windows to people.
const LEAST: u16 = 32;

/// Looks at a display again and again. Windows stay open between two looks.
pub(in super::super) struct Lookout {
    display: Display,
    windows: Vec<(Id, Window)>,
}

impl Lookout {
    pub(in super::super) fn open() -> Result<Self, Change> {
        Ok(Self {
            display: Display::open()?,
            windows: Vec::new(),
        })
    }

    /// What there is now: monitors, then windows, what is in front first.
    pub(in super::super) fn look(&mut self) -> Result<Vec<Offer>, Change> {
        let display = &self.display;
        let mut monitors = monitor::all(display);
        if monitors.is_empty() {
            monitors.push((0, monitor::part(display, &Shared::Primary)?));
        }
        let mut offers = Vec::new();
        for (name, part) in monitors {
            let raw = display.image(display.root, part)?;
            offers.push(Offer {
                shared: match name {
                    0 => Shared::Primary,
                    name => Shared::Monitor(name),
                },
                title: None,
                preview: Preview::of(&raw),
            });
        }
        let mut known = std::mem::take(&mut self.windows);
        for id in seen(&self.display)? {
            let place = known.iter().position(|(known, _)| *known == id);
            let window = match place {
                Some(place) => known.swap_remove(place).1,
                // It may be gone already.
                None => match Window::open(&self.display, id) {
                    Ok(window) => window,
                    Err(_) => continue,
                },
            };
            let Ok((_, raw)) = window.grab(&self.display) else {
                continue;
            };
            offers.push(Offer {
                shared: Shared::Window(id),
                title: super::window::read_title(&self.display, id),
                preview: Preview::of(&raw),
            });
            self.windows.push((id, window));
        }
        Ok(offers)
    }
}

/// Windows that people see, but for our own: it would show itself in itself.
fn seen(display: &Display) -> Result<Vec<Id>, Change> {
    let mut ids = managed(display);
    if ids.is_empty() {
        let tree = display.connection.query_tree(display.root);
        let tree = tree.map_err(super::lost)?.reply().map_err(super::broken)?;
        ids = tree.children;
    }
    // What is in front comes last.
    let ids = ids.into_iter().rev();
    Ok(ids
        .filter(|id| is_for_people(display, *id))
        .take(MOST)
        .collect())
}

/// What the window manager says it manages; nothing without one.
/// <https://specifications.freedesktop.org/wm-spec/latest/ar01s03.html>
fn managed(display: &Display) -> Vec<Id> {
    let list = |name: &str| numbers(display, display.root, name, AtomEnum::WINDOW);
    let stacked = list("_NET_CLIENT_LIST_STACKING");
    if stacked.is_empty() {
        list("_NET_CLIENT_LIST")
    } else {
        stacked
    }
}

fn is_for_people(display: &Display, id: Id) -> bool {
    let connection = &display.connection;
    let attributes = connection.get_window_attributes(id).ok();
    let Some(attributes) = attributes.and_then(|cookie| cookie.reply().ok()) else {
        return false;
    };
    let geometry = connection.get_geometry(id).ok();
    let Some(geometry) = geometry.and_then(|cookie| cookie.reply().ok()) else {
        return false;
    };
    let kinds = ["_NET_WM_WINDOW_TYPE_DESKTOP", "_NET_WM_WINDOW_TYPE_DOCK"];
    let kind = numbers(display, id, "_NET_WM_WINDOW_TYPE", AtomEnum::ATOM);
    let is_part_of_desktop = kinds
        .iter()
        .filter_map(|name| atom(display, name))
        .any(|atom| kind.contains(&atom));
    let owner = numbers(display, id, "_NET_WM_PID", AtomEnum::CARDINAL);
    attributes.class == WindowClass::INPUT_OUTPUT
        && !attributes.override_redirect
        && geometry.width.min(geometry.height) >= LEAST
        && !is_part_of_desktop
        && owner.first() != Some(&process::id())
        && is_shown(display, id).unwrap_or_default()
}

fn atom(display: &Display, name: &str) -> Option<u32> {
    let atom = display.connection.intern_atom(true, name.as_bytes()).ok()?;
    Some(atom.reply().ok()?.atom)
}

/// A property that is a list of numbers; empty where there is none.
fn numbers(display: &Display, of: Id, name: &str, kind: AtomEnum) -> Vec<u32> {
    const LONGEST: u32 = 1024;
    let value = atom(display, name).and_then(|property| {
        let connection = &display.connection;
        let value = connection.get_property(false, of, property, kind, 0, LONGEST);
        value.ok()?.reply().ok()
    });
    let numbers = value.as_ref().and_then(|value| value.value32());
    numbers.map(Iterator::collect).unwrap_or_default()
}
