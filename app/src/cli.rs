//! The command line: `tincan [LINK]` and `tincan headless`.

use std::{path::PathBuf, str::FromStr};

use clap::{CommandFactory, Parser, Subcommand, error::ErrorKind};
use tincan_net::{DisplayName, InviteLink, LinkError};

use crate::{settings::RelayAddress, ui::Renderer};

/// A private room for exactly two people.
#[derive(Debug, Parser)]
#[command(name = "tincan", version)]
pub struct Cli {
    /// An invite link: its room is shown, and joined when you say so.
    #[arg(value_name = "LINK")]
    pub link: Option<GivenLink>,
    /// Draw the window by this; by the other one where it cannot.
    #[arg(long, value_enum, value_name = "RENDERER")]
    pub renderer: Option<Renderer>,
    /// What to run; the window when absent.
    #[command(subcommand)]
    pub mode: Option<Mode>,
    /// Flags of both.
    #[command(flatten)]
    pub options: Options,
}

/// A link as the system hands it over. One of ours that is damaged opens the
/// window all the same, which says what is wrong with it.
#[derive(Clone, Debug)]
pub struct GivenLink {
    /// As it was given.
    pub text: String,
    /// What it says.
    pub link: Result<InviteLink, LinkError>,
}

impl FromStr for GivenLink {
    type Err = LinkError;

    fn from_str(text: &str) -> Result<Self, LinkError> {
        match text.parse() {
            Err(LinkError::NotALink) if !text.trim_start().starts_with("tincan:") => {
                Err(LinkError::NotALink)
            }
            link => Ok(Self {
                text: text.to_owned(),
                link,
            }),
        }
    }
}

/// What to run instead of the window.
#[derive(Debug, PartialEq, Eq, Subcommand)]
pub enum Mode {
    /// Run without a window: JSON commands in, JSON events out, one a line.
    Headless,
}

/// Flags of the window and the headless mode alike.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Options {
    /// Keep settings and rooms in this directory.
    #[arg(long, global = true, value_name = "DIR")]
    pub profile: Option<PathBuf>,
    /// Use this relay, in place of those in the settings (may be repeated).
    #[arg(long = "relay", global = true, value_name = "MULTIADDR")]
    pub relays: Vec<RelayAddress>,
    /// Look for nobody on the local network.
    #[arg(long, global = true)]
    pub no_lan: bool,
    /// Show your internet address to relays only, never to the other person.
    #[arg(long, global = true)]
    pub hide_ip: bool,
    /// Be called this, for this run.
    #[arg(long, global = true, value_name = "NAME")]
    pub name: Option<DisplayName>,
}

impl Cli {
    /// The arguments of this process. A bad command line prints what is wrong
    /// with it and ends the process with exit code 2.
    pub fn from_process() -> Self {
        Self::parse_from_iter(std::env::args_os()).unwrap_or_else(|error| error.exit())
    }

    fn parse_from_iter<T>(arguments: impl IntoIterator<Item = T>) -> Result<Self, clap::Error>
    where
        T: Into<std::ffi::OsString> + Clone,
    {
        let cli = Self::try_parse_from(arguments)?;
        if cli.renderer.is_some() && cli.mode.is_some() {
            return Err(Self::command().error(
                ErrorKind::ArgumentConflict,
                "a renderer draws the window, and `tincan headless` has none",
            ));
        }
        if cli.link.is_some() && cli.mode.is_some() {
            return Err(Self::command().error(
                ErrorKind::ArgumentConflict,
                "a link is opened in the window; give it to `tincan headless` as a `join` command",
            ));
        }
        Ok(cli)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X";

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::parse_from_iter(std::iter::once("tincan").chain(line.split_whitespace()))
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn flags_go_before_or_after_the_mode() {
        let relay = format!("/ip4/203.0.113.7/udp/4001/quic-v1/p2p/{KEY}");
        let both = [
            format!("headless --profile p --relay {relay} --relay {relay} --no-lan --name Ann"),
            format!("--profile p --relay {relay} --relay {relay} --no-lan --name Ann headless"),
        ];
        for line in both {
            let cli = parse(&line).unwrap();
            assert_eq!(cli.mode, Some(Mode::Headless));
            assert_eq!(cli.options.relays.len(), 2);
            assert_eq!(cli.options.profile, Some(PathBuf::from("p")));
            assert!(cli.options.no_lan && !cli.options.hide_ip);
        }
    }

    #[test]
    fn a_link_opens_the_window() {
        let link = format!(
            "tincan://join/{KEY}?via=/ip4/203.0.113.7/tcp/4001/p2p/{KEY}/p2p-circuit#AAECAwQFBgcICQoLDA0ODw"
        );
        let cli = parse(&link).unwrap();
        assert!(cli.link.is_some() && cli.mode.is_none());
        assert!(parse("").unwrap().link.is_none());
        // The window says what is wrong with a damaged one.
        let damaged = parse("tincan://join/x").unwrap().link.unwrap();
        assert_eq!(damaged.link, Err(LinkError::CutOff));
        assert_eq!(
            parse(&format!("{link} headless")).unwrap_err().exit_code(),
            2
        );
    }

    #[test]
    fn a_window_is_drawn_by_what_is_said() {
        assert_eq!(parse("").unwrap().renderer, None);
        let cli = parse("--renderer wgpu").unwrap();
        assert_eq!(cli.renderer, Some(Renderer::Wgpu));
        let cli = parse("--renderer gl").unwrap();
        assert_eq!(cli.renderer, Some(Renderer::Gl));
        let error = parse("--renderer wgpu headless").unwrap_err();
        assert_eq!(error.exit_code(), 2);
    }

    #[test]
    fn a_bad_command_line_says_what_is_wrong() {
        let cases = [
            ("https://example.org", "tincan://join/"),
            ("headless --relay 127.0.0.1:4001", "/p2p/"),
            ("headless --relay /ip4/127.0.0.1/tcp/4001", "/p2p/"),
            ("headless --name \u{200B}", "letter"),
            ("headless --frobnicate", "--frobnicate"),
            ("headless --profile", "--profile"),
        ];
        for (line, hint) in cases {
            let error = parse(line).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{line}");
            assert!(error.to_string().contains(hint), "{line}: {error}");
        }
    }
}
