//! Removes what a process leaves behind, however it ends.
//!
//! Namespaces outlive the process that made them. Dropping removes them; for a
//! process that is interrupted or killed, a small shell waits for its end and
//! removes them then. Should that one die too, the next lab sweeps.

use std::{
    fs,
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

use super::namespace::DIRECTORY;

/// What the names of all our namespaces begin with.
const PREFIX: &str = "tincan";

/// Removes the namespaces whose name begins with `$1`, and ends what still
/// runs in them.
const SWEEP: &str = r#"
for path in /run/netns/"$1"*; do
    [ -e "$path" ] || continue
    name=${path##*/}
    ip netns pids "$name" | xargs -r kill -9
    ip netns del "$name"
done"#;

/// What the names of this process' namespaces begin with: its id, and its time
/// of birth, since ids come again.
pub(super) fn prefix() -> String {
    let id = std::process::id();
    let birth = birth(id).unwrap_or_default();
    format!("{PREFIX}.{id}.{birth}.")
}

/// Has the leftovers of dead processes removed now, and those of this one when
/// it ends.
pub(super) fn employ() {
    static JANITOR: OnceLock<Child> = OnceLock::new();
    JANITOR.get_or_init(|| {
        sweep();
        wait_for_our_end()
    });
}

fn sweep() {
    let Ok(names) = fs::read_dir(DIRECTORY) else {
        return;
    };
    for name in names.flatten() {
        let name = name.file_name();
        let name = name.to_string_lossy();
        if let Some(owner) = dead_owner(&name) {
            let swept = shell(SWEEP, owner).status();
            if swept.is_err() {
                eprintln!("{name} is left");
            }
        }
    }
}

/// The part of the name of a namespace of ours that names its process, if that
/// is dead.
fn dead_owner(name: &str) -> Option<&str> {
    let mut parts = name.match_indices('.');
    let [.., (end, _)] = [parts.next()?, parts.next()?, parts.next()?];
    let owner = &name[..=end];
    let [prefix, id, born, _] = owner.splitn(4, '.').collect::<Vec<_>>()[..] else {
        return None;
    };
    let alive = birth(id.parse().ok()?).is_some_and(|birth| birth == born);
    (prefix == PREFIX && !alive).then_some(owner)
}

/// When a process was started, in ticks since the machine was; none if it does
/// not run.
fn birth(id: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name of the program, in parentheses, may contain anything.
    let (_, fields) = stat.rsplit_once(')')?;
    Some(fields.split_whitespace().nth(19)?.to_owned())
}

fn wait_for_our_end() -> Child {
    use std::os::unix::process::CommandExt;
    // Its input closes when this process ends. In a group of its own, so that
    // what interrupts this process does not reach it.
    let wait = format!("trap '' HUP INT TERM; read -r line; {SWEEP}");
    shell(&wait, &prefix())
        .stdin(Stdio::piped())
        .process_group(0)
        .spawn()
        .expect("sh")
}

fn shell(script: &str, prefix: &str) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", script, "sh", prefix])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_living_are_left_alone() {
        assert_eq!(dead_owner(&format!("{}0.core", prefix())), None);
        assert_eq!(dead_owner("tincan"), None);
        assert_eq!(dead_owner("somebody.1.2.else"), None);
    }

    #[test]
    fn the_dead_are_known_by_id_and_birth() {
        let none = "tincan.4194999.77.";
        assert_eq!(dead_owner(&format!("{none}0.core")), Some(none));
        // Another process has our id since.
        let before = format!("tincan.{}.1.", std::process::id());
        assert_eq!(
            dead_owner(&format!("{before}3.home")),
            Some(before.as_str())
        );
    }
}
