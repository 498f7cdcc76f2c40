//! The three bundled fonts, and fonts of the system for scripts that they lack.
//!
//! System fonts are large, so none is read before the first frame, and each
//! only when a text needs it, on a thread of its own.

use std::{path::Path, sync::Arc};

use egui::{
    Context, FontData, FontDefinitions, FontFamily,
    epaint::text::{FontInsert, FontPriority, InsertFontFamily},
};

use super::typescale;

const INTER: &str = "Inter-Regular";
const INTER_STRONG: &str = "Inter-SemiBold";
const QUICKSAND: &str = "Quicksand-Bold";

/// The fonts that come with the app.
pub fn bundled() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    };
    add(
        INTER,
        include_bytes!("../../../../assets/fonts/Inter-Regular.otf"),
    );
    add(
        INTER_STRONG,
        include_bytes!("../../../../assets/fonts/Inter-SemiBold.otf"),
    );
    add(
        QUICKSAND,
        include_bytes!("../../../../assets/fonts/Quicksand-Bold.ttf"),
    );
    let family = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    fonts.families.extend([
        (FontFamily::Proportional, family(&[INTER])),
        (FontFamily::Monospace, family(&[INTER])),
        (typescale::strong(), family(&[INTER_STRONG, INTER])),
        // Quicksand has neither Greek nor Cyrillic.
        (
            typescale::display(),
            family(&[QUICKSAND, INTER_STRONG, INTER]),
        ),
    ]);
    fonts
}

/// Where the system keeps fonts.
const SYSTEM: &str = "/usr/share/fonts";

/// Scripts that the bundled fonts do not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Hebrew.
    Hebrew,
    /// Arabic.
    Arabic,
    /// Chinese, Japanese, Korean.
    Cjk,
    /// The scripts of India and South-East Asia.
    Indic,
    /// Signs, arrows, and all that is left.
    Other,
}

impl Script {
    const ALL: [Self; 5] = [
        Self::Hebrew,
        Self::Arabic,
        Self::Cjk,
        Self::Indic,
        Self::Other,
    ];

    /// Who has it, best first. Only the first that exists is loaded.
    fn files(self) -> &'static [&'static str] {
        match self {
            Self::Hebrew => &[
                "truetype/noto/NotoSansHebrew-Regular.ttf",
                "noto/NotoSansHebrew-Regular.ttf",
                "google-noto/NotoSansHebrew-Regular.ttf",
                "truetype/dejavu/DejaVuSans.ttf",
            ],
            Self::Arabic => &[
                "truetype/noto/NotoSansArabic-Regular.ttf",
                "noto/NotoSansArabic-Regular.ttf",
                "google-noto/NotoSansArabic-Regular.ttf",
                "truetype/dejavu/DejaVuSans.ttf",
            ],
            Self::Cjk => &[
                "opentype/noto/NotoSansCJK-Regular.ttc",
                "noto-cjk/NotoSansCJK-Regular.ttc",
                "google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
                "truetype/wqy/wqy-microhei.ttc",
                "truetype/wqy/wqy-zenhei.ttc",
                "truetype/droid/DroidSansFallbackFull.ttf",
            ],
            Self::Indic => &[
                "truetype/noto/NotoSansDevanagari-Regular.ttf",
                "noto/NotoSansDevanagari-Regular.ttf",
                "truetype/freefont/FreeSans.ttf",
            ],
            Self::Other => &[
                "truetype/dejavu/DejaVuSans.ttf",
                "TTF/DejaVuSans.ttf",
                "dejavu-sans-fonts/DejaVuSans.ttf",
                "truetype/noto/NotoSansSymbols2-Regular.ttf",
                "truetype/noto/NotoSans-Regular.ttf",
            ],
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The scripts that `text` needs beyond the bundled fonts, as bits.
pub fn wanted(text: &str) -> u8 {
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
        0x0590..=0x05FF | 0xFB1D..=0xFB4F => Script::Hebrew,
        0x0600..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => Script::Arabic,
        0x0900..=0x0FFF | 0x1780..=0x17FF => Script::Indic,
        0x1100..=0x11FF
        | 0x2E80..=0x9FFF
        | 0xA960..=0xA97F
        | 0xAC00..=0xD7FF
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F
        | 0xFF00..=0xFFEF
        | 0x20000..=0x3FFFF => Script::Cjk,
        _ => Script::Other,
    })
}

