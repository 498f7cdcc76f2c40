//! WAV files as microphone and speaker.

use std::{
    fs::File,
    io::{BufReader, BufWriter},
    path::Path,
    time::{Duration, Instant},
};

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

use super::{CHUNK, CHUNK_TIME, CannotUse, SoundSink, SoundSource, pace::Pace, times::Times};
use crate::codec::RATE;

/// The header of a file that is written says how long it is; it is brought up to
/// date this often, in chunks, so that a file that was cut off can be read.
const FLUSH_EVERY: u32 = 100;

type Samples = hound::WavIntoSamples<BufReader<File>, i32>;
type Floats = hound::WavIntoSamples<BufReader<File>, f32>;

enum Reader {
    /// Whole numbers, and what they are to be shifted right by.
    Whole(Samples, u32),
    Float(Floats),
}

/// A file that is read in real time, and silence after its end.
pub struct WavSource {
    reader: Option<Reader>,
    channels: usize,
    pace: Pace,
    times: Option<Times>,
}

impl WavSource {
    /// Opens a file of 48 kHz; several channels are mixed to one. When the first
    /// sample is heard goes into the file `times`.
    ///
    /// # Errors
    /// When it cannot be read, or is not such a file.
    pub fn open(path: &Path, times: Option<&Path>) -> Result<Self, CannotUse> {
        let reader = WavReader::open(path).map_err(|error| match error {
            hound::Error::IoError(error) => CannotUse::file(path, error),
            other => CannotUse::format(path, format!("is not a WAV file: {other}")),
        })?;
        let WavSpec {
            channels,
            sample_rate,
            bits_per_sample,
            sample_format,
        } = reader.spec();
        if sample_rate as usize != RATE || channels == 0 || channels > 8 {
            let what = format!(
                "has {sample_rate} Hz and {channels} channels: 48000 Hz and at most 8 are needed"
            );
            return Err(CannotUse::format(path, what));
        }
        let reader = match (sample_format, bits_per_sample) {
            (SampleFormat::Int, 16..=32) => {
                Reader::Whole(reader.into_samples(), u32::from(bits_per_sample) - 16)
            }
            (SampleFormat::Float, 32) => Reader::Float(reader.into_samples()),
            (_, bits) => {
                let what = format!("has samples of {bits} bits: 16, 24 or 32 are needed");
                return Err(CannotUse::format(path, what));
            }
        };
        Ok(Self {
            reader: Some(reader),
            channels: usize::from(channels),
            pace: Pace::new(CHUNK_TIME),
            times: Times::create(times)?,
        })
    }

    /// The next sample of one channel; none after the end.
    fn sample(&mut self) -> Option<i32> {
        let sample = match self.reader.as_mut()? {
            Reader::Whole(samples, shift) => samples.next().map(|s| s.map(|s| s >> *shift)),
            Reader::Float(samples) => samples.next().map(|s| s.map(|s| (s * 32767.0) as i32)),
        };
        match sample {
            Some(Ok(sample)) => Some(sample),
            Some(Err(error)) => {
                tracing::warn!(%error, "a sound file ends early");
                self.reader = None;
                None
            }
            None => {
                self.reader = None;
                None
            }
        }
    }
}

impl SoundSource for WavSource {
    fn read(&mut self, out: &mut [i16; CHUNK]) -> Option<Instant> {
        let at = self.pace.wait(CHUNK_TIME)?;
        if let Some(mut times) = self.times.take() {
            times.note(at);
        }
        let channels = self.channels;
        for out in out {
            let sum: i32 = (0..channels).map(|_| self.sample().unwrap_or(0)).sum();
            let mean = sum / channels as i32;
            *out = mean.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16;
        }
        Some(at)
    }
}

/// A file of what a speaker would have played.
pub struct WavSink {
    writer: Option<WavWriter<BufWriter<File>>>,
    pace: Pace,
    times: Option<Times>,
    unflushed: u32,
}

