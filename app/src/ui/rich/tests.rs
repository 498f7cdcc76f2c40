use egui::{Color32, Context, RawInput};

use super::*;
use crate::ui::theme::{Appearance, Type, install};

/// Lays `text` out in so wide a bubble.
pub(super) fn laid_out(text: &str, width: f32) -> Rich {
    let ctx = Context::default();
    install(&ctx, Appearance::default());
    let mut rich = None;
    let _ = ctx.run_ui(RawInput::default(), |ui| {
        let job = Type::Message.job(text, Color32::WHITE, width);
        rich = Some(layout(ui.painter(), job));
    });
    rich.unwrap()
}

fn glyphs(rich: &Rich) -> usize {
    let rows = rich.rows.iter();
    rows.map(|placed| placed.row.glyphs.len() + usize::from(placed.ends_with_newline))
        .sum()
}

#[test]
fn an_emoji_takes_one_gap_and_the_text_stays_what_it_was() {
    let text = "at 👨‍👩‍👧‍👦 the 👍🏽 lake 🇳🇱 1️⃣";
    let rich = laid_out(text, 1000.0);
    assert_eq!(rich.text(), text);
    assert_eq!(glyphs(&rich), text.chars().count());
    let shown: Vec<&str> = rich.spots.iter().map(|spot| spot.emoji).collect();
    assert_eq!(shown, ["👨‍👩‍👧‍👦", "👍🏽", "🇳🇱", "1️⃣"]);
    for pair in rich.spots.windows(2) {
        assert!(pair[0].rect.right() < pair[1].rect.left());
        assert_eq!(pair[0].rect.width(), 18.0);
    }
    let said: String = rich.rows[0]
        .row
        .glyphs
        .iter()
        .map(|glyph| glyph.chr)
        .collect();
    assert_eq!(said, text, "as a screen reader hears it");
    let family = rich.rects(3..10)[0];
    assert!((family.width() - 19.5).abs() < 0.6, "{family:?}");
}

#[test]
fn emoji_wrap_as_words_do() {
    let text = "🙂".repeat(40);
    let rich = laid_out(&text, 200.0);
    assert_eq!(rich.rows.len(), 4);
    assert!(rich.spots.iter().all(|spot| spot.rect.right() <= 200.0));
    assert_eq!(rich.spots.len(), 40);
}

#[test]
fn hebrew_is_read_from_the_right() {
    let text = "שלום abc";
    let rich = laid_out(text, 500.0);
    assert!(rich.has_rtl());
    assert_eq!(rich.text(), text);
    assert_eq!(glyphs(&rich), text.chars().count());
    let x: Vec<f32> = rich.rows[0]
        .row
        .glyphs
        .iter()
        .map(|glyph| glyph.pos.x)
        .collect();
    assert!(x[0] > x[1] && x[1] > x[2] && x[2] > x[3], "{x:?}");
    assert!(
        x[5] < x[6] && x[6] < x[7],
        "Latin words are read as ever: {x:?}"
    );
    assert!(x[7] < x[3], "and come after: {x:?}");
    let left = laid_out("abc שלום", 500.0);
    let x: Vec<f32> = left.rows[0]
        .row
        .glyphs
        .iter()
        .map(|glyph| glyph.pos.x)
        .collect();
    assert!(x[0] < x[2] && x[2] < x[7] && x[7] < x[4], "{x:?}");
}

#[test]
fn lines_that_begin_at_the_right_end_there() {
    let rich = laid_out("שלום שלום שלום שלום שלום\nשלום", 120.0);
    assert!(rich.rows.len() >= 2);
    for placed in &rich.rows {
        let right = placed.pos.x + placed.row.size.x;
        assert!((right - rich.rect.width()).abs() < 0.5, "{right}");
    }
}

#[test]
fn arabic_keeps_its_letters_for_the_clipboard() {
    for text in ["سلام 👋", "لا لا (لا) 12", "مرحبا\nhello"] {
        let rich = laid_out(text, 300.0);
        assert_eq!(rich.text(), text);
        assert_eq!(glyphs(&rich), text.chars().count(), "{text}");
    }
}

#[test]
fn only_emoji_are_counted_as_such() {
    assert_eq!(only_emoji("👍🏽 🎉", 6), Some(2));
    assert_eq!(only_emoji("👍!", 6), None);
    assert_eq!(only_emoji("hello", 6), None);
    assert_eq!(only_emoji(" ", 6), None);
    assert_eq!(only_emoji(&"🎉".repeat(7), 6), None);
}

proptest::proptest! {
    #[test]
    fn whatever_is_written_is_laid_out_as_it_is(text in "[a ب👍🏽א\u{200D}\u{FE0F}1️⃣\\PC]{0,40}") {
        let rich = laid_out(&text, 150.0);
        proptest::prop_assert_eq!(rich.text(), text);
    }
}

#[test]
fn marks_that_only_order_are_not_seen() {
    let plain = laid_out("Brave Heron", 500.0);
    let isolated = laid_out("\u{2068}Brave Heron\u{2069}", 500.0);
    assert_eq!(isolated.size(), plain.size());
    // In a sentence that is read from the right, a name keeps its own order
    // and its place.
    let said = laid_out("\u{200F}\u{2068}Heron\u{2069} שלום", 500.0);
    let name = said.rects(2..7)[0];
    let greeting = said.rects(9..13)[0];
    assert!(greeting.right() <= name.left(), "{said:?}");
}
