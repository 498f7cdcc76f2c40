//! The wire format of DCUtR, `/libp2p/dcutr`: protobuf messages behind a
//! varint length. Source: the [libp2p specification].
//!
//! [libp2p specification]: https://github.com/libp2p/specs/blob/master/relay/DCUtR.md

use libp2p::Multiaddr;
use prost::Message as _;

/// Addresses that are taken of one message; the rest is left out.
pub(super) const MAX_ADDRESSES: usize = 8;

/// A message of DCUtR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// The sender's addresses.
    Connect(Vec<Multiaddr>),
    /// Now.
    Sync,
}

/// A message that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

#[derive(Clone, PartialEq, prost::Message)]
struct HolePunch {
    #[prost(enumeration = "Kind", required, tag = "1")]
    kind: i32,
    #[prost(bytes = "vec", repeated, tag = "2")]
    addresses: Vec<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, prost::Enumeration)]
#[repr(i32)]
enum Kind {
    // Proto2 has no default that means "absent"; zero is unused there.
    Unused = 0,
    Connect = 100,
    Sync = 300,
}

impl Message {
    pub(super) fn encode(&self) -> Vec<u8> {
        let (kind, addresses) = match self {
            Self::Connect(addresses) => (Kind::Connect, addresses.as_slice()),
            Self::Sync => (Kind::Sync, [].as_slice()),
        };
        HolePunch {
            kind: kind.into(),
            addresses: addresses.iter().map(Multiaddr::to_vec).collect(),
        }
        .encode_to_vec()
    }

    /// Addresses that do not parse are left out, as the specification wants.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let message = HolePunch::decode(bytes).map_err(|_| Malformed)?;
        match Kind::try_from(message.kind) {
            Ok(Kind::Connect) => {
                let addresses = message.addresses.into_iter();
                let parsed = addresses.filter_map(|bytes| Multiaddr::try_from(bytes).ok());
                Ok(Self::Connect(parsed.take(MAX_ADDRESSES).collect()))
            }
            Ok(Kind::Sync) => Ok(Self::Sync),
            Ok(Kind::Unused) | Err(_) => Err(Malformed),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn messages_survive_the_way_and_bad_addresses_are_left_out() {
        let address: Multiaddr = "/ip4/203.0.113.7/udp/4001/quic-v1".parse().unwrap();
        for message in [
            Message::Sync,
            Message::Connect(Vec::new()),
            Message::Connect(vec![address.clone()]),
        ] {
            assert_eq!(Message::decode(&message.encode()), Ok(message));
        }
        let bytes = HolePunch {
            kind: Kind::Connect.into(),
            addresses: vec![b"nonsense".to_vec(), address.to_vec()],
        }
        .encode_to_vec();
        assert_eq!(
            Message::decode(&bytes),
            Ok(Message::Connect(vec![address.clone()]))
        );
        let many = Message::Connect(vec![address; 50]).encode();
        let Ok(Message::Connect(taken)) = Message::decode(&many) else {
            panic!("not taken");
        };
        assert_eq!(taken.len(), MAX_ADDRESSES);
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_are_malformed(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Message::decode(&bytes);
        }
    }
}
