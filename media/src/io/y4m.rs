//! Y4M files as camera and screen: a line of header, then for each picture a
//! line and its planes (`man 5 yuv4mpeg` of mjpegtools).

use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{CannotUse, PictureSink, PictureSource, pace::Pace, times::Times};
use crate::picture::{Picture, Scaler, Size};

/// Longest header line that is read, in bytes.
const MAX_LINE: u64 = 1024;

/// A file that is played over and over at its own rate.
pub struct Y4mSource {
    file: BufReader<File>,
    size: Size,
    first: u64,
    pace: Pace,
    times: Option<Times>,
}

impl Y4mSource {
    /// Opens a file with 4:2:0 planes. When each picture is taken goes into the
    /// file `times`.
    ///
    /// # Errors
    /// When it cannot be read, is not such a file, or has no picture.
    pub fn open(path: &Path, times: Option<&Path>) -> Result<Self, CannotUse> {
        let io = |error| CannotUse::file(path, error);
        let wrong = |what: String| CannotUse::format(path, what);
        let mut file = BufReader::new(File::open(path).map_err(io)?);
        let header = line(&mut file).map_err(io)?;
        let header = parse(&header).map_err(|what| wrong(format!("is no Y4M file: {what}")))?;
        let first = file.stream_position().map_err(io)?;
        let mut source = Self {
            file,
            size: header.size,
            first,
            pace: Pace::new(header.step),
            times: Times::create(times)?,
        };
        match source.picture() {
            Ok(Some(_)) => {}
            Ok(None) => return Err(wrong("has no picture in it".into())),
            Err(error) => return Err(io(error)),
        }
        source.rewind().map_err(io)?;
        Ok(source)
    }

    /// Size of its pictures.
    pub fn size(&self) -> Size {
        self.size
    }

    fn rewind(&mut self) -> std::io::Result<()> {
        self.file.seek(SeekFrom::Start(self.first)).map(|_| ())
    }

    /// The next picture; none at the end.
    fn picture(&mut self) -> std::io::Result<Option<Picture>> {
        let head = line(&mut self.file)?;
        if head.is_empty() {
            return Ok(None);
        }
        if !head.starts_with("FRAME") {
            let what = "no picture where one should be";
            return Err(std::io::Error::new(ErrorKind::InvalidData, what));
        }
        let mut planes = vec![0; Picture::bytes_of(self.size)];
        self.file.read_exact(&mut planes)?;
        Ok(Picture::from_planes(self.size, planes))
    }
}

impl PictureSource for Y4mSource {
    fn next(&mut self) -> Option<(Arc<Picture>, Instant)> {
        let at = self.pace.wait(Duration::ZERO)?;
        // A file that was cut in a picture begins anew as well.
        let picture = match self.picture() {
            Ok(Some(picture)) => picture,
            _ => {
                self.rewind().ok()?;
                self.picture().ok().flatten()?
            }
        };
        if let Some(times) = &mut self.times {
            times.note(at);
        }
        Some((Arc::new(picture), at))
    }
}

/// A line without its end; empty at the end of the file.
fn line(file: &mut impl BufRead) -> std::io::Result<String> {
    let mut line = Vec::new();
    file.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)?;
    if line.pop().is_some_and(|last| last != b'\n') {
        let what = "a line without an end";
        return Err(std::io::Error::new(ErrorKind::InvalidData, what));
    }
    String::from_utf8(line).map_err(|error| std::io::Error::new(ErrorKind::InvalidData, error))
}

#[derive(Debug, PartialEq, Eq)]
struct Header {
    size: Size,
    step: Duration,
}

fn parse(header: &str) -> Result<Header, String> {
    let mut words = header.split(' ');
    if words.next() != Some("YUV4MPEG2") {
        return Err("it does not begin with YUV4MPEG2".into());
    }
    let (mut width, mut height, mut step) = (0, 0, None);
    for word in words {
        let Some((kind, value)) = word.split_at_checked(1) else {
            continue;
        };
        match kind {
            "W" => width = value.parse().unwrap_or(0),
            "H" => height = value.parse().unwrap_or(0),
            "F" => {
                let (over, under) = value.split_once(':').unwrap_or((value, "1"));
                let (over, under) = (over.parse::<u32>(), under.parse::<u32>());
                if let (Ok(over @ 1..), Ok(under @ 1..)) = (over, under) {
                    step = Some(Duration::from_secs(1).mul_f64(f64::from(under) / f64::from(over)));
                }
            }
            "C" if !value.starts_with("420") || value.starts_with("420p1") => {
                return Err(format!("colours are {value}, and have to be 420"));
            }
            _ => {}
        }
    }
    let step = step.ok_or("it does not say how many pictures a second")?;
    if step > Duration::from_secs(10) || step < Duration::from_millis(1) {
        return Err("its rate is not one of pictures that move".into());
    }
    let size = Size::new(width, height).map_err(|error| error.to_string())?;
    Ok(Header { size, step })
}

