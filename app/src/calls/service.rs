//! The thread that runs the media of calls.

use std::{
    sync::{
        Arc, Weak,
        atomic::Ordering,
        mpsc::{Receiver, RecvTimeoutError, SyncSender},
    },
    time::{Duration, Instant},
};

use tincan_media::{
    codec::Content,
    devices::{Asking, Event, Kind, Shared},
    engine::{Call, CallStats},
    io::CannotUse,
};
use tincan_net::{MediaLink, OnAir};

use super::{
    Chosen, News, Order, Shown, Switches,
    choice::is_device,
    join::{In, Nowhere, Out},
    lock,
};

/// How often the level is looked at.
const LOOK: Duration = Duration::from_millis(50);
/// How often numbers are read.
const READ: Duration = Duration::from_secs(1);

/// See the module.
pub(super) struct Service {
    shown: Arc<Shown>,
    /// For the network to tell of new paths.
    orders: Weak<SyncSender<Order>>,
    tell: Box<dyn Fn(News) + Send>,
    on_picture: Arc<dyn Fn() + Send + Sync>,
    chosen: Chosen,
    talking: bool,
    peer: OnAir,
    call: Option<Call>,
    /// The desktop asks what is to be shared.
    asking: Option<Asking>,
    /// Whether that is one with somebody.
    live: bool,
    read_at: Instant,
}

impl Service {
    pub(super) fn new(
        shown: Arc<Shown>,
        orders: Weak<SyncSender<Order>>,
        tell: Box<dyn Fn(News) + Send>,
        on_picture: Arc<dyn Fn() + Send + Sync>,
    ) -> Self {
        Self {
            shown,
            orders,
            tell,
            on_picture,
            chosen: Chosen::default(),
            talking: true,
            peer: OnAir::default(),
            call: None,
            asking: None,
            live: false,
            read_at: Instant::now(),
        }
    }

