//! What pictures are wanted: `screenshots FOLDER [calls | rooms | kept] [--theme dark] [--contrast]
//! [--scale 200] [--size 400x720] [--language ar] [--long]`.

use std::{env, path::PathBuf};

use super::spoken::HERON;

/// What pictures are wanted.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) folder: PathBuf,
    /// Those who work on a part need not wait for the rest.
    pub(super) part: Part,
    pub(super) themes: Vec<String>,
    contrast: bool,
    /// In percent.
    scale: u16,
    /// Of the window, in pixels.
    pub(super) size: (i32, i32),
    pub(super) language: String,
    /// What the other is called: as long as a name can be, if that is wanted.
    pub(super) them: &'static str,
}

/// A part of the tour.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    All,
    Calls,
    /// Without the settings and calls.
    Rooms,
    /// Somebody who has kept rooms for years.
    Kept,
}

impl Wanted {
    pub(super) fn of_command_line() -> Self {
        let mut arguments = env::args().skip(1);
        let folder = arguments.next().expect("name a folder");
        let mut wanted = Self {
            folder: folder.into(),
            part: Part::All,
            themes: ["light", "dark"].map(str::to_owned).into(),
            contrast: false,
            scale: 100,
            size: (1100, 720),
            language: "en".to_owned(),
            them: HERON,
        };
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().expect("a value");
            match argument.as_str() {
                "calls" => wanted.part = Part::Calls,
                "rooms" => wanted.part = Part::Rooms,
                "kept" => wanted.part = Part::Kept,
                "--theme" => wanted.themes = vec![value()],
                "--contrast" => wanted.contrast = true,
                "--scale" => wanted.scale = value().parse().expect("percent"),
                "--size" => {
                    let size = value();
                    let (width, height) = size.split_once('x').expect("WIDTHxHEIGHT");
                    let number = |text: &str| text.parse().expect("pixels");
                    wanted.size = (number(width), number(height));
                }
                "--language" => wanted.language = value(),
                "--long" => wanted.them = "Maximiliane von Hohenzollern-Sigmaringen",
                other => panic!("{other} is not known"),
            }
        }
        wanted
    }

    /// How wide and high the window is for what is in it.
    pub(super) fn points(&self) -> (i32, i32) {
        let points = |pixels| pixels * 100 / i32::from(self.scale);
        (points(self.size.0), points(self.size.1))
    }

    /// The settings of a window that looks like that.
    pub(super) fn settings(&self, theme: &str) -> String {
        let (width, height) = self.size;
        format!(
            "language = \"{}\"\n[window]\nwidth = {width}\nheight = {height}\n[appearance]\n\
             theme = \"{theme}\"\nless_motion = true\nhigh_contrast = {}\nscale = {}\n",
            self.language, self.contrast, self.scale
        )
    }
}
