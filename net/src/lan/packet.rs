//! Questions and answers of multicast DNS (RFC 6762), as far as they are ours.
//!
//! The service is `_tincan._udp.local`, and an answer says what the [libp2p
//! specification] has it say: a PTR record names an instance, a TXT record of
//! that instance holds `dnsaddr=<multiaddr>/p2p/<key>`. Nothing of a code is in
//! there.
//!
//! [libp2p specification]: https://github.com/libp2p/specs/blob/master/discovery/mdns.md

use hickory_proto::{
    op::{Message, MessageType, OpCode, Query},
    rr::{
        DNSClass, Name, RData, Record, RecordType,
        rdata::{PTR, TXT},
    },
};
use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};

/// Longest packet that is looked at, in bytes. Ours are below 400.
pub(super) const MAX_PACKET: usize = 1500;
/// Addresses that are taken of one answer; the rest is left out.
const MAX_ADDRESSES: usize = 4;
/// How long an answer may be remembered by those who do, in seconds. RFC 6762,
/// section 6.7, allows no more for answers to those who asked once.
const TTL_SECS: u32 = 10;

const SERVICE: &str = "_tincan._udp.local.";
const KEY_OF_TXT: &[u8] = b"dnsaddr=";

/// A packet that concerns us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Packet {
    /// Who is there?
    Question {
        /// To be repeated in the answer.
        id: u16,
    },
    /// Somebody is.
    Answer {
        /// That of the question.
        id: u16,
        /// Who.
        peer: PeerId,
        /// Where, as they say; without `/p2p`.
        addresses: Vec<Multiaddr>,
    },
}

impl Packet {
    /// The bytes of it; `None` only when an address is longer than DNS can
    /// carry.
    pub(super) fn encode(&self) -> Option<Vec<u8>> {
        let service = Name::from_ascii(SERVICE).ok()?;
        let question = Query::query(service.clone(), RecordType::PTR);
        let message = match self {
            Self::Question { id } => {
                let mut message = Message::new(*id, MessageType::Query, OpCode::Query);
                message.add_query(question);
                message
            }
            Self::Answer {
                id,
                peer,
                addresses,
            } => {
                let instance = Name::from_ascii(format!("{peer}.{SERVICE}")).ok()?;
                let mut message = Message::response(*id, OpCode::Query);
                message.metadata.authoritative = true;
                message.add_query(question);
                let ptr = RData::PTR(PTR(instance.clone()));
                message.add_answer(Record::from_rdata(service, TTL_SECS, ptr));
                let text = |a: &Multiaddr| format!("dnsaddr={a}/p2p/{peer}");
                let texts: Vec<String> = addresses.iter().map(text).collect();
                if texts.iter().any(|text| text.len() > usize::from(u8::MAX)) {
                    return None;
                }
                let txt = RData::TXT(TXT::new(texts));
                message.add_additional(Record::from_rdata(instance, TTL_SECS, txt));
                message
            }
        };
        message.to_vec().ok()
    }

    /// What the bytes say, when it concerns us.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_PACKET {
            return None;
        }
        let message = Message::from_vec(bytes).ok()?;
        let service = Name::from_ascii(SERVICE).ok()?;
        let id = message.metadata.id;
        if message.metadata.message_type == MessageType::Query {
            let ours = |q: &Query| {
                matches!(q.query_type(), RecordType::PTR | RecordType::ANY)
                    && q.query_class() == DNSClass::IN
                    && *q.name() == service
            };
            return message
                .queries
                .iter()
                .any(ours)
                .then_some(Self::Question { id });
        }
        let named = message
            .answers
            .iter()
            .find_map(|record| match &record.data {
                RData::PTR(PTR(instance)) if record.name == service => Some(instance),
                _ => None,
            })?;
        let texts = message.additionals.iter().chain(&message.answers);
        let texts = texts.filter(|record| record.name == *named);
        let mut whole = texts
            .filter_map(|record| match &record.data {
                RData::TXT(txt) => Some(txt.txt_data.iter()),
                _ => None,
            })
            .flatten()
            .take(MAX_ADDRESSES)
            .filter_map(|text| address(text));
        // One instance is one key: what others are said to have is left out.
        let (peer, first) = whole.next()?;
        let others = whole
            .filter(|(key, _)| *key == peer)
            .map(|(_, address)| address);
        let addresses = std::iter::once(first).chain(others).collect();
        Some(Self::Answer {
            id,
            peer,
            addresses,
        })
    }
}

