//! The `tincan` command: the window, or `tincan headless`.

use std::process::ExitCode;

use tincan::{
    cli::{Cli, Mode, Options},
    headless, logging,
    settings::{Settings, Store},
    start::Network,
};

fn main() -> ExitCode {
    let cli = Cli::from_process();
    logging::start();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tincan: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), Box<dyn std::error::Error>> {
    let (_store, settings) = open_settings(&cli.options)?;
    let (network, client, events) = Network::start(&cli.options, &settings)?;
    let result = match cli.mode {
        Some(Mode::Headless) => network.handle().block_on(headless::run(client, events)),
        None => return Err("The window is not built yet. Use `tincan headless`.".into()),
    };
    network.end();
    Ok(result?)
}

fn open_settings(options: &Options) -> Result<(Store, Settings), Box<dyn std::error::Error>> {
    let mut store = Store::new(options.profile.as_deref())?;
    let (settings, problem) = store.load();
    if let Some(problem) = problem {
        eprintln!("tincan: {problem}");
    }
    Ok((store, settings))
}
