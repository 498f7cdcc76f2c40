//! libvpx, made safe: a VP8 encoder and a VP8 decoder for one thread each.
//!
//! This is the only module of the project with `unsafe` in it. What makes each
//! use sound is said beside it; three things hold for all of them. A context is
//! boxed, so that it stays where libvpx was told that it is, and it is destroyed
//! once, when dropped. Raw pointers make both types stay on the thread that made
//! them. And libvpx's enums are only read from fields that libvpx has set.
#![allow(
    unsafe_code,
    reason = "a C library cannot be called otherwise; nothing here leaves this module unsafe"
)]

use std::{ffi::CStr, mem::MaybeUninit, os::raw::c_int, ptr, slice};

use vpx_sys as vpx;

use super::vp8::{Content, VideoError};
use crate::picture::{Picture, Size};

/// Bounds of the quantizer, and what the first picture after a fall of the rate has at
/// least, of 63.
const FINEST: u32 = 2;
const COARSE: u32 = 40;
/// Less than this part of the rate before is a fall.
const FALL: f64 = 0.7;
/// How much libvpx believes to be buffered at most, in milliseconds at the rate.
const BUFFER_MS: u32 = 1000;
const FALLEN_BUFFER_MS: u32 = 400;

/// Ticks of an encoder's timestamps in a second.
pub(super) const TICKS: u32 = 90_000;

/// A context of libvpx that was initialised.
struct Context(Box<vpx::vpx_codec_ctx_t>);

impl Context {
    /// Has `init` initialise a context.
    fn new(
        init: impl FnOnce(*mut vpx::vpx_codec_ctx_t) -> vpx::vpx_codec_err_t,
    ) -> Result<Self, VideoError> {
        // SAFETY: a context of zeros is what libvpx expects to be given: null
        // pointers, flags of zero, and `VPX_CODEC_OK`, which is zero.
        let zeroed = unsafe { MaybeUninit::<vpx::vpx_codec_ctx_t>::zeroed().assume_init() };
        let mut context = Box::new(zeroed);
        let result = init(&mut *context);
        if result != vpx::VPX_CODEC_OK {
            // libvpx has cleaned up after itself already.
            return Err(VideoError::Codec(text_of(result)));
        }
        Ok(Self(context))
    }

    fn check(&mut self, result: vpx::vpx_codec_err_t) -> Result<(), VideoError> {
        if result == vpx::VPX_CODEC_OK {
            return Ok(());
        }
        Err(VideoError::Codec(text_of(result)))
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: the context was initialised, and nobody can use it after this.
        // An error would mean that it was not, and there is nothing to do then.
        let _ = unsafe { vpx::vpx_codec_destroy(&mut *self.0) };
    }
}

/// What libvpx calls an error.
fn text_of(error: vpx::vpx_codec_err_t) -> String {
    // SAFETY: libvpx answers every value, known or not, with a constant string
    // that ends with a zero.
    let text = unsafe { CStr::from_ptr(vpx::vpx_codec_err_to_string(error)) };
    text.to_string_lossy().into_owned()
}

/// A VP8 encoder for pictures of one size.
pub(super) struct Encoder {
    context: Context,
    config: vpx::vpx_codec_enc_cfg_t,
    size: Size,
}

