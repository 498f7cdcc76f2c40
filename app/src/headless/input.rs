//! Lines from standard input, each of a bounded length.

use std::{
    io::{self, BufRead},
    thread,
};

use tokio::sync::mpsc;

/// Longest line that is looked at, in bytes.
const MAX_LINE_BYTES: usize = 256 * 1024;

/// Lines read ahead of those that are carried out.
const LINES_AHEAD: usize = 16;

/// One line of input.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum InputLine {
    /// Without its end.
    Whole(Vec<u8>),
    /// Longer than we look at; skipped.
    TooLong,
}

/// Reads lines on a thread of its own; the channel closes at the end of input.
/// The thread may outlive everything else: a blocked read cannot be called off.
pub(super) fn start(
    mut from: impl BufRead + Send + 'static,
) -> io::Result<mpsc::Receiver<InputLine>> {
    let (lines, out) = mpsc::channel(LINES_AHEAD);
    thread::Builder::new()
        .name("stdin".to_owned())
        .spawn(move || {
            loop {
                match next_line(&mut from, MAX_LINE_BYTES) {
                    Ok(Some(line)) => {
                        if lines.blocking_send(line).is_err() {
                            return;
                        }
                    }
                    Ok(None) => return,
                    Err(error) => {
                        tracing::warn!("standard input cannot be read: {error}");
                        return;
                    }
                }
            }
        })?;
    Ok(out)
}

/// The next line, never holding more than `max` bytes of it; `None` at the end.
fn next_line(from: &mut impl BufRead, max: usize) -> io::Result<Option<InputLine>> {
    let mut line = Vec::new();
    let mut begun = false;
    let mut fits = true;
    loop {
        let chunk = match from.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let part = &chunk[..end.unwrap_or(chunk.len())];
        fits &= line.len() + part.len() <= max;
        if fits {
            line.extend_from_slice(part);
        }
        let at_end_of_input = chunk.is_empty();
        begun |= !at_end_of_input;
        let used = part.len() + usize::from(end.is_some());
        from.consume(used);
        if end.is_some() || at_end_of_input {
            return Ok(begun.then_some(if fits {
                InputLine::Whole(line)
            } else {
                InputLine::TooLong
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    fn lines(input: &[u8], max: usize, chunk: usize) -> Vec<InputLine> {
        let mut from = BufReader::with_capacity(chunk, input);
        std::iter::from_fn(|| next_line(&mut from, max).unwrap()).collect()
    }

    fn whole(text: &str) -> InputLine {
        InputLine::Whole(text.as_bytes().to_vec())
    }

    #[test]
    fn lines_end_at_newlines_and_at_the_end() {
        for chunk in [1, 2, 3, 100] {
            assert_eq!(
                lines(b"ab\n\ncd", 10, chunk),
                [whole("ab"), whole(""), whole("cd")]
            );
            assert_eq!(lines(b"", 10, chunk), []);
            assert_eq!(
                lines(b"abc\nabcd\nx\n", 3, chunk),
                [whole("abc"), InputLine::TooLong, whole("x")]
            );
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_but_what_is_too_long(
            parts in prop::collection::vec("[a-z]{0,12}", 0..10),
            chunk in 1usize..20,
        ) {
            let input: String = parts.iter().map(|part| format!("{part}\n")).collect();
            let expected: Vec<InputLine> = parts
                .iter()
                .map(|part| if part.len() <= 8 { whole(part) } else { InputLine::TooLong })
                .collect();
            prop_assert_eq!(lines(input.as_bytes(), 8, chunk), expected);
        }
    }
}
