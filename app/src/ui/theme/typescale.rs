//! Six sizes in two families.

use std::{collections::BTreeMap, sync::Arc};

use egui::{
    Color32, FontFamily, FontId, TextStyle,
    text::{LayoutJob, TextFormat},
};

/// A size, a weight and a line height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// 12/16: times, hints, chips.
    Small,
    /// 12/16, weight 600.
    SmallStrong,
    /// 14/20.
    Body,
    /// 14/20, weight 600: buttons, names.
    Strong,
    /// 15/22: what people write.
    Message,
    /// 15/20, weight 600: the name of the other in a room.
    Name,
    /// 18/24, display.
    Heading,
    /// 28/34, display.
    Title,
    /// 80/88, display.
    Code,
}

impl Type {
    const ALL: [Self; 9] = [
        Self::Small,
        Self::SmallStrong,
        Self::Body,
        Self::Strong,
        Self::Message,
        Self::Name,
        Self::Heading,
        Self::Title,
        Self::Code,
    ];

    /// Size of the letters, in points.
    pub fn size(self) -> f32 {
        match self {
            Self::Small | Self::SmallStrong => 12.0,
            Self::Body | Self::Strong => 14.0,
            Self::Message | Self::Name => 15.0,
            Self::Heading => 18.0,
            Self::Title => 28.0,
            Self::Code => 80.0,
        }
    }

    /// Distance from line to line, in points.
    pub fn line(self) -> f32 {
        match self {
            Self::Small | Self::SmallStrong => 16.0,
            Self::Body | Self::Strong | Self::Name => 20.0,
            Self::Message => 22.0,
            Self::Heading => 24.0,
            Self::Title => 34.0,
            Self::Code => 88.0,
        }
    }

    /// The font, for those who lay out text themselves.
    pub fn font(self) -> FontId {
        FontId::new(self.size(), self.family())
    }

    /// The same in weight 600.
    pub fn strong(self) -> Self {
        match self {
            Self::Small => Self::SmallStrong,
            Self::Body => Self::Strong,
            other => other,
        }
    }

    fn family(self) -> FontFamily {
        match self {
            Self::Small | Self::Body | Self::Message => FontFamily::Proportional,
            Self::SmallStrong | Self::Strong | Self::Name => strong(),
            Self::Heading | Self::Title | Self::Code => display(),
        }
    }

    fn style(self) -> TextStyle {
        match self {
            Self::Small => TextStyle::Small,
            Self::SmallStrong => TextStyle::Name("small-strong".into()),
            Self::Body => TextStyle::Body,
            Self::Strong => TextStyle::Name("strong".into()),
            Self::Message => TextStyle::Name("message".into()),
            Self::Name => TextStyle::Name("name".into()),
            Self::Heading => TextStyle::Heading,
            Self::Title => TextStyle::Name("title".into()),
            Self::Code => TextStyle::Name("code".into()),
        }
    }

    /// How text of this kind is set, in `color`.
    pub fn format(self, color: Color32) -> TextFormat {
        TextFormat {
            font_id: self.font(),
            color,
            line_height: Some(self.line()),
            // Large letters stand too far apart by themselves.
            extra_letter_spacing: if self == Self::Title { -0.28 } else { 0.0 },
            ..TextFormat::default()
        }
    }

    /// `text`, ready to be laid out within `width`.
    pub fn job(self, text: impl Into<String>, color: Color32, width: f32) -> LayoutJob {
        let mut job = LayoutJob::simple_format(text.into(), self.format(color));
        job.wrap.max_width = width;
        job
    }
}

/// Inter 600.
pub(super) fn strong() -> FontFamily {
    FontFamily::Name(Arc::from("strong"))
}

/// Quicksand 700.
pub(super) fn display() -> FontFamily {
    FontFamily::Name(Arc::from("display"))
}

/// What egui's own widgets use.
pub(super) fn text_styles() -> BTreeMap<TextStyle, FontId> {
    let mut styles: BTreeMap<_, _> = Type::ALL
        .into_iter()
        .map(|kind| (kind.style(), kind.font()))
        .collect();
    styles.insert(TextStyle::Button, Type::Strong.font());
    styles.insert(TextStyle::Monospace, FontId::monospace(13.0));
    styles
}
