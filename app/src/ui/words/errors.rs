//! What went wrong, and what to do. The command line says the same in English:
//! those sentences stand with the errors themselves.

use tincan_media::devices::{Change, Event, Kind};
use tincan_net::{
    CodeError, CommandError, InviteError, LinkError, MAX_RELAYS, TransferReason, Warning,
};
use tincan_pictures::PictureError;

use crate::{gifs::GifError, handover::NotAPicture, relays::AddError, ui::rich::isolated};

/// Something to know of; the room goes on.
pub fn warning(error: Warning) -> &'static str {
    use Warning as E;
    words! { "warnings";
        guessing;
        code_off;
        relay_lost;
        relay_limits;
        no_code;
        other_version;
        garbled;
    }
    match error {
        E::Guessing => guessing(),
        E::CodeOff => code_off(),
        E::RelayLost => relay_lost(),
        E::RelayLimits => relay_limits(),
        E::NoCode => no_code(),
        E::OtherVersion => other_version(),
        E::Garbled => garbled(),
    }
}

/// What is wrong with a link.
pub fn link(error: LinkError) -> &'static str {
    use LinkError as E;
    words! { "links";
        not_a_link;
        too_long;
        cut_off;
        host;
        via;
    }
    match error {
        E::NotALink => not_a_link(),
        E::TooLong => too_long(),
        E::CutOff => cut_off(),
        E::Host => host(),
        E::Via => via(),
    }
}

/// What is wrong with a code.
pub fn code(error: &CodeError) -> String {
    use CodeError as E;
    words! { "codes";
        empty;
        not_a_digit;
        length(digits: usize);
    }
    let text = match error {
        E::Empty => empty(),
        E::NotADigit => not_a_digit(),
        E::Length(digits) => return length(*digits),
    };
    text.to_owned()
}

/// What was asked for is not done.
pub fn command(error: &CommandError) -> String {
    use CommandError as E;
    words! { "commands";
        no_room;
        room_open;
        not_waiting;
        nobody_knocks;
        not_connected;
        empty_message;
        message_too_long;
        unknown_message;
        not_yours;
        deleted;
        unknown_room;
        not_a_kept_room;
        blocked;
        already_kept;
        no_safety;
        outbox_full;
        unknown_transfer;
        transfer_over;
        not_offered;
        not_accepted;
        paused_by_peer;
        too_many_transfers;
        no_such_file;
        unreadable;
        empty_folder;
        too_many_files;
        too_big;
        no_such_folder;
        read_only;
        no_space;
        in_call;
        no_call;
        not_supported;
        bad_relay;
    }
    let text = match error {
        E::Invite(error) => return invite(error),
        E::NoRoom => no_room(),
        E::RoomOpen => room_open(),
        E::NotWaiting => not_waiting(),
        E::NobodyKnocks => nobody_knocks(),
        E::NotConnected => not_connected(),
        E::EmptyMessage => empty_message(),
        E::MessageTooLong => message_too_long(),
        E::UnknownMessage => unknown_message(),
        E::NotYours => not_yours(),
        E::Deleted => deleted(),
        E::UnknownRoom => unknown_room(),
        E::NotAKeptRoom => not_a_kept_room(),
        E::Blocked => blocked(),
        E::Store { message, .. } => return message.clone(),
        E::AlreadyKept => already_kept(),
        E::NoSafety => no_safety(),
        E::OutboxFull => outbox_full(),
        E::UnknownTransfer => unknown_transfer(),
        E::TransferOver => transfer_over(),
        E::NotOffered => not_offered(),
        E::NotAccepted => not_accepted(),
        E::PausedByPeer => paused_by_peer(),
        E::TooManyTransfers => too_many_transfers(),
        E::NoSuchFile => no_such_file(),
        E::Unreadable => unreadable(),
        E::EmptyFolder => empty_folder(),
        E::TooManyFiles => too_many_files(),
        E::TooBig => too_big(),
        E::NoSuchFolder => no_such_folder(),
        E::ReadOnly => read_only(),
        E::NoSpace => no_space(),
        E::InCall => in_call(),
        E::NoCall => no_call(),
        E::NotSupported => not_supported(),
        E::BadRelay => bad_relay(),
    };
    text.to_owned()
}

