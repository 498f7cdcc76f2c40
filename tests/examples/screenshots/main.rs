//! Takes a picture of every screen, by day and by night, from the real app, into
//! the folder that is named: `make screenshots`. Other sizes, languages and colours
//! are [`wanted`] by name.

mod calls;
mod kept;
mod rooms;
mod spoken;
mod wanted;

use std::{fs, path::Path, path::PathBuf};

use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    relay::Relay,
    screen::{Screen, reader::Node},
    sound_server::SoundServer,
};

use self::{
    spoken::{Seen, Spoken},
    wanted::{Part, Wanted},
};

/// Below this a window is a narrow one already.
const NARROW: i32 = 560;
/// And a low one below this.
const LOW: i32 = 440;

/// Sections of the settings that are looked at.
const SECTIONS: [&str; 8] = [
    "Name",
    "Devices",
    "Privacy",
    "Relays",
    "GIFs",
    "Notifications",
    "Appearance",
    "About",
];

fn main() {
    let wanted = Wanted::of_command_line();
    if let Some(program) = Screen::missing() {
        panic!("{program} is missing: scripts/install-missing run test");
    }
    if let Some(program) = SoundServer::missing() {
        panic!("{program} is missing: scripts/install-missing run test");
    }
    let (width, height) = wanted.size;
    let screen = Screen::sized(width.max(1100) + 40, height.max(720) + 40);
    let sounds = SoundServer::start();
    let spoken = Spoken::new(&wanted.language, wanted.them);
    for theme in &wanted.themes {
        let folder = wanted.folder.join(theme);
        fs::create_dir_all(&folder).expect("a folder");
        let tour = Tour {
            screen: &screen,
            sounds: &sounds,
            spoken: &spoken,
            wanted: &wanted,
            relay: Relay::start(),
            theme,
            folder,
        };
        match wanted.part {
            Part::All | Part::Rooms => tour.run(),
            Part::Calls => tour.run_calls(),
            Part::Kept => tour.long_kept(),
        }
    }
}

struct Tour<'a> {
    screen: &'a Screen,
    sounds: &'a SoundServer,
    spoken: &'a Spoken,
    wanted: &'a Wanted,
    relay: Relay,
    theme: &'a str,
    folder: PathBuf,
}

