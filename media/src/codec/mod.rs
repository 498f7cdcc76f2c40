//! Opus for voices, VP8 for pictures.

mod speech;
mod vp8;
mod vpx;

pub use speech::{
    FRAME, FRAME_TIME, MAX_SPEECH, RATE, SpeechDecoder, SpeechEncoder, SpeechError, is_quiet,
};
pub use vp8::{Content, Encoded, MAX_FRAME, VideoDecoder, VideoEncoder, VideoError};
