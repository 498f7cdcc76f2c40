//! The `tincan` command: the window, or `tincan headless`.

use std::process::ExitCode;

use tincan::{
    cli::{Cli, Mode},
    gifs::Library,
    headless, logging,
    settings::Store,
    start::Network,
    window,
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
    let mut store = Store::new(cli.options.profile.as_deref())?;
    let (settings, problem) = store.load();
    if let Some(problem) = problem {
        eprintln!("tincan: {problem}");
    }
    let (network, client, events) = Network::start(&cli.options, &settings)?;
    let result = match cli.mode {
        Some(Mode::Headless) => {
            let library = Library::new(settings.giphy_key, settings.gif_rating);
            let running = headless::run(client, events, library);
            network.handle().block_on(running).map_err(Into::into)
        }
        None => window::run(cli, store, settings, &network, client, events),
    };
    network.end();
    result
}
