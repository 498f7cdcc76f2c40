//! Monitors of a display.

use x11rb::protocol::{
    randr::{ConnectionExt as _, MonitorInfo},
    xproto::ConnectionExt as _,
};

use super::{Change, Display, Part, Shared, broken, lost};

/// Monitors by the numbers of their names, the primary one first.
pub(super) fn all(display: &Display) -> Vec<(u32, Part)> {
    let mut monitors = infos(display);
    monitors.sort_by_key(|monitor| !monitor.primary);
    let named = |monitor: &MonitorInfo| (monitor.name, place(monitor));
    monitors.iter().map(named).collect()
}

/// Where the monitor is that is shared; all there is where the display knows of
/// none.
pub(super) fn part(display: &Display, shared: &Shared) -> Result<Part, Change> {
    let monitors = all(display);
    let wanted = |(name, _): &&(u32, Part)| match shared {
        Shared::Monitor(wanted) => name == wanted,
        Shared::Primary | Shared::Window(_) | Shared::Granted(_) => true,
    };
    match (monitors.iter().find(wanted), shared) {
        (Some((_, part)), _) => Ok(*part),
        // Another one than was chosen is not shown in its place.
        (None, Shared::Monitor(_)) => Err(Change::Lost),
        (None, _) => {
            let geometry = display.connection.get_geometry(display.root);
            let geometry = geometry.map_err(lost)?.reply().map_err(broken)?;
            Ok(Part {
                left: 0,
                top: 0,
                width: geometry.width,
                height: geometry.height,
            })
        }
    }
}

fn infos(display: &Display) -> Vec<MonitorInfo> {
    let monitors = display.connection.randr_get_monitors(display.root, true);
    let monitors = monitors.ok().and_then(|cookie| cookie.reply().ok());
    monitors.map(|reply| reply.monitors).unwrap_or_default()
}

fn place(monitor: &MonitorInfo) -> Part {
    Part {
        left: monitor.x,
        top: monitor.y,
        width: monitor.width,
        height: monitor.height,
    }
}
