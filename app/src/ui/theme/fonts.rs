//! The three bundled fonts, and fonts of the system for scripts that they lack.
//!
//! System fonts are large, so none is read before the first frame, and each
//! only when a text needs it, on a thread of its own.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU32, Ordering},
};

use egui::{
    Context, FontData, FontDefinitions, FontFamily,
    epaint::text::{FontInsert, FontPriority, InsertFontFamily},
};
use skrifa::MetadataProvider as _;

use super::{
    scripts::{self, Scripts},
    typescale,
};

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

/// Brings in fonts of the system when a text first needs one.
#[derive(Debug)]
pub struct Fallbacks {
    system: SystemFonts,
    asked: Scripts,
    brought: Arc<Mutex<Vec<Brought>>>,
    /// Those that no font of the system has.
    lacking: Arc<AtomicU32>,
}

/// Reads which fonts the system has.
pub type SystemFonts = fn() -> fontdb::Database;

/// All that there are.
pub fn of_system() -> fontdb::Database {
    let mut fonts = fontdb::Database::new();
    fonts.load_system_fonts();
    fonts
}

/// A font that is here for as long as the app runs.
#[derive(Clone, Copy, Debug)]
struct Brought {
    bytes: &'static [u8],
    /// Which of several in one file.
    index: u32,
}

impl Fallbacks {
    /// From these fonts.
    pub fn new(system: SystemFonts) -> Self {
        Self {
            system,
            asked: 0,
            brought: Arc::default(),
            lacking: Arc::default(),
        }
    }

    /// Scripts that a text needed and that no font of the system has.
    pub fn lacking(&self) -> Scripts {
        self.lacking.load(Ordering::Relaxed)
    }

    /// Loads what the `scripts` need and is not there yet, elsewhere; the window
    /// draws itself again when they have come.
    pub fn want(&mut self, scripts: Scripts, ctx: &Context) {
        let missing = scripts & !self.asked;
        if missing == 0 {
            return;
        }
        self.asked |= missing;
        let ctx = ctx.clone();
        let brought = Arc::clone(&self.brought);
        let lacking = Arc::clone(&self.lacking);
        let system = self.system;
        let loader = std::thread::Builder::new().name("fonts".to_owned());
        // Without a thread the text shows boxes, which is all that fails.
        let _ = loader.spawn(move || {
            // One at a time, so that none is brought twice.
            let mut brought = brought.lock().unwrap_or_else(PoisonError::into_inner);
            let found = find(missing, &system(), &mut brought);
            for font in found.fonts {
                ctx.add_font(font);
            }
            lacking.fetch_or(found.lacking, Ordering::Relaxed);
            ctx.request_repaint();
        });
    }
}

/// What there was of what was looked for.
#[derive(Default)]
struct Found {
    /// As a last resort of every family.
    fonts: Vec<FontInsert>,
    lacking: Scripts,
}

/// Fonts with the letters of `scripts` that none of those that were `brought` has.
fn find(scripts: Scripts, all: &fontdb::Database, brought: &mut Vec<Brought>) -> Found {
    let mut found = Found::default();
    for script in scripts::ALL {
        let is_there = |font: &Brought| has(font.bytes, font.index, script.letters);
        if scripts & script.bit() == 0 || brought.iter().any(is_there) {
            continue;
        }
        let Some(face) = best(all, script.letters) else {
            found.lacking |= script.bit();
            tracing::info!(letters = script.letters, "no font of this system has these");
            continue;
        };
        let copy = |bytes: &[u8], index| (bytes.to_vec(), index);
        let Some((bytes, index)) = all.with_face_data(face.id, copy) else {
            continue;
        };
        // Once, rather than once a copy that egui makes of its fonts.
        let bytes: &'static [u8] = Box::leak(bytes.into_boxed_slice());
        brought.push(Brought { bytes, index });
        let mut data = FontData::from_static(bytes);
        data.index = index;
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
        found.fonts.push(FontInsert::new(
            &face.post_script_name,
            data,
            families.into_iter().map(last).collect(),
        ));
    }
    found
}

