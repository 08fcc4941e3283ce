use proptest::prelude::*;

use super::{ALL, Pattern};

/// Forms that no parameter has today: with characters on both sides of the end of ASCII, or on one alone.
const OTHERS: [Pattern; 5] = [
    Pattern::new("[~-\u{82}]{1,3}", &[('~', '\u{82}')], 1, 3),
    Pattern::new("[a-ż]{2}", &[('a', 'ż')], 2, 2),
    Pattern::new("[0-9😀-😎]{0,4}", &[('0', '9'), ('😀', '😎')], 0, 4),
    Pattern::new("[币]{1,2}", &[('币', '币')], 1, 2),
    Pattern::new(".{0,3}", &[('\0', char::MAX)], 0, 3),
];

fn every_pattern() -> impl Iterator<Item = Pattern> {
    let parameters = ALL.iter().flat_map(|operation| operation.parameters);
    parameters.filter_map(|parameter| parameter.pattern).chain(OTHERS)
}

/// Whether a text has a form, character by character.
fn naive(pattern: &Pattern, text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let is_allowed =
        |character: &char| pattern.ranges.iter().any(|(first, last)| first <= character && character <= last);
    pattern.least <= characters.len() && characters.len() <= pattern.most && characters.iter().all(is_allowed)
}

#[test]
fn every_character_of_two_bytes_is_allowed_as_the_ranges_say() {
    for pattern in every_pattern() {
        for character in '\0'..='\u{7ff}' {
            for text in [character.to_string(), format!("a{character}"), format!("{character}é")] {
                assert_eq!(pattern.matches(&text), naive(&pattern, &text), "{} {text:?}", pattern.text);
            }
        }
    }
}

#[test]
fn a_length_is_counted_in_characters_to_the_last_one_allowed() {
    for pattern in every_pattern() {
        let (first, _) = pattern.ranges[0];
        for length in pattern.least.saturating_sub(1)..=pattern.most + 1 {
            let text = first.to_string().repeat(length);
            assert_eq!(pattern.matches(&text), naive(&pattern, &text), "{} {text:?}", pattern.text);
        }
    }
}

proptest! {
    #[test]
    fn a_form_is_matched_as_one_character_after_the_other_would_be(
        text in prop_oneof![
            "[.A-Z:/a-z0-9_-]{0,38}",
            "[.A-Z:/a-z0-9_-]{30,36}[@é币😀\u{80}\u{7f} ]?",
            "[~\u{7f}-\u{82}a-ż币😀0-9]{0,5}",
            any::<String>(),
        ],
    ) {
        for pattern in every_pattern() {
            prop_assert_eq!(pattern.matches(&text), naive(&pattern, &text), "{} {:?}", pattern.text, text);
        }
    }
}
