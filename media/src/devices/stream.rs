//! Streams of the sound system: opened with a format that it has, connected to
//! us by a lock-free ring.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    thread::Thread,
    time::{Duration, Instant},
};

use cpal::{
    BufferSize, FromSample, Sample, SampleFormat, SizedSample, StreamConfig, SupportedStreamConfig,
    traits::{DeviceTrait, HostTrait, StreamTrait},
};

use super::{
    Change, Wanted,
    stumbles::Stumbles,
    why::{absent, why},
};
use crate::codec::RATE;

/// A ring holds this much of a second.
const RING: u32 = 4;
/// Opening may take this long.
const OPENING: Duration = Duration::from_secs(3);
/// A stream that does not call us for so long is dead.
const SILENT: Duration = Duration::from_secs(2);
/// A stream that has handled this part of a second works. One to a device that
/// another program holds may take what fits into its buffer, and no more.
const WORKS: u32 = 4;

/// What a stream's callbacks tell, without locks.
#[derive(Debug, Default)]
pub(super) struct Signs {
    failed: AtomicBool,
    /// Between the device and a callback, in microseconds.
    latency: AtomicU32,
    /// The most samples of one channel that a callback handled at once.
    most: AtomicU32,
    /// Samples of one channel, and callbacks, so far.
    samples: AtomicU64,
    calls: AtomicU64,
    /// Callbacks that wanted more than there was.
    dry: AtomicU32,
    /// Who is to be woken.
    reader: OnceLock<Thread>,
}

impl Signs {
    /// What is heard now was captured so long ago. Sound systems are asked now and
    /// then, and what cpal says in between grows until they answer (PulseAudio: by
    /// up to 100 ms): the least is the truth, and does not jump.
    fn captured(&self, latency: Duration) {
        self.latency.fetch_min(micros(latency), Ordering::Relaxed);
    }

    /// What is played now is heard so much later.
    fn played(&self, latency: Duration) {
        self.latency.store(micros(latency), Ordering::Relaxed);
    }

    fn called(&self, samples: usize) {
        self.most.fetch_max(samples as u32, Ordering::Relaxed);
        self.samples.fetch_add(samples as u64, Ordering::Relaxed);
        self.calls.fetch_add(1, Ordering::Release);
        if let Some(reader) = self.reader.get() {
            reader.unpark();
        }
    }

    /// Between the device and a callback.
    pub(super) fn latency(&self) -> Duration {
        // A sound system that says more than this does not know.
        let micros = self.latency.load(Ordering::Relaxed).min(300_000);
        Duration::from_micros(u64::from(micros))
    }

    /// The most samples that a callback handled at once.
    pub(super) fn most(&self) -> usize {
        self.most.load(Ordering::Relaxed) as usize
    }

    /// Callbacks so far that wanted more than there was.
    pub(super) fn dry(&self) -> u32 {
        self.dry.load(Ordering::Relaxed)
    }

    /// The calling thread is woken at each callback.
    pub(super) fn wake_me(&self) {
        self.reader.get_or_init(std::thread::current);
    }
}

fn micros(duration: Duration) -> u32 {
    u32::try_from(duration.as_micros()).unwrap_or(u32::MAX)
}

/// A running stream and our end of its ring.
pub(super) struct Stream<End> {
    /// Stops when dropped.
    _stream: cpal::Stream,
    pub(super) name: String,
    pub(super) end: End,
    pub(super) signs: Arc<Signs>,
    /// Samples a second in the ring.
    pub(super) rate: u32,
    calls: (u64, Instant),
    stumbles: Stumbles,
}

impl<End> Stream<End> {
    /// Whether it is lost: it said so, or is there and has been silent for too
    /// long.
    pub(super) fn lost(&mut self, now: Instant) -> Option<Change> {
        let calls = self.signs.calls.load(Ordering::Acquire);
        if calls != self.calls.0 {
            self.calls = (calls, now);
        }
        if self.signs.failed.load(Ordering::Relaxed) {
            return Some(Change::Lost);
        }
        (now > self.calls.1 + SILENT).then_some(Change::Still)
    }

    /// Whether sound has really gone through it.
    pub(super) fn works(&self) -> bool {
        let samples = self.signs.samples.load(Ordering::Relaxed);
        samples >= u64::from(self.rate / WORKS)
    }

    /// Whether its buffer is too short.
    pub(super) fn stumbles(&mut self, now: Instant) -> bool {
        let samples = self.signs.samples.load(Ordering::Relaxed);
        self.stumbles.look(now, samples)
    }
}

