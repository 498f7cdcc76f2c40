//! What each thread of a call does.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use super::{
    call::FULL_VOLUME,
    incoming::Feedback,
    latest::Latest,
    seam::{Arrived, Lane, Outbox},
    shared::{Shared, lock},
    steps::Steps,
};
use crate::{
    Processing,
    codec::{Content, FRAME, VideoDecoder, VideoError},
    io::{CHUNK, CHUNK_TIME, PictureSource, SoundSink, SoundSource},
    picture::Picture,
    send::{
        pictures::{PictureSender, is_full},
        rate::Here,
    },
    wire::Packet,
};

/// The longest that a thread waits for something to do.
const NAP: Duration = Duration::from_millis(20);
/// Sound on its way to the echo canceller: half a second.
const RENDERED: usize = 50;

/// Hears until told to stop; then tells the peer that nobody speaks.
pub(super) fn hear(
    shared: &Shared,
    stop: &AtomicBool,
    mut source: Box<dyn SoundSource>,
    processed: bool,
) {
    let (producer, mut rendered) = rtrb::RingBuffer::new(RENDERED);
    let mut processing = processed.then(Processing::default);
    if processing.is_some() {
        *lock(&shared.rendered) = Some(producer);
    }
    let mut steps = Steps::default();
    let (mut first, mut begun) = ([0; CHUNK], None);
    let mut chunk = [0; CHUNK];
    while !stop.load(Ordering::Relaxed) {
        let Some(measured) = source.read(&mut chunk) else {
            begun = None;
            continue;
        };
        if let Some(processing) = &mut processing {
            // What is played before what is heard, so that echo is known.
            while let Ok(played) = rendered.pop() {
                processing.render(&played);
            }
            let age = measured.elapsed().saturating_sub(CHUNK_TIME);
            let speaker = shared.speaker_us.load(Ordering::Relaxed);
            processing.set_delay(age + Duration::from_micros(u64::from(speaker)));
            processing.capture(&mut chunk);
        }
        shared.level.fetch_max(loudest(&chunk), Ordering::Relaxed);
        if !shared.talking.load(Ordering::Relaxed) {
            chunk.fill(0);
        }
        let at = steps.next(measured, CHUNK_TIME);
        match begun.take() {
            None => {
                (first, begun) = (chunk, Some(at));
                // Half a frame after the last packet.
                speak_again(shared);
            }
            Some(at) => speak(shared, &first, &chunk, at),
        }
    }
    drop(source);
    *lock(&shared.rendered) = None;
    let mut at = steps.next(Instant::now(), CHUNK_TIME);
    for _ in 0..50 {
        if lock(&shared.voice).said_quiet() {
            break;
        }
        speak(shared, &[0; CHUNK], &[0; CHUNK], at);
        at += 2 * CHUNK_TIME;
    }
    lock(&shared.voice).forget();
}

/// Encodes and sends a frame of two chunks.
fn speak(shared: &Shared, first: &[i16; CHUNK], second: &[i16; CHUNK], at: Instant) {
    let mut frame = [0; FRAME];
    frame[..CHUNK].copy_from_slice(first);
    frame[CHUNK..].copy_from_slice(second);
    let target = lock(&shared.outgoing).sound();
    let mut voice = lock(&shared.voice);
    let encoded = voice
        .set_target(target)
        .and_then(|()| voice.encode(&frame, shared.time(at)));
    drop(voice);
    match encoded {
        Ok(Some(sound)) => {
            shared.send(Lane::Sound, &Packet::Sound(sound));
        }
        Ok(None) => {}
        Err(error) => tracing::error!(%error, "a voice was not encoded"),
    }
}

fn loudest(chunk: &[i16; CHUNK]) -> u16 {
    chunk.iter().map(|s| s.unsigned_abs()).max().unwrap_or(0)
}

/// Sends the last packet of sound once more, where much is lost.
fn speak_again(shared: &Shared) {
    let again = lock(&shared.voice).again();
    if let Some(sound) = again {
        shared.send(Lane::Sound, &Packet::Sound(sound));
    }
}

