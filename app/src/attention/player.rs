//! Plays sounds, one after the other, on a thread of its own. The speaker is
//! open only as long as there is something to play.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use tincan_media::{
    devices::{Events, Speaker, Wanted},
    io::{CHUNK, SoundSink},
};

use super::Sound;

/// A speaker that takes longer to open has missed its moment.
const OPENING: Duration = Duration::from_secs(1);

/// Silence at the end, until the last of the sound has left the device: 200 ms.
const TAIL: usize = 20;

/// Between the end of a ring and its next beginning.
const PAUSE: Duration = Duration::from_millis(1200);

/// Nobody rings for longer, whatever we are told or not.
const RINGING: Duration = Duration::from_secs(90);

/// What the window asks for.
#[derive(Clone, Debug)]
pub(super) enum Order {
    Once(Sound),
    /// Again and again, or no longer.
    Ring(Option<Sound>),
    /// By another speaker from now on.
    By(Wanted),
}

/// Plays what comes, until nobody can send any more.
pub(super) fn start(orders: Receiver<Order>) {
    let player = thread::Builder::new().name("sounds".to_owned());
    let started = player.spawn(move || Player::default().run(&orders));
    if let Err(error) = started {
        tracing::warn!("there will be no sounds: {error}");
    }
}

#[derive(Default)]
struct Player {
    /// What rings, and since when.
    rings: Option<(Sound, Instant)>,
    speaker: Wanted,
}

impl Player {
    fn run(&mut self, orders: &Receiver<Order>) {
        let mut next = Ok(None);
        while let Ok(order) = next {
            let sound = match order {
                Some(order) => self.take(order),
                None => self.ring(),
            };
            if let Some(sound) = sound {
                self.play(sound, orders);
            }
            next = match self.rings {
                None => orders.recv().map(Some).map_err(drop),
                Some(_) => match orders.recv_timeout(PAUSE) {
                    Ok(order) => Ok(Some(order)),
                    Err(RecvTimeoutError::Timeout) => Ok(None),
                    Err(RecvTimeoutError::Disconnected) => Err(()),
                },
            };
        }
    }

    /// What is to be played for an order.
    fn take(&mut self, order: Order) -> Option<Sound> {
        match order {
            Order::Once(sound) => Some(sound),
            Order::By(speaker) => {
                self.speaker = speaker;
                None
            }
            Order::Ring(sound) => {
                self.rings = sound.map(|sound| (sound, Instant::now()));
                sound
            }
        }
    }

    /// What rings once more.
    fn ring(&mut self) -> Option<Sound> {
        self.rings = self.rings.filter(|(_, since)| since.elapsed() < RINGING);
        self.rings.map(|(sound, _)| sound)
    }

    /// Plays `first` and what is ordered meanwhile, which ends it when it was
    /// to ring no longer.
    fn play(&mut self, first: Sound, orders: &Receiver<Order>) {
        let Some(mut speaker) = open(self.speaker.clone()) else {
            tracing::debug!("no speaker for a sound");
            return;
        };
        let mut next = Some(first);
        while let Some(sound) = next {
            next = None;
            for chunk in sound.samples().chunks(CHUNK) {
                if next.is_none()
                    && let Ok(order) = orders.try_recv()
                {
                    let ends = self.rings.is_some() && matches!(order, Order::Ring(_));
                    next = self.take(order);
                    if ends {
                        break;
                    }
                }
                let mut padded = [0; CHUNK];
                padded[..chunk.len()].copy_from_slice(chunk);
                write(&mut speaker, &padded);
            }
        }
        for _ in 0..TAIL {
            write(&mut speaker, &[0; CHUNK]);
        }
    }
}

fn open(wanted: Wanted) -> Option<Speaker> {
    let (events, _) = Events::channel();
    let mut speaker = Speaker::new(wanted, events);
    let deadline = Instant::now() + OPENING;
    while Instant::now() < deadline {
        // This is also what opens it.
        speaker.wait();
        if speaker.is_open() {
            return Some(speaker);
        }
    }
    None
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
