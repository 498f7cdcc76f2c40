//! A host in a room with a guest who speaks by hand.

use futures::{AsyncRead, AsyncWrite};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::*;
/// Somebody's word, as it goes over the control channel.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "M: Deserialize<'de>"))]
pub(super) struct Word<M> {
    pub(super) k: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) v: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) heard: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) n: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Body<M>>,
}

#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "M: Deserialize<'de>"))]
pub(super) struct Body<M> {
    pub(super) k: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) m: Option<M>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) number: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) at: Option<u64>,
}

pub(super) fn word<M>(k: &str) -> Word<M> {
    Word {
        k: k.to_owned(),
        v: None,
        name: None,
        heard: None,
        n: None,
        body: None,
    }
}

fn hello() -> Word<()> {
    Word {
        v: Some(1),
        name: Some("Calm Badger".to_owned()),
        heard: Some(0),
        ..word("hello")
    }
}

fn words(n: u64, text: &str) -> Word<()> {
    let body = Body {
        k: "text".to_owned(),
        m: None,
        number: Some(1),
        text: Some(text.to_owned()),
        at: Some(0),
    };
    Word {
        n: Some(n),
        body: Some(body),
        ..word("data")
    }
}

pub(super) async fn say(to: &mut (impl AsyncWrite + Unpin), what: &impl Serialize) {
    let frame = wire::encode(what);
    wire::write_frame(to, &frame).await.unwrap();
    to.flush().await.unwrap();
}

/// What the host says about this, until `pick` has what it wants.
pub(super) async fn hears<M: DeserializeOwned, T>(
    from: &mut (impl AsyncRead + Unpin),
    mut pick: impl FnMut(M) -> Option<T>,
) -> T {
    loop {
        let frame = wire::read_frame(from).await.unwrap().expect("it hung up");
        let Ok(word) = wire::decode::<Word<M>>(&frame) else {
            continue;
        };
        if let Some(found) = word.body.and_then(|body| body.m).and_then(&mut pick) {
            return found;
        }
    }
}

pub(super) struct Scene {
    relay: Node,
    pub(super) host: Client,
    pub(super) events: Events,
    pub(super) guest: Guest,
    pub(super) control: Stream,
}

impl Scene {
    pub(super) async fn together() -> Self {
        let relay = relay().await;
        let (host, mut events, link) = waiting_host(&relay).await;
        let mut guest = Guest::connected(&link).await;
        guest.admitted(&link).await;
        let control = guest.talks(&wire::encode(&hello())).await;
        let connected = until(&mut events, |kind| {
            let EventKind::Room { state, .. } = kind else {
                return None;
            };
            matches!(state, RoomState::Connected { .. }).then_some(())
        });
        guest.meanwhile(connected).await;
        Self {
            relay,
            host,
            events,
            guest,
            control,
        }
    }

    /// Whether words still arrive: the room is as it was. They are the `n`th
    /// that is numbered.
    pub(super) async fn still_talks(mut self, n: u64) {
        let (events, control) = (&mut self.events, &mut self.control);
        let heard = until(events, |kind| match kind {
            EventKind::Message(message) => Some(message.text),
            EventKind::Room {
                state: RoomState::Closed { reason, .. },
                ..
            } => panic!("the room closed: {reason:?}"),
            _ => None,
        });
        let text = self.guest.meanwhile(async {
            say(control, &words(n, "still here")).await;
            heard.await
        });
        assert_eq!(text.await, "still here");
        self.relay.shutdown().await;
    }
}
