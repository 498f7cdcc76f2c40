//! The app is started again while its window is open.

use egui::{ViewportCommand, accesskit::Role};
use egui_kittest::kittest::Queryable;
use tincan::{instance::Summons, ui::Route};
use tincan_net::{Command, RoomState};
use tokio::sync::mpsc::{Sender, channel};

use super::stage::{LINK, RELAY, Stage, Start, waiting};

fn with_summons() -> (Stage, Sender<Summons>) {
    let (summon, summons) = channel(8);
    let change = Box::new(move |launch: &mut tincan::ui::Launch| {
        launch.known_relays = vec![RELAY.parse().expect("a relay")];
        launch.summons = Some(summons);
        launch.preferences.open_links = Some(true);
    });
    let stage = Start {
        change,
        ..Start::default()
    };
    (stage.go(), summon)
}

#[test]
fn the_window_comes_forward_and_a_link_waits_for_its_yes() {
    let (mut stage, summon) = with_summons();
    stage.press("Settings");
    summon.try_send(Summons::default()).unwrap();
    stage.window.step();
    assert!(stage.window_commands().contains(&ViewportCommand::Focus));
    assert_eq!(stage.route(), Route::Settings);

    summon.try_send(Summons::with(LINK)).unwrap();
    stage.window.run();
    assert_eq!(stage.route(), Route::Link);
    assert!(stage.asked().is_empty(), "nothing before the button");
    stage.press("Join this room");
    assert!(matches!(stage.asked()[..], [Command::Join { .. }]));
}

#[test]
fn a_link_pushes_no_room_away() {
    let (mut stage, summon) = with_summons();
    stage.enters(waiting(Some("47213"), false));
    summon.try_send(Summons::with(LINK)).unwrap();
    stage.window.run();
    assert_eq!(stage.route(), Route::Waiting);
    assert!(stage.shows("Leave the room you are in first."));
    stage.enters(RoomState::Closed {
        reason: tincan_net::CloseReason::Left,
        peer: None,
    });
    assert_eq!(stage.route(), Route::Link);
}

#[test]
fn the_person_says_whether_the_system_opens_links_here() {
    let (mut stage, _summon) = with_summons();
    stage.press("Settings");
    stage.press("Privacy");
    stage
        .window
        .get_by_role_and_label(Role::CheckBox, "Open tincan:// links with this app")
        .click();
    stage.window.run();
    let change = tincan::ui::SettingsChange::OpenLinks(false);
    assert!(stage.settings().contains(&change));
}
