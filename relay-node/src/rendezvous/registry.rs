//! Who is registered where: the decisions of the meeting point, as a state
//! machine without clock or sockets.

use std::time::{Duration, Instant};

use libp2p::{PeerId, core::PeerRecord};

use super::{
    cookie::Cookies,
    message::{Discovered, ErrorCode, Message, NewRegistration, Registration},
    nameplate::{self, Kind},
    namespace::Namespace,
    shelf::{Entry, Shelf},
    wire::MAX_RESPONSE_BYTES,
};
use crate::limits::{Limits, MAX_PREFIXES, Prefix, RateLimiter};

/// The largest record that is accepted, in bytes as it is sent, and the most
/// addresses in it: several times what a peer with two relays needs.
const MAX_RECORD_BYTES: usize = 2 * 1024;
const MAX_ADDRESSES: usize = 32;

/// The most that a response tells, whatever limit was asked for.
const MAX_DISCOVERED: usize = 100;
/// What the frame around the registrations in a response may take.
const RESPONSE_OVERHEAD: usize = 1024;

/// Who sent a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sender {
    /// The peer at the other end of the connection.
    pub peer: PeerId,
    /// The network it is in; none if that is not limited.
    pub payer: Option<Prefix>,
}

/// How much a [`Registry`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RegistryStats {
    /// Registrations, hidden ones included.
    pub registrations: usize,
    /// Peers that have some.
    pub peers: usize,
    /// Namespaces that have some.
    pub namespaces: usize,
    /// IP prefixes remembered, for what they hold or lately did.
    pub prefixes: usize,
}

/// The registrations of a meeting point.
///
/// Give it every request ([`Self::handle`]), tell it when a peer's first
/// connection opens and its last one closes, and call
/// [`Self::handle_timeout`] at [`Self::poll_timeout`]. Times must not go
/// backwards.
///
/// - A nameplate, `tincan/1/` and 2 or 3 digits, belongs to one peer at a time:
///   others are refused with [`ErrorCode::NotAuthorized`], which means nothing
///   else to a peer that registers its own record: draw again. Other names that
///   begin with `tincan/1/` are refused with [`ErrorCode::InvalidNamespace`];
///   all further namespaces are anybody's, as in a stock server.
/// - Nobody is told what namespaces there are: discovery without one is refused
///   with [`ErrorCode::NotAuthorized`].
/// - A peer that registers again replaces what it had in that namespace.
/// - When a peer is gone, its registrations are hidden at once, because nobody
///   can reach it, and removed a little later, so that a host whose network
///   changes gets its nameplate back. Who asks at a nameplate meanwhile hears
///   [`ErrorCode::Unavailable`]: a guest with the right code should ask again.
/// - Registrations beyond a limit are answered with [`ErrorCode::Unavailable`],
///   discoveries with [`ErrorCode::NotAuthorized`]: who asks too much had better
///   not ask again.
#[derive(Debug)]
pub struct Registry {
    limits: Limits,
    cookies: Cookies,
    shelf: Shelf,
    registers: RateLimiter<Prefix>,
    discovers: RateLimiter<Prefix>,
    nameplate_discovers: RateLimiter<Prefix>,
}

impl Registry {
    /// An empty registry. `seed` should differ from run to run, so that cookies
    /// of an earlier one are recognised.
    pub fn new(limits: Limits, seed: u64) -> Self {
        let rates = &limits.per_prefix;
        Self {
            registers: RateLimiter::new(rates.registers, MAX_PREFIXES),
            discovers: RateLimiter::new(rates.discovers, MAX_PREFIXES),
            nameplate_discovers: RateLimiter::new(rates.nameplate_discovers, MAX_PREFIXES),
            shelf: Shelf::new(limits.grace()),
            cookies: Cookies::new(seed),
            limits,
        }
    }

    /// A peer has a connection again, or for the first time.
    pub fn connected(&mut self, now: Instant, peer: PeerId) {
        self.handle_timeout(now);
        self.shelf.connected(peer);
    }

    /// A peer's last connection closed.
    pub fn disconnected(&mut self, now: Instant, peer: PeerId) {
        self.handle_timeout(now);
        self.shelf.disconnected(now, peer);
    }

    /// Carries out a request. The answer is none where the protocol has none.
    pub fn handle(&mut self, now: Instant, from: Sender, request: Message) -> Option<Message> {
        self.handle_timeout(now);
        match request {
            Message::Register(new) => {
                Some(Message::RegisterResponse(self.register(now, from, new)))
            }
            Message::Unregister(namespace) => {
                self.unregister(from.peer, &namespace);
                None
            }
            Message::Discover {
                namespace,
                limit,
                cookie,
            } => Some(Message::DiscoverResponse(namespace.map_or(
                Err(ErrorCode::NotAuthorized),
                |namespace| {
                    let seen = cookie.map_or(Ok(0), |c| self.cookies.seen(&c, &namespace));
                    self.discover(now, from, namespace, limit, seen?)
                },
            ))),
            Message::RegisterResponse(_) | Message::DiscoverResponse(_) => None,
        }
    }

