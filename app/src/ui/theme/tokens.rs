//! The colours of the four themes, each with one job.
//!
//! `assets/tokens.json` holds the same values for those who draw; a test keeps
//! the two equal.

use egui::Color32;

/// One colour for each job, in one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// Behind everything: the window.
    pub canvas: Color32,
    /// Header, cards, fields, side panels.
    pub surface: Color32,
    /// Wells, pressed controls, neutral chips.
    pub sunken: Color32,
    /// Menus, dialogs, pickers.
    pub raised: Color32,
    /// Hairlines and tracks; decorative.
    pub line: Color32,
    /// Borders of controls.
    pub line_strong: Color32,
    /// Text.
    pub ink: Color32,
    /// Secondary text.
    pub ink_2: Color32,
    /// Times and hints.
    pub ink_3: Color32,
    /// Text on fills.
    pub on_fill: Color32,
    /// Primary fill, and your can.
    pub you: Color32,
    /// Primary fill under the pointer.
    pub you_hover: Color32,
    /// Primary fill while pressed.
    pub you_press: Color32,
    /// Selected fill.
    pub you_tint: Color32,
    /// Links, quiet buttons, the caret.
    pub you_ink: Color32,
    /// Their can.
    pub them: Color32,
    /// Caution fill.
    pub them_tint: Color32,
    /// Caution text.
    pub them_ink: Color32,
    /// The string, progress done, plots.
    pub twine: Color32,
    /// Metal of a can.
    pub tin: Color32,
    /// Mouth of a can.
    pub tin_dark: Color32,
    /// The answer button.
    pub go: Color32,
    /// Verified.
    pub ok: Color32,
    /// The chip of what is verified.
    pub ok_tint: Color32,
    /// Hang up, leave, errors.
    pub danger: Color32,
    /// The same under the pointer.
    pub danger_hover: Color32,
    /// Fill behind an error.
    pub danger_tint: Color32,
    /// Text of an error.
    pub danger_ink: Color32,
    /// Your messages.
    pub bubble_you: Color32,
    /// Text in them.
    pub bubble_you_ink: Color32,
    /// Secondary text in them.
    pub bubble_you_ink_2: Color32,
    /// Their messages.
    pub bubble_them: Color32,
    /// Text in them.
    pub bubble_them_ink: Color32,
    /// The ring around what has the keyboard.
    pub focus: Color32,
    /// Behind dialogs, at 72 %.
    pub scrim: Color32,
}

/// By day.
pub const LIGHT: Tokens = Tokens {
    canvas: rgb(0xF0F3F3),
    surface: rgb(0xFFFFFF),
    sunken: rgb(0xE6EBEC),
    raised: rgb(0xFFFFFF),
    line: rgb(0xD6DDDF),
    line_strong: rgb(0x788890),
    ink: rgb(0x17252B),
    ink_2: rgb(0x45565D),
    ink_3: rgb(0x5A6A71),
    on_fill: rgb(0xFFFFFF),
    you: rgb(0x17607A),
    you_hover: rgb(0x124F66),
    you_press: rgb(0x0D3F53),
    you_tint: rgb(0xD9E9EF),
    you_ink: rgb(0x115169),
    them: rgb(0xF3AC42),
    them_tint: rgb(0xFDEFD6),
    them_ink: rgb(0x744700),
    twine: rgb(0xAC7212),
    tin: rgb(0xC0CBCF),
    tin_dark: rgb(0x74848B),
    go: rgb(0x1C7447),
    ok: rgb(0x1C7447),
    ok_tint: rgb(0xDBF0E4),
    danger: rgb(0xBF3A29),
    danger_hover: rgb(0xA32F20),
    danger_tint: rgb(0xFBE3DE),
    danger_ink: rgb(0xA32F20),
    bubble_you: rgb(0x17607A),
    bubble_you_ink: rgb(0xFFFFFF),
    bubble_you_ink_2: rgb(0xCFE4EC),
    bubble_them: rgb(0xFFFFFF),
    bubble_them_ink: rgb(0x17252B),
    focus: rgb(0xB45F00),
    scrim: rgb(0x0A1216),
};

/// By night.
pub const DARK: Tokens = Tokens {
    canvas: rgb(0x10181C),
    surface: rgb(0x182328),
    sunken: rgb(0x0B1215),
    raised: rgb(0x213037),
    line: rgb(0x2B3A41),
    line_strong: rgb(0x71838B),
    ink: rgb(0xE8EEF0),
    ink_2: rgb(0xAFBDC3),
    ink_3: rgb(0x91A1A8),
    on_fill: rgb(0xFFFFFF),
    you: rgb(0x237593),
    you_hover: rgb(0x1D6985),
    you_press: rgb(0x175C76),
    you_tint: rgb(0x173A48),
    you_ink: rgb(0x8CCBE1),
    them: rgb(0xF5B656),
    them_tint: rgb(0x3A2D17),
    them_ink: rgb(0xF7C678),
    twine: rgb(0xD6A55B),
    tin: rgb(0x93A2A9),
    tin_dark: rgb(0x39464D),
    go: rgb(0x23784B),
    ok: rgb(0x77D09C),
    ok_tint: rgb(0x16352A),
    danger: rgb(0xC8452F),
    danger_hover: rgb(0xB33B27),
    danger_tint: rgb(0x40211C),
    danger_ink: rgb(0xFF9E8C),
    bubble_you: rgb(0x1D5468),
    bubble_you_ink: rgb(0xF1F8FA),
    bubble_you_ink_2: rgb(0xB5D3DE),
    bubble_them: rgb(0x213037),
    bubble_them_ink: rgb(0xE8EEF0),
    focus: rgb(0xFFC15E),
    scrim: rgb(0x05090B),
};

