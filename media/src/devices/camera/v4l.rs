//! Cameras of Linux, by Video4Linux.

use std::{
    io,
    time::{Duration, Instant},
};

use v4l::{
    Device as Video, Format, FourCC,
    buffer::Type,
    capability::Flags,
    context::enum_devices,
    io::{mmap::Stream, traits::CaptureStream},
    video::{Capture, capture::Parameters},
};

use super::{Change, Raw, Wanted, pixels};
use crate::picture::Size;

/// What is asked for; the driver gives what comes closest.
const WIDTH: u32 = 1280;
const HEIGHT: u32 = 720;
const FPS: u32 = 30;
/// Buffers that the driver fills.
const BUFFERS: u32 = 4;
/// No picture for so long, and the camera is looked at as lost.
const SILENT: Duration = Duration::from_secs(2);

/// Compressed first: uncompressed 720p does not fit USB 2 at 30 a second.
const FORMATS: [(&[u8; 4], pixels::Pixels); 4] = [
    (b"MJPG", pixels::Pixels::Jpeg),
    (b"YUYV", pixels::Pixels::Yuyv),
    (b"NV12", pixels::Pixels::Nv12),
    (b"YU12", pixels::Pixels::I420),
];

/// Nodes that capture, with their names.
fn cameras() -> Vec<(String, Video)> {
    let mut nodes = enum_devices();
    nodes.sort_by_key(v4l::context::Node::index);
    let open = |node: v4l::context::Node| {
        let device = Video::with_path(node.path()).ok()?;
        let capable = device.query_caps().ok()?;
        // A camera has a node for its metadata as well.
        let captures = capable.capabilities.contains(Flags::VIDEO_CAPTURE);
        captures.then_some((capable.card, device))
    };
    nodes.into_iter().filter_map(open).collect()
}

pub(super) fn names() -> Vec<String> {
    let mut names: Vec<String> = cameras().into_iter().map(|(name, _)| name).collect();
    names.dedup();
    names
}

/// A camera that is open.
pub(super) struct Device {
    name: String,
    device: Video,
    format: pixels::Format,
}

impl Device {
    pub(super) fn open(wanted: &Wanted) -> Result<Self, Change> {
        let fits = |name: &str| match wanted {
            Wanted::Default => true,
            Wanted::Named(wanted) => wanted == name,
        };
        let found = cameras().into_iter().find(|(name, _)| fits(name));
        let (name, device) = match found {
            Some(found) => found,
            // There, but not to be opened by us?
            None => return Err(refused().unwrap_or(Change::Absent)),
        };
        let format = negotiate(&device)?;
        // A rate that the driver cannot do is not worth failing for.
        if let Err(error) = device.set_params(&Parameters::with_fps(FPS)) {
            tracing::debug!(%error, "a camera keeps its own rate");
        }
        Ok(Self {
            name,
            device,
            format,
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Gives pictures to `take` until that says `false`.
    pub(super) fn run(self, mut take: impl FnMut(Raw) -> bool) -> Result<(), Change> {
        let stream = Stream::with_buffers(&self.device, Type::VideoCapture, BUFFERS);
        let mut stream = stream.map_err(|error| why(&error))?;
        stream.set_timeout(SILENT);
        loop {
            let (bytes, about) = stream.next().map_err(|error| match why(&error) {
                Change::Busy => Change::Busy,
                _ => Change::Lost,
            })?;
            let used = (about.bytesused as usize).min(bytes.len());
            let raw = Raw {
                bytes: bytes[..used].to_vec(),
                format: self.format,
                at: Instant::now(),
            };
            if !take(raw) {
                return Ok(());
            }
        }
    }
}

/// The first of our formats that the driver agrees to, as it adjusted it.
fn negotiate(device: &Video) -> Result<pixels::Format, Change> {
    for (code, pixels) in FORMATS {
        let code = FourCC::new(code);
        let agreed = match device.set_format(&Format::new(WIDTH, HEIGHT, code)) {
            Ok(agreed) => agreed,
            // Who has it streaming keeps its format.
            Err(error) if why(&error) == Change::Busy => return Err(Change::Busy),
            Err(_) => continue,
        };
        let size = Size::new(agreed.width, agreed.height);
        if agreed.fourcc == code
            && let Ok(size) = size
        {
            return Ok(pixels::Format {
                pixels,
                size,
                stride: agreed.stride as usize,
            });
        }
    }
    tracing::info!("a camera has none of our formats");
    Err(Change::Broken)
}

/// Whether there are nodes that we may not open.
fn refused() -> Option<Change> {
    let errors = enum_devices().into_iter().filter_map(|node| {
        let error = Video::with_path(node.path()).err()?;
        Some(why(&error))
    });
    errors.into_iter().find(|change| *change == Change::Refused)
}

fn why(error: &io::Error) -> Change {
    tracing::info!(%error, "a camera cannot be used");
    match (error.kind(), error.raw_os_error()) {
        (io::ErrorKind::PermissionDenied, _) => Change::Refused,
        // EBUSY: another program streams from it.
        (_, Some(16)) => Change::Busy,
        (io::ErrorKind::NotFound, _) => Change::Absent,
        _ => Change::Broken,
    }
}
