//! Which namespaces are nameplates.

use super::namespace::Namespace;

/// What precedes the digits of a nameplate.
const NAMEPLATES: &str = "tincan/1/";

/// How a namespace is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `tincan/1/` and 2 or 3 digits: one peer's at a time.
    Nameplate,
    /// Anybody's.
    Shared,
}

/// None for what is neither: other names that begin as nameplates do.
pub(super) fn kind(namespace: &Namespace) -> Option<Kind> {
    let Some(digits) = namespace.as_str().strip_prefix(NAMEPLATES) else {
        return Some(Kind::Shared);
    };
    let valid = matches!(digits.len(), 2 | 3) && digits.bytes().all(|digit| digit.is_ascii_digit());
    valid.then_some(Kind::Nameplate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nameplates_have_two_or_three_digits() {
        let kind = |text: &str| kind(&text.parse().unwrap());
        assert_eq!(kind("tincan/1/00"), Some(Kind::Nameplate));
        assert_eq!(kind("tincan/1/123"), Some(Kind::Nameplate));
        for bad in ["", "1", "1234", "1x", "٤٧", " 12", "12/"] {
            assert_eq!(kind(&format!("tincan/1/{bad}")), None, "{bad}");
        }
        for shared in ["tincan/1", "tincan/2/12", "elsewhere"] {
            assert_eq!(kind(shared), Some(Kind::Shared));
        }
    }
}
