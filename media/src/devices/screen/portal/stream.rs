//! Pictures by PipeWire, on a thread of its own. Only memory that can be read as it
//! is is asked for; what is only in a graphics card is not.

use std::{
    io::Cursor,
    os::fd::OwnedFd,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread::{self, JoinHandle},
};

use pipewire::{
    channel,
    context::ContextRc,
    core::PW_ID_CORE,
    keys,
    main_loop::MainLoopRc,
    properties::properties,
    spa::{
        buffer::{
            ChunkFlags, Data, DataType,
            meta::{MetaHeader, MetaHeaderFlags, MetaVideoCrop, Metadata},
        },
        param::{
            ParamType,
            format::{FormatProperties as Key, MediaSubtype, MediaType},
            format_utils::parse_format,
            video::{VideoFormat, VideoInfoRaw},
        },
        pod::{
            ChoiceValue, Object, Pod, Property, Value, object, property, serialize::PodSerializer,
        },
        sys,
        utils::{Choice, ChoiceEnum, ChoiceFlags, Direction, Fraction, Id, Rectangle, SpaTypes},
    },
    stream::{Stream, StreamFlags, StreamRc, StreamState},
};

use super::{
    super::STEP,
    Change, Over, Raw,
    frame::{Crop, Format, MOST, Order, Place, copy},
    turn::Turn,
};
use crate::engine::Latest;

/// What a stream is called where the desktop lists who reads its pictures.
const NAME: &str = "Tincan";
/// Pictures a second, at most: twice as many as are shown, so that none is old
/// when it is.
const RATE: u32 = 2_000 / STEP.as_millis() as u32;

/// Reads pictures until dropped.
pub(super) struct Frames {
    newest: Latest<Arc<Raw>>,
    stop: channel::Sender<()>,
    thread: Option<JoinHandle<()>>,
}

impl Frames {
    /// Begins to read what comes from `node` through `pipe`. Why nothing more will
    /// come is put in `over`.
    pub(super) fn start(pipe: OwnedFd, node: u32, over: Over) -> Result<Self, Change> {
        let (stop, stopped) = channel::channel();
        let newest = Latest::default();
        let ours = newest.clone();
        let read = move || {
            if let Err(error) = run(pipe, node, &over, ours, stopped) {
                tracing::warn!(%error, "the screen cannot be read by PipeWire");
                let _ = over.set(Change::Broken);
            }
        };
        let thread = thread::Builder::new().name("tincan-pipewire".to_owned());
        let thread = thread.spawn(read).map_err(|error| {
            tracing::warn!(%error, "no thread to read the screen");
            Change::Broken
        })?;
        Ok(Self {
            newest,
            stop,
            thread: Some(thread),
        })
    }

