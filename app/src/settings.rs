//! What is kept between runs: `settings.toml` in the profile directory.

use std::{
    fmt,
    fs::{self, OpenOptions},
    io::{self, Write},
    num::NonZeroU16,
    path::{Path, PathBuf},
    str::FromStr,
};

use libp2p::multiaddr::Protocol;
use serde::{Deserialize, Serialize};
use tincan_net::{DisplayName, Multiaddr, PeerId};

use crate::{
    attention::Wishes,
    calls::Remembered,
    gifs::{ApiKey, Rating},
    ui::{
        Place, Renderer,
        theme::Taste,
        words::{Language, chosen_language},
    },
};

/// Where the meeting point on this machine listens, unless settings say else.
pub const LOOPBACK_PORT: NonZeroU16 = NonZeroU16::new(27213).expect("not zero");

const FILE_NAME: &str = "settings.toml";

/// What a person has chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// What they are called; drawn at random at the first start.
    #[serde(default = "random_name")]
    pub name: DisplayName,
    /// Relays to meet by. None: the meeting point on this machine.
    #[serde(default)]
    pub relays: Vec<RelayAddress>,
    /// Let relays carry everything, and tell nobody our IP address.
    #[serde(default)]
    pub hide_ip: bool,
    /// Ask before letting somebody in.
    #[serde(default)]
    pub ask: bool,
    /// Remove from pictures what they tell beside what they show.
    #[serde(default = "yes")]
    pub clean_pictures: bool,
    /// Tell the other what has been read.
    #[serde(default = "yes")]
    pub receipts: bool,
    /// Whether the hint of the first start was seen.
    #[serde(default)]
    pub hint_seen: bool,
    /// Have the system open `tincan://` links with this app.
    #[serde(default = "yes")]
    pub open_links: bool,
    /// What to be told of, and how.
    #[serde(default)]
    pub notifications: Wishes,
    /// How everything looks.
    #[serde(default)]
    pub appearance: Taste,
    /// What draws the window; what fits this system when nothing is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renderer: Option<Renderer>,
    /// The language of the window; that of the system when none is chosen.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "chosen_language"
    )]
    pub language: Option<Language>,
    /// Where the window was when it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Place>,
    /// Where the meeting point on this machine listens.
    #[serde(default = "loopback_port")]
    pub loopback_port: NonZeroU16,
    /// The person's own key for GIPHY, which is off without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub giphy_key: Option<ApiKey>,
    /// Whom GIFs of GIPHY's are to be fit for.
    #[serde(default)]
    pub gif_rating: Rating,
    /// What calls are made with.
    #[serde(default)]
    pub devices: Remembered,
    /// What a later version wrote: kept as it is.
    #[serde(flatten)]
    other: toml::Table,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: random_name(),
            relays: Vec::new(),
            hide_ip: false,
            ask: false,
            clean_pictures: true,
            receipts: true,
            hint_seen: false,
            open_links: true,
            notifications: Wishes::default(),
            appearance: Taste::default(),
            renderer: None,
            language: None,
            window: None,
            loopback_port: LOOPBACK_PORT,
            giphy_key: None,
            gif_rating: Rating::default(),
            devices: Remembered::default(),
            other: toml::Table::new(),
        }
    }
}

impl FromStr for Settings {
    type Err = toml::de::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        toml::from_str(text)
    }
}

fn random_name() -> DisplayName {
    DisplayName::random(&mut rand::thread_rng())
}

fn yes() -> bool {
    true
}

fn loopback_port() -> NonZeroU16 {
    LOOPBACK_PORT
}

/// The address of a relay: host, QUIC or TCP, and the relay's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RelayAddress {
    address: Multiaddr,
    key: PeerId,
}

impl RelayAddress {
    /// The relay's key.
    pub fn key(&self) -> PeerId {
        self.key
    }

    /// The name or IP address of its host.
    pub fn host(&self) -> String {
        let text = self.address.to_string();
        text.split('/').nth(2).unwrap_or_default().to_owned()
    }

