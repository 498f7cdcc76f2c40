//! Cameras of Windows, by Media Foundation, and of macOS, by AVFoundation.

use std::{
    sync::{Mutex, MutexGuard, PoisonError, mpsc::sync_channel},
    thread,
    time::{Duration, Instant},
};

use cpal::traits::HostTrait;
use nokhwa::{
    Camera, NokhwaError,
    utils::{
        ApiBackend, CameraFormat, CameraIndex, CameraInfo, FrameFormat, RequestedFormat,
        RequestedFormatType, Resolution,
    },
};

use super::{Change, Raw, Wanted, pixels};
use crate::picture::Size;

/// What is asked for, most wanted first: nokhwa finds the closest rate, but no
/// size that a camera has not.
const SIZES: [(u32, u32); 3] = [(1280, 720), (640, 480), (1920, 1080)];
const FPS: u32 = 30;
/// The person is asked for permission, and given so long for an answer.
const ASKING: Duration = Duration::from_secs(30);
/// A picture of macOS that is on its way when the camera stops has arrived by then.
const SETTLING: Duration = Duration::from_millis(100);

/// Compressed first: uncompressed 720p does not fit USB 2 at 30 a second.
#[cfg(windows)]
const FORMATS: &[FrameFormat] = &[FrameFormat::MJPEG, FrameFormat::NV12, FrameFormat::YUYV];
/// AVFoundation converts to this, whatever the camera has; to what nokhwa asks of it for
/// the others, it does not.
#[cfg(not(windows))]
const FORMATS: &[FrameFormat] = &[FrameFormat::YUYV];

/// Names are looked up no more often: nokhwa frees nothing of a list.
const EVERY: Duration = Duration::from_secs(10);

/// Names, and when they were looked up.
type Known = Option<(Instant, Vec<String>)>;

/// nokhwa starts Media Foundation with the first of its users and ends it with the last,
/// and counts them without a lock. This is held to list, open and close cameras.
static TURN: Mutex<Known> = Mutex::new(None);

fn turn() -> MutexGuard<'static, Known> {
    if cfg!(windows) {
        // nokhwa readies COM for one thread and uses it in all. This readies it for ours.
        _ = cpal::default_host().default_output_device();
    }
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn cameras() -> Result<Vec<CameraInfo>, NokhwaError> {
    nokhwa::query(ApiBackend::Auto)
}

pub(super) fn names() -> Vec<String> {
    let mut known = turn();
    let now = Instant::now();
    if let Some((at, names)) = &*known
        && now < *at + EVERY
    {
        return names.clone();
    }
    let found = cameras().unwrap_or_else(|error| {
        tracing::debug!(%error, "cameras cannot be listed");
        Vec::new()
    });
    let mut names: Vec<String> = found.iter().map(CameraInfo::human_name).collect();
    names.dedup();
    *known = Some((now, names.clone()));
    names
}

/// A camera that is open.
pub(super) struct Device {
    name: String,
    camera: Camera,
}

