//! Proofs that prove nothing.

use std::io;

use futures::{AsyncReadExt, AsyncWriteExt};
use libp2p::{PeerId, identity::Keypair};
use serde_json::json;
use tincan_tests::lab::Kind;

use crate::{
    door::OFFERED,
    line::{Line, soon},
    world::{ANN, BEN, World, host_of},
};

/// `{"k": "no"}`
const NO: &[u8] = b"\xa1\x61k\x62no";
/// `{"k": "version", "v": 1}`
const VERSION: &[u8] = b"\xa2\x61k\x67version\x61v\x01";
/// `{"k": "reply", "y": ` and the 33 bytes of a Y.
const REPLY: &[u8] = b"\xa2\x61k\x65reply\x61y\x58\x21";
const REPLY_LENGTH: usize = REPLY.len() + 33;

/// A first word: version, mode and X.
pub(crate) fn hello(version: u8, mode: &str, x: [u8; 33]) -> Vec<u8> {
    let mut cbor = b"\xa4\x61k\x65hello\x61v".to_vec();
    cbor.push(version);
    cbor.extend(b"\x64mode\x64");
    cbor.extend(mode.as_bytes());
    cbor.extend(b"\x61x\x58\x21");
    cbor.extend(x);
    cbor
}

/// An X such as those who know nothing can make: some element of the group.
pub(crate) fn some_x() -> [u8; 33] {
    let key = Keypair::generate_ed25519().public();
    let point = key.try_into_ed25519().expect("its own kind").to_bytes();
    let mut x = [b'A'; 33];
    x[1..].copy_from_slice(&point);
    x
}

fn wrong_proof() -> Vec<u8> {
    let mut cbor = b"\xa2\x61k\x65proof\x63mac\x58\x20".to_vec();
    cbor.extend([0x5a; 32]);
    cbor
}

/// One try, frame by frame; what the host said to each, until it hung up.
pub(crate) async fn tries(line: &Line, first: Vec<u8>) -> io::Result<Vec<Vec<u8>>> {
    let stream = line.speak(OFFERED[0]).await?;
    let mut stream = stream.ok_or(io::ErrorKind::NotConnected)?;
    let mut said = Vec::new();
    for frame in [first, wrong_proof()] {
        let length = u32::try_from(frame.len()).expect("short");
        let answer = soon(async {
            stream.write_all(&length.to_be_bytes()).await?;
            stream.write_all(&frame).await?;
            stream.flush().await?;
            read_frame(&mut stream).await
        });
        said.push(answer.await?);
        if said.last().is_some_and(|answer| !is_reply(answer)) {
            break;
        }
    }
    let mut rest = Vec::new();
    soon(stream.read_to_end(&mut rest)).await?;
    assert!(rest.is_empty(), "and also {rest:?}");
    Ok(said)
}

async fn read_frame(stream: &mut (impl AsyncReadExt + Unpin)) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).await?;
    let mut frame = vec![0; u32::from_be_bytes(length) as usize];
    stream.read_exact(&mut frame).await?;
    Ok(frame)
}

fn is_reply(answer: &[u8]) -> bool {
    answer.starts_with(REPLY) && answer.len() == REPLY_LENGTH
}

/// Checks that somebody is answered as everybody is, and then by no.
pub(crate) async fn is_turned_away(line: &Line, mode: &str) {
    let said = tries(line, hello(1, mode, some_x())).await;
    let said = said.unwrap_or_else(|error| panic!("{mode}: {error}"));
    assert_eq!(said.len(), 2, "{mode}: {said:?}");
    assert!(is_reply(&said[0]), "{mode}: {said:?}");
    assert_eq!(said[1], NO, "{mode}");
}

/// Checks that everything wrong with a first word is answered the same way.
async fn is_turned_away_at_once(line: &Line) {
    let said = tries(line, hello(9, "code", some_x())).await;
    assert_eq!(said.expect("an answer"), [VERSION]);
    // No element of the group: not told from a wrong code.
    let said = tries(line, hello(1, "link", [0xff; 33])).await;
    let said = said.expect("an answer");
    assert!(is_reply(&said[0]) && said[1..] == [NO], "{said:?}");
}

#[test]
fn wrong_proofs_are_answered_by_no_and_nothing_else() {
    let Some(world) = World::start() else { return };
    let mut ann = world.person(ANN, Kind::Open);
    let mut ben = world.person(BEN, Kind::Cone);
    let invite = ann.app.create();
    let host: PeerId = host_of(&invite);
    let stranger = &world.stranger;
    let heard = stranger.run(async {
        let relay = stranger.ring().await.expect("a relay");
        let line = stranger.dial(&relay, host).await.expect("a host");
        is_turned_away(&line, "code").await;
        is_turned_away(&line, "link").await;
        is_turned_away_at_once(&line).await;
        [relay.heard(), line.heard()].concat()
    });
    let secrets = ann.secrets(ANN).name(&invite.code);
    secrets.keep_out_of("the host", &heard);
    // Whoever was invited comes in all the same.
    let link = &invite.link;
    ben.app.send(json!({"do": "join", "link": link}));
    ben.app.connected();
    ann.app.connected();
}
