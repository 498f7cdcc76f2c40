//! Pictures by PipeWire, as a compositor gives those of a screen.

use std::{
    io::Cursor,
    os::{fd::OwnedFd, unix::net::UnixStream},
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
        mpsc::{SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use pipewire::{
    channel,
    context::ContextRc,
    keys,
    main_loop::MainLoopRc,
    properties::properties,
    spa::{
        buffer::{DataType, meta::Metadata},
        param::{
            ParamType,
            format::{FormatProperties as Key, MediaSubtype, MediaType},
            video::VideoFormat,
        },
        pod::{
            ChoiceValue, Object, Pod, Property, Value, object, property, serialize::PodSerializer,
        },
        sys,
        utils::{Choice, ChoiceEnum, ChoiceFlags, Direction, Fraction, Id, Rectangle, SpaTypes},
    },
    stream::{Stream, StreamFlags, StreamRc, StreamState},
};

use crate::app::PATIENCE;

/// Time from one picture to the next.
const STEP: Duration = Duration::from_millis(50);

/// What a screen looks like: its left half of one colour, its right half of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Red, green, blue, on the left and on the right.
    pub colors: [[u8; 3]; 2],
    /// How it lies in memory, by the number that PipeWire has for it.
    pub turned: usize,
}

/// Where the left half is in memory when it is turned like this.
const LEFT: [Part; 8] = [
    Part::Left,
    Part::Lower,
    Part::Right,
    Part::Upper,
    Part::Right,
    Part::Upper,
    Part::Left,
    Part::Lower,
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Left,
    Right,
    Upper,
    Lower,
}

impl Look {
    /// Pixels from left to right and from top to bottom, in memory.
    fn lying(self) -> (u32, u32) {
        match LEFT[self.turned] {
            Part::Left | Part::Right => (self.width, self.height),
            Part::Upper | Part::Lower => (self.height, self.width),
        }
    }

    /// Red, green and blue of a point in memory.
    fn at(self, (x, y): (u32, u32)) -> [u8; 3] {
        let (width, height) = self.lying();
        let is_left = match LEFT[self.turned] {
            Part::Left => x < width / 2,
            Part::Right => x >= width / 2,
            Part::Upper => y < height / 2,
            Part::Lower => y >= height / 2,
        };
        self.colors[usize::from(!is_left)]
    }
}

/// Where PipeWire has how a picture is turned.
/// <https://docs.pipewire.org/group__spa__buffer.html> (`spa_meta_videotransform`)
#[repr(transparent)]
struct Turned(AtomicU32);

impl Metadata for Turned {
    const META_TYPE: u32 = 8;
}

/// A running source; it ends when dropped.
#[derive(Debug)]
pub(super) struct Source {
    look: Arc<Mutex<Look>>,
    node: u32,
    stop: Stop,
    thread: Option<JoinHandle<()>>,
}

struct Stop(channel::Sender<()>);

impl std::fmt::Debug for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stop")
    }
}

impl Source {
    /// Starts one at the server whose socket this is.
    pub(super) fn start(server: &Path, look: Look) -> Self {
        let server = UnixStream::connect(server).expect("PipeWire");
        let (stop, stopped) = channel::channel();
        let (tell, told) = sync_channel(1);
        let look = Arc::new(Mutex::new(look));
        let ours = look.clone();
        let run = move || run(server.into(), ours, tell, stopped).expect("a source");
        let thread = thread::spawn(run);
        Self {
            look,
            node: told.recv_timeout(PATIENCE).expect("a node"),
            stop: Stop(stop),
            thread: Some(thread),
        }
    }

    /// What PipeWire knows it by.
    pub(super) fn node(&self) -> u32 {
        self.node
    }

