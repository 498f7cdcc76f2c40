//! Two machines, the words between them, and lanes that carry numbers of bytes
//! in place of bytes.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::{Duration, Instant},
};

use rand::{Rng, SeedableRng, rngs::StdRng};

use super::super::*;
use crate::transfer::{
    CHUNK, Keeping, KeptTransfer,
    report::{ReceiveEnd, SendEnd},
    sink::Whole,
    source,
};

/// One of the two.
pub(super) struct Person {
    pub(super) machine: Transfers,
    /// All that was told, oldest first.
    pub(super) told: Vec<(Option<Tag>, EventKind)>,
    words: VecDeque<Message>,
    /// How far what comes is written, while no lane has it.
    sinks: BTreeMap<TransferId, (u64, bool)>,
    streams: u64,
    /// Jobs to save what is held.
    pub(super) saves: Vec<TransferId>,
    probe: Option<u64>,
    /// What was written down, in a kept room.
    pub(super) notes: BTreeMap<TransferId, KeptTransfer>,
}

/// A stream of bytes between the two.
struct Carrier {
    sender: usize,
    /// What each of them calls it.
    names: [StreamId; 2],
    id: TransferId,
    size: u64,
    memory: bool,
    /// How far the receiver has verified it, once it has begun.
    verified: Option<u64>,
    stop: bool,
}