/// The font with all these `letters` that fits best beside Inter.
fn best<'a>(all: &'a fontdb::Database, letters: &str) -> Option<&'a fontdb::FaceInfo> {
    let mut faces: Vec<&fontdb::FaceInfo> = all.faces().collect();
    faces.sort_by_cached_key(|face| (unlike(face), face.post_script_name.clone()));
    let fits = |face: &&fontdb::FaceInfo| {
        let has = |bytes: &[u8], index| has(bytes, index, letters);
        all.with_face_data(face.id, has).unwrap_or(false)
    };
    faces.into_iter().find(fits)
}

/// How little a font is like Inter: upright, of one weight, without serifs, and
/// made to go with others.
fn unlike(face: &fontdb::FaceInfo) -> u32 {
    let mut names = face.families.iter().map(|(name, _)| name.to_lowercase());
    let name = names.next().unwrap_or_default();
    let named = |part: &str| name.contains(part);
    let slanted = u32::from(face.style != fontdb::Style::Normal);
    let weight = u32::from(face.weight.0.abs_diff(fontdb::Weight::NORMAL.0));
    let narrow = u32::from(face.stretch != fontdb::Stretch::Normal);
    let serif = u32::from(named("serif") || face.monospaced || named("mono"));
    let strange = u32::from(!named("noto sans")) + u32::from(!named("sans"));
    slanted * 4000 + narrow * 2000 + weight + serif * 100 + strange * 10
}

fn has(bytes: &[u8], index: u32, letters: &str) -> bool {
    skrifa::FontRef::from_index(bytes, index).is_ok_and(|font| {
        let known = font.charmap();
        letters.chars().all(|c| known.map(c).is_some())
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{
        super::Type,
        scripts::{HAN, HANGUL, KANA},
        *,
    };

    /// Whether a window shows each letter of `words` as itself, with the bundled fonts and then
    /// with those of the system.
    fn shown(script: scripts::Script, words: &str) -> Option<[bool; 2]> {
        let fonts = find(script.bit(), &of_system(), &mut Vec::new()).fonts;
        if fonts.is_empty() {
            assert!(std::env::var_os("CI").is_none(), "no font has {words}");
            eprintln!("SKIPPED: no font has {words}; `make test` installs one");
            return None;
        }
        // Letters that no font has all look the same. (Whether egui has a glyph it
        // cannot tell of the font that its own stand-in is from.)
        let has = |ctx: &Context| {
            let _ = ctx.run_ui(egui::RawInput::default(), |_| {});
            let job = Type::Message.job(words, egui::Color32::WHITE, f32::INFINITY);
            let galley = ctx.fonts_mut(|all| all.layout_job(job));
            let glyphs = galley.rows.iter().flat_map(|placed| &placed.row.glyphs);
            let looks: HashSet<[u16; 2]> = glyphs.map(|glyph| glyph.uv_rect.min).collect();
            looks.len() == words.chars().count()
        };
        let ctx = Context::default();
        ctx.set_fonts(bundled());
        let before = has(&ctx);
        fonts.into_iter().for_each(|font| ctx.add_font(font));
        Some([before, has(&ctx)])
    }

    #[test]
    fn chinese_japanese_and_korean_come_from_fonts_of_the_system() {
        for (script, words) in [
            (HAN, "漢字你好"),
            (KANA, "かなカケ"),
            (HANGUL, "안녕하세요민준"),
        ] {
            if let Some(shown) = shown(script, words) {
                assert_eq!(shown, [false, true], "{words}");
            }
        }
    }

    #[test]
    fn a_font_that_has_several_scripts_is_brought_once() {
        let mut brought = Vec::new();
        let fonts = of_system();
        let first = find(HAN.bit(), &fonts, &mut brought).fonts;
        assert_eq!(find(HAN.bit(), &fonts, &mut brought).fonts.len(), 0);
        assert_eq!(brought.len(), first.len());
    }

    #[test]
    fn a_system_without_fonts_leaves_the_bundled_ones() {
        let none = find(Scripts::MAX, &fontdb::Database::new(), &mut Vec::new());
        assert_eq!(none.fonts.len(), 0);
        let all = scripts::ALL.into_iter().map(scripts::Script::bit);
        assert_eq!(none.lacking, all.fold(0, |all, bit| all | bit));
    }
}
