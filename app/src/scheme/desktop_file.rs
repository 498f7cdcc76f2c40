//! Links on Linux: a `.desktop` file in the person's data directory that names
//! this program for them. What is written is recognised by a mark, and nothing
//! else is ever changed.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

const TEMPLATE: &str = include_str!("../../../assets/desktop/tincan.desktop");
const ICON: &[u8] = include_bytes!("../../../assets/logo.svg");

const FILE: &str = "tincan.desktop";
const TYPE: &str = "x-scheme-handler/tincan";

/// In a file of ours, and in no other.
const MARK: &str = "# Written by Tincan, and again at its start unless Settings say no.\n";

pub(super) fn set(on: bool) -> io::Result<()> {
    let Some(dirs) = directories::BaseDirs::new() else {
        return Ok(());
    };
    let home = dirs.data_dir();
    if on {
        let shared = env::var_os("XDG_DATA_DIRS").filter(|dirs| !dirs.is_empty());
        let shared = shared.unwrap_or_else(|| "/usr/local/share:/usr/share".into());
        let packaged = env::split_paths(&shared).any(|dir| entry(&dir).exists());
        if packaged || !write(home, &env::current_exe()?)? {
            return Ok(());
        }
        tell_system(home);
        // Whichever of the two is there.
        let _ = run(
            "xdg-mime",
            &["default".as_ref(), FILE.as_ref(), TYPE.as_ref()],
        ) || run("gio", &["mime".as_ref(), TYPE.as_ref(), FILE.as_ref()]);
    } else if is_ours(&entry(home)) {
        fs::remove_file(entry(home))?;
        tell_system(home);
    }
    Ok(())
}

fn entry(data: &Path) -> PathBuf {
    data.join("applications").join(FILE)
}

fn is_ours(file: &Path) -> bool {
    fs::read_to_string(file).is_ok_and(|text| text.starts_with(MARK))
}

/// Writes the files; whether anything is new.
fn write(home: &Path, program: &Path) -> io::Result<bool> {
    let file = entry(home);
    if file.exists() && !is_ours(&file) {
        return Ok(false);
    }
    let Some(text) = filled(program) else {
        return Ok(false);
    };
    if fs::read_to_string(&file).is_ok_and(|known| known == text) {
        return Ok(false);
    }
    let icon = home.join("icons/hicolor/scalable/apps/tincan.svg");
    for (file, contents) in [(&icon, ICON), (&file, text.as_bytes())] {
        if let Some(directory) = file.parent() {
            fs::create_dir_all(directory)?;
        }
        fs::write(file, contents)?;
    }
    Ok(true)
}

/// The file for this program; none for a path that such a file cannot say.
fn filled(program: &Path) -> Option<String> {
    let path = program.to_str()?;
    if path.chars().any(char::is_control) {
        return None;
    }
    // Quoted for the command line, then escaped as any value is.
    // <https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html>
    let mut quoted = String::new();
    for c in path.chars() {
        match c {
            '"' | '`' | '$' | '\\' => quoted.extend(['\\', c]),
            '%' => quoted.push_str("%%"),
            _ => quoted.push(c),
        }
    }
    let exec = format!("Exec=\"{}\" %u", escaped(&quoted));
    let try_exec = format!("TryExec={}", escaped(path));
    let text = TEMPLATE
        .replace("Exec=tincan %u", &exec)
        .replace("TryExec=tincan", &try_exec);
    Some(format!("{MARK}{text}"))
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\")
}

/// Has the system read the files again, where it does not by itself.
fn tell_system(home: &Path) {
    let directory = home.join("applications");
    // Where it is missing, nothing needs it.
    let _ = run("update-desktop-database", &[directory.as_ref()]);
}

fn run(program: &str, arguments: &[&std::ffi::OsStr]) -> bool {
    let status = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_somebody_else_stays_as_it_is() {
        let home = tempfile::tempdir().unwrap();
        let program = Path::new("/opt/Tin can/tincan");
        assert!(write(home.path(), program).unwrap());
        assert!(!write(home.path(), program).unwrap());
        let file = entry(home.path());
        assert!(is_ours(&file));
        let moved = Path::new("/usr/bin/tincan");
        assert!(write(home.path(), moved).unwrap());
        assert!(
            fs::read_to_string(&file)
                .unwrap()
                .contains("/usr/bin/tincan")
        );

        fs::write(&file, "[Desktop Entry]\n").unwrap();
        assert!(!write(home.path(), program).unwrap());
        assert_eq!(fs::read_to_string(&file).unwrap(), "[Desktop Entry]\n");
    }

    #[test]
    fn odd_paths_are_quoted_and_impossible_ones_not_written() {
        let text = filled(Path::new(r#"/opt/50%/a "b" $c\d/tincan"#)).unwrap();
        let exec = text.lines().find(|line| line.starts_with("Exec=")).unwrap();
        assert_eq!(exec, r#"Exec="/opt/50%%/a \\"b\\" \\$c\\\\d/tincan" %u"#);
        assert!(text.contains("\nTryExec=/opt/50%/a \"b\" $c\\\\d/tincan\n"));
        assert_eq!(filled(Path::new("/opt/a\nExec=evil")), None);
    }
}