impl Device {
    pub(super) fn open(wanted: &Wanted) -> Result<Self, Change> {
        if !allowed() {
            return Err(Change::Refused);
        }
        let _turn = turn();
        let fits = |info: &CameraInfo| match wanted {
            Wanted::Default => true,
            Wanted::Named(wanted) => *wanted == info.human_name(),
        };
        let found = cameras().map_err(|error| why(&error))?;
        let info = found.into_iter().find(fits).ok_or(Change::Absent)?;
        // By what it is, not by its place in the list: that may have changed by now.
        let camera = negotiate(&CameraIndex::String(info.misc()))?;
        Ok(Self {
            name: info.human_name(),
            camera,
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Gives pictures to `take` until that says `false`. Between two pictures it
    /// cannot be stopped.
    pub(super) fn run(self, take: impl FnMut(Raw) -> bool) -> Result<(), Change> {
        let mut camera = self.camera;
        let ended = read(&mut camera, take);
        close(camera);
        ended
    }
}

/// Whether we may look; asks the person when nobody has yet. Windows tells when a
/// camera is opened.
fn allowed() -> bool {
    if nokhwa::nokhwa_check() {
        return true;
    }
    let (answer, answered) = sync_channel(1);
    nokhwa::nokhwa_initialize(move |granted| _ = answer.try_send(granted));
    answered.recv_timeout(ASKING).unwrap_or(false)
}

/// Opens it with the first of our sizes and formats that it has.
fn negotiate(index: &CameraIndex) -> Result<Camera, Change> {
    let closest = SIZES.into_iter().flat_map(|(width, height)| {
        FORMATS.iter().map(move |format| {
            let size = Resolution::new(width, height);
            RequestedFormatType::Closest(CameraFormat::new(size, *format, FPS))
        })
    });
    for request in closest.chain([RequestedFormatType::None]) {
        let request = RequestedFormat::with_formats(request, FORMATS);
        let camera = match Camera::new(index.clone(), request) {
            Ok(camera) => camera,
            Err(error) => match why(&error) {
                Change::Broken => continue,
                change => return Err(change),
            },
        };
        let agreed = camera.camera_format();
        if format(agreed.resolution(), agreed.format()).is_some() {
            return Ok(camera);
        }
    }
    tracing::info!("a camera has none of our formats");
    Err(Change::Broken)
}

fn read(camera: &mut Camera, mut take: impl FnMut(Raw) -> bool) -> Result<(), Change> {
    camera.open_stream().map_err(|error| why(&error))?;
    loop {
        let frame = camera.frame().map_err(|error| match why(&error) {
            Change::Busy => Change::Busy,
            _ => Change::Lost,
        })?;
        let format = format(frame.resolution(), frame.source_frame_format());
        let raw = Raw {
            bytes: frame.buffer().to_vec(),
            format: format.ok_or(Change::Broken)?,
            at: Instant::now(),
        };
        if !take(raw) {
            return Ok(());
        }
    }
}

fn close(mut camera: Camera) {
    let _turn = turn();
    if let Err(error) = camera.stop_stream() {
        tracing::debug!(%error, "a camera does not stop");
    }
    if cfg!(target_os = "macos") {
        // It is put where nokhwa keeps pictures, and that goes with the camera.
        thread::sleep(SETTLING);
    }
    drop(camera);
}

/// What the system says of its pictures; none when that is no picture of a call.
fn format(size: Resolution, format: FrameFormat) -> Option<pixels::Format> {
    let pixels = match format {
        FrameFormat::MJPEG => pixels::Pixels::Jpeg,
        FrameFormat::YUYV => pixels::Pixels::Yuyv,
        FrameFormat::NV12 => pixels::Pixels::Nv12,
        FrameFormat::GRAY | FrameFormat::RAWRGB | FrameFormat::RAWBGR => return None,
    };
    Some(pixels::Format {
        pixels,
        size: Size::new(size.width(), size.height()).ok()?,
        // Of gaps between lines nothing is said.
        stride: 0,
    })
}

/// nokhwa hands errors of the system on as text, in the language of the person; the
/// number in it is the same in all.
fn why(error: &NokhwaError) -> Change {
    tracing::info!(%error, "a camera cannot be used");
    if let NokhwaError::OpenDeviceError(_, what) = error
        && ["No device", "Not Found", "Device is null"].contains(&what.as_str())
    {
        return Change::Absent;
    }
    let said = error.to_string();
    // E_ACCESSDENIED; MF_E_HW_MFT_FAILED_START_STREAMING, which is another program's
    // camera, MF_E_VIDEO_RECORDING_DEVICE_PREEMPTED, ERROR_SHARING_VIOLATION and
    // ERROR_BUSY; MF_E_VIDEO_RECORDING_DEVICE_INVALIDATED. The words are nokhwa's, of macOS.
    let told = [
        ("0x80070005", Change::Refused),
        ("0xC00D3704", Change::Busy),
        ("0xC00D3EA3", Change::Busy),
        ("0x80070020", Change::Busy),
        ("0x800700AA", Change::Busy),
        ("Already in use", Change::Busy),
        ("0xC00D3EA2", Change::Lost),
    ];
    let found = told.into_iter().find(|(sign, _)| said.contains(sign));
    found.map_or(Change::Broken, |(_, change)| change)
}
