//! The command line and the configuration file of `tincan-relay`.

use std::{
    fs, io,
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
};

use clap::Parser;
use directories::ProjectDirs;
use serde::{Deserialize, Deserializer, de};
use tincan_relay::{
    Config,
    key::{self, KeyError},
    limits::Limits,
    node::External,
};

const DEFAULT_IP: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
const DEFAULT_PORT: u16 = 4001;

/// A public relay and meeting point for Tincan rooms.
///
/// Prints the addresses that people are to be given, one per line, and serves
/// until it is told to stop. What the command line does not say is taken from
/// the configuration file.
#[derive(Debug, Parser)]
#[command(name = "tincan-relay", version)]
pub(crate) struct Cli {
    /// Address to listen on; may be given again, as in `--ip 0.0.0.0 --ip ::`
    /// [default: 0.0.0.0]
    #[arg(long, value_name = "IP")]
    ip: Vec<IpAddr>,

    /// Port to listen on, for QUIC and TCP alike; 0 lets the system choose
    /// [default: 4001]
    #[arg(long)]
    port: Option<u16>,

    /// Where people reach this machine, if that is not where it listens: an IP
    /// address or a multiaddr; may be given again
    #[arg(long, value_name = "IP-or-multiaddr")]
    external: Vec<External>,

    /// Keeps the private key of this node; made if it does not exist [default:
    /// tincan-relay/key in the user's state directory]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,

    /// Reads a TOML file with `ip`, `port`, `external`, `key` and a table
    /// `limits`
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error("{path}: {source}")]
    Read { path: PathBuf, source: io::Error },
    #[error("{path}: {source}")]
    Parse {
        path: PathBuf,
        source: Box<toml::de::Error>,
    },
    #[error("there is no home directory to keep the key in: say where with --key FILE")]
    NoHome,
    #[error(transparent)]
    Key(#[from] KeyError),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    #[serde(deserialize_with = "one_or_more")]
    ip: Vec<IpAddr>,
    port: Option<u16>,
    #[serde(deserialize_with = "external")]
    external: Vec<External>,
    key: Option<PathBuf>,
    limits: Limits,
}

impl Cli {
    /// Everything put together: the command line, the file, the defaults.
    ///
    /// # Errors
    /// [`CliError`] if a file that was named cannot be used.
    pub(crate) fn into_config(self) -> Result<Config, CliError> {
        let file = self.config.map(File::read).transpose()?.unwrap_or_default();
        let first = |ours: Vec<IpAddr>, other| if ours.is_empty() { other } else { ours };
        let ips = first(self.ip, first(file.ip, vec![DEFAULT_IP]));
        let key = match self.key.or(file.key) {
            Some(path) => path,
            None => default_key().ok_or(CliError::NoHome)?,
        };
        let port = self.port.or(file.port).unwrap_or(DEFAULT_PORT);
        let mut config = Config::public(key::load_or_create(&key)?, ips, port);
        config.external = if self.external.is_empty() {
            file.external
        } else {
            self.external
        };
        config.limits = file.limits;
        Ok(config)
    }
}

impl File {
    fn read(path: PathBuf) -> Result<Self, CliError> {
        match fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|source| CliError::Parse {
                path,
                source: Box::new(source),
            }),
            Err(source) => Err(CliError::Read { path, source }),
        }
    }
}

fn default_key() -> Option<PathBuf> {
    let directories = ProjectDirs::from("", "", "tincan-relay")?;
    let directory = directories
        .state_dir()
        .unwrap_or_else(|| directories.data_local_dir());
    Some(directory.join("key"))
}

fn one_or_more<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<IpAddr>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "an IP address or a list of them")]
    enum OneOrMore {
        One(IpAddr),
        More(Vec<IpAddr>),
    }
    Ok(match OneOrMore::deserialize(source)? {
        OneOrMore::One(ip) => vec![ip],
        OneOrMore::More(ips) => ips,
    })
}

fn external<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<External>, D::Error> {
    let texts = Vec::<String>::deserialize(source)?;
    let parse = |text: String| {
        let error = |error| de::Error::custom(format!("`{text}`: {error}"));
        text.parse().map_err(error)
    };
    texts.into_iter().map(parse).collect()
}

#[cfg(test)]
mod tests {
    use tincan_relay::node::Listen;

    use super::*;

    fn parse(arguments: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(
            ["tincan-relay"]
                .into_iter()
                .chain(arguments.split_whitespace()),
        )
    }

    #[test]
    fn the_command_line_goes_before_the_file_before_the_defaults() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("relay.toml");
        let text = "ip = '::1'\nport = 5\nexternal = ['1.1.1.1']\n[limits]\ncircuits = 9";
        fs::write(&file, text).unwrap();
        let key = directory.path().join("key");
        let arguments = format!("--key {} --config {}", key.display(), file.display());

        let config = parse(&arguments).unwrap().into_config().unwrap();
        let ips = |config: &Config| match &config.listen {
            Listen::Ports { ips, port } => (ips[0].to_string(), *port),
            other => panic!("{other:?}"),
        };
        assert_eq!(ips(&config), ("::1".into(), 5));
        assert_eq!(config.limits.circuits, 9);
        assert_eq!(config.external, ["1.1.1.1".parse().unwrap()]);

        let arguments = format!("{arguments} --port 7 --external /dns/x/tcp/1");
        let config = parse(&arguments).unwrap().into_config().unwrap();
        assert_eq!(ips(&config), ("::1".into(), 7));
        assert_eq!(config.external, ["/dns/x/tcp/1".parse().unwrap()]);

        let only_key = format!("--key {}", key.display());
        let config = parse(&only_key).unwrap().into_config().unwrap();
        assert_eq!(ips(&config), ("0.0.0.0".into(), 4001));
    }

    #[test]
    fn files_are_read_strictly() {
        for bad in [
            "prot = 1",
            "ip = 'localhost'",
            "external = ['nowhere']",
            "[limits]\nx = 1",
            "port = 70000",
        ] {
            assert!(toml::from_str::<File>(bad).is_err(), "{bad}");
        }
        assert_eq!(
            toml::from_str::<File>("ip = ['::', '0.0.0.0']")
                .unwrap()
                .ip
                .len(),
            2
        );
    }

    #[test]
    fn nonsense_is_refused() {
        for bad in [
            "--port x",
            "--ip nowhere",
            "--external nowhere",
            "--nonsense",
            "extra",
        ] {
            assert_eq!(parse(bad).unwrap_err().exit_code(), 2, "{bad}");
        }
    }
}
