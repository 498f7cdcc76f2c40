use egui::{Theme, ThemePreference};
use tincan::ui::theme::{Appearance, look};
use tincan_net::{CloseReason, EventKind, RoomState, Warning};

use super::stage::{Stage, Start, message, name, waiting};

fn in_theme(theme: ThemePreference, high_contrast: bool) -> Stage {
    Start {
        appearance: Appearance {
            theme,
            high_contrast,
            less_motion: true,
        },
        ..Start::default()
    }
    .go()
}

/// Every screen in every theme can be laid out and painted.
#[test]
fn all_four_themes_draw_every_screen() {
    for theme in [ThemePreference::Light, ThemePreference::Dark] {
        for high_contrast in [false, true] {
            let mut stage = in_theme(theme, high_contrast);
            let look = look(&stage.window.ctx);
            assert_eq!(look.dark, theme == ThemePreference::Dark);
            assert_eq!(look.high_contrast, high_contrast);
            draw(&stage);
            stage.waits();
            stage.happens(EventKind::Warning(Warning::Guessing));
            draw(&stage);
            stage.enters(waiting(None, true));
            draw(&stage);
            stage.meets();
            stage.happens(message(true, 1, "hello"));
            stage.happens(message(false, 1, "hello to you"));
            stage.happens(EventKind::Typing(true));
            draw(&stage);
            stage.enters(RoomState::Closed {
                reason: CloseReason::PeerLeft,
                peer: Some(name("Brave Heron")),
            });
            draw(&stage);
        }
    }
}

/// The background is that of the theme, and something is drawn on it.
fn draw(stage: &Stage) {
    let canvas = look(&stage.window.ctx).tokens.canvas;
    let output = stage.window.output();
    let painted = stage
        .window
        .ctx
        .tessellate(output.shapes.clone(), output.pixels_per_point);
    assert!(painted.len() > 1);
    let first = output.shapes.iter().find_map(|shape| match &shape.shape {
        egui::Shape::Rect(rect) if rect.rect.width() > 1000.0 => Some(rect.fill),
        _ => None,
    });
    assert_eq!(first, Some(canvas));
}

#[test]
fn the_system_decides_between_light_and_dark() {
    let mut stage = in_theme(ThemePreference::System, false);
    stage.window.ctx.set_theme(ThemePreference::System);
    for (system, dark) in [(Theme::Dark, true), (Theme::Light, false)] {
        stage.window.input_mut().system_theme = Some(system);
        stage.window.run();
        assert_eq!(look(&stage.window.ctx).dark, dark);
    }
}
