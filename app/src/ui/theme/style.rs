//! egui's own `Style`, made of the tokens.

use egui::{
    Color32, CornerRadius, Margin, Shadow, Stroke, Style, Theme, Vec2, Visuals,
    style::{HandleShape, ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets},
};

use super::{
    Appearance,
    scale::{motion, radius},
    tokens::Tokens,
    typescale,
};

pub(super) fn build(t: &Tokens, theme: Theme, appearance: Appearance) -> Style {
    let mut style = Style {
        text_styles: typescale::text_styles(),
        visuals: visuals(t, theme, appearance.high_contrast),
        animation_time: if appearance.less_motion {
            0.0
        } else {
            motion::COLOUR
        },
        ..Style::default()
    };
    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::splat(8.0);
    spacing.button_padding = Vec2::new(14.0, 8.0);
    spacing.interact_size.y = 36.0;
    spacing.icon_width = 20.0;
    spacing.icon_spacing = 8.0;
    spacing.window_margin = Margin::same(20);
    spacing.menu_margin = Margin::same(6);
    spacing.combo_height = 280.0;
    spacing.slider_rail_height = 4.0;
    spacing.tooltip_width = 320.0;
    spacing.scroll = ScrollStyle {
        bar_width: 8.0,
        active_handle_opacity: 0.35,
        interact_handle_opacity: 0.6,
        ..ScrollStyle::floating()
    };
    // Only messages, the link and the code are there to be copied; they ask.
    style.interaction.selectable_labels = false;
    if appearance.less_motion {
        style.scroll_animation = egui::style::ScrollAnimation::none();
    }
    #[cfg(debug_assertions)]
    {
        // Rows of a scrolled conversation move under their neighbours' places.
        style.debug.warn_if_rect_changes_id = false;
        style.debug.show_unaligned = false;
    }
    style
}

fn visuals(t: &Tokens, theme: Theme, high_contrast: bool) -> Visuals {
    let dark = theme == Theme::Dark;
    let widget = |fill: Color32, edge: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, edge),
        corner_radius: CornerRadius::same(radius::CONTROL),
        fg_stroke: Stroke::new(1.5, t.ink),
        expansion: 0.0,
    };
    let shadow = |y: i8, blur: u8, strength: f32| Shadow {
        offset: [0, y],
        blur,
        spread: 0,
        color: Color32::BLACK.gamma_multiply(strength),
    };
    Visuals {
        widgets: Widgets {
            noninteractive: widget(t.surface, t.line),
            inactive: widget(t.surface, t.line_strong),
            hovered: widget(t.you_tint, t.you_ink),
            active: widget(t.sunken, t.you_ink),
            open: widget(t.you_tint, t.you_ink),
        },
        selection: Selection {
            bg_fill: if high_contrast {
                // The tint is the ground there: mark with a veil of the ink.
                t.you_ink.gamma_multiply(0.35)
            } else {
                t.you_tint
            },
            stroke: Stroke::new(2.0, t.you_ink),
        },
        text_cursor: TextCursorStyle {
            stroke: Stroke::new(2.0, t.you_ink),
            blink: false,
            ..TextCursorStyle::default()
        },
        weak_text_color: Some(t.ink_3),
        hyperlink_color: t.you_ink,
        faint_bg_color: t.sunken,
        code_bg_color: t.sunken,
        extreme_bg_color: t.surface,
        text_edit_bg_color: Some(t.surface),
        warn_fg_color: t.them_ink,
        error_fg_color: t.danger_ink,
        panel_fill: t.canvas,
        window_fill: t.raised,
        window_stroke: Stroke::new(1.0, t.line),
        window_corner_radius: CornerRadius::same(radius::DIALOG),
        menu_corner_radius: CornerRadius::same(radius::LARGE),
        window_shadow: shadow(12, 40, if dark { 0.40 } else { 0.24 }),
        popup_shadow: shadow(6, 20, if dark { 0.30 } else { 0.14 }),
        handle_shape: HandleShape::Circle,
        slider_trailing_fill: true,
        disabled_alpha: 0.45,
        ..if dark {
            Visuals::dark()
        } else {
            Visuals::light()
        }
    }
}
