//! What the window is started with, and how it is opened.

use std::{error::Error, fmt, path::PathBuf, sync::Arc};

use egui::Rect;
use tincan_net::{DisplayName, Events, InviteLink, LinkError, Multiaddr};
use tokio::{runtime::Handle, sync::mpsc};

use super::{
    app::TincanApp,
    call::Line as CallLine,
    clock::Clock,
    icons,
    place::Place,
    renderer::{self, Renderer},
    system,
    theme::{self, Appearance, SystemFonts, SystemTaste, Taste},
    wire::Outgoing,
    words::{self, Language},
};
use crate::{
    attention::{self, Badge, Teller, Wishes},
    calls::Remembered,
    desktop::{self, Desktop},
    gifs::{ApiKey, Library, Rating},
    instance::Summons,
    settings::RelayAddress,
};

/// The name under which the window system knows the app.
const APP_ID: &str = "tincan";

/// What the window starts with.
pub struct Launch {
    /// Takes our commands: the network side.
    pub client: Box<dyn Outgoing>,
    /// What happens there. When they end, the window closes.
    pub events: Events,
    /// What we are called.
    pub name: DisplayName,
    /// The relays we use. One that a link names and that is not among these is
    /// asked about first.
    pub known_relays: Vec<Multiaddr>,
    /// What can be changed in the settings.
    pub preferences: Preferences,
    /// Whether the hint for newcomers was read.
    pub hint_seen: bool,
    /// Theme, contrast, motion of the first frame.
    pub appearance: Appearance,
    /// What the system asks for later.
    pub system: Option<std::sync::mpsc::Receiver<SystemTaste>>,
    /// What is to draw it.
    pub renderer: Renderer,
    /// Where the window was the last time.
    pub place: Place,
    /// A link that the system handed over, whole or not.
    pub link: Option<Result<InviteLink, LinkError>>,
    /// What those who start the app again have to say.
    pub summons: Option<mpsc::Receiver<Summons>>,
    /// Tells the person of news.
    pub tells: Box<dyn Teller>,
    /// Told what is to be remembered. Called on the window's thread: it must
    /// hand the change on and return.
    pub on_settings: Box<dyn Fn(SettingsChange) + Send>,
    /// The system around the window.
    pub desktop: Arc<dyn Desktop>,
    /// Where what was accepted goes.
    pub downloads: PathBuf,
    /// Where GIFs come from.
    pub gifs: Library,
    /// Where letters come from that the bundled fonts do not have.
    pub fonts: SystemFonts,
    /// Runs calls; without it they are seen and not heard.
    pub line: Option<CallLine>,
    /// Tells the time.
    pub clock: Clock,
}

/// What can be changed in the settings, and what the command line has to say
/// about it for this run.
#[derive(Clone, Debug)]
pub struct Preferences {
    /// Relays to meet by. None: the meeting point on this machine.
    pub relays: Vec<RelayAddress>,
    /// This run uses those of its command line instead.
    pub relays_are_given: bool,
    /// The meeting point on this machine.
    pub here: Option<Multiaddr>,
    /// Let relays carry everything.
    pub hide_ip: bool,
    /// This run does so whatever is chosen here.
    pub hiding_is_given: bool,
    /// Ask before letting somebody in.
    pub ask: bool,
    /// Tell the other what has been read.
    pub receipts: bool,
    /// What to be told of, and how.
    pub wishes: Wishes,
    /// How everything looks.
    pub taste: Taste,
    /// What draws the window from the next start on; what fits this system when
    /// nothing is chosen.
    pub renderer: Option<Renderer>,
    /// This run was told another one.
    pub renderer_is_given: bool,
    /// The language of the window; that of the system when none is chosen.
    pub language: Option<Language>,
    /// The system opens links with this app; nothing where it cannot be told.
    pub open_links: Option<bool>,
    /// Remove from pictures what they tell beside what they show.
    pub clean_pictures: bool,
    /// The person's own key for GIPHY, which is off without.
    pub giphy_key: Option<ApiKey>,
    /// Whom GIPHY's GIFs are to be fit for.
    pub gif_rating: Rating,
    /// What calls are made with.
    pub devices: Remembered,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            relays: Vec::new(),
            relays_are_given: false,
            here: None,
            hide_ip: false,
            hiding_is_given: false,
            ask: false,
            receipts: true,
            wishes: Wishes::default(),
            taste: Taste::default(),
            renderer: None,
            renderer_is_given: false,
            language: None,
            open_links: None,
            clean_pictures: true,
            giphy_key: None,
            gif_rating: Rating::default(),
            devices: Remembered::default(),
        }
    }
}

