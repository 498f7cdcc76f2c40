//! Real sound devices: a sound server of this test's own, without hardware, with
//! a speaker whose sound comes back in a microphone.
//!
//! Skipped, saying so, where there is no PulseAudio.

use std::{
    env,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::Receiver,
    },
    thread,
    time::{Duration, Instant},
};

use tincan_media::{
    devices::{Change, Event, Events, Kind, Microphone, Speaker, Wanted, list},
    io::{CHUNK, SoundSink, SoundSource},
};

/// A sound server that ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The server of this process, in its home.
fn server() -> Server {
    let dir = PathBuf::from(env::var_os("HOME").expect("a server can be started"));
    let dir = dir.as_path();
    // What a server that was killed left behind.
    let _ = std::fs::remove_file(dir.join("native"));
    let _ = std::fs::remove_file(dir.join("pid"));
    let socket = format!("socket={}", dir.join("native").display());
    let modules = [
        format!("load-module module-native-protocol-unix auth-anonymous=1 {socket}"),
        "load-module module-null-sink sink_name=can rate=48000 sink_properties=device.description=Can"
            .to_owned(),
        "load-module module-null-sink sink_name=other sink_properties=device.description=Other".to_owned(),
        "load-module module-remap-source master=can.monitor source_name=ear source_properties=device.description=Ear"
            .to_owned(),
    ];
    let script = dir.join("script");
    std::fs::write(&script, modules.join("\n") + "\n").expect("a server can be started");
    let child = Command::new("pulseaudio")
        .args([
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--disable-shm=yes",
        ])
        .arg("-F")
        .arg(script)
        .env("PULSE_RUNTIME_PATH", dir)
        .env("HOME", dir)
        .env("XDG_RUNTIME_DIR", dir)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a server can be started");
    let server = Server(child);
    // The server tells nobody that it is ready: its socket is looked for, in short
    // steps, until it is there.
    let deadline = Instant::now() + Duration::from_secs(10);
    while !dir.join("native").exists() {
        assert!(Instant::now() < deadline, "the sound server did not start");
        thread::sleep(Duration::from_millis(50));
    }
    server
}

/// Runs one of the tests below, marked as ignored, with `PULSE_SERVER` set for a
/// server in a directory of its own, which the test starts.
fn with_server(test: &str) {
    let there = Command::new("pulseaudio")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    if there.is_err() {
        eprintln!("SKIPPED: there is no PulseAudio, so no sound device was tried");
        return;
    }
    let dir = tempfile::tempdir().expect("a server can be started");
    let output = Command::new(env::current_exe().expect("a server can be started"))
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env(
            "PULSE_SERVER",
            format!("unix:{}", dir.path().join("native").display()),
        )
        .env("HOME", dir.path())
        .output()
        .expect("a server can be started");
    let out = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    eprintln!("{errors}");
    assert!(
        output.status.success() && out.contains("1 passed"),
        "{out}\n{errors}"
    );
}

#[test]
fn sound_goes_round_through_real_devices() {
    with_server("round_trip");
}

#[test]
fn a_device_that_vanishes_is_told_and_comes_back() {
    with_server("unplugged");
}

#[test]
fn without_a_sound_server_nothing_blocks() {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "no_server", "--ignored", "--nocapture"])
        .env("PULSE_SERVER", "unix:/nonexistent/native")
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
}

fn named(name: &str) -> Wanted {
    Wanted::Named(name.to_owned())
}

/// Waits for an event.
fn wait_for(events: &Receiver<Event>, kind: Kind, change: Change) -> Event {
    let deadline = Instant::now() + Duration::from_secs(15);
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let event = events.recv_timeout(left).expect("an event");
        eprintln!("{event}");
        if event.kind == kind && event.change == change {
            return event;
        }
    }
}

/// A chirp of half a second, then silence.
fn chirp(n: usize) -> i16 {
    let t = n as f64 / 48_000.0;
    if t > 0.5 {
        return 0;
    }
    (10_000.0 * (std::f64::consts::TAU * (500.0 * t + 2000.0 * t * t)).sin()) as i16
}

