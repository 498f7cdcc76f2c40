//! The desktop's side of the portal: who asks a person what is to be shared.
//! <https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.impl.portal.ScreenCast.html>

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use zbus::{
    blocking::{Connection, connection::Builder},
    fdo, interface,
    object_server::ObjectServer,
    zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value},
};

const NAME: &str = "org.freedesktop.impl.portal.desktop.tests";
const PATH: &str = "/org/freedesktop/portal/desktop";
const SESSION: &str = "org.freedesktop.impl.portal.Session";

/// Monitors and windows.
const KINDS: u32 = 1 | 2;
/// With a pointer in the picture.
const EMBEDDED: u32 = 2;
/// So, or without one.
const CURSORS: u32 = 1 | EMBEDDED;

type Options = HashMap<String, OwnedValue>;
/// A code, and what was asked for.
type Response = (u32, Options);

/// What a person says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes, the screen.
    Share,
    /// Nothing is chosen, the dialog closed.
    Cancel,
    /// Nobody says anything, so far.
    Wait,
}

#[derive(Debug)]
struct State {
    answer: Answer,
    /// How often the person was asked.
    asked: u32,
    /// Whether the pointer was wanted in the pictures.
    with_pointer: bool,
    /// What is shared.
    session: Option<OwnedObjectPath>,
}

type Shared = Arc<Mutex<State>>;

fn lock(state: &Shared) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// It runs until dropped.
#[derive(Debug)]
pub(super) struct Backend {
    bus: Connection,
    state: Shared,
}

impl Backend {
    /// Starts one on the bus at `session`, for what PipeWire knows as `node`.
    pub(super) fn start(session: &str, node: u32) -> zbus::Result<Self> {
        let state = Arc::new(Mutex::new(State {
            answer: Answer::Share,
            asked: 0,
            with_pointer: false,
            session: None,
        }));
        let cast = ScreenCast {
            state: state.clone(),
            node,
        };
        let bus = Builder::address(session)?
            .name(NAME)?
            .serve_at(PATH, cast)?
            .build()?;
        Ok(Self { bus, state })
    }

    pub(super) fn answer(&self, answer: Answer) {
        lock(&self.state).answer = answer;
    }

    pub(super) fn asked(&self) -> u32 {
        lock(&self.state).asked
    }

    pub(super) fn with_pointer(&self) -> bool {
        lock(&self.state).with_pointer
    }

    pub(super) fn is_sharing(&self) -> bool {
        lock(&self.state).session.is_some()
    }

    /// Ends what is shared.
    pub(super) fn end(&self) -> zbus::Result<()> {
        let session = lock(&self.state).session.take();
        let session = session.ok_or(zbus::Error::InterfaceNotFound)?;
        let to: Option<&str> = None;
        self.bus.emit_signal(to, session, SESSION, "Closed", &())
    }
}

struct ScreenCast {
    state: Shared,
    node: u32,
}

#[interface(name = "org.freedesktop.impl.portal.ScreenCast")]
impl ScreenCast {
    async fn create_session(
        &self,
        _request: ObjectPath<'_>,
        session: OwnedObjectPath,
        _app: &str,
        _options: Options,
        #[zbus(object_server)] server: &ObjectServer,
    ) -> fdo::Result<Response> {
        let held = Session(self.state.clone(), session.clone());
        server.at(session, held).await?;
        Ok((0, Options::new()))
    }

    fn select_sources(
        &self,
        _request: ObjectPath<'_>,
        _session: ObjectPath<'_>,
        _app: &str,
        options: Options,
    ) -> Response {
        let cursor = options.get("cursor_mode").map(u32::try_from);
        lock(&self.state).with_pointer = cursor == Some(Ok(EMBEDDED));
        (0, Options::new())
    }

    async fn start(
        &self,
        _request: ObjectPath<'_>,
        session: OwnedObjectPath,
        _app: &str,
        _parent: &str,
        _options: Options,
    ) -> fdo::Result<Response> {
        let answer = {
            let mut state = lock(&self.state);
            state.asked += 1;
            state.answer
        };
        match answer {
            Answer::Share => {}
            Answer::Cancel => return Ok((1, Options::new())),
            Answer::Wait => std::future::pending().await,
        }
        lock(&self.state).session = Some(session);
        let about: HashMap<&str, Value<'_>> = HashMap::from([("source_type", Value::U32(1))]);
        let streams = Value::from(vec![(self.node, about)]);
        let streams = OwnedValue::try_from(streams);
        let streams = streams.map_err(|error| fdo::Error::Failed(error.to_string()))?;
        Ok((0, HashMap::from([("streams".to_owned(), streams)])))
    }

    #[zbus(property)]
    fn available_source_types(&self) -> u32 {
        KINDS
    }

    #[zbus(property)]
    fn available_cursor_modes(&self) -> u32 {
        CURSORS
    }

    #[zbus(property, name = "version")]
    fn version(&self) -> u32 {
        3
    }
}

struct Session(Shared, OwnedObjectPath);

#[interface(name = "org.freedesktop.impl.portal.Session")]
impl Session {
    fn close(&self) {
        let mut state = lock(&self.0);
        state.session.take_if(|session| *session == self.1);
    }

    #[zbus(property, name = "version")]
    fn version(&self) -> u32 {
        1
    }
}