    /// The newest picture, once.
    pub(super) fn newest(&self) -> Option<Arc<Raw>> {
        self.newest.take()
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        // One that has ended already needs no telling.
        let _ = self.stop.send(());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// How a picture is turned, as PipeWire says it since 0.3.62, whose headers are not
/// everywhere. What is only a number can be read while the desktop writes it.
#[repr(transparent)]
struct Turned(AtomicU32);

impl Metadata for Turned {
    const META_TYPE: u32 = 8;
}

impl Turned {
    fn number(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What the stream's callbacks know.
struct Taking {
    format: Option<Format>,
    newest: Latest<Arc<Raw>>,
    seen: bool,
}

fn run(
    pipe: OwnedFd,
    node: u32,
    over: &Over,
    newest: Latest<Arc<Raw>>,
    stopped: channel::Receiver<()>,
) -> Result<(), pipewire::Error> {
    pipewire::init();
    let main_loop = MainLoopRc::new(None)?;
    let quit = main_loop.clone();
    let _stopped = stopped.attach(main_loop.loop_(), move |()| quit.quit());
    let context = ContextRc::new(&main_loop, None)?;
    let core = context.connect_fd_rc(pipe, None)?;
    let end = |why: &Over| {
        let (quit, over) = (main_loop.clone(), why.clone());
        move |change| {
            let _ = over.set(change);
            quit.quit();
        }
    };
    let lost = end(over);
    let _errors = core
        .add_listener_local()
        .error(move |id, _, _, message| {
            tracing::info!(id, message, "PipeWire");
            if id == PW_ID_CORE {
                lost(Change::Ended);
            }
        })
        .register();
    let properties = properties! {
        *keys::MEDIA_TYPE => "Video",
        *keys::MEDIA_CATEGORY => "Capture",
        *keys::MEDIA_ROLE => "Screen",
    };
    let stream = StreamRc::new(core, NAME, properties)?;
    let taking = Taking {
        format: None,
        newest,
        seen: false,
    };
    let ended = end(over);
    let _listener = stream
        .add_local_listener_with_user_data(taking)
        .state_changed(move |_, taking, before, now| {
            tracing::debug!(?before, ?now, "the screen's stream");
            if matches!(now, StreamState::Error(_) | StreamState::Unconnected) {
                ended(if taking.seen {
                    Change::Ended
                } else {
                    Change::Broken
                });
            }
        })
        .param_changed(|stream, taking, id, param| {
            if id == ParamType::Format.as_raw() {
                taking.format = param.and_then(format);
                tracing::debug!(format = ?taking.format, "the screen's pictures");
                if taking.format.is_some() {
                    wish(stream);
                }
            }
        })
        .process(|stream, taking| {
            while let Some(mut buffer) = stream.dequeue_buffer() {
                let header = buffer.find_meta::<MetaHeader>();
                if header.is_some_and(|it| it.flags().contains(MetaHeaderFlags::CORRUPTED)) {
                    continue;
                }
                let crop = buffer.find_meta::<MetaVideoCrop>().map(|crop| {
                    let (at, size) = (crop.meta_region().position(), crop.meta_region().size());
                    Crop {
                        left: at.x,
                        top: at.y,
                        width: size.width,
                        height: size.height,
                    }
                });
                let turned = buffer.find_meta::<Turned>().map_or(0, Turned::number);
                let turn = Turn::said(turned);
                let data = buffer.datas_mut().first_mut();
                let read = |(data, format)| read(data, format, crop, turn);
                if let Some(raw) = data.zip(taking.format).and_then(read) {
                    taking.newest.put(Arc::new(raw));
                    taking.seen = true;
                }
            }
        })
        .register()?;
    // A desktop may not let its rate be limited.
    let (limited, any) = (bytes(formats(Some(RATE))), bytes(formats(None)));
    let mut wanted: Vec<&Pod> = [&limited, &any]
        .into_iter()
        .filter_map(|bytes| Pod::from_bytes(bytes))
        .collect();
    // Never another one in its place: that would be a camera.
    let flags = StreamFlags::AUTOCONNECT | StreamFlags::MAP_BUFFERS | StreamFlags::DONT_RECONNECT;
    stream.connect(Direction::Input, Some(node), flags, &mut wanted)?;
    main_loop.run();
    Ok(())
}

/// What can be read: 4 bytes a pixel, of any size.
fn formats(rate: Option<u32>) -> Object {
    let mut object = object!(
        SpaTypes::ObjectParamFormat,
        ParamType::EnumFormat,
        property!(Key::MediaType, Id, MediaType::Video),
        property!(Key::MediaSubtype, Id, MediaSubtype::Raw),
        property!(
            Key::VideoFormat,
            Choice,
            Enum,
            Id,
            VideoFormat::BGRx,
            VideoFormat::BGRx,
            VideoFormat::RGBx,
            VideoFormat::BGRA,
            VideoFormat::RGBA,
        ),
        property!(
            Key::VideoSize,
            Choice,
            Range,
            Rectangle,
            Rectangle {
                width: 1920,
                height: 1080,
            },
            Rectangle {
                width: 1,
                height: 1,
            },
            Rectangle {
                width: MOST,
                height: MOST,
            }
        ),
        property!(
            Key::VideoFramerate,
            Choice,
            Range,
            Fraction,
            Fraction { num: 0, denom: 1 },
            Fraction { num: 0, denom: 1 },
            Fraction {
                num: 1000,
                denom: 1,
            }
        ),
    );
    object.properties.extend(rate.map(|rate| {
        property!(
            Key::VideoMaxFramerate,
            Choice,
            Range,
            Fraction,
            Fraction {
                num: rate,
                denom: 1,
            },
            Fraction { num: 1, denom: 1 },
            Fraction {
                num: rate,
                denom: 1,
            }
        )
    }));
    object
}

/// How pictures are to be handed over: in memory, with a word whether one is
/// broken, which part of it is meant, and how it is turned.
fn wish(stream: &Stream) {
    let in_memory = (1 << DataType::MemFd.as_raw()) | (1 << DataType::MemPtr.as_raw());
    let flags = ChoiceEnum::Flags {
        default: in_memory,
        flags: vec![],
    };
    let choice = ChoiceValue::Int(Choice(ChoiceFlags::empty(), flags));
    let key = sys::SPA_PARAM_BUFFERS_dataType;
    let buffers = Object {
        type_: SpaTypes::ObjectParamBuffers.as_raw(),
        id: ParamType::Buffers.as_raw(),
        properties: vec![Property::new(key, Value::Choice(choice))],
    };
    let meta = |kind, size: usize| Object {
        type_: SpaTypes::ObjectParamMeta.as_raw(),
        id: ParamType::Meta.as_raw(),
        properties: vec![
            Property::new(sys::SPA_PARAM_META_type, Value::Id(Id(kind))),
            Property::new(sys::SPA_PARAM_META_size, Value::Int(size as i32)),
        ],
    };
    let wishes = [
        buffers,
        meta(sys::SPA_META_Header, size_of::<sys::spa_meta_header>()),
        meta(sys::SPA_META_VideoCrop, size_of::<sys::spa_meta_region>()),
        meta(Turned::META_TYPE, size_of::<Turned>()),
    ];
    let wishes = wishes.map(bytes);
    let mut wishes: Vec<&Pod> = wishes.iter().filter_map(|it| Pod::from_bytes(it)).collect();
    if let Err(error) = stream.update_params(&mut wishes) {
        tracing::warn!(%error, "what PipeWire hands over");
    }
}

/// As PipeWire reads it.
fn bytes(object: Object) -> Vec<u8> {
    let into = Cursor::new(Vec::new());
    match PodSerializer::serialize(into, &Value::Object(object)) {
        Ok((cursor, _)) => cursor.into_inner(),
        Err(error) => {
            tracing::warn!(%error, "what is wanted of PipeWire");
            Vec::new()
        }
    }
}

/// What pictures will be like; none when they cannot be read.
fn format(param: &Pod) -> Option<Format> {
    let kind = parse_format(param).ok()?;
    if kind != (MediaType::Video, MediaSubtype::Raw) {
        return None;
    }
    let mut info = VideoInfoRaw::new();
    info.parse(param).ok()?;
    let order = match info.format() {
        VideoFormat::BGRx | VideoFormat::BGRA => Order::Bgr,
        VideoFormat::RGBx | VideoFormat::RGBA => Order::Rgb,
        _ => return None,
    };
    let Rectangle { width, height } = info.size();
    Some(Format {
        width,
        height,
        order,
    })
}

/// The picture in a buffer. Its memory is the desktop's, which could take it away
/// while it is read, as it could do with all that a window draws into.
fn read(data: &mut Data, format: Format, crop: Option<Crop>, turn: Turn) -> Option<Raw> {
    let kinds = [DataType::MemFd, DataType::MemPtr];
    if !kinds.contains(&data.type_()) || data.as_raw().chunk.is_null() {
        return None;
    }
    let chunk = data.chunk();
    // Some tell only that the pointer has moved.
    if chunk.size() == 0 || chunk.flags().contains(ChunkFlags::CORRUPTED) {
        return None;
    }
    let place = Place {
        offset: chunk.offset(),
        stride: chunk.stride(),
        crop,
        turn,
    };
    let raw = copy(data.data()?, format, place);
    if raw.is_none() {
        tracing::debug!(?format, ?place, "a picture that cannot be");
    }
    raw
}
