//! Links on Windows: keys of the person's part of the registry, as an installer
//! would write them
//! (<https://learn.microsoft.com/windows/win32/search/-search-3x-wds-extidx-prot-implementing>).

use std::{env, io, path::Path};

use windows_registry::CURRENT_USER;

const KEY: &str = r"Software\Classes\tincan";

/// In a key of ours, and in no other.
const MARK: &str = "Written by Tincan";

pub(super) fn set(on: bool) -> io::Result<()> {
    if on {
        return write(KEY, &env::current_exe()?);
    }
    if is_ours(KEY) {
        CURRENT_USER.remove_tree(KEY)?;
    }
    Ok(())
}

fn is_ours(key: &str) -> bool {
    let key = CURRENT_USER.open(key);
    key.is_ok_and(|key| key.get_string(MARK).is_ok())
}

/// Names `program` for links, unless an installer has named one.
fn write(key: &str, program: &Path) -> io::Result<()> {
    if CURRENT_USER.open(key).is_ok() && !is_ours(key) {
        return Ok(());
    }
    // One that is no Unicode cannot be said here.
    let Some(program) = program.to_str() else {
        return Ok(());
    };
    let ours = CURRENT_USER.create(key)?;
    ours.set_string(MARK, "")?;
    ours.set_string("", "URL:Tincan room")?;
    ours.set_string("URL Protocol", "")?;
    let command = ours.create(r"shell\open\command")?;
    // A quotation mark in a link adds arguments, but no flags.
    command.set_string("", format!("\"{program}\" -- \"%1\""))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_installer_wrote_stays_as_it_is() {
        let key = format!(r"Software\Classes\tincan-test-{}", std::process::id());
        let command = || {
            let command = CURRENT_USER.open(format!(r"{key}\shell\open\command"));
            command.unwrap().get_string("").unwrap()
        };
        for program in [r"C:\Tin can\tincan.exe", r"D:\tincan.exe"] {
            write(&key, Path::new(program)).unwrap();
            assert!(is_ours(&key));
            assert_eq!(command(), format!("\"{program}\" -- \"%1\""));
        }

        let ours = CURRENT_USER.options().write().open(&key).unwrap();
        ours.remove_value(MARK).unwrap();
        write(&key, Path::new(r"C:\other.exe")).unwrap();
        assert_eq!(command(), r#""D:\tincan.exe" -- "%1""#);
        CURRENT_USER.remove_tree(&key).unwrap();
    }
}