impl WavSink {
    /// Writes a file of 48 kHz, one channel, 16 bits. When the first sample
    /// would have been heard goes into the file `times`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(path: &Path, times: Option<&Path>) -> Result<Self, CannotUse> {
        let spec = WavSpec {
            channels: 1,
            sample_rate: RATE as u32,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        let writer = WavWriter::create(path, spec).map_err(|error| match error {
            hound::Error::IoError(error) => CannotUse::file(path, error),
            other => CannotUse::format(path, other.to_string()),
        })?;
        Ok(Self {
            writer: Some(writer),
            pace: Pace::new(CHUNK_TIME),
            times: Times::create(times)?,
            unflushed: 0,
        })
    }
}

impl SoundSink for WavSink {
    fn wait(&mut self) -> Option<Instant> {
        let at = self.pace.wait(Duration::ZERO)?;
        if let Some(mut times) = self.times.take() {
            times.note(at);
        }
        Some(at)
    }

    fn write(&mut self, samples: &[i16; CHUNK]) {
        let Some(writer) = &mut self.writer else {
            return;
        };
        let mut written = samples.iter().try_for_each(|s| writer.write_sample(*s));
        self.unflushed += 1;
        if self.unflushed >= FLUSH_EVERY {
            self.unflushed = 0;
            written = written.and_then(|()| writer.flush());
        }
        if let Err(error) = written {
            tracing::warn!(%error, "a sound file cannot be written any more");
            self.writer = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::voice;

    fn write(path: &Path, spec: WavSpec, samples: &[i32]) {
        let mut writer = WavWriter::create(path, spec).unwrap();
        for sample in samples {
            writer.write_sample(*sample).unwrap();
        }
        writer.finalize().unwrap();
    }

    const MONO: WavSpec = WavSpec {
        channels: 1,
        sample_rate: 48_000,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };

    #[test]
    fn what_is_written_is_read_and_then_there_is_silence() {
        let dir = tempfile::tempdir().unwrap();
        let (path, times) = (dir.path().join("a.wav"), dir.path().join("a.txt"));
        let spoken = voice(3000, 3 * CHUNK);
        let mut sink = WavSink::create(&path, Some(&times)).unwrap();
        for chunk in spoken.as_chunks::<CHUNK>().0 {
            assert!(sink.wait().is_some());
            sink.write(chunk);
        }
        drop(sink);
        let noted = std::fs::read_to_string(&times).unwrap();
        let (millis, fraction) = noted.trim_end().split_once('.').unwrap();
        assert!(millis.parse::<u64>().unwrap() > 1_700_000_000_000);
        assert_eq!((fraction.len(), noted.lines().count()), (3, 1));

        let mut source = WavSource::open(&path, None).unwrap();
        let mut out = [1; CHUNK];
        for chunk in spoken.as_chunks::<CHUNK>().0 {
            source.read(&mut out).unwrap();
            assert_eq!(&out, chunk);
        }
        source.read(&mut out).unwrap();
        assert_eq!(out, [0; CHUNK]);
    }

    #[test]
    fn channels_are_mixed_and_wide_samples_narrowed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.wav");
        let spec = WavSpec {
            channels: 2,
            bits_per_sample: 24,
            ..MONO
        };
        write(&path, spec, &[256_000, 512_000].repeat(CHUNK));
        let mut out = [0; CHUNK];
        let mut source = WavSource::open(&path, None).unwrap();
        source.read(&mut out).unwrap();
        assert_eq!(out, [1500; CHUNK]);
    }

    #[test]
    fn unfit_files_are_named_with_what_is_needed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.wav");
        let spec = WavSpec {
            sample_rate: 44_100,
            ..MONO
        };
        write(&path, spec, &[0; 10]);
        let error = WavSource::open(&path, None).err().unwrap().to_string();
        assert!(
            error.contains("44100") && error.contains("48000"),
            "{error}"
        );
        std::fs::write(&path, b"RIFF but not really").unwrap();
        let error = WavSource::open(&path, None).err().unwrap().to_string();
        assert!(error.contains("WAV"), "{error}");
        assert!(WavSource::open(&dir.path().join("none"), None).is_err());
        assert!(WavSink::create(dir.path(), None).is_err());
    }
}