impl Tour<'_> {
    fn setup(&self, name: &str) -> Setup {
        let setup = Setup::new(name).settings(&self.wanted.settings(self.theme));
        let setup = setup.variable("PULSE_SERVER", self.sounds.address());
        setup.relay(self.relay.quic()).argument("--no-lan")
    }

    fn open(&self, setup: &Setup) -> Seen<'_> {
        Seen {
            window: self.screen.open(setup, 0),
            spoken: self.spoken,
        }
    }

    fn take(&self, window: &Seen<'_>, name: &str) {
        let file = self.folder.join(name).with_extension("png");
        window.picture(&file);
        println!("{}", file.display());
    }

    /// The same in a narrow window, where `sign` shows that it is one.
    fn take_narrow(&self, window: &Seen<'_>, sign: &str, name: &str) {
        let (width, height) = self.wanted.size;
        if self.is_narrow() {
            return;
        }
        window.resize(400, 720);
        window.wait_for(sign);
        self.take(window, name);
        window.resize(width, height);
        // What is clicked on next is where it was until then.
        window.wait_until("it is wide again", |window| {
            let end = |node: &Node| node.bounds.0 + node.bounds.2;
            let mut nodes = window.nodes().into_iter();
            nodes.any(|node| !node.is_window() && end(&node) > width * 3 / 4)
        });
    }

    fn is_narrow(&self) -> bool {
        self.wanted.points().0 < NARROW
    }

    fn is_low(&self) -> bool {
        self.wanted.points().1 < LOW
    }

    fn run(&self) {
        let otter = self.open(&self.setup("Quiet Otter"));
        otter.wait_for("Ready to meet someone");
        self.take(&otter, "home");
        let all = matches!(self.wanted.part, Part::All);
        if all {
            self.explanations(&otter);
            self.settings(&otter);
            self.wrong_code(&otter);
        }

        otter.click("Change");
        otter.wait_for("What kind of room?");
        self.take(&otter, "kind");
        otter.key("Escape");
        otter.click("Create room");
        let code = otter.wait_for_code();
        self.take(&otter, "waiting");
        otter.click("Ask before letting someone in");
        let mut heron = App::start(self.wanted.them, self.relay.quic());
        heron.join(&code);
        otter.wait_for("Let in");
        self.take(&otter, "knock");
        otter.click("Let in");
        heron.connected();
        self.room(&otter, &mut heron);
        if all {
            self.calls(&otter, &mut heron);
        }
        self.kept(&otter, &mut heron);
        self.long_kept();
        otter.click("Create room");
        heron.join(&otter.wait_for_code());
        otter.click("Let in");
        heron.connected();
        heron.send(json!({"do": "leave"}));
        otter.wait_for("has left");
        self.take(&otter, "closed");
        drop(otter);
        self.door(&mut heron);
    }

    fn explanations(&self, otter: &Seen<'_>) {
        for (name, what) in [
            ("private", "Is this private?"),
            ("leaving", "What happens when I leave?"),
        ] {
            otter.click(what);
            otter.wait_for("Close");
            self.take(otter, name);
            otter.key("Escape");
        }
        otter.key("F1");
        otter.wait_for("Keyboard shortcuts");
        self.take(otter, "keys");
        otter.key("Escape");
    }

    fn settings(&self, otter: &Seen<'_>) {
        otter.key("ctrl+comma");
        for section in SECTIONS {
            otter.click_row(section);
            otter.wait_until("the section is shown", |window| {
                let nodes = window.nodes();
                let count = |english: &str| {
                    let names = otter.spoken.of(english);
                    let is = |node: &&Node| node.name == english || names.contains(&&*node.name);
                    nodes.iter().filter(is).count()
                };
                match self.is_narrow() {
                    // In place of the list, in which there are all.
                    true => count(section) > 0 && SECTIONS.iter().any(|each| count(each) == 0),
                    // In the list, and above what is in it.
                    false => count(section) > 1,
                }
            });
            let name = format!("settings-{}", section.to_lowercase());
            self.take(otter, &name);
            if self.is_narrow() {
                otter.click("Back");
            }
        }
        otter.key("ctrl+comma");
        otter.wait_for("Create room");
    }

    fn wrong_code(&self, otter: &Seen<'_>) {
        otter.click("Got it");
        otter.click("Room code");
        otter.write("47219");
        otter.key("Return");
        otter.wait_for("Nobody answers to 47 219");
        self.take(otter, "wrong-code");
    }

    fn room(&self, otter: &Seen<'_>, heron: &mut App) {
        otter.wait_for("Message");
        heron.say("Made it to the lake before dark.");
        otter.click("Message");
        otter.write("Oh, good! Is the stove working?");
        otter.key("Return");
        heron.hear("Oh, good! Is the stove working?");
        heron.say("Like a dream. Here is the rest of the weekend.");
        let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let gif = files.join("assets/gifs/high-five.gif");
        heron.send(json!({"do": "send_file", "path": gif}));
        heron.expect(json!({"event": "transfer", "kind": "gif", "state": "done"}));
        let folder = tempfile::tempdir().expect("a folder");
        let zip = folder.path().join("lake-weekend.zip");
        std::fs::write(&zip, vec![7; 3_000_000]).expect("space");
        heron.send(json!({"do": "send_file", "path": zip}));
        otter.wait_for("lake-weekend.zip");
        heron.send(json!({"do": "typing", "on": true}));
        otter.write("Save me a marshmallow!");
        otter.wait_for("Brave Heron is typing");
        self.take(otter, "room");
        self.take_narrow(otter, "Brave Heron", "room-narrow");
        otter.click("Relayed");
        otter.wait_for("Why relayed?");
        self.take(otter, "why-relayed");
        otter.key("Escape");
        otter.click("Leave");
        otter.wait_for("Leave this room?");
        self.take(otter, "leave");
        otter.key("Escape");
    }

    /// What somebody sees who comes by a link, and knocks.
    fn door(&self, heron: &mut App) {
        let asked = json!({"do": "create", "ask": true});
        let link = heron.create_with(asked).link;
        let setup = self.setup("Quiet Otter").argument(&link);
        let otter = self.open(&setup);
        otter.wait_for("Join this room");
        self.take(&otter, "link");
        otter.click("Join this room");
        otter.wait_for("You are at the door");
        self.take(&otter, "knocking");
        heron.send(json!({"do": "refuse"}));
        otter.wait_for("Back to start");
        self.take(&otter, "refused");
    }
}
