//! The window among others: who starts the app again, and links of the system.

use std::{fs, process::Command};

use serde_json::json;
use tincan_tests::{
    app::{App, PATIENCE, Setup, home},
    process::Process,
    relay::Relay,
    screen::{Screen, Window, notices::Notices, portal::Scheme},
};

#[test]
fn a_second_start_hands_its_link_to_the_window_that_is_open() {
    let Some(screen) = Screen::here() else { return };
    let relay = Relay::start();
    let setup = Setup::new("Ann").argument("--no-lan").relay(relay.quic());
    let ann = screen.open(&setup, 0);
    ann.wait_for("Create room");

    // Without anything, it is the window that is there which comes forward.
    assert_eq!(ann.start_again(&setup).code(), Some(0));
    ann.wait_until("it calls for attention", |ann| ann.wants_attention());

    // Damaged: that window says so.
    let damaged = setup.clone().argument("tincan://join/x");
    assert_eq!(ann.start_again(&damaged).code(), Some(0));
    ann.wait_for("This link does not work");
    ann.click("Back to start");

    let mut ben = App::start("Ben", relay.quic());
    let invite = ben.create();
    let whole = setup.clone().argument(&invite.link);
    ann.click("Settings");
    ann.wait_for("About");
    assert_eq!(ann.start_again(&whole).code(), Some(0));
    ann.wait_for("Join this room");
    screen.picture("link-handed");
    // Nothing was dialled: the room still waits, and lets somebody else in.
    let mut cleo = App::start("Cleo", relay.quic());
    cleo.join(&invite.code);
    ben.connected();
    cleo.connected();
    cleo.quit();
    ben.closed("peer_left");

    let again = setup.clone().argument(&ben.create().link);
    assert_eq!(ann.start_again(&again).code(), Some(0));
    ann.click("Join this room");
    ben.connected();
    ann.wait_for("Ben");
    // In a room a link waits, and one is told.
    assert_eq!(ann.start_again(&again).code(), Some(0));
    ann.wait_for("Leave the room you are in first");
}

#[test]
fn a_notification_says_no_word_and_no_name_and_brings_the_window_forward() {
    let Some(screen) = Screen::here() else { return };
    let notices = screen.notices();
    let relay = Relay::start();
    let setup = Setup::new("Ann").argument("--no-lan").relay(relay.quic());
    let ann = screen.open(&setup, 0);
    ann.click("Create room");
    let code = ann.wait_for_code();
    // She looks elsewhere.
    let other = screen.open(&Setup::new("Cleo").argument("--no-lan"), 1120);
    other.click("Room code");
    let mut ben = App::start("Ben", relay.quic());
    ben.join(&code);
    ben.connected();
    let says = |words: &'static str| {
        move |notices: &Notices| notices.shown().iter().any(|notice| notice.words == words)
    };
    ann.wait_until("somebody came in", |_| {
        says("Somebody is in your room")(&notices)
    });
    ben.say("The key is under the mat.");
    ann.wait_until("a message came", |_| says("New message")(&notices));
    let shown = notices.shown();
    assert_eq!(shown.len(), 1, "the newest says it all: {shown:?}");
    notices.click(shown[0].id).expect("the bus");
    ann.wait_until("it calls for attention", |ann| ann.wants_attention());
    ann.click("Message");
    ben.say("Seen?");
    ann.wait_for("Seen?");
    ann.wait_until("it was seen", |_| notices.shown().is_empty());
}

#[test]
fn the_window_looks_as_the_desktop_says_and_comes_back_where_it_was() {
    let Some(screen) = Screen::here() else { return };
    let portal = screen.portal(Scheme::Dark);
    let setup = Setup::new("Ann").at_home().argument("--no-lan");
    let ann = screen.open(&setup, 0);
    ann.wait_for("Create room");
    ann.wait_until("it is dark", Window::is_dark);
    portal.change(Scheme::Light).expect("the bus");
    ann.wait_until("it is light", |ann| !ann.is_dark());

    ann.resize(900, 600);
    ann.wait_until("it is smaller", |ann| ann.place().2 == 900);
    let place = ann.place();
    let home = ann.close();
    let again = screen.open_in(&setup, home);
    again.wait_for("Create room");
    again.wait_until("it is where it was", |again| again.place() == place);
}