/// Brings in fonts of the system when a text first needs one.
#[derive(Debug, Default)]
pub struct Fallbacks {
    asked: u8,
}

impl Fallbacks {
    /// Loads what the scripts in `bits` need and is not there yet, elsewhere;
    /// the window draws itself again when they have come.
    pub fn want(&mut self, bits: u8, ctx: &Context) {
        let missing = bits & !self.asked;
        if missing == 0 {
            return;
        }
        self.asked |= missing;
        let ctx = ctx.clone();
        let loader = std::thread::Builder::new().name("fonts".to_owned());
        // Without a thread the text shows boxes, which is all that fails.
        let _ = loader.spawn(move || {
            for font in system_fonts(missing, Path::new(SYSTEM)) {
                ctx.add_font(font);
            }
            ctx.request_repaint();
        });
    }
}

/// The fonts below `root` for `scripts`, as a last resort of every family.
fn system_fonts(scripts: u8, root: &Path) -> impl Iterator<Item = FontInsert> {
    let wanted = Script::ALL
        .into_iter()
        .filter(move |script| scripts & script.bit() != 0);
    wanted.filter_map(move |script| {
        let (name, bytes) = script
            .files()
            .iter()
            .find_map(|file| Some((*file, std::fs::read(root.join(file)).ok()?)))?;
        // Kept for as long as the app runs, and once rather than once a copy.
        let data = FontData::from_static(Box::leak(bytes.into_boxed_slice()));
        let families = [
            FontFamily::Proportional,
            FontFamily::Monospace,
            typescale::strong(),
            typescale::display(),
        ];
        let last = |family| InsertFontFamily {
            family,
            priority: FontPriority::Lowest,
        };
        Some(FontInsert::new(
            name,
            data,
            families.into_iter().map(last).collect(),
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_missing_is_wanted() {
        assert_eq!(wanted("Save me a marshmallow!"), 0);
        assert_eq!(wanted("Grüße, Привет, Γειά… · “ok”"), 0);
        assert_eq!(wanted("שלום"), Script::Hebrew.bit());
        assert_eq!(
            wanted("你好 مرحبا"),
            Script::Cjk.bit() | Script::Arabic.bit()
        );
        assert_eq!(wanted("🙂 👩‍🚀 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿"), 0, "emoji are pictures");
        assert_eq!(wanted("→"), Script::Other.bit());
    }

    #[test]
    fn chinese_and_japanese_come_from_a_font_of_the_system() {
        let fonts: Vec<_> = system_fonts(Script::Cjk.bit(), Path::new(SYSTEM)).collect();
        if fonts.is_empty() {
            assert!(std::env::var_os("CI").is_none(), "there is no such font");
            eprintln!("SKIPPED: no font for these; `make test` installs one");
            return;
        }
        let words = ["漢字你好", "かなカナ"];
        let has = |ctx: &Context| {
            let _ = ctx.run_ui(egui::RawInput::default(), |_| {});
            let font = egui::FontId::new(15.0, FontFamily::Proportional);
            ctx.fonts_mut(|all| words.map(|word| all.has_glyphs(&font, word)))
        };
        let ctx = Context::default();
        ctx.set_fonts(bundled());
        assert_eq!(has(&ctx), [false; 2], "the bundled fonts lack them");
        fonts.into_iter().for_each(|font| ctx.add_font(font));
        assert_eq!(has(&ctx), [true; 2]);
    }

    #[test]
    fn a_system_without_fonts_leaves_the_bundled_ones() {
        let none = system_fonts(u8::MAX, Path::new("/nonexistent"));
        assert_eq!(none.count(), 0);
    }
}