/// What a microphone's stream leads to.
pub(super) type Heard = rtrb::Consumer<i16>;
/// What a speaker's stream comes from.
pub(super) type ToPlay = rtrb::Producer<i16>;

/// Opens a microphone that hands over pieces as long as `piece`, if it can.
pub(super) fn open_microphone(wanted: &Wanted, piece: Duration) -> Result<Stream<Heard>, Change> {
    let host = cpal::default_host();
    let device = match wanted {
        Wanted::Default => host.default_input_device(),
        Wanted::Named(name) => named(host.input_devices(), name)?,
    };
    let opened = device.ok_or(Change::Absent);
    let opened = opened.and_then(|device| listen_to(device, piece));
    opened.map_err(|change| or_absent(change, &host))
}

fn listen_to(device: cpal::Device, piece: Duration) -> Result<Stream<Heard>, Change> {
    let preferred = device.default_input_config().map_err(why)?;
    let ranges = device.supported_input_configs().map_err(why)?;
    let config = fit(preferred, ranges);
    let (producer, heard) = rtrb::RingBuffer::new((config.sample_rate() / RING) as usize);
    let signs = Arc::new(Signs {
        latency: AtomicU32::new(u32::MAX),
        ..Signs::default()
    });
    let open = |buffer_size, ring: &mut Option<rtrb::Producer<i16>>| {
        let stream = StreamConfig {
            channels: config.channels(),
            sample_rate: config.sample_rate(),
            buffer_size,
        };
        let ring = ring.take().ok_or(Change::Broken)?;
        match config.sample_format() {
            SampleFormat::F32 => listen::<f32>(&device, stream, ring, &signs),
            SampleFormat::I16 => listen::<i16>(&device, stream, ring, &signs),
            SampleFormat::I32 => listen::<i32>(&device, stream, ring, &signs),
            SampleFormat::I24 => listen::<cpal::I24>(&device, stream, ring, &signs),
            SampleFormat::U16 => listen::<u16>(&device, stream, ring, &signs),
            SampleFormat::U8 => listen::<u8>(&device, stream, ring, &signs),
            _ => Err(Change::Broken),
        }
    };
    let stream = open(buffer(&config, piece), &mut Some(producer))?;
    running(stream, &device, heard, signs, config.sample_rate())
}

/// Opens a speaker that asks for pieces as long as `piece`, if it can.
pub(super) fn open_speaker(wanted: &Wanted, piece: Duration) -> Result<Stream<ToPlay>, Change> {
    let host = cpal::default_host();
    let device = match wanted {
        Wanted::Default => host.default_output_device(),
        Wanted::Named(name) => named(host.output_devices(), name)?,
    };
    let opened = device.ok_or(Change::Absent);
    let opened = opened.and_then(|device| play_on(device, piece));
    opened.map_err(|change| or_absent(change, &host))
}

fn play_on(device: cpal::Device, piece: Duration) -> Result<Stream<ToPlay>, Change> {
    let preferred = device.default_output_config().map_err(why)?;
    let ranges = device.supported_output_configs().map_err(why)?;
    let config = fit(preferred, ranges);
    let (to_play, ring) = rtrb::RingBuffer::new((config.sample_rate() / RING) as usize);
    let signs = Arc::new(Signs::default());
    let stream = StreamConfig {
        channels: config.channels(),
        sample_rate: config.sample_rate(),
        buffer_size: buffer(&config, piece),
    };
    let stream = match config.sample_format() {
        SampleFormat::F32 => play::<f32>(&device, stream, ring, &signs),
        SampleFormat::I16 => play::<i16>(&device, stream, ring, &signs),
        SampleFormat::I32 => play::<i32>(&device, stream, ring, &signs),
        SampleFormat::I24 => play::<cpal::I24>(&device, stream, ring, &signs),
        SampleFormat::U16 => play::<u16>(&device, stream, ring, &signs),
        SampleFormat::U8 => play::<u8>(&device, stream, ring, &signs),
        _ => Err(Change::Broken),
    }?;
    running(stream, &device, to_play, signs, config.sample_rate())
}

fn running<End>(
    stream: cpal::Stream,
    device: &cpal::Device,
    end: End,
    signs: Arc<Signs>,
    rate: u32,
) -> Result<Stream<End>, Change> {
    stream.play().map_err(why)?;
    Ok(Stream {
        _stream: stream,
        name: name(device),
        end,
        signs,
        rate,
        calls: (0, Instant::now()),
        stumbles: Stumbles::new(rate),
    })
}