/// A file of the pictures that would have been shown. The format has one size
/// for all, so that they are scaled to that of the first.
pub struct Y4mSink {
    file: Option<BufWriter<File>>,
    size: Option<Size>,
    scaler: Scaler,
    times: Option<Times>,
}

impl Y4mSink {
    /// Writes a file that says 30 pictures a second; when each was shown goes
    /// into the file `times`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(path: &Path, times: Option<&Path>) -> Result<Self, CannotUse> {
        let file = File::create(path).map_err(|error| CannotUse::file(path, error))?;
        Ok(Self {
            file: Some(BufWriter::new(file)),
            size: None,
            scaler: Scaler::default(),
            times: Times::create(times)?,
        })
    }

    fn write(&mut self, picture: &Picture) -> std::io::Result<()> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        let size = match self.size {
            Some(size) => size,
            None => {
                let size = picture.size();
                let (width, height) = (size.width(), size.height());
                writeln!(file, "YUV4MPEG2 W{width} H{height} F30:1 Ip A1:1 C420jpeg")?;
                *self.size.insert(size)
            }
        };
        writeln!(file, "FRAME")?;
        if picture.size() == size {
            file.write_all(picture.planes())?;
        } else {
            file.write_all(self.scaler.scale(picture, size).planes())?;
        }
        file.flush()
    }
}

impl PictureSink for Y4mSink {
    fn show(&mut self, picture: &Arc<Picture>) {
        if let Some(times) = &mut self.times {
            times.note(Instant::now());
        }
        if let Err(error) = self.write(picture) {
            tracing::warn!(%error, "a picture file cannot be written any more");
            self.file = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::{TestPattern, read_counter};

    #[test]
    fn what_is_written_is_read_over_and_over() {
        let dir = tempfile::tempdir().unwrap();
        let (path, times) = (dir.path().join("a.y4m"), dir.path().join("a.txt"));
        let mut sink = Y4mSink::create(&path, Some(&times)).unwrap();
        let size = Size::new(320, 180).unwrap();
        for number in 0..3 {
            // The ladder may change the size on the way.
            let size = if number == 1 {
                Size::new(640, 360).unwrap()
            } else {
                size
            };
            sink.show(&Arc::new(TestPattern::picture(size, number)));
        }
        assert_eq!(std::fs::read_to_string(&times).unwrap().lines().count(), 3);
        let mut source = Y4mSource::open(&path, None).unwrap();
        assert_eq!(source.size(), size);
        let mut moments = Vec::new();
        for n in 0..7 {
            let (picture, at) = source.next().unwrap();
            assert_eq!(read_counter(&picture), Some(n % 3));
            moments.push(at);
        }
        let step = (moments[6] - moments[0]) / 6;
        assert_eq!(step.as_millis(), 33);
    }

    #[test]
    fn headers_are_read_strictly() {
        let header = parse("YUV4MPEG2 W640 H360 F30000:1001 Ip A1:1 C420jpeg XHELLO").unwrap();
        assert_eq!(header.size, Size::new(640, 360).unwrap());
        assert_eq!(header.step.as_micros(), 33_366);
        for wrong in [
            "",
            "RIFF",
            "YUV4MPEG2 W640 H360",
            "YUV4MPEG2 W640 H360 F0:1",
            "YUV4MPEG2 W641 H360 F30:1",
            "YUV4MPEG2 W99999 H99999 F30:1",
            "YUV4MPEG2 W640 H360 F30:1 C444",
            "YUV4MPEG2 W640 H360 F30:1 C420p10",
            "YUV4MPEG2 W640 H360 F1:1000",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.y4m");
        for bytes in [
            &b""[..],
            b"YUV4MPEG2 W16 H16 F30:1\n",
            b"YUV4MPEG2 W16 H16 F30:1\nFRAME\nabc",
        ] {
            std::fs::write(&path, bytes).unwrap();
            assert!(Y4mSource::open(&path, None).is_err());
        }
        std::fs::write(&path, [b'x'; 5000]).unwrap();
        assert!(Y4mSource::open(&path, None).is_err());
    }
}
