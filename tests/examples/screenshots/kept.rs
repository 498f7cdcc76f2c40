//! Rooms that both keep: how one is agreed on, what is found in it, what it looks
//! like while one waits, and the list of them.

use serde_json::json;
use tincan_tests::{app::App, screen::reader::Node};

use super::{Tour, rooms, spoken::Seen};

/// The number of a button in AT-SPI.
const BUTTON: u32 = 43;

impl Tour<'_> {
    /// From the proposal, in the room at hand, to the list.
    pub(super) fn kept(&self, otter: &Seen<'_>, heron: &mut App) {
        heron.send(json!({"do": "keep", "agree": true}));
        otter.wait_for("Brave Heron wants to keep this room");
        self.take(otter, "kept-proposal");
        match self.is_low() {
            true => otter.click_above("Keep it"),
            false => otter.click("Keep it"),
        }
        otter.wait_for("You both keep this room");
        self.take(otter, "kept-agreed");
        otter.click("OK");
        otter.key("ctrl+f");
        otter.wait_for("Search this conversation");
        otter.write("stove");
        // Not the message itself, which is no button.
        otter.wait_until("it is found", |window| {
            let found = |node: &Node| node.role == BUTTON && node.name.contains("stove");
            window.nodes().iter().any(found)
        });
        self.take(otter, "kept-search");
        otter.key("Escape");
        otter.click(match self.is_narrow() {
            true => "Not verified",
            false => "Is it really them?",
        });
        otter.wait_for("They match");
        self.take(otter, "kept-safety");
        otter.click("They match");
        otter.click("About this room");
        otter.wait_for("Forget this room…");
        self.take(otter, "kept-menu");
        otter.click("Save the conversation…");
        otter.wait_for("As text");
        self.take(otter, "kept-export");
        otter.key("Escape");
        heron.send(json!({"do": "leave"}));
        otter.wait_for("Brave Heron has left");
        self.take(otter, "kept-waiting");
        otter.click("Leave");
        otter.wait_for("Recent rooms");
        self.take(otter, "home-recent");
        otter.click("More about Brave Heron");
        otter.click("Block…");
        otter.wait_for("They are not told");
        self.take(otter, "kept-block");
        otter.click("Block");
        otter.wait_for("Create room");
        otter.key("ctrl+comma");
        otter.click_row("Storage");
        otter.show("Unblock Brave Heron");
        self.take(otter, "settings-storage");
        otter.key("ctrl+comma");
        otter.wait_for("Create room");
    }

    /// What somebody sees who has kept rooms for years.
    pub(super) fn long_kept(&self) {
        let setup = self.setup("Quiet Otter");
        for (count, name) in [(3, "home-three-rooms"), (500, "home-many-rooms")] {
            let (command, profile) = setup.command();
            rooms::fill(profile.path(), count);
            let otter = Seen {
                window: self.screen.begin(command, profile),
                spoken: self.spoken,
            };
            otter.wait_for("Recent rooms");
            self.take(&otter, name);
            otter.click_row("Mum");
            otter.wait_for("Nobody here yet");
            otter.wait_for("blue rope");
            self.take(&otter, "kept-history");
        }
    }
}
