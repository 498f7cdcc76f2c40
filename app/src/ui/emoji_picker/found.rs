//! Emoji in rows, and where keys lead among them. Pure.

use std::collections::VecDeque;

use emojis::{Emoji, Group, SkinTone};

use crate::ui::{
    emoji,
    words::{Word, talk},
};

/// A step by an arrow key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    Left,
    Right,
    Up,
    Down,
}

/// A row: a title, or cells.
#[derive(Clone, Copy, Debug)]
enum Row {
    Title(Word, Option<Group>),
    /// From this emoji to before that one.
    Cells(usize, usize),
}

/// All that is shown, in rows.
#[derive(Debug, Default)]
pub(super) struct Grid {
    emoji: Vec<&'static str>,
    rows: Vec<Row>,
}

impl Grid {
    /// What is called like `query`; without one everything, by groups.
    pub(super) fn of(
        query: &str,
        tone: SkinTone,
        recent: &VecDeque<&'static str>,
        columns: usize,
    ) -> Self {
        let mut grid = Self::default();
        if !query.is_empty() {
            grid.add(
                search(query).into_iter().map(|one| toned(one, tone)),
                columns,
            );
            return grid;
        }
        if !recent.is_empty() {
            grid.rows.push(Row::Title(talk::recent, None));
            grid.add(recent.iter().copied(), columns);
        }
        for (group, _, name) in super::GROUPS {
            grid.rows.push(Row::Title(name, Some(group)));
            let all = group.emojis().filter(|one| has_picture(one));
            grid.add(all.map(|one| toned(one, tone)), columns);
        }
        grid
    }

    fn add(&mut self, emoji: impl Iterator<Item = &'static str>, columns: usize) {
        let first = self.emoji.len();
        self.emoji.extend(emoji);
        let end = self.emoji.len();
        let rows = (first..end).step_by(columns);
        self.rows
            .extend(rows.map(|from| Row::Cells(from, (from + columns).min(end))));
    }

    pub(super) fn len(&self) -> usize {
        self.emoji.len()
    }

    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn title(&self, row: usize) -> Option<&'static str> {
        match self.rows.get(row) {
            Some(Row::Title(title, _)) => Some(title()),
            _ => None,
        }
    }

    /// The cells of a row, by their numbers.
    pub(super) fn cells(&self, row: usize) -> impl Iterator<Item = (usize, &'static str)> {
        let (from, to) = match self.rows.get(row) {
            Some(Row::Cells(from, to)) => (*from, *to),
            _ => (0, 0),
        };
        (from..to).filter_map(|at| Some((at, self.emoji(at)?)))
    }

    pub(super) fn emoji(&self, at: usize) -> Option<&'static str> {
        self.emoji.get(at).copied()
    }

    /// The row that the `at`th cell is in.
    pub(super) fn row_of(&self, at: usize) -> usize {
        let holds = |row: &Row| matches!(row, Row::Cells(from, to) if (*from..*to).contains(&at));
        self.rows.iter().position(holds).unwrap_or(0)
    }

    pub(super) fn row_of_group(&self, group: Group) -> Option<usize> {
        let begins = |row: &Row| matches!(row, Row::Title(_, Some(of)) if *of == group);
        self.rows.iter().position(begins)
    }

    /// Where `to` leads; from nowhere into the first cell.
    pub(super) fn step(&self, at: Option<usize>, to: Move) -> Option<usize> {
        let last = self.len().checked_sub(1)?;
        let Some(at) = at else {
            return (to == Move::Down).then_some(0);
        };
        let row = self.row_of(at);
        let column = match self.rows.get(row) {
            Some(Row::Cells(from, _)) => at - from,
            _ => 0,
        };
        let into = |row: &Row| match row {
            Row::Cells(from, to) => Some((from + column).min(to - 1)),
            Row::Title(..) => None,
        };
        Some(match to {
            Move::Left => at.saturating_sub(1),
            Move::Right => (at + 1).min(last),
            Move::Up => return self.rows.get(..row)?.iter().rev().find_map(into),
            Move::Down => {
                let below = self.rows.get(row + 1..)?;
                below.iter().find_map(into).unwrap_or(at)
            }
        })
    }
}

fn has_picture(one: &Emoji) -> bool {
    emoji::known(one.as_str()).is_some()
}

fn toned(one: &'static Emoji, tone: SkinTone) -> &'static str {
    one.with_skin_tone(tone).unwrap_or(one).as_str()
}

/// What is called like all words of `query`, the nearest first.
fn search(query: &str) -> Vec<&'static Emoji> {
    let query = query.to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let mut found: Vec<(u8, &'static Emoji)> = emojis::iter()
        .filter(|one| has_picture(one))
        .filter_map(|one| Some((far(one, &query, &words)?, one)))
        .collect();
    // Stable: as Unicode orders them.
    found.sort_by_key(|(far, _)| *far);
    found.into_iter().map(|(_, one)| one).collect()
}

/// How far a name is from what is looked for; nothing when it is another.
fn far(one: &Emoji, query: &str, words: &[&str]) -> Option<u8> {
    let name = one.name();
    let codes = || one.shortcodes().map(|code| code.replace('_', " "));
    if one.as_str() == query {
        return Some(0);
    }
    if name == query || codes().any(|code| code == query) {
        return Some(1);
    }
    let begins = |text: &str, word: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|part| part.starts_with(word))
    };
    if words.iter().all(|word| begins(name, word)) {
        return Some(if name.starts_with(query) { 2 } else { 3 });
    }
    if codes().any(|code| words.iter().all(|word| begins(&code, word))) {
        return Some(4);
    }
    words.iter().all(|word| name.contains(word)).then_some(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(query: &str) -> Grid {
        Grid::of(query, SkinTone::Default, &VecDeque::new(), 8)
    }

    #[test]
    fn emoji_are_found_by_what_they_are_called() {
        let first = |query: &str| grid(query).emoji(0);
        assert_eq!(first("thumbs up"), Some("👍"));
        assert_eq!(first("octopus"), Some("🐙"));
        assert_eq!(first("+1"), Some("👍"));
        assert_eq!(first("RED HEART"), Some("❤️"));
        assert_eq!(first("🎉"), Some("🎉"));
        assert_eq!(first("no such thing"), None);
        let dark = Grid::of("thumbs up", SkinTone::Dark, &VecDeque::new(), 8);
        assert_eq!(dark.emoji(0), Some("👍🏿"));
    }

    #[test]
    fn every_cell_is_in_a_row_and_keys_pass_over_titles() {
        let recent = VecDeque::from(["🎉", "👍"]);
        let grid = Grid::of("", SkinTone::Default, &recent, 8);
        assert!(grid.len() > 1_800, "{}", grid.len());
        let cells: usize = (0..grid.rows()).map(|row| grid.cells(row).count()).sum();
        assert_eq!(cells, grid.len());
        assert_eq!(grid.title(0), Some(talk::recent()));
        assert_eq!(grid.step(None, Move::Down), Some(0));
        assert_eq!(grid.step(Some(1), Move::Down), Some(3), "below the second");
        assert_eq!(grid.step(Some(9), Move::Up), Some(1), "the row is short");
        assert_eq!(grid.step(Some(0), Move::Up), None, "back to the field");
        assert_eq!(grid.step(Some(1), Move::Right), Some(2));
        let last = grid.len() - 1;
        assert_eq!(grid.step(Some(last), Move::Down), Some(last));
        assert!(grid.row_of_group(Group::Flags).is_some());
    }
}
