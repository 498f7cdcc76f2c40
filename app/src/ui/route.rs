//! Which screen is shown: a pure function of what is known.

use tincan_net::{CloseReason, RoomState, UnixMillis};

use crate::model::{Attempt, Model};

/// The screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Create or join.
    Home,
    /// A link was handed over and waits for a yes.
    Link,
    /// Getting a code.
    Creating,
    /// On the way into somebody's room.
    Joining,
    /// At somebody's door.
    Knocking,
    /// Waiting for somebody to come.
    Waiting,
    /// The two are together, or the line is broken for now.
    Room,
    /// It is over.
    Closed,
    /// What can be changed, over whichever of the others.
    Settings,
}

/// A room is usually made faster than this, and then no page needs to say so.
pub(crate) const PATIENCE_MS: UnixMillis = 400;

/// Which screen is shown at `now`; `link` says that a link waits for a yes.
pub(crate) fn route(model: &Model, link: bool, now: UnixMillis) -> Route {
    let start = if link { Route::Link } else { Route::Home };
    let Some(room) = &model.room else {
        return match (model.attempt(), &model.error) {
            (Some(Attempt::Join(_)), None) => Route::Joining,
            _ => start,
        };
    };
    match &room.state {
        RoomState::Creating if now.saturating_sub(room.since) < PATIENCE_MS => Route::Home,
        RoomState::Creating => Route::Creating,
        RoomState::Waiting { .. } => Route::Waiting,
        RoomState::Joining => Route::Joining,
        RoomState::Knocking => Route::Knocking,
        RoomState::Connected { .. }
        | RoomState::Awaiting { .. }
        | RoomState::Reconnecting { .. } => Route::Room,
        RoomState::Closed { .. } if link => Route::Link,
        // Nobody was there yet: nothing to tell.
        RoomState::Closed {
            reason: CloseReason::Left,
            peer: None,
        } => Route::Home,
        // The room is in the list there.
        RoomState::Closed {
            reason: CloseReason::Left,
            ..
        } if room.kept => Route::Home,
        RoomState::Closed { .. } if model.wrong_code().is_some() => Route::Home,
        RoomState::Closed { .. } => Route::Closed,
    }
}

#[cfg(test)]
mod tests {
    use tincan_net::{DisplayName, Event, EventKind, Invite, RoomId};

    use super::*;

    fn enter(model: &mut Model, state: RoomState) {
        let kind = EventKind::Room {
            room: RoomId(1),
            state,
            kept: false,
        };
        model.apply(Event { re: None, kind }, 1000);
    }

    fn closed(reason: CloseReason, peer: Option<DisplayName>) -> RoomState {
        RoomState::Closed { reason, peer }
    }

    #[test]
    fn a_room_that_is_made_at_once_shows_no_page_between() {
        let mut model = Model::default();
        assert_eq!(route(&model, false, 0), Route::Home);
        model.begin(Attempt::Create { kept: false });
        enter(&mut model, RoomState::Creating);
        assert_eq!(route(&model, false, 1100), Route::Home);
        assert_eq!(route(&model, false, 1500), Route::Creating);
    }

    #[test]
    fn a_wrong_code_leads_back_to_the_cells_and_other_ends_to_their_page() {
        let heron: DisplayName = "Brave Heron".parse().unwrap();
        let mut model = Model::default();
        let code = Invite::Code("47219".parse().unwrap());
        model.begin(Attempt::Join(code.clone()));
        assert_eq!(route(&model, false, 0), Route::Joining);
        enter(&mut model, closed(CloseReason::NoSuchRoom, None));
        assert_eq!(route(&model, false, 0), Route::Home);
        model.begin(Attempt::Join(code));
        enter(&mut model, closed(CloseReason::Unreachable, None));
        assert_eq!(route(&model, false, 0), Route::Closed);
        enter(&mut model, closed(CloseReason::Left, None));
        assert_eq!(route(&model, false, 0), Route::Home);
        enter(&mut model, closed(CloseReason::Left, Some(heron)));
        assert_eq!(route(&model, false, 0), Route::Closed);
    }

    #[test]
    fn a_link_waits_for_its_yes_and_never_pushes_a_room_away() {
        let heron: DisplayName = "Brave Heron".parse().unwrap();
        let mut model = Model::default();
        assert_eq!(route(&model, true, 0), Route::Link);
        enter(&mut model, RoomState::Connected { peer: heron });
        assert_eq!(route(&model, true, 0), Route::Room);
    }
}
