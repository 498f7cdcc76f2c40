//! Has a router forget every conversation that it tracks.

use std::io;

use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketType, netlink, recv, sendto, socket};

/// Connection tracking is part 1 of netfilter's netlink; deleting is its
/// message 2, which without a name of anything means everything.
const DELETE: u16 = 1 << 8 | 2;
const REQUEST_AND_ACKNOWLEDGE: u16 = 1 | 4;
const ERROR: u16 = 2;

/// Flushes connection tracking of the calling thread's namespace.
pub(super) fn flush() -> io::Result<()> {
    let socket = socket(
        AddressFamily::NETLINK,
        SocketType::RAW,
        Some(netlink::NETFILTER),
    )?;
    let kernel = netlink::SocketAddrNetlink::new(0, 0);
    sendto(&socket, &flush_message(), SendFlags::empty(), &kernel)?;
    let mut answer = [0; 64];
    let (length, _) = recv(&socket, &mut answer, RecvFlags::empty())?;
    acknowledged(&answer[..length])
}

/// A netlink header of 16 bytes and netfilter's of 4: any family, version 0.
fn flush_message() -> [u8; 20] {
    let mut message = [0; 20];
    message[..4].copy_from_slice(&20_u32.to_ne_bytes());
    message[4..6].copy_from_slice(&DELETE.to_ne_bytes());
    message[6..8].copy_from_slice(&REQUEST_AND_ACKNOWLEDGE.to_ne_bytes());
    message
}

fn acknowledged(answer: &[u8]) -> io::Result<()> {
    let strange = || io::Error::other(format!("netlink answered {answer:?}"));
    let kind = answer.get(4..6).ok_or_else(strange)?;
    let code = answer.get(16..20).ok_or_else(strange)?;
    if kind != ERROR.to_ne_bytes() {
        return Err(strange());
    }
    match i32::from_ne_bytes(code.try_into().map_err(|_| strange())?) {
        0 => Ok(()),
        code => Err(io::Error::from_raw_os_error(-code)),
    }
}