pub(super) struct World {
    pub(super) now: Instant,
    pub(super) people: [Person; 2],
    carriers: Vec<Carrier>,
    /// Chunks that went over lanes, and those that were verified.
    pub(super) sent: u64,
    verified: BTreeSet<(TransferId, u64)>,
    pub(super) most_lanes: usize,
    /// Somebody else removes what there is so far.
    pub(super) lose_parts: bool,
    pub(super) rng: StdRng,
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let person = |side| Person {
            machine: Transfers::new(side),
            told: Vec::new(),
            words: VecDeque::new(),
            sinks: BTreeMap::new(),
            streams: 0,
            saves: Vec::new(),
            probe: None,
            notes: BTreeMap::new(),
        };
        let mut world = Self {
            now: Instant::now(),
            people: [person(Side::Host), person(Side::Guest)],
            carriers: Vec::new(),
            sent: 0,
            verified: BTreeSet::new(),
            most_lanes: 0,
            lose_parts: false,
            rng: StdRng::seed_from_u64(seed),
        };
        world.line(true);
        world
    }

    pub(super) fn line(&mut self, up: bool) {
        let line = up.then_some(Line {
            most: 1 << 20,
            rtt: None,
        });
        for who in 0..2 {
            self.people[who].machine.on_line(self.now, line);
        }
        self.act();
    }

    /// Offers something of so many bytes; its name.
    pub(super) fn offer(&mut self, who: usize, size: u64, kind: TransferKind) -> TransferId {
        self.offer_from(who, size, kind, Source::Memory(Bytes::new()))
    }

    /// As [`World::offer`], from a file.
    pub(super) fn offer_file(&mut self, who: usize, size: u64) -> TransferId {
        let identity = source::Identity {
            size,
            modified: None,
            node: None,
        };
        let path = "/home/x.bin".into();
        self.offer_from(
            who,
            size,
            TransferKind::File,
            Source::File { path, identity },
        )
    }

    fn offer_from(
        &mut self,
        who: usize,
        size: u64,
        kind: TransferKind,
        source: Source,
    ) -> TransferId {
        let found = source::Found {
            name: "x.bin".to_owned(),
            size,
            kind,
            source,
        };
        self.people[who]
            .machine
            .on_looked(self.now, Some(Tag(7)), Ok(vec![found]));
        let number = self.people[who].machine.ours;
        self.act();
        TransferId {
            side: self.people[who].machine.side,
            number,
        }
    }

    /// The two agree to keep the room.
    pub(super) fn keep(&mut self) {
        for who in 0..2 {
            self.with(who, |m, _| m.keep(true));
        }
    }

    /// One of the two is gone all of a sudden, with all that was not written
    /// down; `meanwhile` both have their room open and cannot talk, then they
    /// meet again.
    pub(super) fn kill(&mut self, who: usize, meanwhile: impl FnOnce(&mut Self)) {
        for person in &mut self.people {
            person.words.clear();
            person.probe = None;
        }
        for carrier in std::mem::take(&mut self.carriers) {
            let receiver = 1 - carrier.sender;
            let Some(verified) = carrier.verified else {
                continue;
            };
            let (lane, id) = (carrier.names[receiver], carrier.id);
            let machine = &mut self.people[receiver].machine;
            let open = ReceiveEnd::Open;
            if receiver == who || machine.on_received(self.now, lane, id, verified, open) {
                let sinks = &mut self.people[receiver].sinks;
                sinks.insert(id, (verified, carrier.memory));
            }
        }
        let person = &mut self.people[who];
        person.sinks.retain(|_, (_, memory)| !*memory);
        let notes = person.notes.values().cloned().collect();
        person.machine = Transfers::again(person.machine.side, self.now, notes);
        self.with(1 - who, |m, _| m.part());
        meanwhile(self);
        for who in 0..2 {
            self.with(who, |m, now| m.meet(now));
        }
        self.line(true);
    }

    /// How much of it there is on the disk.
    pub(super) fn part_of(&self, who: usize, id: TransferId) -> Option<u64> {
        self.people[who]
            .sinks
            .get(&id)
            .map(|(verified, _)| *verified)
    }

    /// Does something with a machine, and what comes of it.
    pub(super) fn with<T>(
        &mut self,
        who: usize,
        work: impl FnOnce(&mut Transfers, Instant) -> T,
    ) -> T {
        let done = work(&mut self.people[who].machine, self.now);
        self.act();
        done
    }

    pub(super) fn states(&self, who: usize, id: TransferId) -> Vec<&'static str> {
        let mut states: Vec<&str> = self.transfers(who, id).map(|t| t.state.as_str()).collect();
        states.dedup();
        states
    }

    pub(super) fn last(&self, who: usize, id: TransferId) -> &Transfer {
        self.transfers(who, id).last().unwrap()
    }

    fn transfers(&self, who: usize, id: TransferId) -> impl Iterator<Item = &Transfer> {
        self.people[who]
            .told
            .iter()
            .filter_map(move |(_, kind)| match kind {
                EventKind::Transfer(transfer) if transfer.id == id => Some(transfer),
                _ => None,
            })
    }

    /// Lets all words and bytes arrive.
    pub(super) fn settle(&mut self) {
        for _ in 0..100_000 {
            if !self.step() {
                return;
            }
        }
        panic!("it never settles");
    }

    /// Something happens, if anything is under way.
    pub(super) fn step(&mut self) -> bool {
        self.now += Duration::from_millis(self.rng.gen_range(1..20));
        let mut busy = false;
        for who in 0..2 {
            if self.people[who]
                .machine
                .poll_timeout()
                .is_some_and(|at| at <= self.now)
            {
                self.with(who, |m, now| m.on_timeout(now));
            }
            if let Some(probe) = self.people[who].probe.take() {
                self.with(who, |m, now| {
                    m.hear(Heard::Probe(probe));
                    m.on_heard(now);
                });
            }
            if let Some(word) = self.people[who].words.pop_front() {
                busy = true;
                // All that is said survives the way.
                let word = crate::wire::decode(&crate::wire::encode(&word)).unwrap();
                self.with(1 - who, |m, now| {
                    m.hear(Heard::Message(word));
                    m.on_heard(now);
                });
            }
            busy |= self.people[who].machine.next_lane_at().is_some();
        }
        if !self.carriers.is_empty() {
            let at = self.rng.gen_range(0..self.carriers.len());
            self.carry(at);
            busy = true;
        }
        busy
    }

    /// One chunk more, or the end.
    fn carry(&mut self, at: usize) {
        let carrier = &mut self.carriers[at];
        let Some(verified) = carrier.verified else {
            return; // The receiver has not begun.
        };
        if carrier.stop || verified >= carrier.size {
            return self.finish(at);
        }
        assert!(
            self.verified.insert((carrier.id, verified)),
            "a verified chunk was sent again"
        );
        self.sent += 1;
        let verified = carrier.size.min(verified + CHUNK as u64);
        carrier.verified = Some(verified);
        let (id, names, sender) = (carrier.id, carrier.names, carrier.sender);
        for (who, lane) in names.into_iter().enumerate() {
            let limited = who == sender;
            self.with(who, |m, now| {
                m.on_progress(now, id, lane, verified, verified, limited);
            });
        }
    }

    /// A lane ends cleanly.
    fn finish(&mut self, at: usize) {
        let carrier = self.carriers.remove(at);
        let verified = carrier.verified.unwrap_or_default();
        let whole = verified >= carrier.size;
        let sent = if whole {
            SendEnd::Whole
        } else {
            SendEnd::Stopped
        };
        let received = match (whole, carrier.memory) {
            (false, _) => ReceiveEnd::Open,
            (true, true) => ReceiveEnd::Whole(Whole::Memory(Bytes::from_static(b"whole"))),
            (true, false) => ReceiveEnd::Whole(Whole::File("/whole".into())),
        };
        self.end(&carrier, sent, received);
    }

    /// A lane ends for a reason of its own.
    pub(super) fn end_any(&mut self, sent: SendEnd, received: ReceiveEnd) -> bool {
        if self.carriers.is_empty() {
            return false;
        }
        let at = self.rng.gen_range(0..self.carriers.len());
        let carrier = self.carriers.remove(at);
        self.end(&carrier, sent, received);
        true
    }

    fn end(&mut self, carrier: &Carrier, sent: SendEnd, received: ReceiveEnd) {
        let (id, sender) = (carrier.id, carrier.sender);
        let receiver = 1 - sender;
        // Either may notice first.
        let receiver_first: bool = self.rng.r#gen();
        for part in [receiver_first, !receiver_first] {
            if !part {
                let lane = carrier.names[sender];
                self.with(sender, |m, now| m.on_sent(now, lane, id, sent));
            } else if let Some(verified) = carrier.verified {
                let lane = carrier.names[receiver];
                let end = received.clone();
                let machine = &mut self.people[receiver].machine;
                if machine.on_received(self.now, lane, id, verified, end) {
                    let sinks = &mut self.people[receiver].sinks;
                    sinks.insert(id, (verified, carrier.memory));
                }
                self.act();
            } else {
                let lane = carrier.names[receiver];
                self.with(receiver, |m, _| m.on_greeted(lane, None));
            }
        }
    }

    pub(super) fn act(&mut self) {
        for who in [0, 1, 0, 1] {
            while let Some(output) = self.people[who].machine.poll_output() {
                self.do_it(who, output);
            }
        }
        let lanes = |who| self.carriers.iter().filter(|c| c.sender == who).count();
        self.most_lanes = self.most_lanes.max(lanes(0)).max(lanes(1));
    }

    fn do_it(&mut self, who: usize, output: Output) {
        match output {
            Output::Say(message) => self.people[who].words.push_back(message),
            Output::Probe(number) => self.people[who].probe = Some(number),
            Output::Tell(_, EventKind::Keeping(keeping)) => {
                let notes = &mut self.people[who].notes;
                match keeping {
                    Keeping::Put(kept) => notes.insert(kept.id, *kept),
                    Keeping::Drop(id) => notes.remove(&id),
                };
            }
            Output::Tell(re, kind) => self.people[who].told.push((re, kind)),
            Output::Open(id) => {
                let name = self.next_stream(who);
                let machine = &mut self.people[who].machine;
                machine.on_named(self.now, id, Some(name));
                assert!(machine.owns(name));
                machine.on_opened(self.now, name);
            }
            Output::Job(job) => self.work(who, job),
        }
    }

    fn next_stream(&mut self, who: usize) -> StreamId {
        self.people[who].streams += 1;
        StreamId(self.people[who].streams)
    }

    fn work(&mut self, who: usize, job: Job) {
        match job {
            Job::Claim { id, .. } => {
                self.people[who].sinks.insert(id, (0, false));
                let begun = Begun::new("/home/x.part".as_ref(), "/home".as_ref(), None);
                let machine = &mut self.people[who].machine;
                machine.on_claimed(self.now, id, Ok(Some(begun)));
            }
            Job::Reclaim { id, .. } => {
                let found = match self.part_of(who, id) {
                    Some(verified) if !self.lose_parts => Ok(Reclaimed::Part(verified)),
                    _ => Err(TransferReason::FolderGone),
                };
                let machine = &mut self.people[who].machine;
                machine.on_reclaimed(self.now, id, found);
            }
            Job::Hold { id, .. } => {
                self.people[who].sinks.insert(id, (0, true));
            }
            Job::Send { id, lane, size, .. } => {
                let theirs = self.next_stream(1 - who);
                let mut names = [lane; 2];
                names[1 - who] = theirs;
                self.carriers.push(Carrier {
                    sender: who,
                    names,
                    id,
                    size,
                    memory: false,
                    verified: None,
                    stop: false,
                });
                let other = &mut self.people[1 - who].machine;
                if other.on_inbound(theirs) {
                    other.on_greeted(theirs, Some(id.number));
                }
            }
            Job::Receive { id, lane, .. } => {
                let sink = self.people[who].sinks.remove(&id);
                let (verified, memory) = sink.expect("a place to write to");
                let carrier = self.carriers.iter_mut().find(|c| c.names[who] == lane);
                match carrier {
                    Some(carrier) => {
                        carrier.verified = Some(verified);
                        carrier.memory = memory;
                    }
                    // The sender has given it up already.
                    None => {
                        let end = ReceiveEnd::Open;
                        let machine = &mut self.people[who].machine;
                        if machine.on_received(self.now, lane, id, verified, end) {
                            self.people[who].sinks.insert(id, (verified, memory));
                        }
                    }
                }
            }
            Job::Stop(lane) => {
                let carrier = self.carriers.iter_mut().find(|c| c.names[who] == lane);
                if let Some(carrier) = carrier {
                    carrier.stop = true;
                }
            }
            Job::Drop(lane) => {
                let at = self.carriers.iter().position(|c| c.names[who] == lane);
                let Some(at) = at else { return };
                let carrier = self.carriers.remove(at);
                // The thread that writes still reports; the sender's end breaks.
                self.end(&carrier, SendEnd::Broken, ReceiveEnd::Open);
            }
            Job::Forget(id) => {
                self.people[who].sinks.remove(&id);
            }
            Job::Save { id, .. } => self.people[who].saves.push(id),
            Job::Look { .. } | Job::Limit(_) | Job::Leave(_) | Job::Stay(_) => {}
        }
    }
}
