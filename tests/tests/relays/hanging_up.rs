//! A relay that hangs up in the middle of things.

use tincan_tests::hostile::{Manners, Moment, Relay as Hostile};

use super::pair::{talk, together};

/// Once, and whoever was hung up on comes back: both are in all the same.
#[test]
fn whoever_is_hung_up_on_once_comes_in_all_the_same() {
    for moment in Moment::ALL {
        let hostile = Hostile::start(Manners {
            hangs_up_at: Some(moment),
            ..Manners::default()
        });
        let relay = hostile.address();
        let (mut ann, mut ben) = together(&[&relay], &[&relay]);
        talk(&mut ann, &mut ben, "here all the same");
        assert_eq!(hostile.seen().hung_up, 1, "{moment:?}");
    }
}