#[test]
#[ignore = "run by sound_goes_round_through_real_devices"]
fn round_trip() {
    let _server = server();
    let devices = list();
    assert_eq!(devices.speakers, ["Can", "Other"]);
    assert_eq!(
        devices.microphones,
        ["Ear"],
        "what speakers play is not listed"
    );

    let (sender, events) = Events::channel();
    let mut speaker = Speaker::new(named("Can"), sender.clone());
    let mut microphone = Microphone::new(named("Ear"), sender);
    // Chunks heard, and whether that is enough.
    let (count, enough) = (
        Arc::new(AtomicUsize::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let (counted, stop) = (count.clone(), enough.clone());
    let listener = thread::spawn(move || {
        let (mut heard, mut chunk) = (Vec::new(), [0; CHUNK]);
        while !stop.load(Ordering::Relaxed) {
            if let Some(at) = microphone.read(&mut chunk) {
                heard.push((at, chunk));
                counted.store(heard.len(), Ordering::Relaxed);
            }
        }
        heard
    });
    let (mut n, mut began) = (0, None);
    let deadline = Instant::now() + Duration::from_secs(60);
    let mut warm = 0;
    while n < 3 * 48_000 {
        assert!(Instant::now() < deadline, "only {n} samples were played");
        let Some(at) = speaker.wait() else { continue };
        // The devices are opened, and find their pace.
        warm += 1;
        if warm < 150 || count.load(Ordering::Relaxed) < 50 {
            speaker.write(&[0; CHUNK]);
            continue;
        }
        began.get_or_insert(at);
        speaker.write(&std::array::from_fn(|i| chirp(n + i)));
        n += CHUNK;
    }
    enough.store(true, Ordering::Relaxed);
    let heard = listener.join().unwrap();
    wait_for(&events, Kind::Speaker, Change::Works);
    let samples: Vec<i16> = heard.iter().flat_map(|(_, chunk)| *chunk).collect();
    assert!(samples.len() > 48_000, "only {} samples", samples.len());
    let best = find(&samples, |i| chirp(i + 4800), 9600) as isize - 4800;
    let chunk = heard[best as usize / CHUNK];
    let at = chunk.0 + Duration::from_micros((best as u64 % CHUNK as u64) * 1_000_000 / 48_000);
    let began = began.unwrap();
    let early = began.saturating_duration_since(at).as_millis();
    let late = at.saturating_duration_since(began).as_millis();
    eprintln!("heard {late} ms after, or {early} ms before it was to be");
    // What a server says of its delay is rough, and a busy machine is late.
    assert!(early < 500 && late < 500, "{early} {late}");
}

/// Where `wanted` is in `samples`.
fn find(samples: &[i16], wanted: impl Fn(usize) -> i16, length: usize) -> usize {
    let wanted: Vec<f64> = (0..length)
        .step_by(3)
        .map(|i| f64::from(wanted(i)))
        .collect();
    let alike = |start: usize| -> f64 {
        let heard = samples[start..start + length].iter().step_by(3);
        heard.zip(&wanted).map(|(a, b)| f64::from(*a) * b).sum()
    };
    let starts = (0..samples.len() - length).map(|start| (start, alike(start)));
    let best = starts.max_by(|a, b| a.1.total_cmp(&b.1));
    best.expect("enough samples").0
}

#[test]
#[ignore = "run by a_device_that_vanishes_is_told_and_comes_back"]
fn unplugged() {
    let running = server();
    let (sender, events) = Events::channel();
    let mut microphone = Microphone::new(named("Ear"), sender);
    let (stop, stopped) = std::sync::mpsc::sync_channel::<()>(0);
    let reader = thread::spawn(move || {
        let (mut chunk, mut longest) = ([0; CHUNK], Duration::ZERO);
        while stopped.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) {
            let began = Instant::now();
            microphone.read(&mut chunk);
            longest = longest.max(began.elapsed());
        }
        longest
    });
    assert_eq!(
        wait_for(&events, Kind::Microphone, Change::Works)
            .name
            .unwrap(),
        "Ear"
    );
    // Streams of a device that is unplugged are moved to another one by the
    // server; when the server itself is gone nothing is left to move to.
    drop(running);
    let lost = wait_for(&events, Kind::Microphone, Change::Lost);
    assert!(lost.to_string().contains("“Ear” is gone"), "{lost}");
    let _running = server();
    wait_for(&events, Kind::Microphone, Change::Works);
    drop(stop);
    let longest = reader.join().unwrap();
    assert!(longest < Duration::from_secs(2), "a read took {longest:?}");
}

#[test]
#[ignore = "run by without_a_sound_server_nothing_blocks"]
fn no_server() {
    let (sender, events) = Events::channel();
    let mut microphone = Microphone::new(Wanted::Default, sender.clone());
    let mut speaker = Speaker::new(Wanted::Default, sender);
    let end = Instant::now() + Duration::from_secs(2);
    let mut played = 0;
    while Instant::now() < end {
        assert_eq!(microphone.read(&mut [0; CHUNK]), None);
        if speaker.wait().is_some() {
            speaker.write(&[0; CHUNK]);
            played += 1;
        }
    }
    assert!(played > 10, "the call goes on: {played}");
    let said: Vec<_> = events.try_iter().collect();
    assert_eq!(said.len(), 2, "each is said once: {said:?}");
    assert!(said.iter().all(|event| event.change != Change::Works));
}
