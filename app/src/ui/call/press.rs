//! What can be pressed in a call, and what that does.

use egui::{Context, ViewportCommand};
use tincan_media::{
    devices::{Kind, Shared, Wanted, can_share_screen, desktop_asks},
    io::{PictureInput, SoundInput, SoundOutput},
};
use tincan_net::Command;

use super::{canvas::Whose, chooser::Chooser, telephone::Telephone};
use crate::{
    calls::{Switches, remembered},
    ui::{wire::Wire, words::call as words},
};

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
    /// Choose what to share, or share it no longer.
    Screen,
    /// Share this, with the title of a window.
    Share(Shared, Option<String>),
    /// Do not.
    ShareNothing,
    /// Show the conversation, or the call.
    Chat,
    Numbers,
    FullScreen,
    PushToTalk,
    /// Take echo and noise out, or no longer.
    Processing,
    /// Show one's own picture as a mirror does, or no longer.
    Mirror,
    /// On the page of devices: the camera on, or off.
    LookAtMyself,
    Microphone(Wanted),
    CameraNamed(Wanted),
    SpeakerNamed(Wanted),
    /// How loud the peer is heard, in hundredths.
    Volume(u8),
    /// A complaint was read.
    Understood,
}

impl Telephone {
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
            Press::Screen if self.chosen.switches.screen => self.stop_sharing(wire),
            Press::Screen if desktop_asks() => {
                self.complaints.settle(Some(Kind::Screen));
                if let Some(line) = &self.line {
                    line.calls.ask(true);
                }
            }
            Press::Screen if can_share_screen() => self.chooser = Some(Chooser::open(ctx)),
            Press::Screen => {
                let words = words::no_sharing().to_owned();
                self.complaints.say(Some(Kind::Screen), words);
            }
            Press::Share(shared, title) => {
                self.chooser = None;
                for kind in [Kind::Screen, Kind::Window] {
                    self.complaints.settle(Some(kind));
                }
                self.title = title;
                self.chosen.shared = shared;
                self.chosen.switches.screen = true;
                self.choose();
                wire.tell(Command::OnAir(self.on_air()));
            }
            Press::ShareNothing => self.chooser = None,
            Press::Chat => self.chat = !self.chat,
            Press::Numbers => self.shows_numbers = !self.shows_numbers,
            Press::FullScreen => {
                self.full_screen = !self.full_screen;
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(self.full_screen));
            }
            Press::PushToTalk => self.kept.push_to_talk = !self.kept.push_to_talk,
            Press::Mirror => self.kept.mirror = !self.kept.mirror,
            Press::Processing => {
                self.kept.processing = !self.kept.processing;
                self.chosen.processing = self.kept.processing;
                self.choose();
            }
            Press::LookAtMyself => {
                let camera = &mut self.chosen.switches.camera;
                *camera = !*camera;
                if let (false, Some(line)) = (*camera, &mut self.line) {
                    line.canvas.clear(Whose::Own);
                }
                self.choose();
            }
            Press::Microphone(wanted) => {
                self.kept.microphone = remembered::name(wanted.clone());
                self.chosen.sound_in = Some(SoundInput::Device(wanted));
                self.choose();
            }
            Press::CameraNamed(wanted) => {
                self.kept.camera = remembered::name(wanted.clone());
                self.chosen.picture_in = Some(PictureInput::Device(wanted));
                self.choose();
            }
            Press::SpeakerNamed(wanted) => {
                self.kept.speaker = remembered::name(wanted.clone());
                self.chosen.sound_out = SoundOutput::Device(wanted);
                self.choose();
            }
            Press::Volume(percent) => {
                self.kept.volume = percent;
                self.chosen.volume = percent;
                self.choose();
            }
            Press::Understood => self.complaints.understood(),
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

    /// Nothing is shared any more, at once.
    pub(super) fn stop_sharing(&mut self, wire: &Wire) {
        self.switch(wire, |switches| switches.screen = false);
    }

    fn switch(&mut self, wire: &Wire, change: impl FnOnce(&mut Switches)) {
        change(&mut self.chosen.switches);
        if let Some(line) = &self.line {
            line.calls.switch(self.chosen.switches);
        }
        wire.tell(Command::OnAir(self.on_air()));
    }
}
