//! Contrast by WCAG 2: every pair of colours that meets on screen, in all four
//! themes.

use egui::Color32;

use super::tokens::{DARK, HC_DARK, HC_LIGHT, LIGHT, Tokens};

fn luminance(c: Color32) -> f64 {
    let part = |v: u8| {
        let v = f64::from(v) / 255.0;
        if v <= 0.04045 {
            v / 12.92
        } else {
            ((v + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(c.r()) + 0.7152 * part(c.g()) + 0.0722 * part(c.b())
}

fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// What is read, and on what.
fn texts(t: &Tokens) -> Vec<(&'static str, Color32, Color32)> {
    let mut pairs = Vec::new();
    for (on, ground) in [
        ("canvas", t.canvas),
        ("surface", t.surface),
        ("raised", t.raised),
    ] {
        for text in [
            t.ink,
            t.ink_2,
            t.ink_3,
            t.you_ink,
            t.them_ink,
            t.danger_ink,
            t.ok,
        ] {
            pairs.push((on, text, ground));
        }
    }
    for text in [t.ink, t.ink_2, t.you_ink] {
        pairs.push(("sunken", text, t.sunken));
    }
    for fill in [t.you, t.you_hover, t.danger, t.danger_hover, t.go] {
        pairs.push(("fill", t.on_fill, fill));
    }
    pairs.extend([
        ("you_tint", t.you_ink, t.you_tint),
        ("you_tint", t.ink, t.you_tint),
        ("them_tint", t.them_ink, t.them_tint),
        ("them_tint", t.ink, t.them_tint),
        ("danger_tint", t.danger_ink, t.danger_tint),
        ("danger_tint", t.ink, t.danger_tint),
        ("ok_tint", t.ok, t.ok_tint),
        ("ok_tint", t.ink, t.ok_tint),
        ("bubble_you", t.bubble_you_ink, t.bubble_you),
        ("bubble_you", t.bubble_you_ink_2, t.bubble_you),
        ("bubble_them", t.bubble_them_ink, t.bubble_them),
        ("bubble_them", t.ink_2, t.bubble_them),
        ("their can", LIGHT.ink, t.them),
        ("toast", t.canvas, t.ink),
    ]);
    pairs
}

/// What is seen, and on what.
fn graphics(t: &Tokens) -> Vec<(&'static str, Color32, Color32)> {
    let mut pairs = Vec::new();
    for (on, ground) in [("canvas", t.canvas), ("surface", t.surface)] {
        for shape in [t.line_strong, t.twine, t.you_ink, t.focus] {
            pairs.push((on, shape, ground));
        }
    }
    pairs.push(("primary button", t.you, t.canvas));
    pairs
}

#[test]
fn every_pair_can_be_told_apart() {
    for (theme, tokens, text, graphic) in [
        ("light", &LIGHT, 4.5, 3.0),
        ("dark", &DARK, 4.5, 3.0),
        ("high contrast light", &HC_LIGHT, 7.0, 4.5),
        ("high contrast dark", &HC_DARK, 7.0, 4.5),
    ] {
        for (least, pairs) in [(text, texts(tokens)), (graphic, graphics(tokens))] {
            for (on, a, b) in pairs {
                let got = contrast(a, b);
                assert!(
                    got >= least,
                    "{theme}, on {on}: {a:?} against {b:?} is {got:.2}, below {least}"
                );
            }
        }
    }
}

#[test]
fn black_on_white_is_21_to_1() {
    assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
}
