//! Draws the GIFs that come with the app, into the folder that is named:
//! `cargo run --package tincan --example draw-gifs -- assets/gifs`.

mod can;
mod encode;
mod scenes;

use std::{env, error::Error, fs, path::PathBuf};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};

/// Of every GIF, in pixels.
const WIDTH: u32 = 320;
const HEIGHT: u32 = 224;
/// Frames of a loop, and how long each is shown, in hundredths of a second.
const FRAMES: u32 = 24;
const DELAY: u16 = 6;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or("name a folder")?;
    fs::create_dir_all(&folder)?;
    for (name, background, scene) in scenes::SCENES {
        let frames: Result<Vec<Pixmap>, _> = (0..FRAMES)
            .map(|n| render(background, &scene(n as f32 / FRAMES as f32)))
            .collect();
        let gif = encode::gif(&frames?, DELAY)?;
        println!("{name}: {} bytes", gif.len());
        fs::write(folder.join(name).with_extension("gif"), gif)?;
    }
    Ok(())
}

fn render(background: &str, body: &str) -> Result<Pixmap, Box<dyn Error>> {
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT}'>
        <rect width='100%' height='100%' fill='{background}'/>{body}</svg>"
    );
    let tree = Tree::from_str(&svg, &Options::default())?;
    let mut pixmap = Pixmap::new(WIDTH, HEIGHT).ok_or("no picture of this size")?;
    resvg::render(&tree, Transform::default(), &mut pixmap.as_mut());
    Ok(pixmap)
}
