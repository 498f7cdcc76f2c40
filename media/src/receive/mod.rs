//! The receiving half of a call, as machines that are handed the time.

pub mod assembly;
pub mod clock;
pub mod delay;
pub mod jitter_buffer;
pub mod picture_queue;
pub mod reporter;
pub mod stretch;
