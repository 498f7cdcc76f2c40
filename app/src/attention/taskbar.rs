//! What the taskbar shows beside the icon: how many messages wait, and how far
//! what is handed over has come. On Linux by the signal that Unity began and
//! that KDE, Dash to Dock and others hear
//! (<https://wiki.ubuntu.com/Unity/LauncherAPI>); elsewhere, and where nobody
//! hears it, the window's title says the same.

use tokio::sync::watch;

/// What there is to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Badge {
    /// Messages that have not been seen.
    pub unread: usize,
    /// How far all that moves has come, in percent; nothing while nothing does.
    pub percent: Option<u8>,
}

/// Shows what changes, until nobody changes it any more.
#[cfg(target_os = "linux")]
pub(super) async fn run(mut badges: watch::Receiver<Badge>) {
    // Without a bus nothing is shown, and nothing is lost.
    let Ok(bus) = zbus::Connection::session().await else {
        return;
    };
    while badges.changed().await.is_ok() {
        let badge = *badges.borrow_and_update();
        if let Err(error) = tell(&bus, badge).await {
            tracing::debug!("the taskbar is not told: {error}");
        }
    }
    // It would stay there.
    let _ = tell(&bus, Badge::default()).await;
}

#[cfg(target_os = "linux")]
async fn tell(bus: &zbus::Connection, badge: Badge) -> zbus::Result<()> {
    use std::collections::HashMap;
    use zbus::zvariant::Value;

    let count = i64::try_from(badge.unread).unwrap_or(i64::MAX);
    let progress = f64::from(badge.percent.unwrap_or(0)) / 100.0;
    let shown: HashMap<&str, Value<'_>> = HashMap::from([
        ("count", count.into()),
        ("count-visible", (count > 0).into()),
        ("progress", progress.into()),
        ("progress-visible", badge.percent.is_some().into()),
    ]);
    bus.emit_signal(
        None::<&str>,
        "/com/canonical/unity/launcherentry/tincan",
        "com.canonical.Unity.LauncherEntry",
        "Update",
        &("application://tincan.desktop", shown),
    )
    .await
}

/// The title alone says it here.
#[cfg(not(target_os = "linux"))]
pub(super) async fn run(mut badges: watch::Receiver<Badge>) {
    while badges.changed().await.is_ok() {}
}
