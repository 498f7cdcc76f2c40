//! Whether others are there in kept rooms that are not open.

use tincan_net::{Command, KeptRoom, MAX_WATCHED, RoomId};

use super::{
    super::{keeper::Way, shelf::Trouble},
    Desk,
    rooms::met_by,
};

impl Desk {
    /// Has the latest rooms watched, and no others.
    pub(super) fn watch(&mut self, way: &mut Way) {
        let rooms = match self.latest() {
            Ok(rooms) => rooms,
            Err(trouble) => {
                self.tell_trouble(&trouble, way);
                return;
            }
        };
        let ids: Vec<RoomId> = rooms.iter().map(|room| room.room).collect();
        self.here.retain(|room, _| ids.contains(room));
        way.to_net.push_back((None, Command::Watch(rooms)));
    }

    fn latest(&mut self) -> Result<Vec<KeptRoom>, Trouble> {
        let Some(store) = self.shelf.find()? else {
            return Ok(Vec::new());
        };
        let mut rooms = Vec::new();
        for kept in store.rooms()? {
            let keys = store.keys(kept.room)?;
            if !store.is_blocked(&keys.theirs)? {
                rooms.push(met_by(&kept.about, &keys));
            }
            if rooms.len() == MAX_WATCHED {
                break;
            }
        }
        Ok(rooms)
    }
}