/// Plays until told to stop.
pub(super) fn play(shared: &Shared, stop: &AtomicBool, mut sink: Box<dyn SoundSink>) {
    let mut chunk = [0; CHUNK];
    let mut steps = Steps::default();
    while !stop.load(Ordering::Relaxed) {
        let Some(heard_at) = sink.wait() else {
            continue;
        };
        let now = Instant::now();
        // The speaker goes on evenly, also where this thread is woken late.
        let even = steps.next(now, CHUNK_TIME);
        let speaker = heard_at.saturating_duration_since(now);
        let micros = u32::try_from(speaker.as_micros()).unwrap_or(u32::MAX);
        shared.speaker_us.store(micros, Ordering::Relaxed);
        lock(&shared.incoming).pull(even, speaker, &mut chunk);
        shared.heard.fetch_max(loudest(&chunk), Ordering::Relaxed);
        at_volume(&mut chunk, shared.volume.load(Ordering::Relaxed));
        if let Some(rendered) = &mut *lock(&shared.rendered) {
            // Full when nobody listens at the moment.
            let _ = rendered.push(chunk);
        }
        sink.write(&chunk);
    }
}

/// Makes sound as quiet as wanted, in hundredths. What is heard as half as loud
/// has a tenth of the power (Stevens): the square comes near enough, and reaches
/// silence.
fn at_volume(chunk: &mut [i16; CHUNK], percent: u16) {
    let part = f32::from(percent.min(FULL_VOLUME.into())) / f32::from(FULL_VOLUME);
    if part < 1.0 {
        for sample in chunk {
            *sample = (f32::from(*sample) * part * part) as i16;
        }
    }
}

/// Sends pictures until told to stop.
pub(super) fn see(
    shared: &Shared,
    stop: &AtomicBool,
    mut source: Box<dyn PictureSource>,
    content: Content,
    own: &Latest<Arc<Picture>>,
) {
    let first = shared.counts.frame.load(Ordering::Relaxed);
    let mut sender = PictureSender::new(content, first);
    let mut before = sender.counts();
    while !stop.load(Ordering::Relaxed) {
        let Some((picture, at)) = source.next() else {
            continue;
        };
        own.put(picture.clone());
        let now = Instant::now();
        let mut outgoing = lock(&shared.outgoing);
        let target = outgoing.pictures(now, picture.size(), content);
        let load = outgoing.load(target.map_or(0, |(_, bits)| bits));
        let behind = outgoing.is_behind();
        if outgoing.take_key_wanted() {
            sender.on_keyframe_please();
        }
        drop(outgoing);
        shared
            .sending_pictures
            .store(target.is_some(), Ordering::Relaxed);
        let mut path = shared.path();
        let pacer = lock(&shared.pacer);
        path.in_flight += pacer.backlog();
        let full = behind || pacer.is_stuck(now) || is_full(path, load);
        drop(pacer);
        let pieces = sender
            .set_target(target)
            .and_then(|()| sender.offer(now, &picture, shared.time(at), full));
        match pieces {
            Ok(pieces) => {
                tracing::trace!(
                    full,
                    in_flight = path.in_flight,
                    bytes = pieces.iter().map(|piece| piece.data.len()).sum::<usize>(),
                    key = pieces.iter().any(|piece| piece.key),
                    "a picture"
                );
                if !lock(&shared.pacer).push(now, pieces, load) {
                    // What follows must not build on what is not sent.
                    sender.on_keyframe_please();
                }
                shared.paced.notify_one();
            }
            Err(error) => tracing::error!(%error, "a picture was not encoded"),
        }
        let counts = sender.counts();
        let took = now.elapsed();
        if counts.sent > before.sent {
            if content == Content::Camera {
                lock(&shared.outgoing).on_encoded(took);
            }
            let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
            shared.counts.encode_us.fetch_add(micros, Ordering::Relaxed);
        }
        let add = |counter: &AtomicU64, by| counter.fetch_add(by, Ordering::Relaxed);
        add(&shared.counts.sent, counts.sent - before.sent);
        add(&shared.counts.left_out, counts.left_out - before.left_out);
        before = counts;
        shared
            .counts
            .frame
            .store(sender.next_frame(), Ordering::Relaxed);
    }
    drop(source);
    shared.sending_pictures.store(false, Ordering::Relaxed);
    own.take();
}

/// Sends pieces of pictures in their turn, until told to stop.
pub(super) fn pace(shared: &Shared, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let now = Instant::now();
        let mut pacer = lock(&shared.pacer);
        let piece = pacer.poll(now, shared.path());
        if let Some(piece) = piece {
            drop(pacer);
            if !shared.send(Lane::Pictures, &Packet::Piece(piece)) {
                // What follows must not build on what was not sent.
                lock(&shared.outgoing).on_keyframe_please();
            }
            continue;
        }
        let next = pacer
            .poll_timeout()
            .map(|next| next.saturating_duration_since(now));
        let wait = next.unwrap_or(NAP).min(NAP);
        drop(shared.paced.wait_timeout(pacer, wait));
    }
}

