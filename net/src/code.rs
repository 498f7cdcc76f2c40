//! Room codes: five (or six) digits that two people can say aloud.
//!
//! The digits before the last three are the *nameplate*, which is public and
//! says where to meet; the last three are the *secret*, which proves the
//! invitation. Leading zeros are digits like any other.

use std::{fmt, str::FromStr};

use rand::Rng;
use zeroize::Zeroize;

/// Digits of the secret part of every code.
pub const SECRET_DIGITS: usize = 3;

/// Where two people meet: the public digits of a code, two of them while the
/// network is small and three when all of those are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Nameplate {
    size: NameplateSize,
    value: u16,
}

/// How many digits a nameplate has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameplateSize {
    /// 100 nameplates, five-digit codes.
    Two,
    /// 1,000 nameplates, six-digit codes.
    Three,
}

impl NameplateSize {
    /// How many nameplates of this size there are.
    pub const fn count(self) -> u16 {
        match self {
            Self::Two => 100,
            Self::Three => 1000,
        }
    }
}

impl Nameplate {
    /// The nameplate numbered `value` among those of `size`, or `None` when
    /// there are not that many.
    pub fn new(size: NameplateSize, value: u16) -> Option<Self> {
        (value < size.count()).then_some(Self { size, value })
    }

    /// How many digits it has.
    pub fn size(self) -> NameplateSize {
        self.size
    }

    /// Its number among the nameplates of its size.
    pub fn value(self) -> u16 {
        self.value
    }

    /// The rendezvous namespace of this nameplate: all that a meeting point
    /// learns of a code.
    pub fn namespace(self) -> String {
        format!("tincan/1/{self}")
    }
}

impl fmt::Display for Nameplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.size {
            NameplateSize::Two => write!(f, "{:02}", self.value),
            NameplateSize::Three => write!(f, "{:03}", self.value),
        }
    }
}

/// A whole room code. `Display` gives digits only (`47213`), [`RoomCode::spaced`]
/// the written form (`47 213`), `Debug` hides the secret.
#[derive(Clone, PartialEq, Eq)]
pub struct RoomCode {
    nameplate: Nameplate,
    secret: u16,
}

impl RoomCode {
    /// A code at `nameplate` with a random secret.
    pub fn random(nameplate: Nameplate, rng: &mut impl Rng) -> Self {
        Self {
            nameplate,
            secret: rng.gen_range(0..1000),
        }
    }

    /// The public digits.
    pub fn nameplate(&self) -> Nameplate {
        self.nameplate
    }

    /// The way people write it: nameplate, a space, the last three digits.
    pub fn spaced(&self) -> String {
        format!("{} {:03}", self.nameplate, self.secret)
    }
}

impl fmt::Display for RoomCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:03}", self.nameplate, self.secret)
    }
}

impl fmt::Debug for RoomCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RoomCode({} ···)", self.nameplate)
    }
}

impl Drop for RoomCode {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

/// Why a text is not a room code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing but spaces.
    #[error("Type the five digits you were given.")]
    Empty,
    /// Something other than a digit, a space or a hyphen.
    #[error("A code has digits only.")]
    NotADigit,
    /// Too few or too many digits.
    #[error("A code has five digits, sometimes six. This has {0}.")]
    Length(usize),
}

impl FromStr for RoomCode {
    type Err = CodeError;

    /// Spaces and hyphens anywhere are ignored, since people write them.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let mut digits = [0u8; 6];
        let mut count = 0;
        for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let digit = c.to_digit(10).ok_or(CodeError::NotADigit)?;
            if let Some(slot) = digits.get_mut(count) {
                *slot = digit as u8;
            }
            count += 1;
        }
        let (size, plate_digits) = match count {
            0 => return Err(CodeError::Empty),
            5 => (NameplateSize::Two, 2),
            6 => (NameplateSize::Three, 3),
            n => return Err(CodeError::Length(n)),
        };
        let number = |digits: &[u8]| digits.iter().fold(0u16, |n, d| n * 10 + u16::from(*d));
        let nameplate = Nameplate {
            size,
            value: number(&digits[..plate_digits]),
        };
        let secret = number(&digits[plate_digits..count]);
        Ok(Self { nameplate, secret })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn people_write_codes_in_many_ways() {
        for text in ["47213", "47 213", " 4 7 2-1 3 ", "47-213"] {
            let code: RoomCode = text.parse().unwrap();
            assert_eq!(code.to_string(), "47213");
            assert_eq!(code.spaced(), "47 213");
            assert_eq!(code.nameplate().namespace(), "tincan/1/47");
        }
    }

    #[test]
    fn leading_zeros_are_digits() {
        let code: RoomCode = "00007".parse().unwrap();
        assert_eq!(code.to_string(), "00007");
        assert_eq!(code.nameplate().to_string(), "00");
        let code: RoomCode = "000007".parse().unwrap();
        assert_eq!(code.nameplate().namespace(), "tincan/1/000");
        assert_eq!(code.spaced(), "000 007");
    }

    #[test]
    fn wrong_codes_say_what_is_wrong() {
        assert_eq!("  ".parse::<RoomCode>(), Err(CodeError::Empty));
        assert_eq!("4721".parse::<RoomCode>(), Err(CodeError::Length(4)));
        assert_eq!("4721345".parse::<RoomCode>(), Err(CodeError::Length(7)));
        assert_eq!("47a13".parse::<RoomCode>(), Err(CodeError::NotADigit));
        assert_eq!("٤٧٢١٣".parse::<RoomCode>(), Err(CodeError::NotADigit));
    }

    #[test]
    fn debug_hides_the_secret() {
        let code: RoomCode = "47213".parse().unwrap();
        assert!(!format!("{code:?}").contains("213"));
    }

    proptest! {
        #[test]
        fn any_text_parses_or_says_why(text in ".{0,64}") {
            if let Ok(code) = text.parse::<RoomCode>() {
                prop_assert_eq!(code.to_string().parse::<RoomCode>().unwrap(), code);
            }
        }

        #[test]
        fn every_code_survives_printing(three: bool, plate in 0u16..1000, seed: u64) {
            use rand::SeedableRng;
            let size = if three { NameplateSize::Three } else { NameplateSize::Two };
            let plate = Nameplate::new(size, plate % size.count()).unwrap();
            let code = RoomCode::random(plate, &mut rand::rngs::StdRng::seed_from_u64(seed));
            prop_assert_eq!(&code.to_string().parse::<RoomCode>().unwrap(), &code);
            prop_assert_eq!(&code.spaced().parse::<RoomCode>().unwrap(), &code);
        }
    }
}
