//! What is wrong in a call, said one at a time, newest first.

use tincan_media::devices::Kind;

/// Each device has one at most, and the call itself (`None`) another.
#[derive(Debug, Default)]
pub(super) struct Complaints(Vec<(Option<Kind>, String)>);

impl Complaints {
    /// This is wrong with a device, or with the call itself.
    pub(super) fn say(&mut self, about: Option<Kind>, words: String) {
        self.settle(about);
        self.0.push((about, words));
    }

    /// Nothing is wrong with it any more.
    pub(super) fn settle(&mut self, about: Option<Kind>) {
        self.0.retain(|(known, _)| *known != about);
    }

    /// What is to be read.
    pub(super) fn newest(&self) -> Option<&str> {
        self.0.last().map(|(_, words)| words.as_str())
    }

    /// That was read.
    pub(super) fn understood(&mut self) {
        self.0.pop();
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_that_works_again_settles_only_what_was_said_of_it() {
        let mut complaints = Complaints::default();
        complaints.say(Some(Kind::Camera), "no camera".to_owned());
        complaints.say(Some(Kind::Microphone), "busy".to_owned());
        complaints.say(Some(Kind::Microphone), "no microphone".to_owned());
        assert_eq!(complaints.newest(), Some("no microphone"));
        complaints.settle(Some(Kind::Microphone));
        assert_eq!(complaints.newest(), Some("no camera"));
        complaints.understood();
        assert_eq!(complaints.newest(), None);
    }
}