    /// Runs until nobody can want anything any more.
    pub(super) fn run(mut self, inbox: &Receiver<Order>) {
        loop {
            let order = if self.call.is_some() {
                inbox.recv_timeout(LOOK)
            } else {
                inbox.recv().map_err(RecvTimeoutError::from)
            };
            match order {
                Ok(order) => {
                    if let Err(error) = self.carry_out(order) {
                        self.fail(&error);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.look();
        }
    }

    fn carry_out(&mut self, order: Order) -> Result<(), CannotUse> {
        match order {
            Order::Choose(chosen) => self.choose(*chosen)?,
            Order::Switch(switches) => self.switch(switches)?,
            Order::Again(kind) => {
                let setup = self.chosen.setup();
                if let Some(call) = &mut self.call {
                    match kind {
                        Kind::Microphone => call.set_microphone(setup.sound_in.as_ref())?,
                        Kind::Speaker => call.set_speaker(&setup.sound_out)?,
                        Kind::Camera | Kind::Screen | Kind::Window => {
                            call.set_camera(setup.picture_in.as_ref())?;
                        }
                    }
                }
            }
            // The dialog that there was before is closed.
            Order::Ask(on) => self.asking = (on && self.live).then(Asking::begin),
            Order::Preview(on) if !self.live => {
                self.end();
                if on {
                    let (call, _) = Call::start(&self.chosen.setup(), Arc::new(Nowhere), || ())?;
                    self.show(call);
                }
            }
            Order::Preview(_) => {}
            Order::Talk(on) => {
                self.talking = on;
                self.let_through();
            }
            Order::Begin(link) => self.begin(&link)?,
            Order::Peer(air) => {
                let changed = shows(self.peer) != shows(air);
                self.peer = air;
                if let Some(call) = self.call.as_ref().filter(|_| changed) {
                    call.on_peer_shows(shows(air));
                }
            }
            Order::Moved => {
                if let Some(call) = &self.call {
                    call.on_path_change();
                }
            }
            Order::End => self.end(),
        }
        Ok(())
    }

    /// The call began: what was chosen for it is opened.
    fn begin(&mut self, link: &MediaLink) -> Result<(), CannotUse> {
        self.end();
        let on_picture = self.on_picture.clone();
        let out = Arc::new(Out(link.clone()));
        let (call, inbox) = Call::start(&self.chosen.setup(), out, move || on_picture())?;
        let orders = self.orders.clone();
        link.receive(Arc::new(In { inbox, orders }));
        self.live = true;
        self.show(call);
        Ok(())
    }

    fn show(&mut self, call: Call) {
        *lock(&self.shown.peer) = Some(call.screen());
        *lock(&self.shown.own) = Some(call.own_picture());
        *lock(&self.shown.numbers) = self.live.then(CallStats::default);
        self.read_at = Instant::now();
        self.call = Some(call);
        self.let_through();
    }

    fn end(&mut self) {
        *lock(&self.shown.peer) = None;
        *lock(&self.shown.own) = None;
        *lock(&self.shown.numbers) = None;
        self.shown.level.store(0, Ordering::Relaxed);
        self.shown.heard.store(0, Ordering::Relaxed);
        self.live = false;
        self.peer = OnAir::default();
        self.asking = None;
        // What was granted was for this call.
        self.chosen.shared = Shared::default();
        self.call = None;
    }

    fn fail(&mut self, error: &CannotUse) {
        self.end();
        (self.tell)(News::Failed(error.to_string()));
    }

    /// Other devices: those that are open are switched to them.
    fn choose(&mut self, chosen: Chosen) -> Result<(), CannotUse> {
        let before = std::mem::replace(&mut self.chosen, chosen);
        let Some(call) = &mut self.call else {
            return Ok(());
        };
        let (was, is) = (before.setup(), self.chosen.setup());
        if was.sound_out != is.sound_out {
            call.set_speaker(&is.sound_out)?;
        }
        if was.sound_in != is.sound_in || was.processing != is.processing {
            call.set_processing(is.processing);
            call.set_microphone(is.sound_in.as_ref())?;
        }
        if was.picture_in != is.picture_in {
            call.set_camera(is.picture_in.as_ref())?;
        }
        self.let_through();
        Ok(())
    }

    fn switch(&mut self, switches: Switches) -> Result<(), CannotUse> {
        let chosen = Chosen {
            switches,
            ..self.chosen.clone()
        };
        self.choose(chosen)
    }

    /// What is not switched off where it is opened is silent.
    fn let_through(&self) {
        let Switches { mic, speaker, .. } = self.chosen.switches;
        let device = self.chosen.sound_in.as_ref().is_some_and(is_device);
        if let Some(call) = &self.call {
            call.set_talking(self.talking && (mic || device));
            call.set_volume(if speaker { self.chosen.volume } else { 0 });
        }
    }

    fn look(&mut self) {
        let Some(call) = &mut self.call else {
            return;
        };
        for (level, shown) in [
            (call.level(), &self.shown.level),
            (call.heard_level(), &self.shown.heard),
        ] {
            // Falls slowly, as meters do.
            let falling = shown.load(Ordering::Relaxed) * 4 / 5;
            shown.store(falling.max((level * 1000.0) as u32), Ordering::Relaxed);
        }
        for event in call.events() {
            (self.tell)(News::Device(event));
        }
        if let Some(answer) = self.asking.as_ref().and_then(Asking::poll) {
            self.asking = None;
            (self.tell)(match answer {
                Ok(granted) => News::Granted(granted),
                Err(change) => News::Device(Event {
                    kind: Kind::Screen,
                    name: None,
                    change,
                }),
            });
        }
        if self.live && self.read_at.elapsed() >= READ {
            self.read_at = Instant::now();
            *lock(&self.shown.numbers) = Some(call.stats());
        }
    }
}

/// Which pictures of the peer are on air.
fn shows(air: OnAir) -> Option<Content> {
    match air {
        OnAir { screen: true, .. } => Some(Content::Screen),
        OnAir { camera: true, .. } => Some(Content::Camera),
        _ => None,
    }
}
