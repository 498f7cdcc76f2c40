//! A message: its bubble, its words, what they answer, the links in them.

use egui::{
    Align2, CornerRadius, CursorIcon, Id, Painter, Rect, Response, Sense, Stroke, Ui, UiBuilder,
    Vec2, WidgetInfo, WidgetType, pos2, text_selection::LabelSelectionState, vec2,
};
use tincan_net::{Delivery, Message};

use super::{
    draw::Drawn,
    handed, reactions,
    rows::Below,
    timeline::{Scene, Wish},
    tools,
};
use crate::{
    model::{Entry, Item, Line},
    ui::{
        action::{Action, Actions},
        overlay::Dialog,
        rich::{self, Link, Rich},
        theme::{Type, radius},
        widgets::{Bubble, FRAME, Quote, Speaker, Words, row},
        words::{self, handover, room, talk},
    },
};

/// The narrowest bubble with something above its words.
const NARROWEST: f32 = 240.0;

/// Lays out the bubble of `line`, below something of this size that was handed
/// over with the words, if anything was.
pub(super) fn bubble(
    painter: &Painter,
    scene: &Scene<'_>,
    line: &Line,
    above: Option<Vec2>,
) -> Bubble {
    let message = &line.message;
    let text = if message.deleted {
        gone(scene, message)
    } else {
        presentable(&message.text)
    };
    let quote = message.reply_to.filter(|_| !message.deleted).map(|id| {
        let quoted = scene.room.conversation.find(id).map(|line| &line.message);
        quote(scene, quoted)
    });
    let mark = mark(message, above.is_none());
    let words = Words {
        speaker: speaker(message),
        text: &text,
        quote,
        mark: mark.as_deref(),
        gone: message.deleted,
    };
    match above {
        Some(size) => {
            let width = (size.x + 2.0 * FRAME).max(NARROWEST.min(scene.bubble()));
            Bubble::new(painter, &words, width, &scene.look).below(size)
        }
        None => Bubble::new(painter, &words, scene.bubble(), &scene.look),
    }
}

/// What is said after the words: that they are others than at first, and that
/// something came with them that is not here any more.
fn mark(message: &Message, bare: bool) -> Option<String> {
    if message.deleted {
        return None;
    }
    let edited = message.edited.then_some(talk::edited());
    let with = (bare && message.with.is_some()).then_some(handover::with());
    let marks: Vec<&str> = edited.into_iter().chain(with).collect();
    (!marks.is_empty()).then(|| marks.join(" · "))
}

/// What stands in the place of a message that was taken back.
fn gone(scene: &Scene<'_>, message: &Message) -> String {
    if message.mine {
        talk::you_deleted().to_owned()
    } else {
        talk::they_deleted(&words::name(scene.peer))
    }
}

fn speaker(message: &Message) -> Speaker {
    if message.mine {
        Speaker::You
    } else {
        Speaker::Them
    }
}

/// A message as another one quotes it.
pub(super) fn quote(scene: &Scene<'_>, quoted: Option<&Message>) -> Quote {
    match quoted {
        Some(message) => Quote {
            of: speaker(message),
            name: who(scene, message),
            text: if message.deleted {
                talk::deleted().to_owned()
            } else {
                first_line(&message.text)
            },
        },
        None => Quote {
            of: Speaker::Them,
            name: words::name(scene.peer),
            text: room::not_here().to_owned(),
        },
    }
}

pub(super) fn who(scene: &Scene<'_>, message: &Message) -> String {
    if message.mine {
        room::you().to_owned()
    } else {
        words::name(scene.peer)
    }
}

pub(super) fn first_line(text: &str) -> String {
    presentable(text.lines().next().unwrap_or_default())
        .chars()
        .take(120)
        .collect()
}

/// Words of a peer without what has no form or turns the direction of others.
pub(super) fn presentable(text: &str) -> String {
    text.chars()
        .filter(|&c| c == '\n' || c == '\t' || !c.is_control())
        .filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        .collect()
}

/// What a message is called by those who read the screen aloud.
pub(super) fn label(scene: &Scene<'_>, message: &Message) -> String {
    if message.deleted {
        gone(scene, message)
    } else {
        format!("{}: {}", who(scene, message), message.text)
    }
}

