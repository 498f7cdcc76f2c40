//! The system's notifications. One of ours is shown at a time: the newest says
//! all there is to say.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

use notify_rust::Notification;
use tincan_net::DisplayName;
use tokio::sync::mpsc;

use super::Notice;
use crate::{instance::Summons, ui::words};

/// What the window asks for.
#[derive(Clone, Debug)]
pub(super) enum Order {
    Show(Notice, Option<DisplayName>),
    Clear,
    Look,
}

/// Whether the system shows notifications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Service {
    /// Nobody has asked it yet, or it has not answered.
    #[default]
    Unknown,
    /// It does.
    Works,
    /// Nothing on this computer does.
    Absent,
}

/// What is known of it, for all threads.
#[derive(Debug, Default)]
pub(super) struct Known(AtomicU8);

const ASKED: u8 = 1;
const WORKS: u8 = 2;
const ABSENT: u8 = 3;

impl Known {
    /// What is known; the first time, `ask` is called.
    pub(super) fn look(&self, ask: impl FnOnce()) -> Service {
        match self
            .0
            .compare_exchange(0, ASKED, Ordering::Relaxed, Ordering::Relaxed)
        {
            Ok(_) => {
                ask();
                Service::Unknown
            }
            Err(WORKS) => Service::Works,
            Err(ABSENT) => Service::Absent,
            Err(_) => Service::Unknown,
        }
    }

    fn set(&self, works: bool) {
        let known = if works { WORKS } else { ABSENT };
        self.0.store(known, Ordering::Relaxed);
    }
}

/// Carries orders out until there are no more.
pub(super) async fn run(
    mut orders: mpsc::Receiver<Order>,
    known: Arc<Known>,
    call: mpsc::Sender<Summons>,
) {
    let mut next = orders.recv().await;
    while let Some(order) = next {
        next = match order {
            Order::Show(notice, name) => {
                show(
                    &words::notice(notice, name.as_ref()),
                    &mut orders,
                    &known,
                    &call,
                )
                .await
            }
            Order::Clear => orders.recv().await,
            Order::Look => {
                known.set(system::is_there().await);
                orders.recv().await
            }
        };
    }
}

/// Shows these words until it is clicked, or there is another order.
async fn show(
    words: &str,
    orders: &mut mpsc::Receiver<Order>,
    known: &Known,
    call: &mpsc::Sender<Summons>,
) -> Option<Order> {
    let mut notification = Notification::new();
    notification.appname("Tincan").summary(words).icon("tincan");
    match system::show(&notification).await {
        Ok(shown) => {
            known.set(true);
            system::wait(shown, orders, call).await
        }
        Err(error) => {
            tracing::debug!("no notification is shown: {error}");
            known.set(false);
            orders.recv().await
        }
    }
}

/// Where notifications go over D-Bus, and tell what becomes of them.
#[cfg(all(unix, not(target_os = "macos")))]
mod system {
    use std::{sync::Arc, sync::atomic::AtomicBool, sync::atomic::Ordering};

    use notify_rust::{
        Hint, Notification, NotificationHandle, NotificationResponse, error::Result,
    };
    use tokio::{sync::mpsc, task::spawn_blocking};

    use super::Order;
    use crate::instance::Summons;

    pub(super) async fn is_there() -> bool {
        let asked = spawn_blocking(notify_rust::get_server_information).await;
        matches!(asked, Ok(Ok(_)))
    }

    pub(super) async fn show(notification: &Notification) -> Result<NotificationHandle> {
        let mut notification = notification.clone();
        notification
            .hint(Hint::DesktopEntry("tincan".to_owned()))
            .hint(Hint::Category("im.received".to_owned()))
            // Sounds are ours.
            .hint(Hint::SuppressSound(true))
            .action("default", "");
        notification.show_async().await
    }

    /// Waits for a click, which calls the window, or for the next order, which
    /// takes the notification away.
    pub(super) async fn wait(
        shown: NotificationHandle,
        orders: &mut mpsc::Receiver<Order>,
        call: &mpsc::Sender<Summons>,
    ) -> Option<Order> {
        let clicked = Arc::new(AtomicBool::new(false));
        let click = Arc::clone(&clicked);
        let response = shown.wait_for_action_async(move |response: &NotificationResponse| {
            click.store(
                matches!(response, NotificationResponse::Default),
                Ordering::Relaxed,
            );
        });
        tokio::select! {
            () = response => {
                if clicked.load(Ordering::Relaxed) {
                    // A full queue is being called already.
                    let _ = call.try_send(Summons::default());
                }
                orders.recv().await
            }
            order = orders.recv() => {
                shown.close_async().await;
                order
            }
        }
    }
}

/// Where notifications belong to an app that the registry knows, and a click is told
/// to whoever waits on a thread.
#[cfg(windows)]
mod system {
    use std::thread;

    use notify_rust::{Notification, NotificationHandle, NotificationResponse, error::Result};
    use tokio::sync::{mpsc, oneshot};
    use windows_registry::CURRENT_USER;

    use super::Order;
    use crate::instance::Summons;

    /// Who shows them; without, they would be those of PowerShell.
    const APP: &str = "Tincan";

    pub(super) async fn is_there() -> bool {
        true
    }

    pub(super) async fn show(notification: &Notification) -> Result<NotificationHandle> {
        let known = CURRENT_USER
            .create(format!(r"Software\Classes\AppUserModelId\{APP}"))
            .and_then(|app| app.set_string("DisplayName", APP));
        if let Err(error) = known {
            tracing::debug!("the system does not know us: {error}");
        }
        notification.clone().app_id(APP).show()
    }

    /// Waits for a click, which calls the window, or for the next order. What is shown
    /// goes away by itself, and the thread with it.
    pub(super) async fn wait(
        shown: NotificationHandle,
        orders: &mut mpsc::Receiver<Order>,
        call: &mpsc::Sender<Summons>,
    ) -> Option<Order> {
        let (tell, told) = oneshot::channel();
        let thread = thread::Builder::new().name("notification".to_owned());
        let waits = thread.spawn(move || {
            shown.wait_for_response(|response: &NotificationResponse| {
                let clicked = matches!(response, NotificationResponse::Default);
                let _ = tell.send(clicked);
            })
        });
        if let Err(error) = waits {
            tracing::debug!("a click on a notification is not heard: {error}");
        }
        tokio::select! {
            clicked = told => {
                if clicked == Ok(true) {
                    // A full queue is being called already.
                    let _ = call.try_send(Summons::default());
                }
                orders.recv().await
            }
            order = orders.recv() => order,
        }
    }
}

/// Where a notification is shown and that is that.
#[cfg(target_os = "macos")]
mod system {
    use notify_rust::{Notification, error::Result};
    use tokio::sync::mpsc;

    use super::Order;
    use crate::instance::Summons;

    pub(super) async fn is_there() -> bool {
        true
    }

    pub(super) async fn show(notification: &Notification) -> Result<()> {
        // Unless one is named, the system asks the person where an app called
        // `use_default` is. From the second time on there is nothing left to set.
        let _ = notify_rust::set_application("com.apple.Finder");
        notification.show().map(drop)
    }

    pub(super) async fn wait(
        (): (),
        orders: &mut mpsc::Receiver<Order>,
        _: &mpsc::Sender<Summons>,
    ) -> Option<Order> {
        orders.recv().await
    }
}
