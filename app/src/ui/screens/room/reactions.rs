//! What the two think of a message: chips on its lower edge, and the row of
//! emoji that are at hand.

use egui::{
    CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};
use tincan_net::{Command, Emoji, MessageId};

use super::timeline::{Scene, Wish};
use crate::{
    model::Line,
    ui::{
        action::{Action, Actions},
        emoji,
        icons::Icon,
        theme::{Type, height, look},
        widgets::{self, emoji_button, icon_button, paint_ring, row, tip},
        words::{self, talk},
    },
};

/// What is at hand.
const QUICK: [&str; 6] = ["👍", "❤️", "😂", "😮", "😢", "🙏"];
/// An emoji in a chip.
const SMALL: f32 = 16.0;

/// One chip: an emoji, and who shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Chip {
    emoji: Emoji,
    mine: bool,
    theirs: bool,
}

/// Theirs, then yours; one for both when they are the same.
fn chips_of(line: &Line) -> Vec<Chip> {
    let reactions = line.reactions;
    let same = reactions.mine == reactions.theirs;
    let theirs = reactions.theirs.map(|emoji| Chip {
        emoji,
        mine: same,
        theirs: true,
    });
    let mine = reactions.mine.filter(|_| !same).map(|emoji| Chip {
        emoji,
        mine: true,
        theirs: false,
    });
    theirs.into_iter().chain(mine).collect()
}

/// Draws the chips of `line` on the lower edge of its bubble in `area`.
pub(super) fn chips(
    ui: &mut Ui,
    scene: &Scene<'_>,
    line: &Line,
    area: Rect,
    actions: &mut Actions,
) {
    let t = scene.look.tokens;
    let mut gap = 12.0;
    for (number, chip) in chips_of(line).into_iter().enumerate() {
        let both = chip.mine && chip.theirs;
        let width = if both { 46.0 } else { 34.0 };
        let left = row::trail(area, gap, width);
        let rect = Rect::from_min_size(
            pos2(left, area.bottom() - height::CHIP / 2.0),
            vec2(width, height::CHIP),
        );
        gap += width + 4.0;
        let response = ui.interact(rect, ui.id().with(("chip", number)), Sense::click());
        let name = emoji::name(chip.emoji.as_str());
        let label = talk::reaction(name, chip.mine, chip.theirs, &words::name(scene.peer));
        response.widget_info(|| {
            WidgetInfo::selected(WidgetType::SelectableLabel, true, chip.mine, &label)
        });
        let (fill, edge) = if chip.mine {
            (t.you_tint, Stroke::new(1.0, t.you_ink))
        } else {
            (t.surface, Stroke::new(1.0, t.line))
        };
        let round = CornerRadius::same(12);
        let painter = ui.painter();
        painter.rect(rect, round, fill, edge, StrokeKind::Inside);
        let mut center = rect.center();
        if both {
            center.x -= 7.0;
            let two = widgets::galley(ui, "2", Type::SmallStrong, t.ink);
            let at = pos2(center.x + 12.0, rect.center().y - 8.0);
            widgets::paint_galley(ui.painter(), at, two, Type::SmallStrong);
        }
        let place = Rect::from_center_size(center, Vec2::splat(SMALL));
        if let Some(emoji) = emoji::known(chip.emoji.as_str()) {
            emoji::paint(ui.painter(), emoji, place);
        }
        paint_ring(ui.painter(), &response, rect, 12, &scene.look);
        let response = tip(response, label.as_str());
        if response.clicked() {
            let emoji = (!chip.mine).then_some(chip.emoji);
            let message = line.message.id;
            actions.push(Command::React { message, emoji }.into());
        }
    }
}

/// Draws the emoji that are at hand; whether one was taken, or more wanted.
pub(super) fn quick(ui: &mut Ui, scene: &Scene<'_>, line: &Line, actions: &mut Actions) -> bool {
    let id = line.message.id;
    let ink = look(ui.ctx()).tokens.ink_2;
    let mut done = false;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for text in QUICK {
            let Some(emoji) = emoji::known(text) else {
                continue;
            };
            let chosen = line
                .reactions
                .mine
                .is_some_and(|mine| mine.as_str() == emoji);
            let label = talk::react_with(emoji::name(emoji));
            if emoji_button(ui, emoji, 36.0, &label, chosen).clicked() {
                actions.push(react(id, emoji, chosen));
                done = true;
            }
        }
        let more = icon_button(ui, Icon::Plus, talk::more_emoji(), 36.0, ink);
        if more.clicked() {
            scene.wish(Wish::Pick(id, more.rect));
            done = true;
        }
    });
    done
}

/// Shows `emoji`, or no longer when it was shown before.
pub(super) fn react(message: MessageId, emoji: &str, shown: bool) -> Action {
    let emoji = if shown { None } else { emoji.parse().ok() };
    Command::React { message, emoji }.into()
}

#[cfg(test)]
mod tests {
    use tincan_net::{Message, Side};

    use super::*;
    use crate::model::Reactions;

    #[test]
    fn two_who_think_the_same_share_a_chip() {
        let thumb: Option<Emoji> = "👍".parse().ok();
        let heart: Option<Emoji> = "❤️".parse().ok();
        let line = |mine, theirs| Line {
            message: Message {
                id: MessageId {
                    side: Side::Host,
                    number: 1,
                },
                mine: true,
                text: String::new(),
                at: 0,
                reply_to: None,
                with: None,
                edited: false,
                deleted: false,
            },
            delivery: None,
            reactions: Reactions { mine, theirs },
            revision: 0,
            place: None,
        };
        let shown = |mine, theirs| -> Vec<(bool, bool)> {
            let chips = chips_of(&line(mine, theirs));
            chips.iter().map(|chip| (chip.mine, chip.theirs)).collect()
        };
        assert_eq!(shown(thumb, thumb), [(true, true)]);
        assert_eq!(shown(thumb, heart), [(false, true), (true, false)]);
        assert_eq!(shown(None, heart), [(false, true)]);
        assert_eq!(shown(thumb, None), [(true, false)]);
        assert_eq!(shown(None, None), []);
    }
}
