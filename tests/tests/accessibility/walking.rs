//! Walks by keys, and what they are checked for.

use std::collections::HashSet;

use tincan_tests::screen::{Window, reader::Node};

/// Steps of the keyboard after which it must have come round.
const MOST_STEPS: usize = 60;

/// Buttons that may be of no use at the moment, which is not told over AT-SPI
/// (accesskit_atspi_common 0.18 calls every button enabled).
const OF_NO_USE: [&str; 7] = ["Join", "Smaller", "Send", "Saved", "Save", "Add", "Test"];

/// Walks with Tab until it is where it was before: all that has had the
/// keyboard, in order.
pub(crate) fn walk(window: &Window<'_>) -> Vec<Node> {
    let mut walked: Vec<Node> = Vec::new();
    // Who does not know where it is cannot tell whether Tab has come.
    window.take_keyboard();
    let mut before = window.focused();
    for _ in 0..MOST_STEPS {
        window.key("Tab");
        let next = window.wait_for_focus_beyond(before.as_ref());
        if walked.first().is_some_and(|first| first.path == next.path) {
            return walked;
        }
        before = Some(next.clone());
        walked.push(next);
    }
    panic!("it never comes round: {walked:?}");
}

/// Checks that everything that can have the keyboard gets it, is called
/// something, and is where it can be seen; the names in their order.
pub(crate) fn check(window: &Window<'_>, screen: &str) -> Vec<String> {
    let walked = walk(window);
    let nodes = window.nodes();
    for node in nodes.iter().filter(|node| node.focusable) {
        let (_, _, width, height) = node.bounds;
        assert!(!node.name.is_empty(), "{screen}: {node:?} has no name");
        assert!(width > 0 && height > 0, "{screen}: {node:?} is nowhere");
        if OF_NO_USE.contains(&node.name.as_str()) {
            continue;
        }
        let reached = walked.iter().any(|step| step.path == node.path);
        assert!(reached, "{screen}: no Tab leads to {node:?}");
    }
    let places: HashSet<_> = walked.iter().map(|step| &step.path).collect();
    assert_eq!(places.len(), walked.len(), "{screen}: twice on the way");
    walked.into_iter().map(|node| node.name).collect()
}

/// Goes on with Tab until what is called `name` has the keyboard.
pub(crate) fn reach(window: &Window<'_>, name: &str) -> Node {
    window.take_keyboard();
    let mut at = window.focused();
    for _ in 0..MOST_STEPS {
        // Milliseconds, or a name, may follow.
        let named = |node: &&Node| {
            let name_of = |sign| node.name.split(sign).next().map(str::trim);
            [':', '·'].map(name_of).contains(&Some(name))
        };
        if let Some(found) = at.as_ref().filter(named) {
            return found.clone();
        }
        window.key("Tab");
        at = Some(window.wait_for_focus_beyond(at.as_ref()));
    }
    panic!("no Tab leads to {name}");
}

/// Opens a dialog by keys alone: from `opener`, which gets the keyboard back when
/// Escape has closed it. Meanwhile only `controls` have it, the first of them at
/// once.
pub(crate) fn dialog<const N: usize>(window: &Window<'_>, opener: &str, controls: [&str; N]) {
    let before = reach(window, opener);
    window.key("space");
    holds(window, opener, controls);
    window.key("Escape");
    back_at(window, &before);
}

/// Checks that only `controls` have the keyboard, in their order from the one that
/// has it.
pub(crate) fn holds<const N: usize>(window: &Window<'_>, what: &str, controls: [&str; N]) {
    let [first, ..] = controls.as_slice() else {
        return;
    };
    let has = |window: &Window<'_>| window.focused().is_some_and(|node| node.name == *first);
    window.wait_until(&format!("{first} has the keyboard in {what}"), has);
    if N == 1 {
        window.key("Tab");
        window.wait_until(&format!("{first} keeps the keyboard in {what}"), has);
        return;
    }
    let mut walked: Vec<String> = walk(window).into_iter().map(|node| node.name).collect();
    walked.rotate_right(1);
    assert_eq!(walked, controls, "{what}");
}

/// Waits until what is called `name` has the keyboard.
pub(crate) fn focus_is(window: &Window<'_>, name: &str) {
    let has = |window: &Window<'_>| window.focused().is_some_and(|node| node.name == name);
    window.wait_until(&format!("{name} has the keyboard"), has);
}

/// Waits until what had the keyboard `before` has it again.
pub(crate) fn back_at(window: &Window<'_>, before: &Node) {
    let back = |window: &Window<'_>| {
        window
            .focused()
            .is_some_and(|node| node.path == before.path)
    };
    window.wait_until(&format!("{:?} has the keyboard again", before.name), back);
}

/// Goes on with Tab from what has the keyboard to what is called `name`.
pub(crate) fn step_to(window: &Window<'_>, name: &str) {
    let mut at = window.wait_for_focus_beyond(None);
    for _ in 0..MOST_STEPS {
        if at.name == name {
            return;
        }
        window.key("Tab");
        at = window.wait_for_focus_beyond(Some(&at));
    }
    panic!("no Tab leads to {name}");
}
