//! What the window holds of calls, and does about them.

use std::{
    collections::VecDeque,
    io,
    sync::{Arc, mpsc},
};

use egui::{Context, Key, Modifiers};
use tincan_media::{
    devices::{Change, Devices, Event, Kind, Shared, Watch},
    engine::{CallStats, Quality},
};
use tincan_net::{Call, CallState, Command, EventKind, OnAir};

use super::{
    canvas::{Canvas, Whose},
    chooser::Chooser,
    complaints::Complaints,
    plugged,
    press::Press,
};
use crate::{
    calls::{Calls, Chosen, News, Remembered, Switches},
    ui::{
        wire::Wire,
        words::{call as words, errors},
    },
};

/// Seconds of numbers that are plotted.
pub(super) const PLOTTED: usize = 60;
/// News that may wait to be looked at.
const NEWS: usize = 32;

/// The thread of calls, as the window is given it.
pub struct Line {
    pub(super) calls: Arc<Calls>,
    news: mpsc::Receiver<News>,
    pub(super) canvas: Canvas,
}

impl Line {
    /// Starts it.
    ///
    /// # Errors
    /// When the system has no thread.
    pub fn start() -> io::Result<Self> {
        let (tell, news) = mpsc::sync_channel(NEWS);
        let (poke, poked) = Canvas::pokes();
        let picture = poke.clone();
        let tell = move |what| {
            if tell.try_send(what).is_err() {
                tracing::warn!("news of a call are not shown");
            }
        };
        let on_picture = move || {
            // One that waits already is as good.
            let _ = picture.try_send(());
        };
        let calls = Arc::new(Calls::start(tell, on_picture)?);
        let canvas = Canvas::start(Arc::clone(&calls), poke, poked)?;
        Ok(Self {
            calls,
            news,
            canvas,
        })
    }
}

/// See the module.
#[derive(Default)]
pub(crate) struct Telephone {
    pub(super) line: Option<Line>,
    pub(super) chosen: Chosen,
    /// The same as it is remembered.
    pub(super) kept: Remembered,
    /// The page of devices was drawn in the last frame.
    pub(super) on_page: bool,
    /// What is on it is open.
    trying: bool,
    /// Shown before the first call: whether it will be one with pictures.
    pub(super) preview: Option<bool>,
    pub(super) previewed: bool,
    pub(super) state: Option<Call>,
    /// The conversation is shown, and the call small beside it.
    pub(super) chat: bool,
    pub(super) shows_numbers: bool,
    pub(super) full_screen: bool,
    talking: bool,
    pub(super) history: VecDeque<CallStats>,
    read_at: f64,
    watch: Option<Watch>,
    /// It has told what there is.
    looked: bool,
    pub(super) devices: Devices,
    /// What is to be shared is being chosen.
    pub(super) chooser: Option<Chooser>,
    /// What the window that is shared is called.
    pub(super) title: Option<String>,
    /// What is wrong with a device, or why a call did not come about.
    pub(super) complaints: Complaints,
    /// Where one's own picture is.
    pub(super) corner: super::own::Corner,
}

impl Telephone {
    pub(crate) fn new(line: Option<Line>, kept: Remembered) -> Self {
        let phone = Self {
            line,
            chosen: kept.chosen(),
            kept,
            ..Self::default()
        };
        phone.choose();
        phone
    }

    /// What is to be remembered.
    pub(crate) fn kept(&self) -> &Remembered {
        &self.kept
    }

    /// The call at hand.
    pub(crate) fn call(&self) -> Option<Call> {
        self.state
            .filter(|call| !matches!(call.state, CallState::Ended(_)))
    }

    /// Whether the call takes the whole window.
    pub(crate) fn fills_window(&self) -> bool {
        !self.chat
            && self
                .call()
                .is_some_and(|call| call.state != CallState::Incoming)
    }