impl Encoder {
    /// An encoder set up for calls, as libwebrtc does it
    /// (`modules/video_coding/codecs/vp8/libvpx_vp8_encoder.cc`).
    pub(super) fn new(size: Size, kilobits: u32, content: Content) -> Result<Self, VideoError> {
        let mut config = MaybeUninit::<vpx::vpx_codec_enc_cfg_t>::uninit();
        // SAFETY: the interface is a constant of libvpx, and the pointer is to
        // memory that holds such a configuration.
        let result = unsafe {
            vpx::vpx_codec_enc_config_default(vpx::vpx_codec_vp8_cx(), config.as_mut_ptr(), 0)
        };
        if result != vpx::VPX_CODEC_OK {
            return Err(VideoError::Codec(text_of(result)));
        }
        // SAFETY: libvpx said that it has filled in the defaults, all of them.
        let mut config = unsafe { config.assume_init() };
        config.g_w = size.width() as u32;
        config.g_h = size.height() as u32;
        config.g_threads = 1;
        config.g_timebase = vpx::vpx_rational {
            num: 1,
            den: TICKS as i32,
        };
        config.g_error_resilient = 0;
        config.g_pass = vpx::vpx_enc_pass::VPX_RC_ONE_PASS;
        config.g_lag_in_frames = 0;
        config.rc_end_usage = vpx::vpx_rc_mode::VPX_CBR;
        config.rc_target_bitrate = kilobits;
        config.rc_dropframe_thresh = 30;
        config.rc_resize_allowed = 0;
        config.rc_min_quantizer = FINEST;
        config.rc_max_quantizer = 56;
        config.rc_undershoot_pct = 100;
        config.rc_overshoot_pct = 15;
        config.rc_buf_initial_sz = 500;
        config.rc_buf_optimal_sz = 600;
        config.rc_buf_sz = BUFFER_MS;
        // Keyframes come when they are asked for.
        config.kf_mode = vpx::vpx_kf_mode::VPX_KF_DISABLED;

        let context = Context::new(|context| {
            // SAFETY: all three pointers are valid during the call, and libvpx
            // copies the configuration. The version is the header's that these
            // bindings were made of, so a library that differs refuses.
            unsafe {
                vpx::vpx_codec_enc_init_ver(
                    context,
                    vpx::vpx_codec_vp8_cx(),
                    &config,
                    0,
                    vpx::VPX_ENCODER_ABI_VERSION as c_int,
                )
            }
        })?;
        let mut encoder = Self {
            context,
            config,
            size,
        };
        use vpx::vp8e_enc_control_id as control;
        // A negative speed is a fixed one; a positive one would watch the clock.
        encoder.control(control::VP8E_SET_CPUUSED, -6)?;
        encoder.control(control::VP8E_SET_TOKEN_PARTITIONS, 0)?;
        encoder.control(control::VP8E_SET_MAX_INTRA_BITRATE_PCT, 300)?;
        match content {
            Content::Camera => encoder.control(control::VP8E_SET_STATIC_THRESHOLD, 1)?,
            Content::Screen => {
                encoder.control(control::VP8E_SET_STATIC_THRESHOLD, 100)?;
                encoder.control(control::VP8E_SET_SCREEN_CONTENT_MODE, 1)?;
            }
        }
        Ok(encoder)
    }

    fn control(&mut self, id: vpx::vp8e_enc_control_id, value: c_int) -> Result<(), VideoError> {
        // SAFETY: the context is an initialised VP8 encoder, and each control
        // that is used here takes one int (`vpx/vp8cx.h`).
        let result = unsafe { vpx::vpx_codec_control_(&mut *self.context.0, id as c_int, value) };
        self.context.check(result)
    }

    /// Changes the rate from the next picture on.
    ///
    /// libvpx would go on with about the quantizer that it had while its buffer, as it
    /// believes, is full: pictures stayed several times too large for a third of a second.
    /// When the rate falls by much, the buffer is made smaller than what is kept in it,
    /// and the next picture is coarse, whatever has changed in it meanwhile.
    pub(super) fn set_kilobits(&mut self, kilobits: u32) -> Result<(), VideoError> {
        let mut config = self.config;
        config.rc_buf_sz = BUFFER_MS;
        if f64::from(kilobits) < FALL * f64::from(config.rc_target_bitrate) {
            config.rc_buf_sz = FALLEN_BUFFER_MS;
            config.rc_min_quantizer = COARSE;
        }
        config.rc_target_bitrate = kilobits;
        self.configure(config)
    }

    fn configure(&mut self, config: vpx::vpx_codec_enc_cfg_t) -> Result<(), VideoError> {
        // SAFETY: the context is an initialised encoder, and libvpx copies the
        // configuration, which is the one that it knows but for plain numbers.
        let result = unsafe { vpx::vpx_codec_enc_config_set(&mut *self.context.0, &config) };
        self.context.check(result)?;
        self.config = config;
        Ok(())
    }