fn address(text: &[u8]) -> Option<(PeerId, Multiaddr)> {
    let text = std::str::from_utf8(text.strip_prefix(KEY_OF_TXT)?).ok()?;
    let mut address: Multiaddr = text.parse().ok()?;
    match address.pop()? {
        Protocol::P2p(peer) => Some((peer, address)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answer(addresses: &[&str]) -> Packet {
        Packet::Answer {
            id: 7,
            peer: PeerId::random(),
            addresses: addresses.iter().map(|a| a.parse().unwrap()).collect(),
        }
    }

    #[test]
    fn questions_and_answers_survive_the_way() {
        for packet in [
            Packet::Question { id: 7 },
            answer(&["/ip4/192.168.1.4/tcp/4001"]),
            answer(&["/ip4/192.168.1.4/tcp/4001", "/ip6/fd00::4/tcp/4002"]),
        ] {
            let bytes = packet.encode().unwrap();
            assert!(bytes.len() < 400, "{}", bytes.len());
            assert_eq!(Packet::decode(&bytes), Some(packet));
        }
    }

    #[test]
    fn an_answer_says_who_and_where_and_nothing_else() {
        let packet = answer(&["/ip4/192.168.1.4/tcp/4001"]);
        let Packet::Answer { peer, .. } = &packet else {
            unreachable!();
        };
        let message = Message::from_vec(&packet.encode().unwrap()).unwrap();
        assert_eq!(message.answers.len(), 1);
        assert_eq!(message.additionals.len(), 1);
        let RData::TXT(txt) = &message.additionals[0].data else {
            panic!("no text");
        };
        let said = format!("dnsaddr=/ip4/192.168.1.4/tcp/4001/p2p/{peer}");
        assert_eq!(&*txt.txt_data[0], said.as_bytes());
        assert_eq!(txt.txt_data.len(), 1);
    }

    #[test]
    fn what_is_not_ours_does_not_concern_us() {
        let other = Name::from_ascii("_p2p._udp.local.").unwrap();
        let mut question = Message::query();
        question.add_query(Query::query(other, RecordType::PTR));
        assert_eq!(Packet::decode(&question.to_vec().unwrap()), None);
        let service = Name::from_ascii(SERVICE).unwrap();
        let mut question = Message::query();
        question.add_query(Query::query(service, RecordType::A));
        assert_eq!(Packet::decode(&question.to_vec().unwrap()), None);
        assert_eq!(Packet::decode(&answer(&[]).encode().unwrap()), None);
        assert_eq!(Packet::decode(&[0; MAX_PACKET + 1]), None);
    }

    #[test]
    fn only_a_few_addresses_of_one_key_are_taken() {
        let many = vec!["/ip4/192.168.1.4/tcp/4001"; 9];
        let Some(Packet::Answer { addresses, .. }) =
            Packet::decode(&answer(&many).encode().unwrap())
        else {
            panic!("no answer");
        };
        assert_eq!(addresses.len(), MAX_ADDRESSES);
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_are_left_out(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Packet::decode(&bytes);
        }

        #[test]
        fn damage_never_panics(at in 0usize..300, with: u8) {
            let mut bytes = answer(&["/ip4/192.168.1.4/tcp/4001"]).encode().unwrap();
            if let Some(byte) = bytes.get_mut(at) { *byte = with; }
            let _ = Packet::decode(&bytes);
        }
    }
}
