//! A desktop that says how its apps should look, as a settings portal does.
//! <https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html>

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use zbus::{
    blocking::{Connection, connection::Builder},
    fdo, interface,
    zvariant::{OwnedValue, Value},
};

const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const SETTINGS: &str = "org.freedesktop.portal.Settings";
const APPEARANCE: &str = "org.freedesktop.appearance";
const SCHEME: &str = "color-scheme";

/// Which colours the desktop has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark ones.
    Dark = 1,
    /// Light ones.
    Light = 2,
}

/// A running portal.
#[derive(Debug)]
pub struct Portal {
    bus: Connection,
    scheme: Arc<AtomicU32>,
}

struct Settings(Arc<AtomicU32>);

#[interface(name = "org.freedesktop.portal.Settings")]
impl Settings {
    fn read(&self, namespace: &str, key: &str) -> fdo::Result<OwnedValue> {
        if (namespace, key) != (APPEARANCE, SCHEME) {
            return Err(fdo::Error::Failed("not set".to_owned()));
        }
        // One in another, as this method has always answered.
        let scheme = Value::from(self.0.load(Ordering::Relaxed));
        OwnedValue::try_from(Value::Value(Box::new(scheme)))
            .map_err(|error| fdo::Error::Failed(error.to_string()))
    }
}

impl Portal {
    /// Starts one for the session whose bus is at `session`.
    ///
    /// # Errors
    /// When there is one already.
    pub fn start(session: &str, scheme: Scheme) -> zbus::Result<Self> {
        let scheme = Arc::new(AtomicU32::new(scheme as u32));
        let bus = Builder::address(session)?
            .name(NAME)?
            .serve_at(PATH, Settings(Arc::clone(&scheme)))?
            .build()?;
        Ok(Self { bus, scheme })
    }

    /// The desktop gets other colours, and says so.
    ///
    /// # Errors
    /// When the bus is gone.
    pub fn change(&self, scheme: Scheme) -> zbus::Result<()> {
        self.scheme.store(scheme as u32, Ordering::Relaxed);
        let to: Option<&str> = None;
        let value = Value::from(scheme as u32);
        let changed = (APPEARANCE, SCHEME, value);
        self.bus
            .emit_signal(to, PATH, SETTINGS, "SettingChanged", &changed)
    }
}