/// Decodes and shows the peer's pictures until told to stop.
pub(super) fn show(shared: &Shared, stop: &AtomicBool) {
    shared.shower.get_or_init(thread::current);
    let mut decoder = None;
    while !stop.load(Ordering::Relaxed) {
        let now = Instant::now();
        let next = lock(&shared.incoming).next_picture(now);
        let more = next.is_some();
        if let Some((whole, late)) = next {
            match decode(&mut decoder, &whole.data) {
                Ok(Some(picture)) => {
                    lock(&shared.queue).insert(whole.time, late, Arc::new(picture));
                }
                Ok(None) => {}
                Err(error) => {
                    tracing::debug!(%error, "a picture was not decoded");
                    lock(&shared.incoming).on_undecodable();
                }
            }
            let took = u64::try_from(now.elapsed().as_micros()).unwrap_or(u64::MAX);
            shared.counts.decoded.fetch_add(1, Ordering::Relaxed);
            shared.counts.decode_us.fetch_add(took, Ordering::Relaxed);
        }
        let wait = put_on_screen(shared);
        if !more {
            // Woken when a packet has come.
            thread::park_timeout(wait.min(NAP));
        }
    }
}

fn decode(decoder: &mut Option<VideoDecoder>, data: &[u8]) -> Result<Option<Picture>, VideoError> {
    let decoder = match decoder {
        Some(decoder) => decoder,
        none => none.insert(VideoDecoder::new()?),
    };
    decoder.decode(data)
}

/// Shows what is due; how long until the next is.
fn put_on_screen(shared: &Shared) -> Duration {
    let (clock, sound) = {
        let incoming = lock(&shared.incoming);
        (incoming.clock().clone(), incoming.sound_delay())
    };
    let now = Instant::now();
    let mut queue = lock(&shared.queue);
    let due = queue.poll(now, &clock, Some(sound));
    let next = queue.next(&clock, Some(sound));
    if let Some((_, picture)) = &due {
        let size = picture.size();
        let packed = (size.width() as u64) << 32 | size.height() as u64;
        shared.counts.size.store(packed, Ordering::Relaxed);
        // Not after the word that this was the last: it needs the queue, too.
        shared.screen.put(picture.clone());
    }
    drop(queue);
    if let Some((_, picture)) = due {
        if let Some(sink) = &mut *lock(&shared.sink) {
            sink.show(&picture);
        }
        (shared.on_picture)();
    }
    next.map_or(NAP, |next| next.saturating_duration_since(now))
}

/// Sorts packets and tells the peer what came, until told to stop or nobody can
/// deliver any more.
pub(super) fn packets(shared: &Shared, stop: &AtomicBool, outbox: &Outbox) {
    while !stop.load(Ordering::Relaxed) {
        let Ok(arrived) = outbox.take(NAP) else {
            return;
        };
        let now = Instant::now();
        shared
            .counts
            .flooded
            .store(outbox.dropped(), Ordering::Relaxed);
        let mut incoming = lock(&shared.incoming);
        let feedback = arrived.and_then(|Arrived { at, packet }| incoming.on_packet(at, &packet));
        let told = incoming.poll_packet(now);
        let queue = u32::try_from(incoming.queue().as_micros()).unwrap_or(u32::MAX);
        drop(incoming);
        shared.queue_back_us.store(queue, Ordering::Relaxed);
        if let Some(shower) = shared.shower.get() {
            shower.unpark();
        }
        if let Some(packet) = told {
            shared.send(Lane::Feedback, &packet);
        }
        let mut outgoing = lock(&shared.outgoing);
        match feedback {
            Some(Feedback::Report(report)) => {
                let here = Here {
                    path: shared.path(),
                    sent: shared.counts.bytes_out().iter().sum(),
                    waited: lock(&shared.pacer).waited(now),
                };
                outgoing.on_report(now, &report, here);
                shared.send.set_rate(outgoing.estimate());
            }
            Some(Feedback::KeyframePlease) => outgoing.on_keyframe_please(),
            None => {}
        }
        outgoing.on_tick(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volume_is_all_or_less_or_silence() {
        let at = |percent| {
            let mut chunk = [i16::MIN; CHUNK];
            at_volume(&mut chunk, percent);
            chunk[CHUNK - 1]
        };
        assert_eq!([100, u16::MAX].map(at), [i16::MIN; 2]);
        assert_eq!([50, 10, 0].map(at), [-8192, -327, 0]);
    }
}
