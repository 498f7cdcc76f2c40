//! A sound server of a test's own, without hardware: a microphone that hears
//! what a file says, and a speaker that is listened to by the same clock.
//!
//! Both are channels of one sink, so that what was said and what is heard come
//! out of one recording, and their delay needs no clock of ours.

use std::{
    env,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::process::Process;

/// The microphone, as apps know it.
pub const MICROPHONE: &str = "Mouth";
/// The speaker, as apps know it.
pub const SPEAKER: &str = "Ear";

/// Another user than any that runs tests, and not nobody: that is who the kernel
/// names to a server that had not yet asked to be told who writes.
#[cfg(target_os = "linux")]
const SOMEBODY: u32 = 54_321;

/// The speaker.
const EAR: &str = "module-remap-sink sink_name=ear master=air channels=1 channel_map=mono \
    master_channel_map=front-right remix=no sink_properties=device.description=Ear";

/// What is loaded: one sink of two channels; a sink and a microphone on the
/// left one, a speaker on the right.
const MODULES: [&str; 4] = [
    "module-null-sink sink_name=air rate=48000 channels=2 channel_map=front-left,front-right",
    "module-remap-sink sink_name=mouth master=air channels=1 channel_map=mono \
     master_channel_map=front-left remix=no",
    "module-remap-source source_name=hears master=air.monitor channels=1 channel_map=mono \
     master_channel_map=front-left remix=no source_properties=device.description=Mouth",
    EAR,
];

/// The server. It ends when dropped.
#[derive(Debug)]
pub struct SoundServer {
    address: String,
    /// None while it is stopped.
    process: Option<Process>,
    home: TempDir,
}

impl SoundServer {
    /// A program that is missing for one.
    pub fn missing() -> Option<&'static str> {
        let there = |program: &&str| {
            let version = Command::new(program)
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            version.is_ok()
        };
        ["pulseaudio", "pacat", "pactl", "espeak-ng"]
            .into_iter()
            .find(|program| !there(program))
    }

    /// One as [`SoundServer::start`] makes it, unless there can be none here. Whoever
    /// runs tests by hand may go without.
    ///
    /// # Panics
    /// When it does not start, or when CI has none.
    pub fn here() -> Option<Self> {
        let Some(program) = Self::missing() else {
            return Some(Self::start());
        };
        assert!(env::var_os("CI").is_none(), "{program} is missing");
        eprintln!("SKIPPED: {program} is missing; `make test` installs it");
        None
    }

    /// Starts one.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start() -> Self {
        let home = tempfile::tempdir().expect("a home");
        let address = format!("unix:{}", home.path().join("native").display());
        let process = Some(run(home.path(), Door::Open));
        Self {
            address,
            process,
            home,
        }
    }

    /// Starts one of somebody else's, who lets nobody in; none where that takes
    /// rights that this process has not.
    ///
    /// # Panics
    /// When it does not start.
    #[cfg(target_os = "linux")]
    pub fn start_closed() -> Option<Self> {
        if !rustix::process::geteuid().is_root() {
            return None;
        }
        let home = tempfile::tempdir().expect("a home");
        let address = format!("unix:{}", home.path().join("native").display());
        let (user, group) = (Some(SOMEBODY), Some(SOMEBODY));
        std::os::unix::fs::chown(home.path(), user, group).expect("a home of theirs");
        let process = Some(run(home.path(), Door::Closed));
        Some(Self {
            address,
            process,
            home,
        })
    }

    /// It is not there any more.
    pub fn stop(&mut self) {
        self.process = None;
        // Or somebody would wait for it there.
        let _ = fs::remove_file(self.home.path().join("native"));
    }

    /// It is there again, at the same place.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_again(&mut self) {
        self.process = Some(run(self.home.path(), Door::Open));
    }

    /// What `PULSE_SERVER` is to be.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Begins to record what is said and what is heard, into the file at `path`.
    ///
    /// # Panics
    /// When that does not start.
    pub fn record(&self, path: &Path) -> Recording {
        let mut command = self.pacat(&["--record", "--device=air.monitor", "--channels=2"]);
        let mut file = File::create(path).expect("a file");
        let (process, _, mut sound) = Process::start("recorder", &mut command);
        // Ends with the recorder.
        thread::spawn(move || io::copy(&mut sound, &mut file).map(drop));
        Recording {
            _process: process,
            path: path.to_owned(),
        }
    }

    /// Says all of `samples`, which takes as long as it takes to say them.
    ///
    /// # Panics
    /// When they cannot be said.
    pub fn say(&self, samples: &[i16]) {
        let mut command = self.pacat(&["--playback", "--device=mouth", "--channels=1"]);
        let (mut process, mut input, _) = Process::start("speaker", &mut command);
        let bytes: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
        input.write_all(&bytes).expect("a sound server");
        drop(input);
        let long = Duration::from_secs(samples.len() as u64 / 48_000 + 20);
        assert!(process.wait(long).success(), "it was said");
    }

    /// Says `samples` again and again, until what this gives is dropped.
    ///
    /// # Panics
    /// When they cannot be said.
    pub fn keep_saying(&self, samples: &[i16]) -> Process {
        let mut command = self.pacat(&["--playback", "--device=mouth", "--channels=1"]);
        let (process, mut input, _) = Process::start("speaker", &mut command);
        let bytes: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
        // The pipe breaks when the program ends.
        thread::spawn(move || while input.write_all(&bytes).is_ok() {});
        process
    }

    /// Who plays to the speaker at the moment: a number for each stream.
    pub fn players(&self) -> Vec<u32> {
        let sinks = self.pactl(&["list", "short", "sinks"]);
        let fields = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
        let mut sinks = sinks.lines().map(fields);
        let ear = sinks.find(|sink| sink.get(1).is_some_and(|name| name == "ear"));
        let ear = ear.and_then(|sink| sink.first().cloned());
        let streams = self.pactl(&["list", "short", "sink-inputs"]);
        let streams = streams.lines().map(fields);
        let to_ear = streams.filter(|stream| ear.is_some() && stream.get(1) == ear.as_ref());
        to_ear
            .filter_map(|stream| stream.first()?.parse().ok())
            .collect()
    }

    /// The speaker is gone.
    ///
    /// # Panics
    /// When it was not there.
    pub fn unplug_speaker(&self) {
        let modules = self.pactl(&["list", "short", "modules"]);
        let ear = modules.lines().find(|line| line.contains("sink_name=ear"));
        let number = ear.and_then(|line| line.split('\t').next());
        self.pactl(&["unload-module", number.expect("a speaker")]);
    }

    /// The speaker is there again.
    ///
    /// # Panics
    /// When that fails.
    pub fn plug_speaker_in(&self) {
        let module: Vec<_> = EAR.split_whitespace().collect();
        self.pactl(&[&["load-module"], &module[..]].concat());
    }

    /// Something else holds the microphone, or no longer: it is there, and gives
    /// nothing.
    ///
    /// # Panics
    /// When that fails.
    pub fn hold_microphone(&self, held: bool) {
        let held = if held { "1" } else { "0" };
        self.pactl(&["suspend-source", "hears", held]);
    }

    fn pactl(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("pactl");
        command.args(arguments).env("PULSE_SERVER", &self.address);
        let output = command.output().expect("pactl");
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn pacat(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("pacat");
        command
            .args(arguments)
            .args(["--raw", "--format=s16le", "--rate=48000"])
            .arg("--latency-msec=20")
            .env("PULSE_SERVER", &self.address);
        command
    }
}

