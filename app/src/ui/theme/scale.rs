//! Space, corners, heights, widths and motion: the few numbers that everything
//! is made of.

/// Distances.
pub mod space {
    /// Between a glyph and its neighbour.
    pub const XS: f32 = 4.0;
    /// Inside a control, and between controls.
    pub const S: f32 = 8.0;
    /// Between a heading and what it heads.
    pub const M: f32 = 12.0;
    /// Page margin of a narrow window.
    pub const L: f32 = 16.0;
    /// Card padding.
    pub const XL: f32 = 24.0;
    /// Between parts of a page.
    pub const XXL: f32 = 32.0;
}

/// Corner radii.
pub mod radius {
    /// The tail of a bubble.
    pub const TAIL: u8 = 6;
    /// A small button, a row of a menu.
    pub const SMALL: u8 = 8;
    /// Controls and fields.
    pub const CONTROL: u8 = 10;
    /// Large buttons, menus, notices.
    pub const LARGE: u8 = 12;
    /// Cards and bubbles.
    pub const CARD: u8 = 16;
    /// Dialogs.
    pub const DIALOG: u8 = 20;
}

/// Heights.
pub mod height {
    /// The top bar.
    pub const TOP_BAR: f32 = 56.0;
    /// The header of a room.
    pub const HEADER: f32 = 64.0;
    /// A text field.
    pub const FIELD: f32 = 40.0;
    /// A chip.
    pub const CHIP: f32 = 24.0;
    /// The composer with one line in it.
    pub const COMPOSER: f32 = 48.0;
}

/// Widths.
pub mod width {
    /// Below this a window is narrow: two header rows, small margins.
    pub const DOCKED: f32 = 900.0;
    /// Below this, a window is narrow.
    pub const NARROW: f32 = 560.0;
    /// Below this the home page has one column.
    pub const WIDE: f32 = 900.0;
    /// The conversation at most.
    pub const CONVERSATION: f32 = 720.0;
    /// A bubble at most.
    pub const BUBBLE: f32 = 440.0;
    /// The two cards of the home page and the gap between.
    pub const PAGE: f32 = 848.0;
}

/// Durations, in seconds.
pub mod motion {
    /// Colours on hover and press.
    pub const COLOUR: f32 = 0.09;
    /// Panels, menus, new bubbles.
    pub const PANEL: f32 = 0.16;
    /// The string tightens or goes slack.
    pub const STRING: f32 = 0.42;
}