#[test]
fn headless_says_that_a_window_is_open_with_its_profile() {
    let Some(screen) = Screen::here() else { return };
    let setup = Setup::new("Ann").argument("--no-lan");
    let ann = screen.open(&setup, 0);
    ann.wait_for("Create room");
    let settings = ann.profile().join("settings.toml");
    let before = fs::read(&settings).expect("settings");
    let mut headless = setup.command_in(ann.profile());
    let output = headless.arg("headless").stdin(std::process::Stdio::null());
    let output = output.output().expect("an end");
    assert!(output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("A window is open with this profile."),
        "{said}"
    );
    assert_eq!(fs::read(&settings).expect("settings"), before);
}

#[test]
fn the_system_opens_links_with_the_window_until_the_person_says_no() {
    let Some(screen) = Screen::here() else { return };
    let relay = Relay::start();
    let setup = Setup::new("Ann").at_home().argument("--no-lan");
    let ann = screen.open(&setup.relay(relay.quic()), 0);
    let entry = ann
        .profile()
        .join(".local/share/applications/tincan.desktop");
    ann.wait_until("it is registered", |_| entry.exists());

    let mut ben = App::start("Ben", relay.quic());
    let link = ben.create().link;
    let mut open = Command::new("gio");
    open.args(["open", &link]);
    home(&mut open, ann.profile());
    screen.on_display(&mut open);
    ann.wait_until("the system opens a link", |_| {
        let opened = open.output().expect("gio");
        opened.status.success()
    });
    ann.wait_for("Join this room");
    ann.click("Join this room");
    ben.connected();
    ben.send(json!({"do": "leave"}));
    ann.click("Back to start");

    ann.click("Settings");
    ann.click("Privacy");
    ann.click("Open tincan:// links with this app");
    ann.wait_until("it is taken back", |_| !entry.exists());
    screen.picture("privacy");
    ann.ask_to_close();
    ann.ended();
}

/// What hides every driver for OpenGL.
const NO_OPENGL: [(&str, &str); 2] = [
    ("LIBGL_DRIVERS_PATH", "/dev/null"),
    ("__EGL_VENDOR_LIBRARY_FILENAMES", "/dev/null"),
];
/// What hides every driver for Vulkan.
const NO_VULKAN: [(&str, &str); 2] = [
    ("VK_ICD_FILENAMES", "/dev/null"),
    ("VK_DRIVER_FILES", "/dev/null"),
];

/// Asked for when it starts.
fn given(renderer: &str) -> Setup {
    let setup = Setup::new("Ann").argument("--no-lan");
    setup.argument("--renderer").argument(renderer)
}

/// Chosen in the settings.
fn chosen(renderer: &str) -> Setup {
    let settings = format!("renderer = \"{renderer}\"\n");
    let setup = Setup::new("Ann").argument("--no-lan");
    setup.settings(&settings)
}

fn without(setup: Setup, hidden: &[(&str, &str)]) -> Setup {
    let hide = |setup: Setup, (name, value): &(&str, &str)| setup.variable(name, value);
    hidden.iter().fold(setup, hide)
}

#[test]
fn one_renderer_draws_where_the_other_cannot() {
    let Some(screen) = Screen::here() else { return };
    for (setup, hidden, said) in [
        (
            given("gl"),
            NO_OPENGL,
            Some("OpenGL cannot draw here, Vulkan is tried"),
        ),
        (
            chosen("wgpu"),
            NO_VULKAN,
            Some("Vulkan cannot draw here, OpenGL is tried"),
        ),
        (chosen("gl"), NO_VULKAN, None),
        (given("wgpu"), NO_OPENGL, None),
    ] {
        let (ann, _) = screen.open_timed(&without(setup, &hidden));
        ann.wait_for("Create room");
        let mut log = ann.take_log();
        if let Some(said) = said {
            ann.wait_until(said, |ann| {
                log.extend(ann.take_log());
                log.iter().any(|line| line.contains(said))
            });
        } else {
            let tells = log.iter().any(|line| line.contains("cannot draw"));
            assert!(!tells, "{log:?}");
        }
        ann.close();
    }
}

#[test]
fn where_nothing_can_draw_it_says_so() {
    let Some(screen) = Screen::here() else { return };
    let hidden = [NO_OPENGL, NO_VULKAN].concat();
    let (mut command, _profile) = without(given("gl"), &hidden).command();
    screen.on_display(&mut command);
    let (mut tincan, _, _) = Process::start("tincan", &mut command);
    assert_eq!(tincan.wait(PATIENCE).code(), Some(1));
    let said = tincan.whole_log().join("\n");
    let last = "tincan: This system can draw no window: OpenGL says \"";
    assert!(
        said.contains(last) && said.contains("and Vulkan says"),
        "{said}"
    );
}
