//! The addresses of this machine, as they come and go.

use std::{
    collections::HashSet,
    io,
    net::IpAddr,
    sync::{Arc, PoisonError, RwLock},
    task::{Context, Poll, ready},
};

use if_watch::{IfEvent, tokio::IfWatcher};

/// An address came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Came(IpAddr),
    Went(IpAddr),
}

pub(crate) struct Watcher {
    inner: IfWatcher,
    ours: Arc<RwLock<HashSet<IpAddr>>>,
}

impl Watcher {
    /// Begins with those that there are; only what changes is told.
    pub(crate) fn new(ours: Arc<RwLock<HashSet<IpAddr>>>) -> io::Result<Self> {
        let inner = IfWatcher::new()?;
        let now = if_addrs::get_if_addrs()?;
        let mut set = ours.write().unwrap_or_else(PoisonError::into_inner);
        *set = now.iter().map(if_addrs::Interface::ip).collect();
        drop(set);
        Ok(Self { inner, ours })
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Change>> {
        loop {
            let event = ready!(self.inner.poll_if_event(cx))?;
            let mut ours = self.ours.write().unwrap_or_else(PoisonError::into_inner);
            let change = match event {
                IfEvent::Up(net) if ours.insert(net.addr()) => Change::Came(net.addr()),
                IfEvent::Down(net) if ours.remove(&net.addr()) => Change::Went(net.addr()),
                IfEvent::Up(_) | IfEvent::Down(_) => continue,
            };
            return Poll::Ready(Ok(change));
        }
    }
}