/// Something to remember for the next start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsChange {
    /// What we are called.
    Name(DisplayName),
    /// The hint for newcomers was read.
    HintSeen,
    /// What calls are made with.
    Devices(Remembered),
    /// Let relays carry everything, or no longer.
    HideIp(bool),
    /// Ask before letting somebody in, or no longer.
    Ask(bool),
    /// Tell the other what has been read, or no longer.
    Receipts(bool),
    /// Have the system open links with this app, or no longer.
    OpenLinks(bool),
    /// What to be told of, and how.
    Notifications(Wishes),
    /// How everything looks.
    Taste(Taste),
    /// What draws the window.
    Renderer(Option<Renderer>),
    /// The language of the window.
    Language(Option<Language>),
    /// Where the window is.
    Place(Place),
    /// The relays to meet by.
    Relays(Vec<RelayAddress>),
    /// Remove from pictures what they tell beside what they show, or no longer.
    CleanPictures(bool),
    /// The key for GIPHY.
    GiphyKey(Option<ApiKey>),
    /// Whom GIPHY's GIFs are to be fit for.
    GifRating(Rating),
}

impl Launch {
    /// A start with nothing but the two ends of the network side and a name.
    pub fn new(client: impl Outgoing + 'static, events: Events, name: DisplayName) -> Self {
        Self {
            client: Box::new(client),
            events,
            name,
            known_relays: Vec::new(),
            preferences: Preferences::default(),
            hint_seen: false,
            appearance: Appearance::default(),
            system: None,
            renderer: Renderer::default(),
            place: Place::default(),
            link: None,
            summons: None,
            tells: Box::new(attention::Nobody),
            on_settings: Box::new(|_| {}),
            desktop: Arc::new(desktop::System::default()),
            downloads: desktop::downloads(),
            gifs: Library::default(),
            fonts: theme::system_fonts,
            line: None,
            clock: Clock::system(),
        }
    }
}

impl fmt::Debug for Launch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Launch")
            .field("name", &self.name)
            .field("hint_seen", &self.hint_seen)
            .finish_non_exhaustive()
    }
}

/// Opens the window and stays until it is closed. The room is left when the
/// client in `launch`, and every other clone of it, is dropped.
///
/// # Errors
///
/// When there is no display, or nothing that can draw on it.
pub fn run(mut launch: Launch, runtime: &Handle) -> Result<(), Box<dyn Error>> {
    let viewport = egui::ViewportBuilder::default()
        .with_app_id(APP_ID)
        .with_title(words::window_title(Badge::default()));
    let mut viewport = launch.place.apply(viewport);
    if let Some(icon) = icons::window_icon() {
        viewport = viewport.with_icon(icon);
    }
    let runtime = runtime.clone();
    let mut following = None;
    let follow = &mut following;
    let result = renderer::open(launch.renderer, &viewport, APP_ID, move |cc| {
        let ctx = &cc.egui_ctx;
        let taste = launch.preferences.taste;
        theme::install(ctx, taste.with(SystemTaste::default()));
        ctx.set_zoom_factor(taste.zoom());
        let (system, subscription) = system::follow(ctx);
        launch.system = Some(system);
        *follow = Some(subscription);
        if let Some(window) = cc.winit_window() {
            let screens = window.available_monitors().map(|monitor| {
                let (at, size) = (monitor.position(), monitor.size());
                let corner = egui::pos2(at.x as f32, at.y as f32);
                let size = egui::vec2(size.width as f32, size.height as f32);
                Rect::from_min_size(corner, size) / monitor.scale_factor() as f32
            });
            let screens: Vec<Rect> = screens.collect();
            launch.place.keep_on(&screens, ctx);
        }
        launch.events = waking(launch.events, ctx, &runtime);
        let summons = launch.summons.take();
        launch.summons = summons.map(|summons| waking(summons, ctx, &runtime));
        Box::new(TincanApp::new(launch))
    });
    drop(following);
    result
}

/// Passes news on and wakes the window for each, so that it can sleep while
/// nothing happens.
fn waking<T: Send + 'static>(
    mut news: mpsc::Receiver<T>,
    ctx: &egui::Context,
    runtime: &Handle,
) -> mpsc::Receiver<T> {
    let (forward, forwarded) = mpsc::channel(1024);
    let ctx = ctx.clone();
    runtime.spawn(async move {
        while let Some(one) = news.recv().await {
            if forward.send(one).await.is_err() {
                return;
            }
            ctx.request_repaint();
        }
        // The end is news too.
        drop(forward);
        ctx.request_repaint();
    });
    forwarded
}