    /// How it is reached there, such as `UDP 4001`.
    pub fn port(&self) -> String {
        let port = self.address.iter().find_map(|part| match part {
            Protocol::Udp(port) => Some(format!("UDP {port}")),
            Protocol::Tcp(port) => Some(format!("TCP {port}")),
            _ => None,
        });
        port.unwrap_or_default()
    }
}

/// A text is not the address of a relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "This is not the address of a relay. One looks like \
     /ip4/203.0.113.7/udp/4001/quic-v1/p2p/12D3… and ends in the relay's key."
)]
pub struct RelayAddressError;

impl FromStr for RelayAddress {
    type Err = RelayAddressError;

    fn from_str(text: &str) -> Result<Self, RelayAddressError> {
        let address: Multiaddr = text.trim().parse().map_err(|_| RelayAddressError)?;
        let stack: Vec<&str> = address.protocol_stack().collect();
        match stack.as_slice() {
            [
                "ip4" | "ip6" | "dns" | "dns4" | "dns6",
                "udp",
                "quic-v1",
                "p2p",
            ]
            | ["ip4" | "ip6" | "dns" | "dns4" | "dns6", "tcp", "p2p"] => {}
            _ => return Err(RelayAddressError),
        }
        match address.iter().last() {
            Some(Protocol::P2p(key)) => Ok(Self { address, key }),
            _ => Err(RelayAddressError),
        }
    }
}

impl TryFrom<String> for RelayAddress {
    type Error = RelayAddressError;

    fn try_from(text: String) -> Result<Self, RelayAddressError> {
        text.parse()
    }
}

impl From<RelayAddress> for String {
    fn from(address: RelayAddress) -> Self {
        address.to_string()
    }
}

impl From<RelayAddress> for Multiaddr {
    fn from(address: RelayAddress) -> Self {
        address.address
    }
}

impl fmt::Display for RelayAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.address.fmt(f)
    }
}

/// The settings file of one profile.
#[derive(Clone, Debug)]
pub struct Store {
    file: PathBuf,
    /// A file that could not be read is left for the person to mend.
    read_only: bool,
}

/// What is wrong with the settings file.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The system names no home directory.
    #[error("There is no home directory to keep settings in. Name one with --profile DIR.")]
    NoHome,
    /// The file cannot be read.
    #[error("The settings in {0} cannot be read ({1}), so this run starts without them.")]
    Read(PathBuf, #[source] io::Error),
    /// The file is no settings file.
    #[error(
        "The settings in {0} are damaged, so this run starts without them and leaves the file \
         as it is. Mend or delete it.\n{1}"
    )]
    Damaged(PathBuf, #[source] toml::de::Error),
    /// The file cannot be written.
    #[error("The settings cannot be kept in {0}: {1}.")]
    Write(PathBuf, #[source] io::Error),
    /// The settings cannot be put in words: a bug, not a person's doing.
    #[error("The settings cannot be written down: {0}.")]
    Encode(#[from] toml::ser::Error),
}

impl Store {
    /// The store of the profile in `directory`, or of the person's own.
    pub fn new(directory: Option<&Path>) -> Result<Self, SettingsError> {
        let directory = match directory {
            Some(directory) => directory.to_owned(),
            None => directories::ProjectDirs::from("", "", "tincan")
                .ok_or(SettingsError::NoHome)?
                .config_dir()
                .to_owned(),
        };
        Ok(Self {
            file: directory.join(FILE_NAME),
            read_only: false,
        })
    }

    /// Where all that belongs to the profile is.
    pub fn directory(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("."))
    }

    /// Reads the settings; at the first start makes them, and keeps them. They
    /// can be used whatever went wrong.
    pub fn load(&mut self) -> (Settings, Option<SettingsError>) {
        let problem = match fs::read_to_string(&self.file) {
            Ok(text) => match text.parse() {
                Ok(settings) => return (settings, None),
                Err(error) => SettingsError::Damaged(self.file.clone(), error),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let settings = Settings::default();
                let problem = self.save(&settings).err();
                return (settings, problem);
            }
            Err(error) => SettingsError::Read(self.file.clone(), error),
        };
        self.read_only = true;
        (Settings::default(), Some(problem))
    }

    /// Keeps the settings: the old file or the new one is there, never half of
    /// one. Does nothing where the file could not be read.
    pub fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        if self.read_only {
            return Ok(());
        }
        let text = toml::to_string_pretty(settings)?;
        write_atomically(&self.file, text.as_bytes())
            .map_err(|error| SettingsError::Write(self.file.clone(), error))
    }
}

