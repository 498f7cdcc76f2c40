//! The two cans: petrol is always you, marigold is always them.
//!
//! A can is a body of `w` by `h` with ellipses of 0.17 `w` at both ends. It
//! stands with its mouth up, or lies with its mouth turned away from the string.
//! Yours lies where lines begin: at the right in a language read from there.

use egui::{
    Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2,
    emath::Rot2,
    epaint::{EllipseShape, TextShape},
    vec2,
};

use super::{
    rich,
    theme::{LIGHT, Look, Type},
    words::Language,
};

/// Whose can it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Petrol.
    You,
    /// Marigold.
    Them,
    /// Theirs, and they have gone: the label fades to tin.
    Gone,
    /// Theirs, and they have not come yet: an outline.
    Absent,
}

/// How it is turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pose {
    /// Mouth up.
    Upright,
    /// Lying, the mouth to the left.
    MouthLeft,
    /// Lying, the mouth to the right.
    MouthRight,
}

/// A can, ready to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Can<'a> {
    /// Whose.
    pub whose: Whose,
    /// How it lies.
    pub pose: Pose,
    /// Body, standing: across, and without the ellipses along.
    pub size: Vec2,
    /// Tilt in radians, clockwise, on top of the pose.
    pub tilt: f32,
    /// What is written on the label, and how large.
    pub text: Option<(&'a str, f32)>,
    shape: Shaped,
}

/// The parts of a can, by its own measures.
#[derive(Clone, Copy, Debug)]
struct Shaped {
    /// Half the height of the ellipses, by the width.
    ellipse: f32,
    mouth: f32,
    /// Where the label begins and ends, by the height of the body.
    label: (f32, f32),
}

const LARGE: Shaped = Shaped {
    ellipse: 0.17,
    mouth: 0.125,
    label: (0.13, 0.94),
};
/// In a header the metal has to be wider to be seen at all.
const SMALL: Shaped = Shaped {
    label: (0.24, 0.92),
    ..LARGE
};
const AVATAR: Shaped = Shaped {
    ellipse: 0.145,
    mouth: 0.11,
    label: (0.25, 0.90),
};

impl<'a> Can<'a> {
    /// A can that lies beside the string.
    pub fn lying(whose: Whose, size: Vec2) -> Self {
        let pose = if (whose == Whose::You) != Language::spoken().is_rtl() {
            Pose::MouthLeft
        } else {
            Pose::MouthRight
        };
        Self {
            whose,
            pose,
            size,
            tilt: 0.0,
            text: None,
            shape: if size.x < 24.0 { SMALL } else { LARGE },
        }
    }

    /// A standing can with the first letter of a name, `height` high in all.
    pub fn avatar(whose: Whose, height: f32, letter: &'a str) -> Self {
        let across = (height * 0.75).round();
        Self {
            whose,
            pose: Pose::Upright,
            size: vec2(across, 0.965 * height - 2.0 * AVATAR.ellipse * across),
            tilt: 0.0,
            text: Some((letter, (height * 0.38).round())),
            shape: AVATAR,
        }
    }

    /// The same with words on its label.
    pub fn text(self, text: &'a str, size: f32) -> Self {
        Self {
            text: Some((text, size)),
            ..self
        }
    }

    /// The same, turned a little, clockwise when yours is at the left.
    pub fn tilt(self, tilt: f32) -> Self {
        let mirrored = Language::spoken().is_rtl();
        let tilt = if mirrored { -tilt } else { tilt };
        Self { tilt, ..self }
    }

    /// From end to end, with both ellipses.
    pub fn length(&self) -> f32 {
        self.size.y + 2.0 * self.shape.ellipse * self.size.x
    }

    fn turn(&self) -> Rot2 {
        let quarter = std::f32::consts::FRAC_PI_2;
        let pose = match self.pose {
            Pose::Upright => 0.0,
            Pose::MouthLeft => -quarter,
            Pose::MouthRight => quarter,
        };
        Rot2::from_angle(pose + self.tilt)
    }

    /// Where the string is tied when the middle of the can is at `center`.
    pub fn knot(&self, center: Pos2) -> Pos2 {
        center + self.turn() * vec2(0.0, self.length() / 2.0)
    }

