//! Which path two homes come to, and how fast, for every pair of kinds of
//! homes, and how soon they are back when it changes: tables in Markdown. Prints
//! numbers beside their goals; asserts nothing. Joins over links that lose packets
//! are made when they are asked for by "lost".
//!
//! `cargo bench -p tincan-tests --bench paths -- 5 eim moves` makes 5 runs in
//! place of 20, of the rows with "eim" or "moves" in their names. Some pairs are
//! measured side by side, each in a network of its own.

#[cfg(target_os = "linux")]
mod meetings;
#[cfg(target_os = "linux")]
mod moving;
#[cfg(target_os = "linux")]
mod numbers;
#[cfg(target_os = "linux")]
mod pairs;
#[cfg(target_os = "linux")]
mod weather;

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("No network lab here: it takes Linux.");
}

/// Each way between a home and the internet, so that two homes are four of
/// these from each other and back.
#[cfg(target_os = "linux")]
const ONE_WAY: std::time::Duration = std::time::Duration::from_micros(12_500);

#[cfg(target_os = "linux")]
fn main() {
    use numbers::side_by_side;
    use pairs::{Hope, Pair};

    const RUNS: usize = 20;
    /// Networks at a time: their apps mostly wait.
    const AT_A_TIME: usize = 3;

    // Cargo adds flags of its own.
    let words = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'));
    let (numbers, names): (Vec<_>, Vec<_>) = words.partition(|word| word.parse::<usize>().is_ok());
    let runs = numbers.first().and_then(|n| n.parse().ok()).unwrap_or(RUNS);
    let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let wanted = |row: &str| {
        let row = row.to_lowercase();
        names.is_empty() || names.iter().any(|name| row.contains(name))
    };

    println!(
        "Each home one round trip of {} from the relay, two homes twice that; {runs} runs, in \
         turn with either as the host, {AT_A_TIME} networks at a time. {}\n",
        numbers::milliseconds(2 * ONE_WAY),
        load()
    );
    let mut pairs = Pair::every();
    pairs.retain(|pair| wanted(&pair.to_string()));
    if !pairs.is_empty() {
        println!(
            "| homes | join → first word: median | worst | path | connected → direct: median \
             | worst | direct at first try |"
        );
        println!("|---|---:|---:|---|---:|---:|---:|");
        let mut rows = Vec::new();
        let measure = |pair: &Pair| meetings::Row::measure(*pair, runs);
        side_by_side(&pairs, AT_A_TIME, measure, |row| {
            if let Some(row) = row.flatten() {
                println!("{row}");
                rows.push(row);
            }
        });
        println!(
            "\n† a path by TCP only, if both begin at the same moment. \
             *relayed*: nothing else can exist.\n"
        );
        meetings::summary("where a direct path can exist", &rows, Hope::Straight);
        meetings::summary("where it takes a TCP punch", &rows, Hope::TcpPunch);
    }

    let mut weathers = weather::Weather::every();
    weathers.retain(|_| names.iter().any(|name| name == "lost"));
    if !weathers.is_empty() {
        println!("{}", weather::head());
        let measure = |weather: &weather::Weather| weather::Row::measure(*weather, runs);
        side_by_side(&weathers, AT_A_TIME, measure, |row| {
            if let Some(row) = row.flatten() {
                println!("{row}");
            }
        });
    }

    let mut changes = moving::Change::ALL.to_vec();
    changes.retain(|change| wanted(&change.to_string()));
    if !changes.is_empty() {
        println!("\n{}", moving::head());
        let measure = |change: &moving::Change| moving::Row::measure(*change, runs);
        side_by_side(&changes, AT_A_TIME, measure, |row| {
            if let Some(row) = row.flatten() {
                println!("{row}");
            }
        });
    }
}

/// What else this machine is doing.
#[cfg(target_os = "linux")]
fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = load.split(' ').next().unwrap_or_default();
    format!("{cores} cores, load {load} at the start.")
}
