//! What the window holds of calls, and does about them.

use std::{
    collections::VecDeque,
    io,
    sync::{Arc, mpsc},
};

use egui::{Context, Key, Modifiers, ViewportCommand};
use tincan_media::{
    devices::{Change, Devices, Wanted, Watch},
    engine::{CallStats, Quality},
    io::{PictureInput, SoundInput, SoundOutput},
};
use tincan_net::{Call, CallState, Command, EventKind, OnAir};

use super::canvas::{Canvas, Whose};
use crate::{
    calls::{Calls, Chosen, News, Switches},
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
    calls: Arc<Calls>,
    news: mpsc::Receiver<News>,
    canvas: Canvas,
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

/// What a person can press.
#[derive(Clone, Debug)]
pub(crate) enum Press {
    /// Look at oneself, then call; or call at once when that was done before.
    Call {
        video: bool,
    },
    /// Call now.
    Place,
    /// Do not.
    Forget,
    Answer {
        video: bool,
    },
    Decline,
    HangUp,
    Mic,
    Camera,
    Speaker,
    /// Show the conversation, or the call.
    Chat,
    Numbers,
    FullScreen,
    PushToTalk,
    Microphone(Wanted),
    CameraNamed(Wanted),
    SpeakerNamed(Wanted),
    /// A complaint was read.
    Understood,
}

/// See the module.
#[derive(Default)]
pub(crate) struct Telephone {
    line: Option<Line>,
    pub(super) chosen: Chosen,
    /// Shown before the first call: whether it will be one with pictures.
    pub(super) preview: Option<bool>,
    previewed: bool,
    pub(super) state: Option<Call>,
    /// The conversation is shown, and the call small beside it.
    pub(super) chat: bool,
    pub(super) shows_numbers: bool,
    full_screen: bool,
    pub(super) push_to_talk: bool,
    talking: bool,
    pub(super) history: VecDeque<CallStats>,
    read_at: f64,
    watch: Option<Watch>,
    pub(super) devices: Devices,
    /// What is wrong with a device, or why a call did not come about.
    pub(super) complaint: Option<String>,
    /// Where one's own picture is.
    pub(super) corner: super::page::Corner,
}

impl Telephone {
    pub(crate) fn new(line: Option<Line>) -> Self {
        Self {
            line,
            ..Self::default()
        }
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
            self.history.clear();
            self.complaint = words::ended(why).map(ToOwned::to_owned);
            if let Some(line) = &mut self.line {
                line.canvas.clear(Whose::Peer);
                line.canvas.clear(Whose::Own);
            }
        }
    }

    fn begin(&mut self) {
        self.complaint = None;
        self.chat = false;
        self.shows_numbers = false;
        self.look_for_devices();
    }

    fn look_for_devices(&mut self) {
        if self.line.is_some() && self.watch.is_none() {
            self.watch = Some(Watch::new(|| ()));
        }
    }

    /// Once in each frame.
    pub(crate) fn tick(&mut self, ctx: &Context, wire: &Wire) {
        let Some(line) = &self.line else { return };
        while let Ok(news) = line.news.try_recv() {
            match news {
                News::Device(event) if event.change == Change::Works => self.complaint = None,
                News::Device(event) => self.complaint = Some(errors::device(&event)),
                News::Failed(why) => {
                    wire.tell(Command::HangUp);
                    self.complaint = Some(why);
                }
            }
        }
        if let Some(devices) = self.watch.as_ref().and_then(Watch::poll) {
            self.devices = devices;
        }
        let now = ctx.input(|input| input.time);
        if self.call().is_some() || self.preview.is_some() {
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
        let holds =
            ctx.input(|input| input.focused && input.key_down(Key::Space)) && nobody_types(ctx);
        let talking = !self.push_to_talk || holds;
        if std::mem::replace(&mut self.talking, talking) != talking {
            line.calls.talk(talking);
        }
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

    /// How loud one's own voice is.
    pub(super) fn level(&self) -> f32 {
        self.line.as_ref().map_or(0.0, |line| line.calls.level())
    }

    pub(super) fn canvas(&mut self) -> Option<&mut Canvas> {
        self.line.as_mut().map(|line| &mut line.canvas)
    }

    fn choose(&self) {
        if let Some(line) = &self.line {
            line.calls.choose(self.chosen.clone());
        }
    }

    fn on_air(&self) -> OnAir {
        let Switches { mic, camera, .. } = self.chosen.switches;
        OnAir {
            mic,
            camera,
            screen: false,
        }
    }

    /// Whether the control that `press` stands for uses this device.
    pub(super) fn uses(&self, press: &Press, wanted: &Wanted) -> bool {
        match press {
            Press::Mic => self.chosen.sound_in == Some(SoundInput::Device(wanted.clone())),
            Press::Camera => self.chosen.picture_in == Some(PictureInput::Device(wanted.clone())),
            Press::Speaker => self.chosen.sound_out == SoundOutput::Device(wanted.clone()),
            _ => false,
        }
    }

    fn show_preview(&mut self, video: Option<bool>) {
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

    /// Does what was pressed.
    pub(crate) fn press(&mut self, ctx: &Context, press: Press, wire: &Wire) {
        match press {
            Press::Call { video } if !self.previewed => self.show_preview(Some(video)),
            Press::Call { video } => self.place(video, wire),
            Press::Place => {
                let video = self.preview.unwrap_or_default();
                self.show_preview(None);
                self.previewed = true;
                self.place(video, wire);
            }
            Press::Forget => self.show_preview(None),
            Press::Answer { video } => {
                self.chosen.switches = Switches {
                    camera: video,
                    ..Switches::default()
                };
                self.choose();
                wire.tell(Command::Answer(self.on_air()));
            }
            Press::Decline => drop(wire.tell(Command::DeclineCall)),
            Press::HangUp => {
                if self.full_screen {
                    self.press(ctx, Press::FullScreen, wire);
                }
                wire.tell(Command::HangUp);
            }
            Press::Mic => self.switch(wire, |switches| switches.mic = !switches.mic),
            Press::Camera => self.switch(wire, |switches| switches.camera = !switches.camera),
            Press::Speaker => self.switch(wire, |switches| switches.speaker = !switches.speaker),
            Press::Chat => self.chat = !self.chat,
            Press::Numbers => self.shows_numbers = !self.shows_numbers,
            Press::FullScreen => {
                self.full_screen = !self.full_screen;
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(self.full_screen));
            }
            Press::PushToTalk => self.push_to_talk = !self.push_to_talk,
            Press::Microphone(wanted) => {
                self.chosen.sound_in = Some(SoundInput::Device(wanted));
                self.choose();
            }
            Press::CameraNamed(wanted) => {
                self.chosen.picture_in = Some(PictureInput::Device(wanted));
                self.choose();
            }
            Press::SpeakerNamed(wanted) => {
                self.chosen.sound_out = SoundOutput::Device(wanted);
                self.choose();
            }
            Press::Understood => self.complaint = None,
        }
    }

    fn place(&mut self, video: bool, wire: &Wire) {
        self.chosen.switches = Switches {
            camera: video,
            ..Switches::default()
        };
        self.choose();
        wire.tell(Command::Call(self.on_air()));
    }

    fn switch(&mut self, wire: &Wire, change: impl FnOnce(&mut Switches)) {
        change(&mut self.chosen.switches);
        if let Some(line) = &self.line {
            line.calls.switch(self.chosen.switches);
        }
        wire.tell(Command::OnAir(self.on_air()));
    }
}

/// Whether no field has the keyboard.
fn nobody_types(ctx: &Context) -> bool {
    ctx.memory(|memory| memory.focused().is_none())
}
