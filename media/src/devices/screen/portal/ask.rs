//! The desktop asks: a session of its portal, from the first word until it is over.

use std::{
    future::ready,
    pin::pin,
    sync::{Arc, OnceLock, Weak, mpsc::SyncSender},
};

use ashpd::{
    Error, PortalError,
    desktop::{
        ResponseError,
        screencast::{CursorMode, Screencast, SelectSourcesOptions, SourceType},
    },
    zbus::{self, Connection, fdo},
};
use futures::{
    StreamExt,
    channel::oneshot,
    future::{Either, select},
};

use super::{Change, Granted, Lease, Over, Session, Wanted};

/// Asks, hands out what was granted, and stays until that is over or `unwanted`.
pub(super) fn run(
    answer: &SyncSender<Result<Granted, Change>>,
    wanted: &Weak<Wanted>,
    unwanted: oneshot::Receiver<()>,
) {
    zbus::block_on(async {
        // A connection for this alone: the desktop ends what its owner has left.
        let bus = Connection::session().await;
        let bus = match bus.map_err(|error| why(error.into())) {
            Ok(bus) => bus,
            // Whoever does not wait any more needs no answer, here and below.
            Err(change) => return drop(answer.try_send(Err(change))),
        };
        let sharing = pin!(share(bus.clone(), answer, wanted));
        if let Either::Left((Err(change), _)) = select(sharing, unwanted).await {
            drop(answer.try_send(Err(change)));
        }
        if let Err(error) = bus.close().await {
            tracing::debug!(%error, "the desktop's bus");
        }
    });
}

async fn share(
    bus: Connection,
    answer: &SyncSender<Result<Granted, Change>>,
    wanted: &Weak<Wanted>,
) -> Result<(), Change> {
    let portal = Screencast::with_connection(bus).await;
    let portal = portal.map_err(why)?;
    let owners = portal.receive_owner_changed().await;
    let owners = owners.map_err(|error| why(error.into()))?;
    // It may start only now; it is gone when it has no owner.
    let gone = owners.filter(|owner| ready(owner.is_none()));
    let gone = pin!(gone.into_future());
    let over = Arc::new(OnceLock::new());
    let lending = pin!(lend(&portal, answer, wanted, &over));
    let ended = match select(lending, gone).await {
        Either::Left((ended, _)) => ended.map_err(why),
        Either::Right(_) => Err(Change::Unserved),
    };
    // Once it is handed out, this is where it is looked for.
    let _ = over.set(Change::Ended);
    ended
}

/// Lets the desktop ask, hands out what was granted, and waits until the desktop
/// has ended it.
async fn lend(
    portal: &Screencast,
    answer: &SyncSender<Result<Granted, Change>>,
    wanted: &Weak<Wanted>,
    over: &Over,
) -> Result<(), Error> {
    // What it does not have may not be asked for.
    let kinds = portal.available_source_types().await?;
    let kinds = kinds & (SourceType::Monitor | SourceType::Window);
    let cursor = portal.available_cursor_modes().await.unwrap_or_default();
    let shown = cursor.contains(CursorMode::Embedded);
    let session = portal.create_session(Default::default()).await?;
    let mut closed = pin!(session.receive_closed().await?);
    let options = SelectSourcesOptions::default()
        .set_sources(kinds)
        .set_cursor_mode(shown.then_some(CursorMode::Embedded));
    let selected = portal.select_sources(&session, options).await?;
    selected.response()?;
    let started = portal.start(&session, None, Default::default()).await?;
    let streams = started.response()?;
    let chosen = streams.streams().first();
    let node = chosen.ok_or(ResponseError::Cancelled)?.pipe_wire_node_id();
    let pipe = portal.open_pipe_wire_remote(&session, Default::default());
    let pipe = pipe.await?;
    let Some(wanted) = wanted.upgrade() else {
        return Ok(());
    };
    drop(answer.try_send(Ok(Granted::new(Session {
        pipe,
        node,
        lease: Lease {
            over: over.clone(),
            _wanted: wanted,
        },
    }))));
    closed.next().await;
    Ok(())
}

/// What an answer of the portal means to people.
fn why(error: Error) -> Change {
    tracing::info!(%error, "the desktop does not share its screen");
    match error {
        Error::Response(ResponseError::Cancelled) | Error::Portal(PortalError::Cancelled(_)) => {
            Change::Declined
        }
        Error::Portal(PortalError::NotAllowed(_)) => Change::Refused,
        Error::PortalNotFound(_) => Change::Unserved,
        Error::Zbus(error) | Error::Portal(PortalError::ZBus(error)) => of_bus(error),
        _ => Change::Broken,
    }
}

fn of_bus(error: zbus::Error) -> Change {
    use fdo::Error as E;
    match error {
        // There is no bus, and so nobody on it.
        zbus::Error::InputOutput(_) | zbus::Error::Address(_) => return Change::Unserved,
        _ => {}
    }
    match E::from(error) {
        E::AccessDenied(_) | E::AuthFailed(_) => Change::Refused,
        E::ServiceUnknown(_)
        | E::NameHasNoOwner(_)
        | E::UnknownInterface(_)
        | E::UnknownObject(_)
        | E::UnknownMethod(_)
        | E::UnknownProperty(_)
        | E::InvalidArgs(_)
        | E::SpawnExecFailed(_)
        | E::SpawnForkFailed(_)
        | E::SpawnChildExited(_)
        | E::SpawnChildSignaled(_)
        | E::SpawnFailed(_)
        | E::SpawnServiceNotFound(_)
        | E::NoReply(_)
        | E::TimedOut(_) => Change::Unserved,
        _ => Change::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_desktop_answers_is_told_apart() {
        let fdo = |error: fdo::Error| Error::Zbus(zbus::Error::FDO(Box::new(error)));
        for (error, change) in [
            (ResponseError::Cancelled.into(), Change::Declined),
            (ResponseError::Other.into(), Change::Broken),
            (
                PortalError::NotAllowed("locked down".into()).into(),
                Change::Refused,
            ),
            (
                fdo(fdo::Error::ServiceUnknown("nobody".into())),
                Change::Unserved,
            ),
            (fdo(fdo::Error::AccessDenied("no".into())), Change::Refused),
            (Error::NoResponse, Change::Broken),
        ] {
            let said = error.to_string();
            assert_eq!(why(error), change, "{said}");
        }
    }
}
