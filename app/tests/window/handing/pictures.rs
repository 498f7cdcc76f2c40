//! Pictures, and what moves.

use std::{sync::Arc, time::Duration};

use egui::{Key, Vec2};
use tincan_net::{Command, Direction, EventKind, TransferKind, TransferState};
use tincan_pictures::Size;

use super::{GIF, Scene, handed, id, picture, transfer};
use crate::stage::{Stage, Start, message};

#[test]
fn a_picture_is_shown_looked_at_copied_and_saved() {
    let mut scene = Scene::new();
    scene
        .stage
        .happens(handed(1, TransferKind::Image, &picture()));
    // Once it is there it is as large as it is.
    scene.until(|stage| {
        let rect = stage.button("Picture from Brave Heron").rect();
        (rect.width() == 60.0).then_some(())
    });
    scene.stage.press("Picture from Brave Heron");
    scene.waits_for("Zoom in");
    scene.stage.press("Zoom in");
    scene.stage.press("Fit the window");
    scene.stage.press("Copy picture");
    let person = Arc::clone(&scene.person);
    let copied = scene.until(|_| person.copied.lock().unwrap().clone());
    assert_eq!(copied.size, Size::new(60, 40));
    scene.stage.asked();
    scene.stage.press("Save to downloads");
    let asked = scene.stage.asked();
    assert!(
        matches!(&asked[..], [Command::AcceptFile { transfer, .. }] if *transfer == id(1)),
        "{asked:?}"
    );
    scene.stage.window.key_press(Key::Escape);
    scene.stage.window.run();
    assert!(!scene.stage.shows("Fit the window") && !scene.stage.shows("Zoom in"));
}

#[test]
fn a_damaged_picture_is_a_card_that_says_so() {
    let mut scene = Scene::new();
    let half = &picture()[..60];
    scene.stage.happens(handed(1, TransferKind::Image, half));
    scene.waits_for("picture.png: This picture is damaged.");
    scene.stage.happens(message(false, 1, "sorry"));
    assert!(scene.stage.shows("Heron: sorry"));
}

#[test]
fn what_moves_rests_when_nobody_looks() {
    let mut start = Start::default();
    start.appearance.less_motion = false;
    let mut scene = Scene::of(start);
    scene.stage.happens(handed(1, TransferKind::Gif, GIF));
    let delay = |stage: &Stage| {
        let output = &stage.window.output().viewport_output[&egui::ViewportId::ROOT];
        output.repaint_delay
    };
    // Frame after frame goes to the graphics card, more than there are.
    let mut frames = 0;
    scene.until(|stage| {
        frames += usize::from(!stage.window.output().textures_delta.set.is_empty());
        (frames > 6).then_some(())
    });
    scene.stage.window.input_mut().focused = false;
    scene.until(|stage| (delay(stage) == Duration::MAX).then_some(()));
    scene.stage.window.input_mut().focused = true;
    scene.until(|stage| (delay(stage) < Duration::MAX).then_some(()));
}

#[test]
fn a_narrow_window_has_room_for_it_all() {
    let mut scene = Scene::of(Start {
        size: Vec2::new(400.0, 700.0),
        ..Start::default()
    });
    let offered = transfer(1, Direction::In, TransferState::Offered);
    scene.stage.happens(EventKind::Transfer(offered));
    scene
        .stage
        .happens(handed(2, TransferKind::Image, &picture()));
    for label in ["Accept", "Decline", "Picture from Brave Heron", "Send"] {
        let rect = scene.stage.button(label).rect();
        assert!(
            rect.left() >= 8.0 && rect.right() <= 392.0,
            "{label}: {rect}"
        );
    }
}
