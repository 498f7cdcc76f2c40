//! Which networks this machine is on.

use std::net::IpAddr;

use crate::direct::addresses::Subnet;

/// The networks that this machine is directly on now, loopback left out.
pub(crate) fn read() -> Vec<Subnet> {
    interfaces()
        .map(|interface| match interface.addr {
            if_addrs::IfAddr::V4(v4) => Subnet {
                ip: v4.ip.into(),
                prefix_len: v4.prefixlen,
            },
            if_addrs::IfAddr::V6(v6) => Subnet {
                ip: v6.ip.into(),
                prefix_len: v6.prefixlen,
            },
        })
        .collect()
}

/// The number of the interface that has this address.
pub(super) fn index_of(ip: IpAddr) -> Option<u32> {
    interfaces().find(|i| i.ip() == ip)?.index
}

fn interfaces() -> impl Iterator<Item = if_addrs::Interface> {
    let all = if_addrs::get_if_addrs().unwrap_or_default();
    all.into_iter()
        .filter(|i| !i.is_loopback() && i.is_oper_up())
}
