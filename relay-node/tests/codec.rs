//! A client made of our codec, against the stock rendezvous server.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use common::soon;
use futures::StreamExt;
use libp2p::{
    Multiaddr, Swarm, SwarmBuilder, Transport,
    core::{
        PeerRecord,
        muxing::StreamMuxerBox,
        transport::{MemoryTransport, upgrade::Version},
    },
    identity::Keypair,
    noise, rendezvous as stock,
    request_response::{self, OutboundFailure, ProtocolSupport},
    swarm::{NetworkBehaviour, SwarmEvent},
    yamux,
};
use tincan_relay::rendezvous::{Codec, ErrorCode, Message, NewRegistration, PROTOCOL};

type Client = request_response::Behaviour<Codec>;

fn swarm<B: NetworkBehaviour>(key: Keypair, behaviour: B) -> Swarm<B> {
    SwarmBuilder::with_existing_identity(key)
        .with_tokio()
        .with_other_transport(|key| {
            MemoryTransport::default()
                .upgrade(Version::V1)
                .authenticate(noise::Config::new(key).unwrap())
                .multiplex(yamux::Config::default())
                .map(|(peer, muxer), _| (peer, StreamMuxerBox::new(muxer)))
        })
        .unwrap()
        .with_behaviour(|_| behaviour)
        .unwrap()
        .with_swarm_config(|swarm| swarm.with_idle_connection_timeout(common::PATIENCE))
        .build()
}

async fn ask(client: &mut Swarm<Client>, request: Message) -> Result<Message, OutboundFailure> {
    let server = *client.connected_peers().next().unwrap();
    client.behaviour_mut().send_request(&server, request);
    soon("an answer", async {
        loop {
            match client.select_next_some().await {
                SwarmEvent::Behaviour(request_response::Event::Message {
                    message: request_response::Message::Response { response, .. },
                    ..
                }) => return Ok(response),
                SwarmEvent::Behaviour(request_response::Event::OutboundFailure {
                    error, ..
                }) => return Err(error),
                _ => {}
            }
        }
    })
    .await
}

#[tokio::test]
async fn our_codec_gets_on_with_the_stock_server() {
    let config = stock::server::Config::default().with_min_ttl(60);
    let mut server = swarm(
        Keypair::generate_ed25519(),
        stock::server::Behaviour::new(config),
    );
    server.listen_on("/memory/0".parse().unwrap()).unwrap();
    let address = soon("an address", async {
        loop {
            if let SwarmEvent::NewListenAddr { address, .. } = server.select_next_some().await {
                return address;
            }
        }
    })
    .await;
    tokio::spawn(async move {
        loop {
            server.select_next_some().await;
        }
    });

    let outbound = [(PROTOCOL, ProtocolSupport::Outbound)];
    let key = Keypair::generate_ed25519();
    let behaviour = Client::new(outbound, request_response::Config::default());
    let mut client = swarm(key.clone(), behaviour);
    client.dial(address).unwrap();
    soon("a connection", async {
        while client.connected_peers().next().is_none() {
            client.select_next_some().await;
        }
    })
    .await;

    let here: Multiaddr = "/ip4/198.51.100.1/udp/9/quic-v1".parse().unwrap();
    let register = |key: &Keypair| {
        Message::Register(NewRegistration {
            namespace: "x".parse().unwrap(),
            record: PeerRecord::new(key, vec![here.clone()]).unwrap(),
            ttl: Some(60),
        })
    };
    assert_eq!(
        ask(&mut client, register(&Keypair::generate_ed25519()))
            .await
            .unwrap(),
        Message::RegisterResponse(Err(ErrorCode::NotAuthorized)),
        "a record of somebody else"
    );
    assert_eq!(
        ask(&mut client, register(&key)).await.unwrap(),
        Message::RegisterResponse(Ok(60))
    );

    let discover = |cookie| Message::Discover {
        namespace: Some("x".parse().unwrap()),
        limit: Some(10),
        cookie,
    };
    let Message::DiscoverResponse(Ok(found)) = ask(&mut client, discover(None)).await.unwrap()
    else {
        panic!("discovery was refused");
    };
    assert_eq!(found.registrations.len(), 1);
    assert_eq!(found.registrations[0].ttl, 60);
    assert_eq!(
        found.registrations[0].record.addresses(),
        std::slice::from_ref(&here)
    );
    let again = ask(&mut client, discover(Some(found.cookie)))
        .await
        .unwrap();
    assert!(
        matches!(&again, Message::DiscoverResponse(Ok(found)) if found.registrations.is_empty()),
        "{again:?}"
    );

    // There is no answer to this; the end of the stream is a good sign.
    let unregister = Message::Unregister("x".parse().unwrap());
    let ended = ask(&mut client, unregister).await;
    let eof = |error: &std::io::Error| error.kind() == std::io::ErrorKind::UnexpectedEof;
    assert!(
        matches!(&ended, Err(OutboundFailure::Io(error)) if eof(error)),
        "{ended:?}"
    );
}
