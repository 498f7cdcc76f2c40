//! Two hosts, and what is between them.

use std::time::Duration;

use libp2p::Multiaddr;
use tincan_tests::lab::{Host, Lab, Link, Loss, Shape, Wire};
use tokio::runtime::Runtime;

use super::peer::{Line, Make, Peer, Serve};

/// A sender and a receiver.
pub(super) struct Path {
    // Runtimes go before the hosts that their threads are on.
    runtimes: [Runtime; 2],
    pub(super) sender: Host,
    receiver: Host,
    _lab: Lab,
}

/// What a path is like.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    pub(super) bits_per_second: u64,
    pub(super) rtt: Duration,
    /// Of what is under way on a full path.
    pub(super) queue: f64,
    /// Each way.
    pub(super) loss: f64,
}

impl Kind {
    pub(super) fn queue_bytes(&self) -> usize {
        let full = self.bits_per_second as f64 / 8.0 * self.rtt.as_secs_f64();
        // Room for some packets on the slowest, too.
        ((full * self.queue) as usize).max(15_000)
    }
}

impl Path {
    /// With nothing in between, or the sender behind something.
    pub(super) fn new(kind: Option<Kind>) -> Option<Self> {
        let lab = Lab::start()?;
        let sender = match kind {
            None => lab.public("sender"),
            Some(kind) => {
                let loss = match kind.loss {
                    0.0 => Loss::None,
                    share => Loss::Random { share },
                };
                let far = Shape::perfect().delay(kind.rtt / 2).loss(loss);
                let thin = far.rate(kind.bits_per_second, kind.queue_bytes());
                lab.public_over("sender", &Wire::new(thin, far))
            }
        };
        let receiver = lab.public("receiver");
        Some(Self {
            runtimes: [sender.runtime(), receiver.runtime()],
            sender,
            receiver,
            _lab: lab,
        })
    }

    /// The link that the sender is behind.
    pub(super) fn link(&self) -> Link {
        self.sender.link()
    }

    pub(super) fn sender(&self) -> &Runtime {
        &self.runtimes[0]
    }

    pub(super) fn dialler(&self, make: Make) -> Peer {
        Peer::dialler(make, self.runtimes[0].handle())
    }

    pub(super) fn listener(&self, make: Make, serve: Serve) -> (Peer, Multiaddr) {
        let ip = self.receiver.ip();
        let listening = Peer::listener(make, self.runtimes[1].handle(), ip, serve);
        self.runtimes[1].block_on(listening)
    }

    /// A connection of this make, whose streams are served so.
    pub(super) fn connect(&self, make: Make, serve: Serve) -> Connected {
        let (listener, address) = self.listener(make, serve);
        let dialler = self.dialler(make);
        let line = self.sender().block_on(async {
            // Where every other packet is lost, a handshake may take some tries.
            loop {
                match dialler.dial(&address).await {
                    Ok(line) => return line,
                    Err(error) => eprintln!("{make}: {error}"),
                }
            }
        });
        Connected {
            line,
            _peers: (dialler, listener),
        }
    }
}

/// A connection, and what keeps it going.
pub(super) struct Connected {
    pub(super) line: Line,
    _peers: (Peer, Peer),
}
