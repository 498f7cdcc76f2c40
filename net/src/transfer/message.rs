//! What is said about transfers over the control channel, numbered, and on the
//! streams that carry their bytes.

use serde::{Deserialize, Serialize};

use super::{Mark, TransferId, TransferKind, TransferReason, chain::Chain};

/// Version of `/tincan/transfer/1`.
pub(super) const VERSION: u8 = 1;

/// One word about a transfer. Kinds that we do not know are skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "k")]
pub(crate) enum Message {
    /// The sender's: take this? Numbered among the sender's, upwards.
    #[serde(rename = "offer")]
    Offer {
        n: u64,
        name: String,
        size: u64,
        kind: TransferKind,
    },
    /// The receiver's: yes; the sender opens a stream.
    #[serde(rename = "accept")]
    Accept { t: TransferId },
    /// The receiver's: no.
    #[serde(rename = "decline")]
    Decline {
        t: TransferId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<TransferReason>,
    },
    /// The receiver's: it would, but cannot now; the offer stands.
    #[serde(rename = "trouble")]
    Trouble { t: TransferId, why: TransferReason },
    /// Either's: halt. Who halted says when it goes on.
    #[serde(rename = "pause")]
    Pause {
        t: TransferId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<TransferReason>,
    },
    /// Either's: go on.
    #[serde(rename = "resume")]
    Resume { t: TransferId },
    /// Either's: it is over, by somebody's wish or for a reason.
    #[serde(rename = "cancel")]
    Cancel {
        t: TransferId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<TransferReason>,
    },
    /// The receiver's: verified, and under its final name.
    #[serde(rename = "done")]
    Done { t: TransferId },
    /// In a kept room where the two have met again: what the sender of this has
    /// not offered by now it no longer has.
    #[serde(rename = "again")]
    Again,
    /// Of a later version.
    #[serde(other)]
    Unknown,
}

impl Message {
    /// Whether what it says is to be written down before it is said, in a kept
    /// room: so that neither counts on what the other has forgotten.
    pub(crate) fn is_kept(&self) -> bool {
        matches!(
            self,
            Self::Offer { .. } | Self::Accept { .. } | Self::Done { .. } | Self::Cancel { .. }
        )
    }
}

/// One frame on a stream of bytes. After [`LaneFrame::Chunk`] its bytes follow
/// as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "k")]
pub(super) enum LaneFrame {
    /// The sender's first: what this stream is for, by the sender's number.
    #[serde(rename = "hello")]
    Hello { v: u8, n: u64 },
    /// The receiver's first: go on from here.
    #[serde(rename = "begin")]
    Begin { mark: Mark },
    /// The sender's: a chunk of so many bytes, and the chain with it.
    #[serde(rename = "chunk")]
    Chunk { len: u32, chain: Chain },
    /// The receiver's: bytes of the file that came, and those verified and
    /// written, both counted from its beginning.
    #[serde(rename = "got")]
    Got { came: u64, verified: u64 },
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{api::Side, wire};

    fn all() -> Vec<Message> {
        let t = TransferId {
            side: Side::Guest,
            number: 7,
        };
        let why = Some(TransferReason::DiskFull);
        vec![
            Message::Offer {
                n: 7,
                name: "a.txt".into(),
                size: u64::MAX,
                kind: TransferKind::Gif,
            },
            Message::Accept { t },
            Message::Decline { t, why: None },
            Message::Decline { t, why },
            Message::Trouble {
                t,
                why: TransferReason::ReadOnly,
            },
            Message::Pause { t, why },
            Message::Resume { t },
            Message::Cancel { t, why },
            Message::Done { t },
            Message::Again,
        ]
    }

    #[test]
    fn messages_survive_the_way() {
        for message in all() {
            let bytes = wire::encode(&message);
            assert_eq!(wire::decode::<Message>(&bytes), Ok(message));
        }
    }

    #[test]
    fn later_kinds_and_reasons_are_taken_for_what_they_are() {
        #[derive(Serialize)]
        struct Later<'a> {
            k: &'a str,
            t: TransferId,
            why: &'a str,
        }
        let t = TransferId {
            side: Side::Host,
            number: 1,
        };
        let later = |k, why| wire::encode(&Later { k, t, why });
        assert_eq!(wire::decode(&later("thumbnail", "x")), Ok(Message::Unknown));
        assert_eq!(
            wire::decode(&later("cancel", "eaten_by_dog")),
            Ok(Message::Cancel {
                t,
                why: Some(TransferReason::Other)
            })
        );
    }

    #[test]
    fn a_cut_message_is_garbled() {
        for message in all() {
            let bytes = wire::encode(&message);
            for end in 0..bytes.len() {
                assert!(wire::decode::<Message>(&bytes[..end]).is_err());
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = wire::decode::<Message>(&bytes);
            let _ = wire::decode::<LaneFrame>(&bytes);
        }

        /// One byte changed: never a panic, whatever it is taken for.
        #[test]
        fn a_bent_message_is_read_or_refused(which in 0..10usize, at: prop::sample::Index, to: u8) {
            let mut bytes = wire::encode(&all()[which]);
            let at = at.index(bytes.len());
            bytes[at] = to;
            let _ = wire::decode::<Message>(&bytes);
        }
    }
}