/// Draws a message, with its bubble in `area`.
pub(super) fn ui(
    ui: &mut Ui,
    scene: &Scene<'_>,
    drawn: &Drawn<'_>,
    line: &Line,
    bubble: &Bubble,
    area: Rect,
    actions: &mut Actions,
) {
    let message = &line.message;
    bubble.paint(ui, area, &scene.look);
    let sense = Sense::click_and_drag() - Sense::FOCUSABLE;
    let response = ui.interact(area, ui.id().with("words"), sense);
    let label = label(scene, message);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &label));
    if drawn.newest && !message.mine {
        // Read out as it comes.
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
    }
    let text = if message.deleted {
        String::new()
    } else {
        presentable(&message.text)
    };
    let links = rich::find_links(&text);
    // Nothing that a peer writes is drawn outside of their bubble.
    let outer = ui.clip_rect();
    ui.set_clip_rect(outer.intersect(area));
    words_in(ui, scene, message, bubble, area, &response);
    let (at, shown) = bubble.words(area);
    open_links(ui, scene, message, &links, at, shown, &response, actions);
    ui.set_clip_rect(outer);
    if let Item::Said(_, Some(handover)) = &drawn.item {
        let area = bubble.above_rect(area);
        let mut inner = ui.new_child(UiBuilder::new().id_salt("handed").max_rect(area));
        let corner = CornerRadius::same(radius::LARGE);
        handed::ui(&mut inner, scene, handover, area, corner, actions);
    }
    if let (Some(place), Some(to)) = (bubble.quote_rect(area), message.reply_to) {
        answers(ui, scene, place, to);
    }
    scene.mark_shown(ui, Entry::Said(message.id), area);
    if message.deleted {
        return;
    }
    reactions::chips(ui, scene, line, area, actions);
    let failed = line.delivery == Some(Delivery::Failed);
    if !failed {
        let tools = tools::ui(ui, scene, line, &links, area, &response, actions);
        if response.hovered() && drawn.row.below == Below::Nothing {
            time_beside(ui, scene, message, area, tools);
        }
    }
}

fn words_in(
    ui: &Ui,
    scene: &Scene<'_>,
    message: &Message,
    bubble: &Bubble,
    area: Rect,
    response: &Response,
) {
    let (at, text) = bubble.words(area);
    let ink = scene.look.tokens.ink;
    if message.deleted {
        text.paint(ui.painter(), at, ink);
        return;
    }
    if text.is_moved() {
        // egui marks from left to right only.
        rich::mark(ui, response, at, text);
        text.paint(ui.painter(), at, ink);
        return;
    }
    let galley = text.galley();
    LabelSelectionState::label_text_selection(ui, response, at, galley, ink, Stroke::NONE);
    text.paint_emoji(ui.painter(), at);
}

/// Underlines the links, and asks before one is opened.
#[expect(clippy::too_many_arguments)]
fn open_links(
    ui: &Ui,
    scene: &Scene<'_>,
    message: &Message,
    links: &[Link],
    at: egui::Pos2,
    shown: &Rich,
    response: &Response,
    actions: &mut Actions,
) {
    let t = scene.look.tokens;
    let ink = if message.mine {
        t.bubble_you_ink
    } else {
        t.you_ink
    };
    let pointer = response.hover_pos();
    for link in links {
        let rects = shown.rects(link.letters.clone());
        let mut under = false;
        for rect in rects {
            let rect = rect.translate(at.to_vec2());
            let y = rect.top() + Type::Message.size() * 1.16;
            let stroke = Stroke::new(1.0, ink);
            ui.painter().hline(rect.x_range(), y, stroke);
            under |= pointer.is_some_and(|pointer| rect.contains(pointer));
        }
        if under {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
            if response.clicked() {
                actions.push(Action::Open(Dialog::OpenLink(Box::new(link.clone()))));
            }
        }
    }
}

/// The quote leads to what it quotes.
fn answers(ui: &mut Ui, scene: &Scene<'_>, place: Rect, to: tincan_net::MessageId) {
    let sense = Sense::CLICK;
    let response = ui.interact(place, ui.id().with("quote"), sense);
    let quoted = scene.room.conversation.find(to).map(|line| &line.message);
    let quote = quote(scene, quoted);
    let label = talk::answers(&quote.name, &quote.text);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    if response.clicked() {
        scene.wish(Wish::Show(Entry::Said(to)));
    }
}

/// The time of a message, beside its bubble and the `tools`, while the pointer
/// is on it.
fn time_beside(ui: &Ui, scene: &Scene<'_>, message: &Message, area: Rect, tools: Option<Rect>) {
    let t = scene.look.tokens;
    let beside = tools
        .filter(|tools| !tools.intersects(area))
        .unwrap_or(area);
    let right = row::stands_right(message.mine);
    let (at, align) = if right {
        let x = beside.left().min(area.left());
        (pos2(x - 8.0, area.bottom() - 8.0), Align2::RIGHT_BOTTOM)
    } else {
        let x = beside.right().max(area.right());
        (pos2(x + 8.0, area.bottom() - 8.0), Align2::LEFT_BOTTOM)
    };
    let time = scene.clock.time(message.at);
    let fits = if right {
        at.x - 36.0 > scene.column.min
    } else {
        at.x + 36.0 < scene.column.max
    };
    if fits {
        ui.painter()
            .text(at, align, time, Type::Small.font(), t.ink_3);
    }
}

/// What has the keyboard when a message is reached by keys.
pub(super) fn handle(id: tincan_net::MessageId) -> Id {
    Id::new(("message", id))
}

/// Where small things beside a bubble begin.
pub(super) fn beside(area: Rect, mine: bool, size: egui::Vec2) -> Rect {
    let y = area.center().y.min(area.bottom() - 19.0) - size.y / 2.0;
    let x = if row::stands_right(mine) {
        area.left() - 6.0 - size.x
    } else {
        area.right() + 6.0
    };
    Rect::from_min_size(pos2(x, y), vec2(size.x, size.y))
}
