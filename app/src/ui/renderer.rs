//! What draws the window: OpenGL, or what wgpu finds (Vulkan, Metal, Direct3D).
//! Where the first cannot, the other one does.

use std::{
    cell::Cell,
    error::Error,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
};

use eframe::{
    App, CreationContext, NativeOptions, egui_wgpu as wgpu_window, wgpu::PowerPreference,
};
use egui::ViewportBuilder;
use serde::{Deserialize, Serialize};

/// What draws the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Renderer {
    /// OpenGL: starts faster, and needs less memory.
    Gl,
    /// Vulkan, Metal or Direct3D, by wgpu.
    Wgpu,
}

impl Default for Renderer {
    /// What fits this system, unless somebody chooses: Apple tends OpenGL no more.
    fn default() -> Self {
        if cfg!(target_vendor = "apple") {
            Self::Wgpu
        } else {
            Self::Gl
        }
    }
}

impl Renderer {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Gl, Self::Wgpu];

    fn other(self) -> Self {
        match self {
            Self::Gl => Self::Wgpu,
            Self::Wgpu => Self::Gl,
        }
    }

    fn options(self, viewport: ViewportBuilder) -> NativeOptions {
        let mut options = NativeOptions {
            viewport,
            renderer: match self {
                Self::Gl => eframe::Renderer::Glow,
                Self::Wgpu => eframe::Renderer::Wgpu,
            },
            ..NativeOptions::default()
        };
        let wgpu = &mut options.wgpu_options;
        wgpu.surface = wgpu_window::SurfaceConfig::LOW_LATENCY;
        if let wgpu_window::WgpuSetup::CreateNew(setup) = &mut wgpu.wgpu_setup {
            // Flat shapes: no reason to wake the large card of a laptop.
            setup.power_preference = PowerPreference::from_env().unwrap_or_default();
        }
        options
    }
}

impl fmt::Display for Renderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gl => "OpenGL",
            Self::Wgpu if cfg!(target_os = "windows") => "Direct3D",
            Self::Wgpu if cfg!(target_vendor = "apple") => "Metal",
            Self::Wgpu => "Vulkan",
        })
    }
}

/// Neither can draw here.
#[derive(Debug, thiserror::Error)]
#[error(
    "This system can draw no window: {first} says \"{why}\", and {} says \"{why_not_either}\". \
     Installing or updating the driver of the graphics card helps.",
    first.other()
)]
pub(super) struct CannotDraw {
    first: Renderer,
    why: Box<dyn Error>,
    why_not_either: Box<dyn Error>,
}

/// What a driver does that ends in a panic of those who speak with it.
#[derive(Debug, thiserror::Error)]
#[error("its driver offers nothing to draw on")]
struct NothingOffered;

/// Opens a window drawn by `first`, or by the other one where that cannot draw,
/// and stays until it is closed.
///
/// # Errors
/// When there is no display, when neither can draw on it, or when drawing fails
/// later.
pub(super) fn open<'app>(
    first: Renderer,
    viewport: &ViewportBuilder,
    name: &str,
    create: impl FnOnce(&CreationContext<'_>) -> Box<dyn App + 'app>,
) -> Result<(), Box<dyn Error>> {
    // Both may try; the one that can draw takes it.
    let create = Cell::new(Some(create));
    let attempt = |renderer: Renderer| {
        let creator = Box::new(|cc: &CreationContext<'_>| {
            let create = create.take().ok_or("a window that was open already")?;
            Ok(create(cc))
        });
        let run = || eframe::run_native(name, renderer.options(viewport.clone()), creator);
        // eframe panics over a driver that offers nothing to draw on.
        let result = catch_unwind(AssertUnwindSafe(run));
        let untouched = create.take();
        let can_try_again = untouched.is_some();
        create.set(untouched);
        match result {
            Ok(Ok(())) => Ended::Closed,
            Ok(Err(error)) if can_try_again && is_of_drawing(&error) => {
                Ended::Undrawn(error.into())
            }
            Ok(Err(error)) => Ended::Broken(error.into()),
            Err(_) if can_try_again => Ended::Undrawn(NothingOffered.into()),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    };
    let why = match attempt(first) {
        Ended::Closed => return Ok(()),
        Ended::Broken(error) => return Err(error),
        Ended::Undrawn(why) => why,
    };
    let other = first.other();
    tracing::warn!("{first} cannot draw here, {other} is tried: {why}");
    match attempt(other) {
        Ended::Closed => Ok(()),
        Ended::Broken(error) => Err(error),
        Ended::Undrawn(why_not_either) => Err(CannotDraw {
            first,
            why,
            why_not_either,
        }
        .into()),
    }
}

/// What came of a window.
enum Ended {
    /// Somebody closed it.
    Closed,
    /// It was never there, for want of something to draw it by.
    Undrawn(Box<dyn Error>),
    /// It ended for another reason.
    Broken(Box<dyn Error>),
}

fn is_of_drawing(error: &eframe::Error) -> bool {
    use eframe::Error::{Glutin, NoGlutinConfigs, OpenGL, Wgpu};
    matches!(error, Glutin(_) | NoGlutinConfigs(..) | OpenGL(_) | Wgpu(_))
}
