//! The window's start and end: what it is given, and what is left to do when
//! it has closed.

use std::{
    error::Error,
    io,
    sync::{
        Arc,
        mpsc::{SyncSender, sync_channel},
    },
    thread,
};

use tincan_net::{Client, Command, Events};
use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::{
    attention,
    cli::Cli,
    gifs::Library,
    instance::Instance,
    loopback::Here,
    scheme,
    settings::{Settings, Store},
    start::{LEAVING, Network, told_to_end},
    ui::{self, Launch, Preferences, SettingsChange, words::Language},
};

/// Changes of settings that may wait to be written.
const CHANGES: usize = 16;

/// Opens the window, stays until it is closed, and leaves the room then.
pub fn run(
    cli: Cli,
    mut instance: Instance,
    store: Store,
    settings: Settings,
    network: &Network,
    client: Client,
    events: Events,
) -> Result<(), Box<dyn Error>> {
    let runtime = network.handle();
    let tells_system = scheme::CAN_BE_TOLD && cli.options.profile.is_none();
    if tells_system && settings.open_links {
        runtime.spawn_blocking(|| tell_system(true));
    }
    let (close, closing) = oneshot::channel();
    let (events, left) = outliving(events, closing, runtime);
    let signals = runtime.spawn(close_when_told(client.clone(), close));
    let (changes, keeper) = keep_settings(store, settings.clone(), Arc::clone(network.here()))?;
    let language = settings.language.unwrap_or_else(Language::of_system);
    language.speak();
    let launch = Launch {
        known_relays: network.relays().to_vec(),
        preferences: Preferences {
            relays: settings.relays.clone(),
            relays_are_given: !cli.options.relays.is_empty(),
            here: network.here().address().ok(),
            hide_ip: settings.hide_ip,
            hiding_is_given: cli.options.hide_ip,
            ask: settings.ask,
            receipts: settings.receipts,
            // Of a profile that was named the system knows nothing.
            wishes: settings.notifications.clone(),
            taste: settings.appearance,
            renderer: settings.renderer,
            renderer_is_given: cli.renderer.is_some(),
            language: settings.language,
            open_links: tells_system.then_some(settings.open_links),
            clean_pictures: settings.clean_pictures,
            giphy_key: settings.giphy_key.clone(),
            gif_rating: settings.gif_rating,
            devices: settings.devices.clone(),
        },
        gifs: Library::new(settings.giphy_key, settings.gif_rating),
        hint_seen: settings.hint_seen,
        renderer: cli.renderer.or(settings.renderer).unwrap_or_default(),
        link: cli.link.map(|given| given.link),
        place: settings.window.unwrap_or_default(),
        summons: instance.summons.take(),
        line: call_line(),
        tells: Box::new(attention::System::start(runtime, instance.caller())),
        on_settings: Box::new(move |change| {
            if changes.try_send(change).is_err() {
                tracing::warn!("a change of settings is not kept");
            }
        }),
        ..Launch::new(client, events, cli.options.name.unwrap_or(settings.name))
    };
    let result = ui::run(launch, runtime);

    // It holds the last client, if the window closed by itself.
    signals.abort();
    if runtime
        .block_on(async { timeout(LEAVING, left).await })
        .is_err()
    {
        tracing::warn!("the room was not left in time");
    }
    if keeper.join().is_err() {
        tracing::warn!("the settings were not kept");
    }
    result
}

/// What calls are made with. Without it everything else works.
fn call_line() -> Option<ui::CallLine> {
    let line = ui::CallLine::start();
    let wrong = |error: &io::Error| tracing::error!(%error, "no calls can be made");
    line.inspect_err(wrong).ok()
}

/// Events for the window, ending when `closing` says so. They are heard to
/// their true end, window or not, so that the room can be left: then the
/// second part is done.
fn outliving(
    mut events: Events,
    closing: oneshot::Receiver<()>,
    runtime: &Handle,
) -> (Events, JoinHandle<()>) {
    let (forward, for_window) = mpsc::channel(64);
    let left = runtime.spawn(async move {
        let pass_on = async {
            while let Some(event) = events.recv().await {
                if forward.send(event).await.is_err() {
                    return;
                }
            }
        };
        tokio::select! {
            () = pass_on => {}
            Ok(()) = closing => {}
        }
        drop(forward);
        while events.recv().await.is_some() {}
    });
    (for_window, left)
}

/// Leaves the room and ends the events when the system asks us to end, which
/// closes the window. One that hangs does not keep us.
async fn close_when_told(client: Client, close: oneshot::Sender<()>) {
    told_to_end().await;
    client.send_wait(None, Command::Leave).await;
    // The window may be closing already.
    let _ = close.send(());
    sleep(LEAVING).await;
    std::process::exit(0);
}

/// Writes changes of settings on a thread of its own, which ends when nobody
/// can send any more.
fn keep_settings(
    store: Store,
    mut settings: Settings,
    here: Arc<Here>,
) -> io::Result<(SyncSender<SettingsChange>, thread::JoinHandle<()>)> {
    let (changes, to_keep) = sync_channel(CHANGES);
    let keeper = thread::Builder::new().name("settings".to_owned());
    let keeper = keeper.spawn(move || {
        for change in to_keep {
            match change {
                SettingsChange::Name(name) => settings.name = name,
                SettingsChange::HintSeen => settings.hint_seen = true,
                SettingsChange::HideIp(on) => settings.hide_ip = on,
                SettingsChange::Notifications(wishes) => settings.notifications = wishes,
                SettingsChange::Language(language) => settings.language = language,
                SettingsChange::Renderer(renderer) => settings.renderer = renderer,
                SettingsChange::Taste(taste) => settings.appearance = taste,
                SettingsChange::Place(place) => settings.window = Some(place),
                SettingsChange::OpenLinks(on) => {
                    settings.open_links = on;
                    tell_system(on);
                }
                SettingsChange::Ask(on) => settings.ask = on,
                SettingsChange::CleanPictures(on) => settings.clean_pictures = on,
                SettingsChange::GiphyKey(key) => settings.giphy_key = key,
                SettingsChange::GifRating(rating) => settings.gif_rating = rating,
                SettingsChange::Devices(devices) => settings.devices = devices,
                SettingsChange::Receipts(on) => settings.receipts = on,
                SettingsChange::Relays(relays) => {
                    if relays.is_empty()
                        && let Err(error) = here.need()
                    {
                        tracing::warn!("no meeting point on this machine: {error}");
                    }
                    settings.relays = relays;
                }
            }
            if let Err(error) = store.save(&settings) {
                tracing::warn!("{error}");
            }
        }
    })?;
    Ok((changes, keeper))
}

fn tell_system(open_links: bool) {
    if let Err(error) = scheme::set(open_links) {
        tracing::warn!("the system is not told who opens links: {error}");
    }
}
