//! A service for notifications, as desktops have one: it keeps what it is told
//! to show, and clicks on it.
//! <https://specifications.freedesktop.org/notification-spec/latest/protocol.html>

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use zbus::{
    blocking::{Connection, connection::Builder},
    interface,
    zvariant::OwnedValue,
};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// A notification.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its number.
    pub id: u32,
    /// Title and text.
    pub words: String,
}

#[derive(Default)]
struct Shown {
    last: u32,
    now: Vec<Notice>,
}

/// A running service.
#[derive(Debug)]
pub struct Notices {
    bus: Connection,
    shown: Arc<Mutex<Shown>>,
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.now.fmt(f)
    }
}

struct Service(Arc<Mutex<Shown>>);

#[interface(name = "org.freedesktop.Notifications")]
impl Service {
    #[expect(clippy::too_many_arguments, reason = "the protocol has so many")]
    fn notify(
        &self,
        _app_name: &str,
        replaces_id: u32,
        _app_icon: &str,
        summary: &str,
        body: &str,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expire_timeout: i32,
    ) -> u32 {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shown.now.retain(|notice| notice.id != replaces_id);
        shown.last += 1;
        let id = shown.last;
        let words = format!("{summary} {body}").trim().to_owned();
        shown.now.push(Notice { id, words });
        id
    }

    fn close_notification(&self, id: u32) {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shown.now.retain(|notice| notice.id != id);
    }

    fn get_capabilities(&self) -> Vec<String> {
        vec!["actions".to_owned(), "body".to_owned()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let text = |text: &str| text.to_owned();
        (text("tests"), text("Tincan"), text("1"), text("1.2"))
    }
}

impl Notices {
    /// Starts one for the session whose bus is at `session`.
    ///
    /// # Errors
    /// When there is one already.
    pub fn start(session: &str) -> zbus::Result<Self> {
        let shown = Arc::new(Mutex::new(Shown::default()));
        let bus = Builder::address(session)?
            .name(NAME)?
            .serve_at(PATH, Service(Arc::clone(&shown)))?
            .build()?;
        Ok(Self { bus, shown })
    }

    /// What is shown now.
    pub fn shown(&self) -> Vec<Notice> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.now.clone()
    }

    /// Clicks on one, which takes it away.
    ///
    /// # Errors
    /// When the bus is gone.
    pub fn click(&self, id: u32) -> zbus::Result<()> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.now.retain(|notice| notice.id != id);
        let to: Option<&str> = None;
        let clicked = (id, "default");
        self.bus
            .emit_signal(to, PATH, NAME, "ActionInvoked", &clicked)?;
        let (by_person, closed) = (2_u32, "NotificationClosed");
        self.bus
            .emit_signal(to, PATH, NAME, closed, &(id, by_person))
    }
}
