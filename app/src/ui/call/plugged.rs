//! Devices that are unplugged and plugged in again while they are used.
//!
//! A sound system may move a stream to another device without a word: then the
//! lists tell.

use tincan_media::devices::{Change, Devices, Event, Kind};

use crate::calls::Remembered;

/// What happened to the devices that were chosen by name.
pub(super) fn changes(before: &Devices, now: &Devices, kept: &Remembered) -> Vec<Event> {
    let kinds = [
        (
            Kind::Microphone,
            &kept.microphone,
            &before.microphones,
            &now.microphones,
        ),
        (
            Kind::Speaker,
            &kept.speaker,
            &before.speakers,
            &now.speakers,
        ),
        (Kind::Camera, &kept.camera, &before.cameras, &now.cameras),
    ];
    let changes = kinds.into_iter().filter_map(|(kind, name, before, now)| {
        let name = name.as_ref()?;
        let change = match (before.contains(name), now.contains(name)) {
            (true, false) => Change::Lost,
            (false, true) => Change::Works,
            _ => return None,
        };
        Some(Event {
            kind,
            name: Some(name.clone()),
            change,
        })
    });
    changes.collect()
}

/// Whether what it happened to is known to be away: a stream to it was opened
/// just before, and says so late.
pub(super) fn is_away(now: &Devices, event: &Event) -> bool {
    let known = match event.kind {
        Kind::Microphone => &now.microphones,
        Kind::Speaker => &now.speakers,
        Kind::Camera => &now.cameras,
        Kind::Screen | Kind::Window => return false,
    };
    event
        .name
        .as_ref()
        .is_some_and(|name| !known.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_devices_that_were_chosen_are_news() {
        let all = |names: &[&str]| Devices {
            microphones: names.iter().map(|name| (*name).to_owned()).collect(),
            speakers: vec!["Yeti".to_owned()],
            ..Devices::default()
        };
        let kept = Remembered {
            microphone: Some("Yeti".to_owned()),
            speaker: Some("Yeti".to_owned()),
            ..Remembered::default()
        };
        let (with, without) = (all(&["Laptop", "Yeti"]), all(&["Laptop"]));
        let said = changes(&with, &without, &kept);
        assert_eq!(said.len(), 1);
        assert_eq!(
            (said[0].kind, said[0].change),
            (Kind::Microphone, Change::Lost)
        );
        assert_eq!(changes(&without, &with, &kept)[0].change, Change::Works);
        assert!(changes(&with, &with, &kept).is_empty());
        let works = &changes(&without, &with, &kept)[0];
        assert!(is_away(&without, works) && !is_away(&with, works));
        assert!(changes(&with, &without, &Remembered::default()).is_empty());
    }
}
