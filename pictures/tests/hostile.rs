//! Files that were damaged on their way, or made to do damage.

mod files;

use std::{
    panic,
    sync::{
        Once,
        atomic::{AtomicUsize, Ordering},
    },
};

use files::{ALL, file};
use proptest::prelude::*;
use tincan_pictures::{Animation, Size, clean, decode, inspect};

/// Panics in this crate. Those of decoders by others are caught there, and
/// make a picture broken.
static PANICS: AtomicUsize = AtomicUsize::new(0);

fn count_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let ours = |file: &str| file.starts_with("pictures/src") || file.starts_with("src/");
            if info.location().is_some_and(|at| ours(at.file())) {
                PANICS.fetch_add(1, Ordering::SeqCst);
                before(info);
            } else if info
                .location()
                .is_some_and(|at| at.file().contains("tests/"))
            {
                before(info);
            }
        }));
    });
}

/// Does all that is done with a file of a stranger.
fn handle(bytes: &[u8]) {
    count_panics();
    let within = Size::new(40, 40);
    let info = inspect(bytes);
    let pixels = decode(bytes, within);
    if let Ok(pixels) = &pixels {
        assert!(info.is_ok(), "unpacked, so looked at: {info:?}");
        assert_eq!(pixels.rgba.len() as u64, pixels.size.pixels() * 4);
        assert!(pixels.size.width <= 40 && pixels.size.height <= 40);
    }
    if let Ok(new) = clean(bytes) {
        assert!(inspect(&new.bytes).is_ok(), "what is sent can be looked at");
        // What was broken beside the points may be gone.
        assert!(pixels.is_err() || decode(&new.bytes, within).is_ok());
    }
    if let Ok(mut animation) = Animation::open(bytes.into(), within) {
        for _ in 0..6 {
            let _ = animation.next_frame();
        }
    }
    assert_eq!(PANICS.load(Ordering::SeqCst), 0);
}

#[test]
fn a_file_may_stop_anywhere() {
    for name in ALL {
        let bytes = file(name);
        let step = (bytes.len() / 200).max(1);
        for end in (0..bytes.len()).step_by(step) {
            handle(&bytes[..end]);
        }
    }
}

#[test]
fn any_of_the_first_bytes_may_be_anything() {
    for name in ALL {
        let bytes = file(name);
        for at in 0..bytes.len().min(160) {
            for value in [0, 1, 0x7F, 0x80, 0xFF] {
                let mut changed = bytes.clone();
                changed[at] = value;
                handle(&changed);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn bytes_may_be_changed_taken_and_doubled(
        name in proptest::sample::select(&ALL),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of((any::<prop::sample::Index>(), 0_usize..64)),
        doubled in prop::option::of((any::<prop::sample::Index>(), 0_usize..64)),
    ) {
        let mut bytes = file(name);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some((at, length)) = cut {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.drain(at..end);
        }
        if let Some((at, length)) = doubled.filter(|_| !bytes.is_empty()) {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            let part = bytes[at..end].to_vec();
            bytes.splice(at..at, part);
        }
        handle(&bytes);
    }

    #[test]
    fn what_only_begins_like_a_picture_is_none(
        start in proptest::sample::select(&ALL),
        noise in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        let mut bytes = file(start)[..16].to_vec();
        bytes.extend(noise);
        handle(&bytes);
    }
}
