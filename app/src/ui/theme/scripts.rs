//! Scripts that the bundled fonts do not have, by the blocks of Unicode that
//! their letters are in.

/// A set of scripts, a bit for each.
pub type Scripts = u32;

/// A script, and letters by which a font of it is known: those that are laid out,
/// which for Arabic are the joined ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Script {
    /// Its place among all.
    at: u8,
    pub(super) letters: &'static str,
}

impl Script {
    pub(super) fn bit(self) -> Scripts {
        1 << self.at
    }
}

const fn script(at: u8, letters: &'static str) -> Script {
    Script { at, letters }
}

pub(super) const HEBREW: Script = script(0, "אבש");
pub(super) const ARABIC: Script = script(1, "\u{FE8E}\u{FEB3}\u{FEFC}\u{FEE1}");
/// Chinese, and what Japanese and Korean have of it.
pub(super) const HAN: Script = script(2, "漢字你");
pub(super) const KANA: Script = script(3, "かナ");
pub(super) const HANGUL: Script = script(4, "한글");
pub(super) const DEVANAGARI: Script = script(5, "नमक");
pub(super) const BENGALI: Script = script(6, "বলক");
pub(super) const GURMUKHI: Script = script(7, "ਗਰਮ");
pub(super) const GUJARATI: Script = script(8, "ગજર");
pub(super) const TAMIL: Script = script(9, "தமழ");
pub(super) const TELUGU: Script = script(10, "తలగ");
pub(super) const KANNADA: Script = script(11, "ಕನಡ");
pub(super) const MALAYALAM: Script = script(12, "മലയ");
pub(super) const SINHALA: Script = script(13, "සහල");
pub(super) const THAI: Script = script(14, "ไทย");
pub(super) const LAO: Script = script(15, "ລາວ");
pub(super) const TIBETAN: Script = script(16, "བོད");
pub(super) const MYANMAR: Script = script(17, "မနသ");
pub(super) const KHMER: Script = script(18, "ខមរ");
pub(super) const GEORGIAN: Script = script(19, "ქარ");
pub(super) const ARMENIAN: Script = script(20, "հայ");
pub(super) const ETHIOPIC: Script = script(21, "አማር");
/// Signs, arrows, and all that is left.
pub(super) const OTHER: Script = script(22, "→≠");

pub(super) const ALL: [Script; 23] = [
    HEBREW, ARABIC, HAN, KANA, HANGUL, DEVANAGARI, BENGALI, GURMUKHI, GUJARATI, TAMIL, TELUGU,
    KANNADA, MALAYALAM, SINHALA, THAI, LAO, TIBETAN, MYANMAR, KHMER, GEORGIAN, ARMENIAN, ETHIOPIC,
    OTHER,
];

/// Scripts as people call them, where an app cannot show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// Chinese ones, which Japanese and Korean have too.
    Chinese,
    /// Japanese ones.
    Japanese,
    /// Korean ones.
    Korean,
    /// Signs, and letters of any other.
    Others,
}

impl Letters {
    /// Which of them `scripts` are, each once.
    pub fn of(scripts: Scripts) -> Vec<Self> {
        let named = [
            (HAN, Self::Chinese),
            (KANA, Self::Japanese),
            (HANGUL, Self::Korean),
        ];
        let known = |(script, _): &(Script, Self)| scripts & script.bit() != 0;
        let mut all: Vec<Self> = named
            .iter()
            .filter(|one| known(one))
            .map(|one| one.1)
            .collect();
        if named
            .iter()
            .fold(scripts, |rest, (script, _)| rest & !script.bit())
            != 0
        {
            all.push(Self::Others);
        }
        all
    }
}

/// The scripts that `text` needs beyond the bundled fonts.
pub fn wanted(text: &str) -> Scripts {
    if text.is_ascii() {
        return 0;
    }
    text.chars()
        .filter_map(script_of)
        .fold(0, |all, script| all | script.bit())
}

fn script_of(c: char) -> Option<Script> {
    Some(match c as u32 {
        // Inter: Latin, Greek, Cyrillic and the usual punctuation.
        0..=0x052F
        | 0x1E00..=0x1FFF
        | 0x2000..=0x206F
        | 0x20A0..=0x20BF
        | 0x20E3
        | 0x2116
        | 0x2122 => {
            return None;
        }
        // Emoji are pictures.
        0xFE00..=0xFE0F | 0x1F000..=0x1FBFF | 0xE0000..=0xE0FFF => return None,
        0x0530..=0x058F => ARMENIAN,
        0x0590..=0x05FF | 0xFB1D..=0xFB4F => HEBREW,
        0x0600..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => ARABIC,
        0x0900..=0x097F | 0xA8E0..=0xA8FF => DEVANAGARI,
        0x0980..=0x09FF => BENGALI,
        0x0A00..=0x0A7F => GURMUKHI,
        0x0A80..=0x0AFF => GUJARATI,
        0x0B80..=0x0BFF => TAMIL,
        0x0C00..=0x0C7F => TELUGU,
        0x0C80..=0x0CFF => KANNADA,
        0x0D00..=0x0D7F => MALAYALAM,
        0x0D80..=0x0DFF => SINHALA,
        0x0E00..=0x0E7F => THAI,
        0x0E80..=0x0EFF => LAO,
        0x0F00..=0x0FFF => TIBETAN,
        0x1000..=0x109F => MYANMAR,
        0x10A0..=0x10FF | 0x1C90..=0x1CBF | 0x2D00..=0x2D2F => GEORGIAN,
        0x1200..=0x139F | 0x2D80..=0x2DDF => ETHIOPIC,
        0x1780..=0x17FF => KHMER,
        0x1100..=0x11FF | 0x3130..=0x318F | 0xA960..=0xA97F | 0xAC00..=0xD7FF => HANGUL,
        0x3040..=0x30FF | 0x31F0..=0x31FF | 0xFF65..=0xFF9F => KANA,
        0x2E80..=0x303F
        | 0x3100..=0x312F
        | 0x3190..=0x31EF
        | 0x3200..=0x9FFF
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F
        | 0xFF00..=0xFFEF
        | 0x20000..=0x3FFFF => HAN,
        _ => OTHER,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_missing_is_wanted() {
        assert_eq!(wanted("Save me a marshmallow!"), 0);
        assert_eq!(wanted("Grüße, Привет, Γειά… · “ok”"), 0);
        assert_eq!(wanted("שלום"), HEBREW.bit());
        assert_eq!(wanted("你好 مرحبا"), HAN.bit() | ARABIC.bit());
        assert_eq!(wanted("민준 かな"), HANGUL.bit() | KANA.bit());
        assert_eq!(wanted("🙂 👩‍🚀 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿"), 0, "emoji are pictures");
        assert_eq!(wanted("→"), OTHER.bit());
    }

    #[test]
    fn scripts_have_the_names_that_people_give_them() {
        assert_eq!(Letters::of(0), []);
        assert_eq!(Letters::of(HAN.bit()), [Letters::Chinese]);
        let some = KANA.bit() | HANGUL.bit() | THAI.bit() | LAO.bit();
        let names = [Letters::Japanese, Letters::Korean, Letters::Others];
        assert_eq!(Letters::of(some), names);
    }

    #[test]
    fn the_letters_of_each_script_are_its_own() {
        for (at, script) in ALL.into_iter().enumerate() {
            assert_eq!(script.bit(), 1 << at);
            assert_eq!(wanted(script.letters), script.bit(), "{}", script.letters);
        }
    }
}
