//! Pictures of calls: with a pattern for a face and speech for a voice.

use std::{thread, time::Duration};

use serde_json::json;
use tincan_measure::sound::babble;
use tincan_tests::app::App;

use super::{Tour, spoken::Seen};

/// Microphones are opened in the background.
const DEVICES: Duration = Duration::from_secs(3);
/// Numbers are plotted once a second.
const PLOT: Duration = Duration::from_secs(8);

/// How good a line can be.
const QUALITY: [&str; 4] = ["Clear", "Good", "Rough", "Sound only"];

impl Tour<'_> {
    /// Nothing else.
    pub(super) fn run_calls(&self) {
        let otter = self.open(&self.setup("Quiet Otter"));
        let mut heron = App::start(self.wanted.them, self.relay.quic());
        let code = heron.create().code;
        otter.click("Room code");
        otter.write(&code);
        otter.key("Return");
        heron.connected();
        self.calls(&otter, &mut heron);
        let _voice = self.sounds.keep_saying(&babble(20));
        otter.key("ctrl+comma");
        otter.click("Devices");
        otter.wait_for("Say something");
        self.take(&otter, "settings-devices");
    }

    /// All of them, in a room where Otter and Heron are together.
    pub(super) fn calls(&self, otter: &Seen<'_>, heron: &mut App) {
        let _voice = self.sounds.keep_saying(&babble(20));
        otter.click("Video call");
        otter.wait_for("Before you call");
        thread::sleep(DEVICES);
        self.take(otter, "call-before");
        otter.click("Not now");
        otter.click("Call");
        otter.wait_for("Before you call");
        otter.click("Call");
        otter.wait_for("Calling Brave Heron…");
        self.take(otter, "call-ringing");
        otter.click("Hang up");
        heron.expect(json!({"event": "call", "state": "ended"}));
        heron.send(json!({
            "do": "call", "video": true, "audio_in": "tone", "audio_out": "none",
            "video_in": "pattern",
        }));
        otter.wait_for("Brave Heron is calling");
        thread::sleep(DEVICES);
        self.take(otter, "call-incoming");
        otter.click("Answer");
        heron.expect(json!({"event": "call", "state": "active"}));
        self.seen(otter, heron);
        self.heard(otter, heron);
        otter.click("Hang up");
        heron.expect(json!({"event": "call", "state": "ended"}));
    }

    /// While Heron is seen.
    fn seen(&self, otter: &Seen<'_>, heron: &mut App) {
        otter.wait_until("they are seen", |window| {
            let tag = |name: &str| name.starts_with("00:") && name.contains(" · ");
            // Where there is no room for that, by how good it is.
            let quality = |name: &str| {
                let mut words = QUALITY.iter();
                words.any(|word| *word == name || otter.spoken.of(word).contains(&name))
            };
            let is = |name: &str| tag(name) || (self.is_low() && quality(name));
            window.nodes().iter().any(|node| is(&node.name))
        });
        heron.say("Can you see the lake?");
        otter.wait_for("1 new message");
        self.take(otter, "call-video");
        otter.click("Call numbers");
        otter.wait_for("Delay of sound");
        thread::sleep(PLOT);
        self.take(otter, "call-numbers");
        otter.click("Call numbers");
        otter.click("Choose a microphone");
        otter.wait_for("What the system prefers");
        self.take(otter, "call-devices");
        otter.key("Escape");
        otter.click("Share");
        otter.click("The whole screen");
        heron.expect(json!({"event": "call", "peer_camera": true}));
        otter.wait_for("Your screen");
        thread::sleep(DEVICES);
        self.take(otter, "call-sharing");
        self.take_narrow(otter, "Your screen", "call-video-narrow");
        // Where there is no room for more the control says it.
        otter.click(match self.is_low() {
            true => "Sharing",
            false => "Stop sharing",
        });
        heron.expect(json!({"event": "call", "peer_camera": false}));
    }

    /// While only their voices are there.
    fn heard(&self, otter: &Seen<'_>, heron: &mut App) {
        heron.send(json!({"do": "set", "camera": false}));
        // There is no room for the cans, and what is below them.
        otter.wait_for(if self.is_low() {
            "Why relayed?"
        } else {
            "speaking"
        });
        self.take(otter, "call-voice");
        heron.send(json!({"do": "set", "mic": false}));
        if !self.is_low() {
            otter.wait_for("muted");
        }
        otter.click("Mute");
        otter.wait_for("Muted");
        self.take(otter, "call-muted");
        self.take_narrow(otter, "Muted", "call-voice-narrow");
        otter.click("Chat");
        otter.wait_for("Back to the call");
        self.take(otter, "call-chat");
    }
}