    /// Appends what `picture` is encoded to; whether that is a keyframe. `None`
    /// when the encoder left it out to keep to its rate.
    ///
    /// `at` and `duration` are in [`TICKS`]; `at` must grow.
    pub(super) fn encode(
        &mut self,
        picture: &Picture,
        at: i64,
        duration: u32,
        key: bool,
        out: &mut Vec<u8>,
    ) -> Result<Option<bool>, VideoError> {
        if picture.size() != self.size {
            return Err(VideoError::Size);
        }
        let mut image = MaybeUninit::<vpx::vpx_image_t>::zeroed();
        let planes = picture.planes().as_ptr().cast_mut();
        // SAFETY: `image` is a place for an image, and the planes are as long as
        // an I420 image of this size with rows that are not padded: `Picture`
        // never has others. libvpx returns null when it does not take them.
        let wrapped = unsafe {
            vpx::vpx_img_wrap(
                image.as_mut_ptr(),
                vpx::vpx_img_fmt::VPX_IMG_FMT_I420,
                self.size.width() as u32,
                self.size.height() as u32,
                1,
                planes,
            )
        };
        if wrapped.is_null() {
            return Err(VideoError::Size);
        }
        let flags = if key { vpx::VPX_EFLAG_FORCE_KF } else { 0 };
        // SAFETY: the context is an initialised encoder of this very size. It
        // reads the image during the call alone (it looks no frames ahead) and
        // never writes to it, which is why the pointer could be made mutable.
        let result = unsafe {
            vpx::vpx_codec_encode(
                &mut *self.context.0,
                wrapped,
                at,
                u64::from(duration.max(1)) as _,
                flags as _,
                vpx::VPX_DL_REALTIME as _,
            )
        };
        self.context.check(result)?;

        let mut key = None;
        let mut position: vpx::vpx_codec_iter_t = ptr::null();
        loop {
            // SAFETY: an initialised encoder and a position that only libvpx
            // has changed; what it returns stays valid until the next call.
            let packet = unsafe { vpx::vpx_codec_get_cx_data(&mut *self.context.0, &mut position) };
            // SAFETY: null, or a packet of libvpx that is valid as said above.
            let Some(packet) = (unsafe { packet.as_ref() }) else {
                break;
            };
            if packet.kind != vpx::vpx_codec_cx_pkt_kind::VPX_CODEC_CX_FRAME_PKT {
                continue;
            }
            // SAFETY: a packet of this kind has the frame in its union.
            let frame = unsafe { packet.data.frame };
            // SAFETY: libvpx's buffer has the length that it says, is not
            // written to before the next call, and is copied here.
            let bytes = unsafe { slice::from_raw_parts(frame.buf.cast::<u8>(), frame.sz) };
            out.extend_from_slice(bytes);
            key = Some(frame.flags & vpx::VPX_FRAME_IS_KEY != 0);
        }
        if key.is_some() && self.config.rc_min_quantizer == COARSE {
            let mut config = self.config;
            config.rc_min_quantizer = FINEST;
            self.configure(config)?;
        }
        Ok(key)
    }
}

/// A VP8 decoder.
pub(super) struct Decoder(Context);

impl Decoder {
    pub(super) fn new() -> Result<Self, VideoError> {
        let config = vpx::vpx_codec_dec_cfg_t {
            threads: 1,
            w: 0,
            h: 0,
        };
        let context = Context::new(|context| {
            // SAFETY: as for the encoder.
            unsafe {
                vpx::vpx_codec_dec_init_ver(
                    context,
                    vpx::vpx_codec_vp8_dx(),
                    &config,
                    0,
                    vpx::VPX_DECODER_ABI_VERSION as c_int,
                )
            }
        })?;
        Ok(Self(context))
    }

    /// Decodes one frame; `None` when it is not one to be shown.
    pub(super) fn decode(&mut self, data: &[u8]) -> Result<Option<Picture>, VideoError> {
        let length = u32::try_from(data.len()).map_err(|_| VideoError::Garbled)?;
        if length == 0 {
            // To libvpx no data means that a frame was lost.
            return Err(VideoError::Garbled);
        }
        // SAFETY: an initialised decoder, and bytes of the length that is said;
        // libvpx reads them during the call alone.
        let result = unsafe {
            vpx::vpx_codec_decode(&mut *self.0.0, data.as_ptr(), length, ptr::null_mut(), 0)
        };
        self.0.check(result)?;
        let mut position: vpx::vpx_codec_iter_t = ptr::null();
        // SAFETY: an initialised decoder and a position that only libvpx has
        // changed; the image that it returns is valid until the next call.
        let image = unsafe { vpx::vpx_codec_get_frame(&mut *self.0.0, &mut position) };
        // SAFETY: null, or an image of libvpx that is valid as said above.
        let Some(image) = (unsafe { image.as_ref() }) else {
            return Ok(None);
        };
        let size = Size::new(image.d_w, image.d_h).map_err(|_| VideoError::Size)?;
        if image.fmt != vpx::vpx_img_fmt::VPX_IMG_FMT_I420 {
            return Err(VideoError::Garbled);
        }
        let mut planes = Vec::with_capacity(Picture::bytes_of(size));
        let halves = [1, 2, 2];
        for ((plane, stride), half) in image.planes.iter().zip(image.stride).zip(halves) {
            let (width, height) = (size.width() / half, size.height() / half);
            let stride = usize::try_from(stride).map_err(|_| VideoError::Garbled)?;
            if plane.is_null() || stride < width {
                return Err(VideoError::Garbled);
            }
            for row in 0..height {
                // SAFETY: a plane of an I420 image has this many rows, `stride`
                // bytes apart, of at least `width` bytes; sides are even, so
                // that the halves are whole.
                let row = unsafe { slice::from_raw_parts(plane.add(row * stride), width) };
                planes.extend_from_slice(row);
            }
        }
        Ok(Picture::from_planes(size, planes))
    }
}
