//! What a file may make us do and hold.

/// Bytes of a file that is looked at as a picture.
pub const FILE_BYTES: usize = 64 << 20;
/// Points of a still picture: a phone's 50 megapixels and some room.
pub const PIXELS: u64 = 64 << 20;
/// Bytes of a picture as it comes out of its decoder.
pub const DECODED_BYTES: u64 = 256 << 20;
/// Bytes that a decoder may hold beside that.
pub const DECODER_BYTES: u64 = 64 << 20;
/// Points along one side.
pub const SIDE: u32 = 40_000;
/// Points of each frame of something that moves; larger ones stand still.
pub const FRAME_PIXELS: u64 = 4 << 20;
/// Frames that are played before an animation begins again.
pub const FRAMES: u32 = 5_000;
/// Chunks, segments or blocks of one file.
pub const PARTS: usize = 65_536;
/// Passes over a progressive JPEG.
pub const SCANS: usize = 128;
/// Points times passes: the work that a small progressive JPEG can ask for.
pub const SCANNED_PIXELS: u64 = 1 << 30;
/// Bytes of a colour profile, unpacked.
pub const PROFILE_BYTES: usize = 4 << 20;
