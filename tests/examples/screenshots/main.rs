//! Takes a picture of every screen, by day and by night, from the real app, into
//! the folder that is named: `make screenshots`.

mod calls;
mod kept;
mod rooms;

use std::{
    env,
    path::{Path, PathBuf},
};

use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    relay::Relay,
    screen::{Screen, Window},
    sound_server::SoundServer,
};

fn main() {
    let folder = env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.expect("name a folder");
    if let Some(program) = Screen::missing() {
        panic!("{program} is missing: scripts/install-missing run test");
    }
    if let Some(program) = SoundServer::missing() {
        panic!("{program} is missing: scripts/install-missing run test");
    }
    let screen = Screen::start();
    let sounds = SoundServer::start();
    // Those who work on calls need not wait for the rest.
    let only_calls = env::args_os().nth(2).is_some_and(|what| what == "calls");
    for theme in ["light", "dark"] {
        let folder = folder.join(theme);
        std::fs::create_dir_all(&folder).expect("a folder");
        let tour = Tour {
            screen: &screen,
            sounds: &sounds,
            relay: Relay::start(),
            theme,
            folder,
        };
        if only_calls {
            tour.run_calls();
        } else {
            tour.run();
        }
    }
}

struct Tour<'a> {
    screen: &'a Screen,
    sounds: &'a SoundServer,
    relay: Relay,
    theme: &'a str,
    folder: PathBuf,
}

impl Tour<'_> {
    fn setup(&self, name: &str) -> Setup {
        let settings = format!(
            "[appearance]\ntheme = \"{}\"\nless_motion = true\n",
            self.theme
        );
        let setup = Setup::new(name).settings(&settings);
        let setup = setup.variable("PULSE_SERVER", self.sounds.address());
        setup.relay(self.relay.quic()).argument("--no-lan")
    }

    fn take(&self, window: &Window<'_>, name: &str) {
        let file = self.folder.join(name).with_extension("png");
        window.picture(&file);
        println!("{}", file.display());
    }

    fn run(&self) {
        let otter = self.screen.open(&self.setup("Quiet Otter"), 0);
        otter.wait_for("Ready to meet someone");
        self.take(&otter, "home");
        self.explanations(&otter);
        self.settings(&otter);
        self.wrong_code(&otter);

        otter.click("Create room");
        let code = otter.wait_for_code();
        self.take(&otter, "waiting");
        otter.click("Ask before letting someone in");
        let mut heron = App::start("Brave Heron", self.relay.quic());
        heron.join(&code);
        otter.wait_for("Let in");
        self.take(&otter, "knock");
        otter.click("Let in");
        heron.connected();
        self.room(&otter, &mut heron);
        self.calls(&otter, &mut heron);
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

    fn explanations(&self, otter: &Window<'_>) {
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

    fn settings(&self, otter: &Window<'_>) {
        otter.key("ctrl+comma");
        for section in [
            "Name",
            "Devices",
            "Privacy",
            "Relays",
            "GIFs",
            "Notifications",
            "Appearance",
            "About",
        ] {
            otter.click(section);
            let name = format!("settings-{}", section.to_lowercase());
            self.take(otter, &name);
        }
        otter.key("ctrl+comma");
        otter.wait_for("Create room");
    }

    fn wrong_code(&self, otter: &Window<'_>) {
        otter.click("Got it");
        otter.click("Room code");
        otter.write("47219");
        otter.key("Return");
        otter.wait_for("Nobody answers to 47 219");
        self.take(otter, "wrong-code");
    }

    fn room(&self, otter: &Window<'_>, heron: &mut App) {
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
        otter.resize(400, 720);
        otter.wait_for("Brave Heron");
        self.take(otter, "room-narrow");
        otter.resize(1100, 720);
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
        let otter = self.screen.open(&setup, 0);
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