    /// The network side says something.
    pub(crate) fn hear(&mut self, event: &EventKind) {
        if let Some(line) = &self.line {
            line.calls.hear(event);
        }
        let EventKind::Call(call) = event else {
            return;
        };
        let before = self.state.replace(*call);
        let begins = |state| matches!(state, CallState::Ringing | CallState::Incoming);
        if begins(call.state) && before.is_none_or(|before| before.state != call.state) {
            self.begin();
        }
        let shared = before.is_some_and(|before| before.theirs.screen);
        if shared != call.theirs.screen && call.state == CallState::Active {
            self.complaints.settle(None);
            if shared {
                let words = words::they_share_nothing().to_owned();
                self.complaints.say(None, words);
            }
        }
        let shows = |air: OnAir| air.camera || air.screen;
        if let Some(line) = &mut self.line {
            if !shows(call.theirs) {
                line.canvas.clear(Whose::Peer);
            }
            if !shows(call.ours) {
                line.canvas.clear(Whose::Own);
            }
        }
        if let CallState::Ended(why) = call.state {
            self.watch = None;
            self.chooser = None;
            self.chosen.shared = Shared::default();
            self.history.clear();
            self.complaints.clear();
            if let Some(words) = words::ended(why) {
                self.complaints.say(None, words.to_owned());
            }
            if let Some(line) = &mut self.line {
                line.canvas.clear(Whose::Peer);
                line.canvas.clear(Whose::Own);
            }
        }
    }

    fn begin(&mut self) {
        self.complaints.clear();
        self.chat = false;
        self.shows_numbers = false;
        self.look_for_devices();
    }

    fn look_for_devices(&mut self) {
        if self.line.is_some() && self.watch.is_none() {
            self.looked = false;
            self.watch = Some(Watch::new(|| ()));
        }
    }

    /// Once in each frame.
    pub(crate) fn tick(&mut self, ctx: &Context, wire: &Wire) {
        self.talk(ctx);
        let Some(line) = &self.line else { return };
        let (mut closed, mut granted) = (false, None);
        while let Ok(news) = line.news.try_recv() {
            match news {
                News::Device(event) if event.change == Change::Works => {
                    if !self.looked || !plugged::is_away(&self.devices, &event) {
                        self.complaints.settle(Some(event.kind));
                    }
                }
                // Of what was shared before.
                News::Device(event)
                    if event.kind == Kind::Window && !self.chosen.switches.screen => {}
                // The person knows.
                News::Device(event) if event.change == Change::Declined => {}
                News::Granted(what) => granted = Some(what),
                News::Device(event) => {
                    closed |= ends(&self.chosen, &event);
                    let words = errors::device(&event);
                    self.complaints.say(Some(event.kind), words);
                }
                News::Failed(why) => {
                    wire.tell(Command::HangUp);
                    self.complaints.say(None, why);
                }
            }
        }
        if let Some(devices) = self.watch.as_ref().and_then(Watch::poll) {
            // What was known before the first look is nothing.
            let looked = std::mem::replace(&mut self.looked, true);
            let changes = plugged::changes(&self.devices, &devices, &self.kept);
            for event in changes.into_iter().filter(|_| looked) {
                if event.change == Change::Works {
                    self.complaints.settle(Some(event.kind));
                    line.calls.again(event.kind);
                } else {
                    let words = errors::device(&event);
                    self.complaints.say(Some(event.kind), words);
                }
            }
            self.devices = devices;
        }
        if closed {
            self.stop_sharing(wire);
        }
        // Unless there is no call any more to share it in.
        if let Some(granted) = granted.filter(|_| self.call().is_some()) {
            self.press(ctx, Press::Share(Shared::Granted(granted), None), wire);
        }
        let Some(line) = &self.line else { return };
        let now = ctx.input(|input| input.time);
        if self.call().is_some() || self.preview.is_some() || self.trying {
            // The level moves, and the clock.
            ctx.request_repaint_after_secs(0.1);
        }
        if now >= self.read_at + 1.0
            && let Some(numbers) = line.calls.numbers()
        {
            self.read_at = now;
            self.history.push_back(numbers);
            while self.history.len() > PLOTTED {
                self.history.pop_front();
            }
        }
        let on_page = std::mem::take(&mut self.on_page);
        let open = match self.call() {
            // One sees that one will be heard, before one is.
            Some(call) => call.state == CallState::Incoming,
            None => on_page && self.preview.is_none(),
        };
        if self.trying != open {
            self.try_devices(open);
        }
    }

    /// With push-to-talk the voice is let through while Space is held.
    fn talk(&mut self, ctx: &Context) {
        let held = ctx.input(|input| input.focused && input.key_down(Key::Space));
        let talking = !self.kept.push_to_talk || (held && nobody_types(ctx));
        let before = std::mem::replace(&mut self.talking, talking);
        if let Some(line) = self.line.as_ref().filter(|_| before != talking) {
            line.calls.talk(talking);
        }
    }

