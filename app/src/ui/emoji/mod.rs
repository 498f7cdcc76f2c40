//! Emoji in colour. egui draws letters of one colour only, so each emoji is a
//! picture over a gap in the text: drawn once for each pixel size, elsewhere,
//! and kept on a sheet that is handed to the graphics card.

mod artist;
mod sheet;

use std::sync::Arc;

use egui::{Color32, Context, Id, Painter, Rect, Vec2, mutex::Mutex, pos2};

use self::{
    artist::{Artist, Task},
    sheet::Sheet,
};

/// The version of Unicode's emoji of which there are pictures.
const NEWEST: u32 = 17;
/// Points in the pictures that we have; more are made by the graphics card.
const FINEST: u32 = 72;
/// Pixel sizes for which there is a sheet at the same time.
const SHEETS: usize = 6;

/// The emoji that `cluster`, all letters of what is read as one, stands for.
///
/// What Unicode shows as text unless told otherwise stays text, as far as our
/// fonts have it.
pub fn known(cluster: &str) -> Option<&'static str> {
    let mut letters = cluster.chars();
    let first = letters.next()?;
    if first.is_ascii_alphabetic() || first == ' ' {
        return None;
    }
    let found = emojis::get(cluster)?;
    if found.emoji_version().major() > NEWEST {
        return None;
    }
    let emoji = found.as_str();
    let whole = emoji == cluster || letters.next().is_some();
    (whole || first >= '\u{2600}').then_some(emoji)
}

/// What `emoji` is called, in English.
pub fn name(emoji: &str) -> &'static str {
    emojis::get(emoji).map_or("emoji", |emoji| emoji.name())
}

/// Draws `emoji` into `rect`, a square. Nothing is drawn until its picture has
/// come, which makes the window draw itself again.
pub fn paint(painter: &Painter, emoji: &'static str, rect: Rect) {
    let ctx = painter.ctx();
    let scale = ctx.pixels_per_point();
    let pixels = (rect.width() * scale).round().max(1.0);
    // On whole pixels, or it blurs.
    let snap = |v: f32| (v * scale).round() / scale;
    let rect = Rect::from_min_size(
        pos2(snap(rect.left()), snap(rect.top())),
        Vec2::splat(pixels / scale),
    );
    let side = (pixels as u32).min(FINEST);
    let sheets = sheets(ctx);
    let mut sheets = sheets.lock();
    if let Some((texture, uv)) = sheets.place(ctx, emoji, side) {
        painter.image(texture, rect, uv, Color32::WHITE);
    }
}

type Shared = Arc<Mutex<Sheets>>;

fn sheets(ctx: &Context) -> Shared {
    ctx.data_mut(|data| data.get_temp_mut_or_default::<Shared>(Id::NULL).clone())
}

#[derive(Default)]
struct Sheets {
    artist: Option<Artist>,
    sheets: Vec<Sheet>,
    /// The frame in which drawn pictures were taken in last.
    frame: u64,
}

impl Sheets {
    fn place(
        &mut self,
        ctx: &Context,
        emoji: &'static str,
        side: u32,
    ) -> Option<(egui::TextureId, Rect)> {
        let now = ctx.cumulative_pass_nr();
        if self.frame != now {
            self.frame = now;
            self.take_in();
        }
        let at = match self.sheets.iter().position(|sheet| sheet.side() == side) {
            Some(at) => at,
            None => {
                if self.sheets.len() >= SHEETS {
                    let oldest = (0..self.sheets.len()).min_by_key(|&at| self.sheets[at].used())?;
                    self.sheets.swap_remove(oldest);
                }
                self.sheets.push(Sheet::new(ctx, side));
                self.sheets.len() - 1
            }
        };
        let sheet = self.sheets.get_mut(at)?;
        let place = sheet.place(emoji, now);
        if place.wanted {
            let artist = self.artist.get_or_insert_with(|| Artist::start(ctx));
            if artist.give(Task { emoji, side }) {
                sheet.asked(emoji);
            } else {
                ctx.request_repaint_after_secs(0.05);
            }
        }
        Some((sheet.texture(), place.uv?))
    }

    fn take_in(&mut self) {
        while let Some(done) = self.artist.as_ref().and_then(Artist::done) {
            let sheet = self
                .sheets
                .iter_mut()
                .find(|sheet| sheet.side() == done.task.side);
            if let Some(sheet) = sheet {
                sheet.drawn(done.task.emoji, done.image);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_emoji_has_a_picture() {
        let all = emojis::iter().flat_map(|emoji| {
            let tones = emoji.skin_tones().map(Iterator::collect::<Vec<_>>);
            tones.unwrap_or_else(|| vec![emoji])
        });
        let mut count = 0;
        for emoji in all.filter(|emoji| emoji.emoji_version().major() <= NEWEST) {
            count += 1;
            assert!(
                artist::picture(emoji.as_str()).is_some(),
                "{}",
                emoji.name()
            );
        }
        assert!(count > 3_000, "{count}");
    }

    #[test]
    fn whole_clusters_are_emoji_and_letters_are_not() {
        for cluster in ["👍🏽", "👨‍👩‍👧‍👦", "🇳🇱", "1️⃣", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]
        {
            assert_eq!(known(cluster), Some(cluster));
        }
        // Written without the sign that asks for colour.
        assert_eq!(known("❤"), Some("❤️"));
        assert_eq!(known("🏳‍🌈"), Some("🏳️‍🌈"));
        for text in ["a", "1", "#", "©", "™", "↔", " ", "ä", "你", "❤\u{FE0E}"] {
            assert_eq!(known(text), None, "{text}");
        }
    }
}
