//! Pictures of a monitor that stands on its side or on its head, or of a mirror: some
//! desktops hand them out as they lie in its memory, and say how they were turned.

/// What was done to a picture: mirrored about its upright axis, or not, and then
/// turned by quarters of a circle against the clock.
/// <https://docs.pipewire.org/group__spa__buffer.html> (`spa_meta_videotransform`)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    mirrored: bool,
    /// 0 to 3.
    quarters: u8,
}

/// Where the next point comes from: bytes on from one to the right of it, and to the
/// one below, both in the picture that comes of it.
#[derive(Clone, Copy)]
struct Step {
    first: usize,
    right: isize,
    down: isize,
}

impl Turn {
    /// As it is to be seen.
    pub(super) const NONE: Self = Self {
        mirrored: false,
        quarters: 0,
    };

    /// By the number that PipeWire has for it; what it has none for is taken to be as
    /// it is to be seen.
    pub(super) fn said(number: u32) -> Self {
        match u8::try_from(number) {
            Ok(number @ 0..8) => Self {
                mirrored: number >= 4,
                quarters: number % 4,
            },
            _ => Self::NONE,
        }
    }

    /// The picture of 4 bytes a point in `memory`, from its first byte to its last,
    /// whose rows are `stride` bytes apart, as it is to be seen, and its width and
    /// height. None when the memory does not hold all of it.
    pub(super) fn undone(
        self,
        memory: &[u8],
        (width, height): (u32, u32),
        stride: usize,
    ) -> Option<(Vec<u8>, u32, u32)> {
        let row = width as usize * 4;
        let mut bytes = Vec::with_capacity(row * height as usize);
        if self == Self::NONE {
            for line in memory.chunks(stride) {
                bytes.extend_from_slice(line.get(..row)?);
            }
            return Some((bytes, width, height));
        }
        let (wide, high) = match self.quarters % 2 {
            0 => (width, height),
            _ => (height, width),
        };
        let Step { first, right, down } = self.step((width, height), stride)?;
        let mut line = first;
        for _ in 0..high {
            let mut at = line;
            for _ in 0..wide {
                bytes.extend_from_slice(memory.get(at..)?.first_chunk::<4>()?);
                // One step too far is taken at the end, and nothing is read there.
                at = at.wrapping_add_signed(right);
            }
            line = line.wrapping_add_signed(down);
        }
        Some((bytes, wide, high))
    }

    /// How to go through it, so that what was done is undone: turned back with the
    /// clock, then mirrored back.
    fn step(self, (width, height): (u32, u32), stride: usize) -> Option<Step> {
        let (point, row) = (4, isize::try_from(stride).ok()?);
        let last = (width as usize).checked_sub(1)? * 4;
        let lowest = (height as usize).checked_sub(1)? * stride;
        let (first, right, down) = match self.quarters {
            0 => (0, point, row),
            1 => (lowest, -row, point),
            2 => (lowest + last, -point, -row),
            _ => (last, row, -point),
        };
        if !self.mirrored {
            return Some(Step { first, right, down });
        }
        // From the other end of each row.
        let across = match self.quarters % 2 {
            0 => last,
            _ => lowest,
        };
        Some(Step {
            first: match right < 0 {
                true => first - across,
                false => first + across,
            },
            right: -right,
            down,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A picture in rows, of points that are told apart by one number.
    type Grid = Vec<Vec<u8>>;

    /// What the words about it say, word by word.
    fn done(turn: Turn, grid: &Grid) -> Grid {
        let mut grid = grid.clone();
        if turn.mirrored {
            grid.iter_mut().for_each(|row| row.reverse());
        }
        for _ in 0..turn.quarters {
            // Against the clock: what was at the right edge is the upper row.
            let columns = (0..grid[0].len()).rev();
            let column = |at: usize| grid.iter().map(|row| row[at]).collect();
            grid = columns.map(column).collect();
        }
        grid
    }

    /// In memory, with so many bytes between its rows.
    fn memory(grid: &Grid, between: usize) -> (Vec<u8>, (u32, u32), usize) {
        let row = |row: &Vec<u8>| {
            let mut bytes = row.iter().flat_map(|point| [*point; 4]).collect::<Vec<_>>();
            bytes.extend(vec![255; between]);
            bytes
        };
        let mut bytes: Vec<u8> = grid.iter().flat_map(row).collect();
        bytes.truncate(bytes.len() - between);
        let size = (grid[0].len() as u32, grid.len() as u32);
        (bytes, size, grid[0].len() * 4 + between)
    }

    fn rows(bytes: &[u8], width: u32) -> Grid {
        let points: Vec<u8> = bytes.iter().step_by(4).copied().collect();
        points.chunks(width as usize).map(<[u8]>::to_vec).collect()
    }

    #[test]
    fn what_was_turned_is_turned_back() {
        let upright = vec![vec![10, 20], vec![30, 40], vec![50, 60]];
        // A quarter against the clock: its right side is above.
        let quarter = vec![vec![20, 40, 60], vec![10, 30, 50]];
        assert_eq!(done(Turn::said(1), &upright), quarter);
        let (bytes, size, stride) = memory(&quarter, 0);
        let (seen, width, height) = Turn::said(1).undone(&bytes, size, stride).unwrap();
        assert_eq!((width, height), (2, 3));
        assert_eq!(rows(&seen, width), upright);
        for unknown in [8, 9, u32::MAX] {
            assert_eq!(Turn::said(unknown), Turn::NONE);
        }
    }

    proptest! {
        #[test]
        fn whatever_was_done_is_undone(
            number in 0..8_u32,
            (width, height) in (1..9_usize, 1..9_usize),
            between in 0..9_usize,
        ) {
            let point = |at: usize| at as u8;
            let upright: Grid = (0..height)
                .map(|y| (0..width).map(|x| point(y * width + x)).collect())
                .collect();
            let turn = Turn::said(number);
            let (bytes, size, stride) = memory(&done(turn, &upright), between);
            let (seen, wide, high) = turn.undone(&bytes, size, stride).unwrap();
            prop_assert_eq!((wide as usize, high as usize), (width, height));
            prop_assert_eq!(rows(&seen, wide), upright);
            // One byte less is not all of it.
            prop_assert_eq!(turn.undone(&bytes[..bytes.len() - 1], size, stride), None);
        }
    }
}
