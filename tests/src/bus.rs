//! A session bus of a test's own, on which nobody is who is not meant to be: what
//! this machine would start there, a portal say, is not.

use std::{
    fs,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{app::PATIENCE, process::Process};

/// Where programs say how they are started when somebody speaks to them.
const SERVICES: &str = "/usr/share/dbus-1/services";

/// How often is looked whether it is there.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// The bus. It ends when dropped.
#[derive(Debug)]
pub struct Bus {
    address: String,
    _process: Process,
    _home: TempDir,
}

impl Bus {
    /// Starts one that itself starts nothing but these services, each as it is called,
    /// with this in its environment.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(services: &[&str], environment: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().expect("a home");
        let folder = home.path().join("services");
        fs::create_dir(&folder).expect("a folder");
        for service in services {
            let file = format!("{service}.service");
            let from = Path::new(SERVICES).join(&file);
            fs::copy(from, folder.join(file)).expect("a service");
        }
        let (config, socket) = (home.path().join("config"), home.path().join("bus"));
        let address = format!("unix:path={}", socket.display());
        let text = format!(
            r#"<busconfig>
                <type>session</type>
                <listen>{address}</listen>
                <auth>EXTERNAL</auth>
                <servicedir>{}</servicedir>
                <policy context="default">
                    <allow send_destination="*" eavesdrop="true"/>
                    <allow eavesdrop="true"/>
                    <allow own="*"/>
                </policy>
            </busconfig>"#,
            folder.display()
        );
        fs::write(&config, text).expect("a file");
        let mut command = Command::new("dbus-daemon");
        command
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--nopidfile"])
            .envs(environment.iter().copied());
        let (process, _, _) = Process::start("dbus-daemon", &mut command);
        let deadline = Instant::now() + PATIENCE;
        while !socket.exists() {
            assert!(Instant::now() < deadline, "the bus did not start");
            thread::sleep(LOOK_AGAIN);
        }
        Self {
            address,
            _process: process,
            _home: home,
        }
    }

    /// What `DBUS_SESSION_BUS_ADDRESS` is to be.
    pub fn address(&self) -> &str {
        &self.address
    }
}