    /// Draws it with its middle at `center`.
    pub fn paint(&self, painter: &Painter, center: Pos2, look: &Look) {
        let t = look.tokens;
        let draw = Draw {
            painter,
            center,
            turn: self.turn(),
            size: self.size,
            shape: self.shape,
        };
        let (from, to) = self.shape.label;
        let label = match self.whose {
            Whose::You => t.you,
            Whose::Them => t.them,
            Whose::Gone => t.line,
            Whose::Absent => {
                draw.outline(t.line_strong);
                return;
            }
        };
        draw.body(0.0, 1.0, t.tin);
        draw.body(from, to, label);
        draw.body(0.0, from, t.tin);
        draw.mouth(1.0, self.shape.ellipse, t.tin);
        draw.mouth(0.88, self.shape.mouth, t.tin_dark);
        if let Some((text, size)) = self.text {
            let ink = match self.whose {
                Whose::You => t.on_fill,
                Whose::Them => LIGHT.ink,
                Whose::Gone | Whose::Absent => t.ink_2,
            };
            draw.text(text, size, ink, self.tilt);
        }
    }
}

struct Draw<'a> {
    painter: &'a Painter,
    center: Pos2,
    turn: Rot2,
    size: Vec2,
    shape: Shaped,
}

impl Draw<'_> {
    /// From the can's own coordinates, standing, its middle at zero.
    fn at(&self, x: f32, y: f32) -> Pos2 {
        self.center + self.turn * vec2(x, y)
    }

    /// The part of the body between two heights (0 at the top, 1 at the
    /// bottom), its lower edge round.
    fn body(&self, from: f32, to: f32, fill: Color32) {
        let (rx, top) = (self.size.x / 2.0, -self.size.y / 2.0);
        let (from, to) = (top + from * self.size.y, top + to * self.size.y);
        let mut points = vec![self.at(rx, from)];
        points.extend(
            half_circle().map(|(x, y)| self.at(x * rx, to + y * self.shape.ellipse * self.size.x)),
        );
        points.push(self.at(-rx, from));
        self.painter
            .add(Shape::convex_polygon(points, fill, Stroke::NONE));
    }

    fn mouth(&self, across: f32, ratio: f32, fill: Color32) {
        let center = self.at(0.0, -self.size.y / 2.0);
        let radius = vec2(across * self.size.x / 2.0, ratio * self.size.x);
        self.painter
            .add(EllipseShape::filled(center, radius, fill).with_angle(self.turn.angle()));
    }

    fn outline(&self, color: Color32) {
        let (rx, half) = (self.size.x / 2.0, self.size.y / 2.0);
        let ry = self.shape.ellipse * self.size.x;
        let mut body = vec![self.at(rx, -half)];
        body.extend(half_circle().map(|(x, y)| self.at(x * rx, half + y * ry)));
        body.push(self.at(-rx, -half));
        let mouth: Vec<Pos2> = (0..=48)
            .map(|i| {
                let (y, x) = (i as f32 / 48.0 * std::f32::consts::TAU).sin_cos();
                self.at(x * rx, -half + y * ry)
            })
            .collect();
        let small = self.size.x < 40.0;
        let (dash, width) = if small { (3.0, 1.5) } else { (5.0, 1.75) };
        for line in [body, mouth] {
            self.painter.extend(Shape::dashed_line(
                &line,
                Stroke::new(width, color),
                dash,
                dash,
            ));
        }
    }

    fn text(&self, text: &str, size: f32, color: Color32, tilt: f32) {
        let (from, to) = self.shape.label;
        let middle = f32::midpoint(from, to);
        // The lower edge of the label is round, so its middle seems lower.
        let y = (middle - 0.5) * self.size.y + self.shape.ellipse * self.size.x;
        let mut font = Type::Heading.font();
        font.size = size;
        let format = egui::TextFormat::simple(font, color);
        let job = egui::text::LayoutJob::single_section(text.to_owned(), format);
        let galley = rich::layout(self.painter, job).galley();
        let rect = Rect::from_center_size(self.at(0.0, y), galley.size());
        self.painter.add(
            TextShape::new(rect.min, galley, color)
                .with_angle_and_anchor(tilt, egui::Align2::CENTER_CENTER),
        );
    }
}

/// Points of the lower half of the unit circle, from right to left.
fn half_circle() -> impl Iterator<Item = (f32, f32)> {
    const STEPS: u32 = 24;
    (0..=STEPS).map(|i| {
        let (y, x) = (i as f32 / STEPS as f32 * std::f32::consts::PI).sin_cos();
        (x, y)
    })
}
