//! What goes wrong with sound devices, as people can mend it.

use super::Change;

/// What an error of the sound system means to people.
pub(super) fn why(error: cpal::Error) -> Change {
    use cpal::ErrorKind as E;
    tracing::info!(%error, "a sound device cannot be used");
    match error.kind() {
        E::DeviceNotAvailable => Change::Absent,
        E::PermissionDenied => Change::Refused,
        E::DeviceBusy => Change::Busy,
        E::HostUnavailable => Change::Unserved,
        _ => Change::Broken,
    }
}

/// Why a device is not to be found: it is not plugged in, or there is nobody to
/// ask for it. Where no sound system answers, cpal goes on without a word to what
/// is below it: sound cards.
#[cfg(target_os = "linux")]
pub(super) fn absent(host: &cpal::Host) -> Change {
    use cpal::{ErrorKind, HostId, host_from_id};
    if host.id() == HostId::PulseAudio {
        return Change::Absent;
    }
    match host_from_id(HostId::PulseAudio) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Change::Refused,
        Err(_) if !has_cards() => Change::Unserved,
        _ => Change::Absent,
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn absent(_: &cpal::Host) -> Change {
    Change::Absent
}

/// Whether there is a sound card that plays or records.
#[cfg(target_os = "linux")]
fn has_cards() -> bool {
    let nodes = std::fs::read_dir("/dev/snd");
    let names = nodes.into_iter().flatten().flatten();
    let mut names = names.map(|node| node.file_name());
    names.any(|name| name.as_encoded_bytes().starts_with(b"pcm"))
}