/// Who is let in.
#[derive(Clone, Copy, Debug)]
enum Door {
    /// Everybody.
    Open,
    /// Nobody but [`SOMEBODY`], who runs it.
    #[cfg(target_os = "linux")]
    Closed,
}

/// Runs one whose home this is, until what this gives is dropped.
fn run(home: &Path, door: Door) -> Process {
    let socket = home.join("native");
    let (mut command, who) = match door {
        Door::Open => (Command::new("pulseaudio"), "auth-anonymous=1"),
        #[cfg(target_os = "linux")]
        Door::Closed => {
            let mut command = Command::new("setpriv");
            command
                .args(["--clear-groups", &format!("--reuid={SOMEBODY}")])
                .args([&format!("--regid={SOMEBODY}"), "pulseaudio"]);
            (command, "auth-cookie-enabled=0")
        }
    };
    let door = format!(
        "module-native-protocol-unix {who} socket={}",
        socket.display()
    );
    command
        .args(["-n", "--daemonize=no", "--exit-idle-time=-1"])
        .arg("--disable-shm=yes")
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("PULSE_RUNTIME_PATH", home);
    // The door last: whoever comes in finds all there.
    for module in MODULES {
        command.args(["-L", module]);
    }
    let usual = home.join("usual");
    let text = "set-default-sink ear\nset-default-source hears\n";
    fs::write(&usual, text).expect("a file");
    command.arg("-F").arg(usual).args(["-L", &door]);
    let (process, _, _) = Process::start("pulseaudio", &mut command);
    let deadline = Instant::now() + crate::app::PATIENCE;
    while !socket.exists() {
        assert!(Instant::now() < deadline, "the sound server did not start");
        thread::sleep(Duration::from_millis(20));
    }
    process
}

/// A recording under way; it ends when dropped.
#[derive(Debug)]
pub struct Recording {
    _process: Process,
    path: PathBuf,
}

impl Recording {
    /// What was said until now, and what was heard, by one clock.
    ///
    /// # Panics
    /// When there is none.
    pub fn so_far(&self) -> (Vec<i16>, Vec<i16>) {
        let bytes = fs::read(&self.path).expect("a recording");
        let both = bytes.as_chunks::<4>().0.iter();
        let sample = |a, b| i16::from_le_bytes([a, b]);
        both.map(|[a, b, c, d]| (sample(*a, *b), sample(*c, *d)))
            .unzip()
    }
}
