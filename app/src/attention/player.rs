//! Plays sounds, one after the other, on a thread of its own. The speaker is
//! open only as long as there is something to play.

use std::{
    sync::mpsc::Receiver,
    thread,
    time::{Duration, Instant},
};

use tincan_media::{
    devices::{Change, Events, Speaker, Wanted},
    io::{CHUNK, SoundSink},
};

use super::Sound;

/// A speaker that takes longer to open has missed its moment.
const OPENING: Duration = Duration::from_secs(1);

/// Silence at the end, until the last of the sound has left the device: 200 ms.
const TAIL: usize = 20;

/// Plays what comes, until nobody can send any more.
pub(super) fn start(to_play: Receiver<Sound>) {
    let player = thread::Builder::new().name("sounds".to_owned());
    let started = player.spawn(move || {
        while let Ok(sound) = to_play.recv() {
            play(sound, &to_play);
        }
    });
    if let Err(error) = started {
        tracing::warn!("there will be no sounds: {error}");
    }
}

/// Plays `first` and what comes meanwhile.
fn play(first: Sound, to_play: &Receiver<Sound>) {
    let (events, happens) = Events::channel();
    let mut speaker = Speaker::new(Wanted::Default, events);
    let deadline = Instant::now() + OPENING;
    loop {
        // This is also what opens it.
        speaker.wait();
        if happens
            .try_iter()
            .any(|event| event.change == Change::Works)
        {
            break;
        }
        if Instant::now() >= deadline {
            tracing::debug!("no speaker for a sound");
            return;
        }
    }
    let mut next = Some(first);
    while let Some(sound) = next {
        for chunk in sound.samples().chunks(CHUNK) {
            let mut padded = [0; CHUNK];
            padded[..chunk.len()].copy_from_slice(chunk);
            write(&mut speaker, &padded);
        }
        next = to_play.try_recv().ok();
    }
    for _ in 0..TAIL {
        write(&mut speaker, &[0; CHUNK]);
    }
}

fn write(speaker: &mut Speaker, samples: &[i16; CHUNK]) {
    let deadline = Instant::now() + OPENING;
    while speaker.wait().is_none() {
        if Instant::now() >= deadline {
            return;
        }
    }
    speaker.write(samples);
}
