//! What is chosen, dropped and pasted goes to the other.

use std::path::PathBuf;

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable;
use tincan_net::{Content, TransferKind};
use tincan_pictures::{Pixels, Size};

use super::{GIF, Scene, picture, tells};
use crate::stage::Stage;

#[test]
fn a_chosen_picture_goes_without_what_it_tells() {
    let mut scene = Scene::new();
    let path = scene.file("Ben on holiday.png", &picture());
    let words = scene.file("notes.txt", b"words");
    scene.chooses(&[path, words.clone()]);
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    let sent = scene.sent(2);
    let (Content::Memory { name, bytes }, Some(TransferKind::Image)) = &sent[0] else {
        panic!("{sent:?}")
    };
    assert_eq!(name, "picture.png");
    assert!(!tells(bytes));
    assert_eq!(sent[1], (Content::Path(words), Some(TransferKind::File)));
}

#[test]
fn whoever_wants_to_send_everything_is_told_so() {
    let mut scene = Scene::new();
    let path = scene.file("Ben on holiday.png", &picture());
    scene.chooses(std::slice::from_ref(&path));
    scene.stage.press("Send pictures or files");
    scene.stage.press("As files, with everything in them…");
    let sent = scene.sent(1);
    assert_eq!(sent[0], (Content::Path(path), Some(TransferKind::File)));

    scene.stage.press("Send pictures or files");
    assert!(scene.stage.shows("Pictures are sent without where, when"));
    let switch = |stage: &Stage| {
        let switch = stage
            .window
            .get_by_role_and_label(Role::CheckBox, "Remove location and camera data");
        switch.click();
    };
    switch(&scene.stage);
    scene.stage.window.run();
    assert!(
        scene
            .stage
            .shows("Pictures are sent with everything in them")
    );
    scene.stage.press("Pictures and files…");
    let sent = scene.sent(1);
    let (Content::Memory { name, bytes }, Some(TransferKind::Image)) = &sent[0] else {
        panic!("{sent:?}")
    };
    assert_eq!(name, "Ben on holiday.png");
    assert!(tells(bytes));
    assert!(
        scene
            .stage
            .shows("Sent with everything that is in the file.")
    );
}

#[test]
fn what_is_dropped_is_counted_and_sent() {
    let mut scene = Scene::new();
    let paths = [
        scene.file("a.png", &picture()),
        scene.file("b.gif", GIF),
        scene.file("c.txt", &[0; 5000]),
    ];
    let held = |path: &PathBuf| egui::HoveredFile {
        path: Some(path.clone()),
        ..Default::default()
    };
    scene.stage.window.input_mut().hovered_files = paths.iter().map(held).collect();
    scene.waits_for("Drop to send");
    scene.waits_for("2 pictures, 1 file");
    let dropped = |path: &PathBuf| egui::DroppedFile {
        path: Some(path.clone()),
        ..Default::default()
    };
    scene.stage.window.input_mut().hovered_files.clear();
    scene.stage.window.input_mut().dropped_files = paths.iter().map(dropped).collect();
    let sent = scene.sent(3);
    let kinds: Vec<_> = sent.iter().map(|(_, kind)| kind.expect("a kind")).collect();
    assert_eq!(
        kinds,
        [TransferKind::Image, TransferKind::Gif, TransferKind::File]
    );
    assert!(!scene.stage.shows("Drop to send"));
}

#[test]
fn a_picture_is_pasted_and_words_are_words() {
    let mut scene = Scene::new();
    *scene.person.copied.lock().unwrap() = Some(Pixels {
        size: Size::new(5, 4),
        rgba: vec![9; 80],
    });
    // The window system keeps the key that goes down, and tells of words only.
    let comes_up = egui::Event::Key {
        key: Key::V,
        physical_key: None,
        pressed: false,
        repeat: false,
        modifiers: Modifiers::COMMAND,
    };
    scene
        .stage
        .window
        .event(egui::Event::Paste("hi".to_owned()));
    scene.stage.window.event(comes_up.clone());
    scene.stage.window.run();
    scene.stage.window.event(comes_up);
    scene.waits_for("picture.png goes with your words");
    scene.stage.press("Send");
    let sent = scene.sent(1);
    let (Content::Memory { name, bytes }, Some(TransferKind::Image)) = &sent[0] else {
        panic!("{sent:?}")
    };
    assert_eq!(name, "picture.png");
    let pasted = tincan_pictures::decode(bytes, Size::new(9, 9)).unwrap();
    assert_eq!(pasted.size, Size::new(5, 4));
}

#[test]
fn copied_files_are_sent_and_not_pasted_as_their_names() {
    let mut scene = Scene::new();
    let file = scene.file("notes.txt", b"words");
    *scene.person.files.lock().unwrap() = vec![file.clone()];
    let name = format!("file://{}", file.display());
    scene.stage.pastes(&name);
    let sent = scene.sent(1);
    assert_eq!(sent[0], (Content::Path(file), Some(TransferKind::File)));
    // A path that only looks like it is pasted as it is.
    scene.person.files.lock().unwrap().clear();
    scene.stage.pastes("/etc/hostname is a file");
    scene.until(|stage| {
        let composer = stage
            .window
            .get_by_role_and_label(Role::MultilineTextInput, "Message");
        (composer.value().as_deref() == Some("/etc/hostname is a file")).then_some(())
    });
}

#[test]
fn what_cannot_be_shown_goes_as_a_file_and_says_so() {
    let mut scene = Scene::new();
    let avif = scene.file("a.avif", b"\0\0\0\x20ftypavif\0\0\0\0avifmif1miaf and more");
    scene.chooses(std::slice::from_ref(&avif));
    scene.stage.press("Send pictures or files");
    scene.stage.press("Pictures and files…");
    let sent = scene.sent(1);
    assert_eq!(sent[0], (Content::Path(avif), Some(TransferKind::File)));
    scene.waits_for("AVIF and HEIC cannot be shown");
    let folder = scene.folder.path().to_owned();
    scene.chooses(std::slice::from_ref(&folder));
    scene.stage.press("Send pictures or files");
    scene.stage.press("A folder…");
    let sent = scene.sent(1);
    assert_eq!(sent[0], (Content::Path(folder), Some(TransferKind::File)));
    scene.waits_for("What is in the folder goes as files");
}