/// What people know a device by.
pub(super) fn name(device: &cpal::Device) -> String {
    device
        .description()
        .map_or_else(|_| device.to_string(), |known| known.name().to_owned())
}

fn named(
    devices: Result<impl Iterator<Item = cpal::Device>, cpal::Error>,
    wanted: &str,
) -> Result<Option<cpal::Device>, Change> {
    let mut devices = devices.map_err(why)?;
    Ok(devices.find(|device| name(device) == wanted))
}

fn or_absent(change: Change, host: &cpal::Host) -> Change {
    match change {
        Change::Absent => absent(host),
        _ => change,
    }
}

/// The preferred format, at our rate when the device has that.
fn fit(
    preferred: SupportedStreamConfig,
    ranges: impl Iterator<Item = cpal::SupportedStreamConfigRange>,
) -> SupportedStreamConfig {
    if preferred.sample_rate() as usize == RATE {
        return preferred;
    }
    let like = |range: &cpal::SupportedStreamConfigRange| {
        range.sample_format() == preferred.sample_format()
            && range.channels() == preferred.channels()
    };
    let ours = ranges
        .filter(like)
        .find_map(|range| range.try_with_sample_rate(RATE as u32));
    ours.unwrap_or(preferred)
}

/// A buffer for pieces of this length, where the device lets us choose.
fn buffer(config: &SupportedStreamConfig, piece: Duration) -> BufferSize {
    let frames = (f64::from(config.sample_rate()) * piece.as_secs_f64()) as u32;
    match config.buffer_size() {
        cpal::SupportedBufferSize::Range { min, max } => {
            BufferSize::Fixed(frames.clamp(*min, *max))
        }
        cpal::SupportedBufferSize::Unknown => BufferSize::Default,
    }
}

fn listen<T: SizedSample>(
    device: &cpal::Device,
    config: StreamConfig,
    mut ring: rtrb::Producer<i16>,
    signs: &Arc<Signs>,
) -> Result<cpal::Stream, Change>
where
    i16: FromSample<T>,
{
    let channels = usize::from(config.channels.max(1));
    let (heard, failed) = (signs.clone(), signs.clone());
    let callback = move |data: &[T], info: &cpal::InputCallbackInfo| {
        let at = info.timestamp();
        heard.captured(at.callback.saturating_duration_since(at.capture));
        for frame in data.chunks_exact(channels) {
            let sum: i32 = frame.iter().map(|s| i32::from(i16::from_sample(*s))).sum();
            // A full ring means that nobody reads; what is old is kept.
            let _ = ring.push((sum / channels as i32) as i16);
        }
        heard.called(data.len() / channels);
    };
    device
        .build_input_stream(
            config,
            callback,
            move |error| fail(&failed, &error),
            Some(OPENING),
        )
        .map_err(why)
}

fn play<T: SizedSample + FromSample<i16>>(
    device: &cpal::Device,
    config: StreamConfig,
    mut ring: rtrb::Consumer<i16>,
    signs: &Arc<Signs>,
) -> Result<cpal::Stream, Change> {
    let channels = usize::from(config.channels.max(1));
    let (played, failed) = (signs.clone(), signs.clone());
    let mut begun = false;
    let callback = move |data: &mut [T], info: &cpal::OutputCallbackInfo| {
        let mut ran_dry = false;
        for frame in data.chunks_exact_mut(channels) {
            let sample = ring.pop();
            begun |= sample.is_ok();
            ran_dry |= sample.is_err();
            frame.fill(T::from_sample(sample.unwrap_or(0)));
        }
        if begun && ran_dry {
            played.dry.fetch_add(1, Ordering::Relaxed);
        }
        let at = info.timestamp();
        played.played(at.playback.saturating_duration_since(at.callback));
        played.called(data.len() / channels);
    };
    device
        .build_output_stream(
            config,
            callback,
            move |error| fail(&failed, &error),
            Some(OPENING),
        )
        .map_err(why)
}

/// A stream says that something is wrong.
fn fail(signs: &Signs, error: &cpal::Error) {
    use cpal::ErrorKind as E;
    // A stream that goes on elsewhere or stumbled once is not lost.
    if matches!(error.kind(), E::DeviceChanged | E::RealtimeDenied | E::Xrun) {
        return;
    }
    tracing::info!(%error, "a sound stream failed");
    signs.failed.store(true, Ordering::Relaxed);
}