/// Why a transfer does not go on.
pub fn transfer(error: TransferReason) -> &'static str {
    use TransferReason as E;
    words! { "reasons";
        changed;
        gone;
        unreadable;
        disk_full;
        read_only;
        folder_gone;
        unwritable;
        damaged;
        too_many;
        too_big;
        room_closed;
        other_version;
        other;
    }
    match error {
        E::Changed => changed(),
        E::Gone => gone(),
        E::Unreadable => unreadable(),
        E::DiskFull => disk_full(),
        E::ReadOnly => read_only(),
        E::FolderGone => folder_gone(),
        E::Unwritable => unwritable(),
        E::Damaged => damaged(),
        E::TooMany => too_many(),
        E::TooBig => too_big(),
        E::RoomClosed => room_closed(),
        E::OtherVersion => other_version(),
        E::Other => other(),
    }
}

/// Why there is no GIF.
pub fn gif(error: GifError) -> String {
    use GifError as E;
    words! { "gif_errors";
        unknown;
        no_key;
        bad_key;
        too_often(minutes: u64);
        unreachable;
        garbled;
        too_big;
    }
    let text = match error {
        E::Unknown => unknown(),
        E::NoKey => no_key(),
        E::BadKey => bad_key(),
        E::TooOften { minutes } => return too_often(minutes),
        E::Unreachable => unreachable(),
        E::Garbled => garbled(),
        E::TooBig => too_big(),
    };
    text.to_owned()
}

/// Why a picture is not shown.
pub fn picture(error: PictureError) -> String {
    use PictureError as E;
    words! { "pictures";
        not_a_picture;
        broken;
        file_too_large;
        too_many_pixels(width: u32, height: u32);
        too_complex;
    }
    let text = match error {
        E::NotAPicture => not_a_picture(),
        E::Broken => broken(),
        E::FileTooLarge => file_too_large(),
        E::TooManyPixels(size) => return too_many_pixels(size.width, size.height),
        E::TooComplex => too_complex(),
    };
    text.to_owned()
}

/// What is wrong with a code or a link.
pub fn invite(error: &InviteError) -> String {
    match error {
        InviteError::Code(error) => code(error),
        InviteError::Link(error) => link(*error).to_owned(),
    }
}

words! { "errors";
    as_file(why: &str);
    relay_address;
    no_relay_in_link;
    relay_known;
    too_many_relays(most: usize);
}

/// Why a relay is not put on the list.
pub fn add_relay(error: &AddError) -> String {
    let text = match error {
        AddError::Address(_) => relay_address(),
        AddError::Link(error) => link(*error),
        AddError::NoRelayInLink => no_relay_in_link(),
        AddError::Known => relay_known(),
        AddError::TooMany => return too_many_relays(MAX_RELAYS),
    };
    text.to_owned()
}

/// Why a picture is not sent as one.
pub fn not_a_picture(error: NotAPicture) -> String {
    as_file(&picture(error.0))
}

/// Something happened to a device.
pub fn device(event: &Event) -> String {
    words! { "devices";
        microphone;
        speaker;
        camera;
        microphone_named(name: &str);
        speaker_named(name: &str);
        camera_named(name: &str);
        works(device: &str);
        lost(device: &str);
        absent(device: &str);
        refused(device: &str);
        busy(device: &str);
        unserved(device: &str);
        still(device: &str);
        broken(device: &str);
        screen;
        screen_unserved;
        screen_refused;
        screen_ended;
        window;
        window_named(name: &str);
        window_closed(window: &str);
        window_hidden(window: &str);
        window_unreadable(window: &str);
    }
    let device = match (event.kind, event.name.as_deref()) {
        (Kind::Microphone, None) => microphone().to_owned(),
        (Kind::Speaker, None) => speaker().to_owned(),
        (Kind::Camera, None) => camera().to_owned(),
        // There is one at most, and nothing to plug in.
        (Kind::Screen, _) => {
            let words = match event.change {
                Change::Unserved => screen_unserved(),
                Change::Refused => screen_refused(),
                Change::Ended => screen_ended(),
                _ => screen(),
            };
            return words.to_owned();
        }
        (Kind::Microphone, Some(name)) => microphone_named(name),
        (Kind::Speaker, Some(name)) => speaker_named(name),
        (Kind::Camera, Some(name)) => camera_named(name),
        (Kind::Window, name) => {
            // Whatever runs in it has written its title.
            let window = match name {
                Some(title) => window_named(&isolated(title)),
                None => window().to_owned(),
            };
            return match event.change {
                Change::Lost | Change::Absent => window_closed(&window),
                Change::Hidden => window_hidden(&window),
                _ => window_unreadable(&window),
            };
        }
    };
    match event.change {
        Change::Works => works(&device),
        Change::Lost => lost(&device),
        Change::Absent => absent(&device),
        Change::Refused => refused(&device),
        Change::Busy => busy(&device),
        Change::Unserved => unserved(&device),
        Change::Still => still(&device),
        Change::Broken | Change::Hidden | Change::Ended | Change::Declined => broken(&device),
    }
}