    /// When [`Self::handle_timeout`] has something to do.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.shelf.poll_timeout()
    }

    /// Removes what has expired.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.shelf.handle_timeout(now);
    }

    /// Forgets prefixes that have been idle for long enough. To be called from
    /// time to time; nothing but memory depends on it.
    pub fn expire_prefixes(&mut self, now: Instant) {
        self.registers.expire(now);
        self.discovers.expire(now);
        self.nameplate_discovers.expire(now);
    }

    /// How much is held right now.
    pub fn stats(&self) -> RegistryStats {
        RegistryStats {
            registrations: self.shelf.len(),
            peers: self.shelf.peers(),
            namespaces: self.shelf.namespaces(),
            prefixes: self.shelf.prefixes()
                + self.registers.len()
                + self.discovers.len()
                + self.nameplate_discovers.len(),
        }
    }

    fn register(
        &mut self,
        now: Instant,
        from: Sender,
        new: NewRegistration,
    ) -> Result<u64, ErrorCode> {
        if let Some(payer) = from.payer
            && !self.registers.take(now, payer)
        {
            return Err(ErrorCode::Unavailable);
        }
        let kind = nameplate::kind(&new.namespace).ok_or(ErrorCode::InvalidNamespace)?;
        let ttl = self.granted_ttl(new.ttl)?;
        let registration = Registration {
            namespace: new.namespace,
            record: checked_record(from.peer, new.record)?,
            ttl,
        };
        let encoded_len = registration.encoded_len();
        if encoded_len > MAX_RECORD_BYTES {
            return Err(ErrorCode::InvalidSignedPeerRecord);
        }
        let replaced = self.shelf.held_by(from.peer, &registration.namespace);
        if kind == Kind::Nameplate
            && replaced.is_none()
            && self.shelf.is_taken(&registration.namespace)
        {
            return Err(ErrorCode::NotAuthorized);
        }
        self.check_room(from, kind, replaced)?;

        if let Some(number) = replaced {
            self.shelf.remove(number);
        }
        let expires = now + Duration::from_secs(ttl);
        self.shelf.insert(Entry {
            peer: from.peer,
            registration,
            encoded_len,
            expires,
            payer: from.payer,
            kind,
        });
        Ok(ttl)
    }

    fn granted_ttl(&self, asked: Option<u64>) -> Result<u64, ErrorCode> {
        let min = u64::from(self.limits.registration_min_seconds);
        let max = u64::from(self.limits.registration_max_seconds);
        match asked {
            None => Ok(max),
            Some(ttl) if (min..=max).contains(&ttl) => Ok(ttl),
            Some(_) => Err(ErrorCode::InvalidTtl),
        }
    }

    /// Whether the limits leave room for one more, were `replaced` not there.
    fn check_room(&self, from: Sender, kind: Kind, replaced: Option<u64>) -> Result<(), ErrorCode> {
        let freed = replaced.and_then(|number| self.shelf.entry(number));
        let mut full = freed.is_none()
            && (self.shelf.len_of(from.peer) >= self.limits.registrations_per_peer
                || self.shelf.len() >= self.limits.registrations);
        if let Some(payer) = from.payer
            && freed.is_none_or(|entry| entry.payer != Some(payer))
        {
            let (held, limits) = (self.shelf.holding(payer), &self.limits.per_prefix);
            full |= held.registrations >= limits.registrations
                || (kind == Kind::Nameplate && held.nameplates >= limits.nameplates);
        }
        if full {
            Err(ErrorCode::Unavailable)
        } else {
            Ok(())
        }
    }

    fn unregister(&mut self, peer: PeerId, namespace: &Namespace) {
        if let Some(number) = self.shelf.held_by(peer, namespace) {
            self.shelf.remove(number);
        }
    }

    fn discover(
        &mut self,
        now: Instant,
        from: Sender,
        namespace: Namespace,
        limit: Option<u64>,
        seen: u64,
    ) -> Result<Discovered, ErrorCode> {
        let kind = nameplate::kind(&namespace).ok_or(ErrorCode::InvalidNamespace)?;
        if let Some(payer) = from.payer
            && (!self.discovers.take(now, payer)
                || (kind == Kind::Nameplate && !self.nameplate_discovers.take(now, payer)))
        {
            return Err(ErrorCode::NotAuthorized);
        }
        let limit = limit.map_or(MAX_DISCOVERED, |limit| {
            usize::try_from(limit).map_or(MAX_DISCOVERED, |limit| limit.min(MAX_DISCOVERED))
        });
        let mut room = MAX_RESPONSE_BYTES - RESPONSE_OVERHEAD;
        let mut last = seen;
        let shown = self.shelf.shown(&namespace, seen);
        let registrations = shown
            .take(limit)
            .map_while(|(number, entry)| {
                room = room.checked_sub(entry.encoded_len)?;
                last = number;
                Some(entry.registration.clone())
            })
            .collect::<Vec<_>>();
        if kind == Kind::Nameplate && last == 0 && self.shelf.is_taken(&namespace) {
            return Err(ErrorCode::Unavailable);
        }
        Ok(Discovered {
            registrations,
            cookie: self.cookies.bake(last, &namespace),
        })
    }
}

/// The record, if it is the sender's own and of reasonable size.
fn checked_record(sender: PeerId, record: PeerRecord) -> Result<PeerRecord, ErrorCode> {
    if record.peer_id() != sender {
        return Err(ErrorCode::NotAuthorized);
    }
    if record.addresses().len() > MAX_ADDRESSES {
        return Err(ErrorCode::InvalidSignedPeerRecord);
    }
    Ok(record)
}
