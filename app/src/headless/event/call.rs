//! What is told of a call.

use std::time::Duration;

use serde::Serialize;
use tincan_media::engine::CallStats;
use tincan_net::{Call, CallState};

/// While somebody calls, `audio` and `video` are what they call with; from then
/// on they are what we have on air.
#[derive(Debug, Serialize)]
pub(in crate::headless) struct CallFields {
    state: &'static str,
    audio: bool,
    video: bool,
    peer_mic: bool,
    peer_camera: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

/// Numbers of a call, of its last second.
#[derive(Debug, Serialize)]
pub(in crate::headless) struct CallNumbers {
    audio: AudioNumbers,
    video: VideoNumbers,
    estimate_bps: u32,
}

#[derive(Debug, Serialize)]
struct AudioNumbers {
    bitrate_in: u32,
    bitrate_out: u32,
    jitter_ms: f64,
    delay_ms: f64,
    concealed_ratio: f64,
    repaired_ratio: f64,
    late_ratio: f64,
}

#[derive(Debug, Serialize)]
struct VideoNumbers {
    width: u32,
    height: u32,
    fps_in: f64,
    fps_out: f64,
    bitrate_in: u32,
    bitrate_out: u32,
    freezes: u64,
    frozen_ms: f64,
    dropped: u64,
    encode_ms: f64,
    decode_ms: f64,
}

impl From<Call> for CallFields {
    fn from(call: Call) -> Self {
        let shown = match call.state {
            CallState::Incoming => call.theirs,
            _ => call.ours,
        };
        Self {
            state: call.state.as_str(),
            audio: shown.mic,
            video: shown.camera || shown.screen,
            peer_mic: call.theirs.mic,
            peer_camera: call.theirs.camera || call.theirs.screen,
            reason: match call.state {
                CallState::Ended(why) => Some(why.as_str()),
                _ => None,
            },
        }
    }
}

impl From<CallStats> for CallNumbers {
    fn from(stats: CallStats) -> Self {
        let (audio, video) = (stats.audio, stats.video);
        Self {
            audio: AudioNumbers {
                bitrate_in: audio.bitrate_in,
                bitrate_out: audio.bitrate_out,
                jitter_ms: milliseconds(audio.jitter),
                delay_ms: milliseconds(audio.delay),
                concealed_ratio: audio.concealed_ratio,
                repaired_ratio: audio.repaired_ratio,
                late_ratio: audio.late_ratio,
            },
            video: VideoNumbers {
                width: video.width,
                height: video.height,
                fps_in: video.fps_in.into(),
                fps_out: video.fps_out.into(),
                bitrate_in: video.bitrate_in,
                bitrate_out: video.bitrate_out,
                freezes: video.freezes,
                frozen_ms: milliseconds(video.frozen),
                dropped: video.dropped,
                encode_ms: milliseconds(video.encode),
                decode_ms: milliseconds(video.decode),
            },
            estimate_bps: stats.estimate_bps,
        }
    }
}

/// With tenths.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}