fn write_atomically(file: &Path, contents: &[u8]) -> io::Result<()> {
    if let Some(directory) = file.parent() {
        fs::create_dir_all(directory)?;
    }
    let new = file.with_extension(format!("{:08x}.new", rand::random::<u32>()));
    let written = write_private(&new, contents).and_then(|()| fs::rename(&new, file));
    if written.is_err() {
        // It may never have been made; then there is nothing to take away.
        let _ = fs::remove_file(&new);
    }
    written
}

fn write_private(file: &Path, contents: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    file.write_all(contents)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RELAY: &str = "/dns4/relay.example/udp/4001/quic-v1/p2p/12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X";

    #[test]
    fn settings_of_another_version_survive() {
        let text = format!(
            "name = \"Brave Heron\"\nrelays = [\"{RELAY}\"]\ntheme = \"dark\"\n[call]\nmic = \"usb\"\n"
        );
        let settings: Settings = text.parse().unwrap();
        assert_eq!(settings.name.as_str(), "Brave Heron");
        assert_eq!(settings.loopback_port, LOOPBACK_PORT);
        let again = toml::to_string_pretty(&settings).unwrap();
        assert!(again.contains("theme") && again.contains("usb"), "{again}");
        assert_eq!(again.parse::<Settings>().unwrap(), settings);
    }

    #[test]
    fn the_first_start_draws_a_name_and_keeps_it() {
        let directory = tempfile::tempdir().unwrap();
        let profile = directory.path().join("new").join("profile");
        let mut store = Store::new(Some(&profile)).unwrap();
        let (first, problem) = store.load();
        assert!(problem.is_none(), "{problem:?}");
        let (second, problem) = store.load();
        assert!(problem.is_none(), "{problem:?}");
        assert_eq!(first, second);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(profile.join(FILE_NAME)).unwrap().permissions();
            assert_eq!(mode.mode() & 0o777, 0o600);
        }
        assert_eq!(fs::read_dir(&profile).unwrap().count(), 1);
    }

    #[test]
    fn a_damaged_file_is_left_as_it_is() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join(FILE_NAME);
        for damaged in [
            "name = ",
            "name = 7",
            "relays = [\"nowhere\"]",
            "name = \"\"",
        ] {
            fs::write(&file, damaged).unwrap();
            let mut store = Store::new(Some(directory.path())).unwrap();
            let (settings, problem) = store.load();
            assert!(matches!(problem, Some(SettingsError::Damaged(..))));
            store.save(&settings).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), damaged);
        }
    }

    #[test]
    fn a_profile_that_cannot_be_written_still_starts() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a file");
        fs::write(&file, "").unwrap();
        let (_, problem) = Store::new(Some(&file.join("profile"))).unwrap().load();
        assert!(problem.is_some());
    }

    #[test]
    fn relay_addresses_name_a_key() {
        assert_eq!(RELAY.parse::<RelayAddress>().unwrap().to_string(), RELAY);
        for wrong in [
            "",
            "203.0.113.7:4001",
            "/ip4/203.0.113.7/udp/4001/quic-v1",
            "/ip4/203.0.113.7/udp/4001/p2p/12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X",
            &format!("{RELAY}/p2p-circuit"),
        ] {
            assert_eq!(wrong.parse::<RelayAddress>(), Err(RelayAddressError));
        }
    }

    proptest! {
        #[test]
        fn any_text_parses_or_says_why(text in ".{0,200}") {
            let _ = text.parse::<Settings>();
            let _ = text.parse::<RelayAddress>();
        }
    }
}