/// High contrast, light.
pub const HC_LIGHT: Tokens = Tokens {
    canvas: rgb(0xFFFFFF),
    surface: rgb(0xFFFFFF),
    sunken: rgb(0xFFFFFF),
    raised: rgb(0xFFFFFF),
    line: rgb(0x3C474C),
    line_strong: rgb(0x000000),
    ink: rgb(0x000000),
    ink_2: rgb(0x1E272B),
    ink_3: rgb(0x2E393E),
    on_fill: rgb(0xFFFFFF),
    you: rgb(0x0A4459),
    you_hover: rgb(0x06303F),
    you_press: rgb(0x000000),
    you_tint: rgb(0xFFFFFF),
    you_ink: rgb(0x0A4459),
    them: rgb(0xF3AC42),
    them_tint: rgb(0xFFFFFF),
    them_ink: rgb(0x5A3700),
    twine: rgb(0x6E4408),
    tin: rgb(0xC3CDD1),
    tin_dark: rgb(0x3C474C),
    go: rgb(0x0C4F2D),
    ok: rgb(0x0C4F2D),
    ok_tint: rgb(0xFFFFFF),
    danger: rgb(0x8F1D0F),
    danger_hover: rgb(0x6E1408),
    danger_tint: rgb(0xFFFFFF),
    danger_ink: rgb(0x8F1D0F),
    bubble_you: rgb(0x0A4459),
    bubble_you_ink: rgb(0xFFFFFF),
    bubble_you_ink_2: rgb(0xFFFFFF),
    bubble_them: rgb(0xFFFFFF),
    bubble_them_ink: rgb(0x000000),
    focus: rgb(0x8A3E00),
    scrim: rgb(0x000000),
};

/// High contrast, dark.
pub const HC_DARK: Tokens = Tokens {
    canvas: rgb(0x000000),
    surface: rgb(0x000000),
    sunken: rgb(0x000000),
    raised: rgb(0x0B0F11),
    line: rgb(0x9AA8AE),
    line_strong: rgb(0xFFFFFF),
    ink: rgb(0xFFFFFF),
    ink_2: rgb(0xE4EAEC),
    ink_3: rgb(0xD0DADD),
    on_fill: rgb(0x000000),
    you: rgb(0x8FDDF8),
    you_hover: rgb(0xB5E9FB),
    you_press: rgb(0xFFFFFF),
    you_tint: rgb(0x000000),
    you_ink: rgb(0x8FDDF8),
    them: rgb(0xFFC768),
    them_tint: rgb(0x000000),
    them_ink: rgb(0xFFC768),
    twine: rgb(0xFFC768),
    tin: rgb(0x9AA8AE),
    tin_dark: rgb(0x5C6C74),
    go: rgb(0x7FEBB0),
    ok: rgb(0x7FEBB0),
    ok_tint: rgb(0x000000),
    danger: rgb(0xFF9C8A),
    danger_hover: rgb(0xFFBDB0),
    danger_tint: rgb(0x000000),
    danger_ink: rgb(0xFF9C8A),
    bubble_you: rgb(0x8FDDF8),
    bubble_you_ink: rgb(0x000000),
    bubble_you_ink_2: rgb(0x000000),
    bubble_them: rgb(0x000000),
    bubble_them_ink: rgb(0xFFFFFF),
    focus: rgb(0xFFE23D),
    scrim: rgb(0x000000),
};

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    macro_rules! by_name {
        ($tokens:expr, $($name:ident)*) => {
            BTreeMap::from([$((stringify!($name).to_owned(), $tokens.$name)),*])
        };
    }

    fn named(tokens: &Tokens) -> BTreeMap<String, Color32> {
        by_name!(tokens, canvas surface sunken raised line line_strong ink ink_2 ink_3 on_fill you you_hover you_press you_tint you_ink them them_tint them_ink twine tin tin_dark go ok ok_tint danger danger_hover danger_tint danger_ink bubble_you bubble_you_ink bubble_you_ink_2 bubble_them bubble_them_ink focus scrim)
    }

    #[test]
    fn the_values_are_those_of_the_design() {
        let json = include_str!("../../../../assets/tokens.json");
        let themes: BTreeMap<String, BTreeMap<String, String>> =
            serde_json::from_str(json).unwrap();
        for (theme, tokens) in [
            ("light", &LIGHT),
            ("dark", &DARK),
            ("hc_light", &HC_LIGHT),
            ("hc_dark", &HC_DARK),
        ] {
            let ours: BTreeMap<String, String> = named(tokens)
                .into_iter()
                .map(|(name, c)| (name, format!("#{:02X}{:02X}{:02X}", c.r(), c.g(), c.b())))
                .collect();
            assert_eq!(ours, themes[theme], "{theme}");
        }
    }
}
