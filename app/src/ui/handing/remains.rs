//! What is left of what was handed over before the room was opened: small
//! pictures in the history, files on the disk. Both are looked for when they are
//! first seen, elsewhere.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    path::PathBuf,
};

use tincan_net::{Bytes, TransferId, TransferState};

use crate::model::Handover;

/// Bytes of small pictures that are held; they can be asked for again.
const MOST_BYTES: usize = 16 << 20;
/// Files of which it is known whether they are there.
const MOST_FILES: usize = 4096;

/// Something to be looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// A small picture.
    Picture(TransferId),
    /// A file.
    File(TransferId, PathBuf),
}

/// What is known to be left.
#[derive(Debug, Default)]
pub(crate) struct Remains {
    pictures: HashMap<TransferId, Bytes>,
    /// In the order in which they came.
    came: VecDeque<TransferId>,
    bytes: usize,
    /// Of these there is no small picture after all.
    without: HashSet<TransferId>,
    files: HashMap<TransferId, bool>,
    /// Answers that are to come.
    pictures_asked: HashSet<TransferId>,
    files_asked: HashSet<TransferId>,
    wants: Vec<Want>,
}

impl Remains {
    /// The small picture of something, once it is here.
    pub(crate) fn picture(&mut self, id: TransferId) -> Option<Bytes> {
        let known = self.pictures.get(&id).cloned();
        if known.is_none() && !self.without.contains(&id) && self.pictures_asked.insert(id) {
            self.wants.push(Want::Picture(id));
        }
        known
    }

    /// Whether a small picture of it is kept, for all we know.
    pub(crate) fn has_picture(&self, handover: &Handover) -> bool {
        handover.preview.is_some() && !self.without.contains(&handover.transfer.id)
    }

    /// Whether its file is where it was; nothing while that is not known, or
    /// when it is in none.
    pub(crate) fn is_there(&mut self, handover: &Handover) -> Option<bool> {
        let transfer = &handover.transfer;
        let TransferState::Done { path: Some(path) } = &transfer.state else {
            return None;
        };
        if handover.place.is_none() {
            // It was handed over just now.
            return Some(true);
        }
        let known = self.files.get(&transfer.id).copied();
        if known.is_none() && self.files_asked.insert(transfer.id) {
            self.wants.push(Want::File(transfer.id, path.clone()));
        }
        known
    }

    /// Whether something is to be looked for.
    pub(crate) fn wants_any(&self) -> bool {
        !self.wants.is_empty()
    }

    pub(super) fn take_wants(&mut self) -> Vec<Want> {
        std::mem::take(&mut self.wants)
    }

    /// It could not be looked for now.
    pub(super) fn not_asked(&mut self, want: &Want) {
        match want {
            Want::Picture(id) => self.pictures_asked.remove(id),
            Want::File(id, _) => self.files_asked.remove(id),
        };
    }

    /// A small picture came, or there is none.
    pub(super) fn came(&mut self, id: TransferId, picture: Option<Bytes>) {
        self.pictures_asked.remove(&id);
        let Some(picture) = picture else {
            self.without.insert(id);
            return;
        };
        self.bytes += picture.len();
        self.came.push_back(id);
        if let Some(before) = self.pictures.insert(id, picture) {
            self.bytes -= before.len();
            self.came.pop_back();
        }
        while self.bytes > MOST_BYTES
            && let Some(oldest) = self.came.pop_front()
        {
            let gone = self.pictures.remove(&oldest);
            self.bytes -= gone.map_or(0, |gone| gone.len());
        }
    }

    /// A file was looked for.
    pub(super) fn looked(&mut self, id: TransferId, there: bool) {
        self.files_asked.remove(&id);
        if self.files.len() >= MOST_FILES {
            self.files.clear();
        }
        self.files.insert(id, there);
    }
}

#[cfg(test)]
mod tests {
    use tincan_net::Side;

    use super::*;

    fn id(number: u64) -> TransferId {
        TransferId {
            side: Side::Host,
            number,
        }
    }

    #[test]
    fn a_picture_is_asked_for_once_and_again_when_it_had_to_go() {
        let mut remains = Remains::default();
        assert_eq!(
            (remains.picture(id(1)), remains.picture(id(1))),
            (None, None)
        );
        assert_eq!(remains.take_wants(), [Want::Picture(id(1))]);
        let picture = Bytes::from(vec![7; 48 << 10]);
        remains.came(id(1), Some(picture.clone()));
        assert_eq!(remains.picture(id(1)), Some(picture.clone()));
        for number in 2..=400 {
            remains.came(id(number), Some(picture.clone()));
            remains.came(id(number), Some(picture.clone()));
        }
        let held: usize = remains.pictures.values().map(Bytes::len).sum();
        assert!(held <= MOST_BYTES && held == remains.bytes, "{held}");
        assert_eq!(remains.pictures.len(), remains.came.len());
        assert_eq!(remains.picture(id(1)), None);
        assert_eq!(remains.take_wants(), [Want::Picture(id(1))]);
        remains.not_asked(&Want::Picture(id(1)));
        assert_eq!(remains.picture(id(1)), None);
        assert_eq!(remains.take_wants(), [Want::Picture(id(1))]);
        remains.came(id(1), None);
        assert_eq!(remains.picture(id(1)), None);
        assert!(!remains.wants_any(), "there is none");
    }
}