    pub(super) fn change(&self, look: Look) {
        *self.look.lock().unwrap_or_else(PoisonError::into_inner) = look;
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        let _ = self.stop.0.send(());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(
    server: OwnedFd,
    look: Arc<Mutex<Look>>,
    tell: SyncSender<u32>,
    stopped: channel::Receiver<()>,
) -> Result<(), pipewire::Error> {
    pipewire::init();
    let main_loop = MainLoopRc::new(None)?;
    let quit = main_loop.clone();
    let _stopped = stopped.attach(main_loop.loop_(), move |()| quit.quit());
    let context = ContextRc::new(&main_loop, None)?;
    let core = context.connect_fd_rc(server, None)?;
    let class = properties! { *keys::MEDIA_CLASS => "Video/Source" };
    let stream = StreamRc::new(core, "screen", class)?;
    let now = move || *look.lock().unwrap_or_else(PoisonError::into_inner);
    let _listener = stream
        .add_local_listener_with_user_data(())
        .state_changed(move |stream, (), _, state| {
            if state == StreamState::Paused {
                // Said once already when it comes again.
                let _ = tell.try_send(stream.node_id());
            }
        })
        .register()?;
    let flags = StreamFlags::DRIVER | StreamFlags::MAP_BUFFERS;
    let given = std::cell::Cell::new(now());
    let first = bytes(format(given.get()));
    let mut params = vec![pod(&first)];
    let (memory, turned) = (bytes(buffers(given.get())), bytes(turned()));
    stream.connect(Direction::Output, None, flags, &mut params)?;
    stream.update_params(&mut [pod(&memory), pod(&turned)])?;
    let painter = stream.clone();
    let timer = main_loop.loop_().add_timer(move |_| {
        let look = now();
        let before = given.replace(look);
        if before.lying() != look.lying() {
            let (format, memory) = (bytes(format(look)), bytes(buffers(look)));
            let changed = painter.update_params(&mut [pod(&format), pod(&memory), pod(&turned)]);
            changed.expect("another size");
        } else if painter.state() == StreamState::Streaming {
            paint(&painter, look);
        }
    });
    timer.update_timer(Some(STEP), Some(STEP));
    main_loop.run();
    Ok(())
}

/// Fills a buffer, when there is one as large as that.
fn paint(stream: &Stream, look: Look) {
    let Some(mut buffer) = stream.dequeue_buffer() else {
        return;
    };
    if let Some(turned) = buffer.find_meta::<Turned>() {
        turned.0.store(look.turned as u32, Ordering::Relaxed);
    }
    let Some(data) = buffer.datas_mut().first_mut() else {
        return;
    };
    let (width, height) = look.lying();
    let (row, whole) = (width * 4, width * height * 4);
    let memory = data
        .data()
        .and_then(|memory| memory.get_mut(..whole as usize));
    let fits = memory.map(|memory| {
        for (pixel, at) in memory.as_chunks_mut::<4>().0.iter_mut().zip(0..) {
            let [red, green, blue] = look.at((at % width, at / width));
            *pixel = [blue, green, red, 0];
        }
    });
    let chunk = data.chunk_mut();
    *chunk.offset_mut() = 0;
    *chunk.size_mut() = if fits.is_some() { whole } else { 0 };
    *chunk.stride_mut() = row as i32;
}

fn format(look: Look) -> Object {
    let (width, height) = look.lying();
    let size = Rectangle { width, height };
    object!(
        SpaTypes::ObjectParamFormat,
        ParamType::EnumFormat,
        property!(Key::MediaType, Id, MediaType::Video),
        property!(Key::MediaSubtype, Id, MediaSubtype::Raw),
        property!(Key::VideoFormat, Id, VideoFormat::BGRx),
        property!(Key::VideoSize, Rectangle, size),
        property!(Key::VideoFramerate, Fraction, Fraction { num: 0, denom: 1 }),
        property!(
            Key::VideoMaxFramerate,
            Choice,
            Range,
            Fraction,
            Fraction { num: 60, denom: 1 },
            Fraction { num: 1, denom: 1 },
            Fraction { num: 60, denom: 1 }
        ),
    )
}

fn buffers(look: Look) -> Object {
    let kinds = (1 << DataType::MemFd.as_raw()) | (1 << DataType::MemPtr.as_raw());
    let flags = ChoiceEnum::Flags {
        default: kinds,
        flags: vec![],
    };
    let kinds = Value::Choice(ChoiceValue::Int(Choice(ChoiceFlags::empty(), flags)));
    let (width, height) = look.lying();
    let row = (width * 4) as i32;
    Object {
        type_: SpaTypes::ObjectParamBuffers.as_raw(),
        id: ParamType::Buffers.as_raw(),
        properties: vec![
            Property::new(sys::SPA_PARAM_BUFFERS_buffers, Value::Int(4)),
            Property::new(sys::SPA_PARAM_BUFFERS_blocks, Value::Int(1)),
            Property::new(sys::SPA_PARAM_BUFFERS_size, Value::Int(row * height as i32)),
            Property::new(sys::SPA_PARAM_BUFFERS_stride, Value::Int(row)),
            Property::new(sys::SPA_PARAM_BUFFERS_dataType, kinds),
        ],
    }
}

/// Every picture comes with how it is turned.
fn turned() -> Object {
    let size = size_of::<Turned>() as i32;
    Object {
        type_: SpaTypes::ObjectParamMeta.as_raw(),
        id: ParamType::Meta.as_raw(),
        properties: vec![
            Property::new(sys::SPA_PARAM_META_type, Value::Id(Id(Turned::META_TYPE))),
            Property::new(sys::SPA_PARAM_META_size, Value::Int(size)),
        ],
    }
}

fn bytes(object: Object) -> Vec<u8> {
    let into = Cursor::new(Vec::new());
    let written = PodSerializer::serialize(into, &Value::Object(object));
    written.expect("a pod").0.into_inner()
}

fn pod(bytes: &[u8]) -> &Pod {
    Pod::from_bytes(bytes).expect("a pod")
}
