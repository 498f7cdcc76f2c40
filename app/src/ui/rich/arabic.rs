//! Arabic letters join. egui joins those of a word by their font, but then
//! counts more letters than there are, so each is set by itself, in the form
//! that it has beside its neighbours (Unicode's Arabic Presentation Forms).

/// Stands for a letter that has become part of the one before.
pub(super) const TAKEN: char = '\u{FFFF}';

/// A letter and its forms.
struct Forms {
    letter: char,
    /// Isolated; final, initial and medial follow it where there are any.
    first: u32,
    /// Joins only what is before it.
    right_only: bool,
}

const fn both(letter: char, first: u32) -> Forms {
    Forms {
        letter,
        first,
        right_only: false,
    }
}

const fn right(letter: char, first: u32) -> Forms {
    Forms {
        letter,
        first,
        right_only: true,
    }
}

/// The letters of Arabic, Persian and Urdu, from the Unicode Character Database
/// (ArabicShaping.txt and the decompositions of FB50 to FDFF and FE70 to FEFC).
const FORMS: [Forms; 47] = [
    right('آ', 0xFE81),
    right('أ', 0xFE83),
    right('ؤ', 0xFE85),
    right('إ', 0xFE87),
    both('ئ', 0xFE89),
    right('ا', 0xFE8D),
    both('ب', 0xFE8F),
    right('ة', 0xFE93),
    both('ت', 0xFE95),
    both('ث', 0xFE99),
    both('ج', 0xFE9D),
    both('ح', 0xFEA1),
    both('خ', 0xFEA5),
    right('د', 0xFEA9),
    right('ذ', 0xFEAB),
    right('ر', 0xFEAD),
    right('ز', 0xFEAF),
    both('س', 0xFEB1),
    both('ش', 0xFEB5),
    both('ص', 0xFEB9),
    both('ض', 0xFEBD),
    both('ط', 0xFEC1),
    both('ظ', 0xFEC5),
    both('ع', 0xFEC9),
    both('غ', 0xFECD),
    both('ف', 0xFED1),
    both('ق', 0xFED5),
    both('ك', 0xFED9),
    both('ل', 0xFEDD),
    both('م', 0xFEE1),
    both('ن', 0xFEE5),
    both('ه', 0xFEE9),
    right('و', 0xFEED),
    right('ى', 0xFEEF),
    both('ي', 0xFEF1),
    both('ٹ', 0xFB66),
    both('پ', 0xFB56),
    both('چ', 0xFB7A),
    right('ڈ', 0xFB88),
    right('ڑ', 0xFB8C),
    right('ژ', 0xFB8A),
    both('ک', 0xFB8E),
    both('گ', 0xFB92),
    right('ں', 0xFB9E),
    both('ہ', 0xFBA6),
    both('ھ', 0xFBAA),
    both('ی', 0xFBFC),
];

/// Lam with an alef after it, isolated; the final form follows it.
const LAM_ALEF: [(char, u32); 4] = [('آ', 0xFEF5), ('أ', 0xFEF7), ('إ', 0xFEF9), ('ا', 0xFEFB)];

const TATWEEL: char = 'ـ';
const JOINER: char = '\u{200D}';

/// The letters of `text` in their forms, as many as there are.
pub(super) fn shape(text: &str) -> Vec<char> {
    let letters: Vec<char> = text.chars().collect();
    let mut shaped = letters.clone();
    let mut before: Option<char> = None;
    for at in 0..letters.len() {
        let letter = letters[at];
        if is_mark(letter) {
            continue; // Marks stand on what joins below them.
        }
        let joins_before = before.is_some_and(joins_next) && joins_previous(letter);
        let after = letters[at + 1..].iter().position(|&c| !is_mark(c));
        let after = after.map(|skipped| at + 1 + skipped);
        let next = after.and_then(|at| letters.get(at)).copied();
        before = Some(letter);
        if letter == 'ل'
            && after == Some(at + 1)
            && let Some(&(_, first)) = LAM_ALEF.iter().find(|(alef, _)| Some(*alef) == next)
        {
            shaped[at] = form(first, usize::from(joins_before));
            shaped[at + 1] = TAKEN;
            continue;
        }
        if shaped[at] == TAKEN {
            continue;
        }
        let Some(forms) = forms_of(letter) else {
            continue;
        };
        let joins_after = !forms.right_only && next.is_some_and(joins_previous);
        let offset = match (joins_before, joins_after) {
            (false, false) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (true, true) => 3,
        };
        shaped[at] = form(forms.first, offset);
    }
    shaped
}

fn form(first: u32, offset: usize) -> char {
    char::from_u32(first + offset as u32).unwrap_or(' ')
}

fn forms_of(letter: char) -> Option<&'static Forms> {
    FORMS.iter().find(|forms| forms.letter == letter)
}

fn joins_next(letter: char) -> bool {
    matches!(letter, TATWEEL | JOINER) || forms_of(letter).is_some_and(|forms| !forms.right_only)
}

fn joins_previous(letter: char) -> bool {
    matches!(letter, TATWEEL | JOINER) || forms_of(letter).is_some()
}

/// Vowels and the like, above or below a letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}' | '\u{06E7}' | '\u{06E8}'
        | '\u{06EA}'..='\u{06ED}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shaped(text: &str) -> String {
        shape(text).into_iter().filter(|&c| c != TAKEN).collect()
    }

    #[test]
    fn letters_take_the_form_that_their_place_asks_for() {
        // seen (initial), lam-alef (final), meem (isolated, after an alef).
        assert_eq!(shaped("سلام"), "\u{FEB3}\u{FEFC}\u{FEE1}");
        // meem, reh, hah, beh, alef: reh does not join what follows.
        assert_eq!(shaped("مرحبا"), "\u{FEE3}\u{FEAE}\u{FEA3}\u{FE92}\u{FE8E}");
        // A mark between two letters does not part them.
        assert_eq!(shaped("بَب"), "\u{FE91}\u{064E}\u{FE90}");
        // What must not join is kept apart.
        assert_eq!(shaped("می\u{200C}خ"), "\u{FEE3}\u{FBFD}\u{200C}\u{FEA5}");
        assert_eq!(shaped("hello, שלום"), "hello, שלום");
    }

    #[test]
    fn there_are_as_many_letters_as_before() {
        for text in ["لا", "الله لا", "ل", "", "abلاcd"] {
            assert_eq!(shape(text).len(), text.chars().count());
        }
    }
}