    /// Opens what the page of devices shows, or a card that rings, or closes it
    /// again: unless a call has taken it over.
    fn try_devices(&mut self, open: bool) {
        self.trying = open;
        if open {
            self.look_for_devices();
        } else if self.call().is_some() || self.preview.is_some() {
            return;
        } else {
            self.watch = None;
        }
        self.chosen.switches = Switches::default();
        self.choose();
        if let Some(line) = &mut self.line {
            line.calls.preview(open);
            line.canvas.clear(Whose::Own);
        }
    }

    /// Whether a card is over the window that is to be answered.
    pub(crate) fn asks(&self) -> bool {
        let incoming = |call: Call| call.state == CallState::Incoming;
        self.preview.is_some() || self.chooser.is_some() || self.call().is_some_and(incoming)
    }

    /// The keys of a card that rings, and of a window that is filled.
    pub(crate) fn keys(&mut self, ctx: &Context, wire: &Wire) {
        if self
            .call()
            .is_some_and(|call| call.state == CallState::Incoming)
        {
            let pressed = |modifiers, key| ctx.input_mut(|i| i.consume_key(modifiers, key));
            if pressed(Modifiers::COMMAND, Key::Enter) {
                self.press(ctx, Press::Answer { video: true }, wire);
            } else if nobody_types(ctx) && pressed(Modifiers::NONE, Key::Enter) {
                self.press(ctx, Press::Answer { video: false }, wire);
            } else if pressed(Modifiers::NONE, Key::Escape) {
                self.press(ctx, Press::Decline, wire);
            }
        } else if self.chooser.is_some() {
            if ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
                self.press(ctx, Press::ShareNothing, wire);
            }
        } else if self.preview.is_some()
            && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape))
        {
            self.press(ctx, Press::Forget, wire);
        } else if self.full_screen && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape))
        {
            self.press(ctx, Press::FullScreen, wire);
        }
    }

    /// How the call is, in a word; none while nothing gets through.
    pub(super) fn quality(&self) -> Option<Quality> {
        let broken = self
            .call()
            .is_some_and(|call| call.state == CallState::Reconnecting);
        let last = self.history.back().map(|numbers| numbers.quality);
        (!broken).then(|| last.unwrap_or_default())
    }

    /// Nobody hears us before Space is held.
    pub(super) fn waits_for_space(&self) -> bool {
        self.kept.push_to_talk && self.chosen.switches.mic && !self.talking
    }

    /// How loud one's own voice is.
    pub(super) fn level(&self) -> f32 {
        self.line.as_ref().map_or(0.0, |line| line.calls.level())
    }

    /// How loud theirs is.
    pub(super) fn heard(&self) -> f32 {
        self.line.as_ref().map_or(0.0, |line| line.calls.heard())
    }

    pub(super) fn canvas(&mut self) -> Option<&mut Canvas> {
        self.line.as_mut().map(|line| &mut line.canvas)
    }

    pub(super) fn choose(&self) {
        if let Some(line) = &self.line {
            line.calls.choose(self.chosen.clone());
        }
    }

    pub(super) fn on_air(&self) -> OnAir {
        self.chosen.switches.on_air()
    }

    pub(super) fn show_preview(&mut self, video: Option<bool>) {
        self.preview = video;
        if let Some(video) = video {
            self.chosen.switches.camera = video;
            self.choose();
            self.look_for_devices();
        }
        if let Some(line) = &mut self.line {
            line.calls.preview(video.is_some());
            if video.is_none() {
                line.canvas.clear(Whose::Own);
            }
        }
    }
}

/// Whether what is shared will not be seen again after this.
fn ends(chosen: &Chosen, event: &Event) -> bool {
    match event.kind {
        Kind::Window => event.change == Change::Lost,
        Kind::Screen => chosen.switches.screen && matches!(chosen.shared, Shared::Granted(_)),
        Kind::Microphone | Kind::Speaker | Kind::Camera => false,
    }
}

/// Whether no field has the keyboard.
fn nobody_types(ctx: &Context) -> bool {
    ctx.memory(|memory| memory.focused().is_none())
}
