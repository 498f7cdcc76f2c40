//! Why a picture is not shown or not sent.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::Size;

/// Why a file cannot be handled as a picture. The words are for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Not one of the kinds that are read here.
    #[error("This is not a picture of a kind that Tincan can show.")]
    NotAPicture,
    /// It is damaged, cut short, or says what is not so.
    #[error("This picture is damaged.")]
    Broken,
    /// The file is larger than any picture we look at.
    #[error("This picture's file is too large to be shown.")]
    FileTooLarge,
    /// More points than we are ready to hold.
    #[error("This picture is too large to be shown: {} × {} points.", .0.width, .0.height)]
    TooManyPixels(Size),
    /// More pieces or passes than any honest picture has.
    #[error("This picture is built in too complicated a way to be shown.")]
    TooComplex,
}

impl From<image::ImageError> for PictureError {
    fn from(error: image::ImageError) -> Self {
        match error {
            image::ImageError::Limits(_) => Self::TooComplex,
            image::ImageError::Unsupported(_) => Self::NotAPicture,
            _ => Self::Broken,
        }
    }
}

/// Runs a decoder of others. Should it panic on what a stranger sent, that
/// picture is broken and nothing else.
pub(crate) fn guarded<T>(
    work: impl FnOnce() -> Result<T, PictureError>,
) -> Result<T, PictureError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(PictureError::Broken))
}
