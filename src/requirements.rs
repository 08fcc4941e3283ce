//! What a request must have beside its required parameters, checked before it is sent.

use std::time::Duration;

use crate::operations::{Need, Requirement};

/// The first requirement that is not kept: the parameter that it is about, and what is wrong.
///
/// `present` tells which parameters are given, a bit for each by its place, and `given` the value of one, in the form in
/// which it is sent.
pub(crate) fn broken<'a>(
    requirements: &'static [Requirement],
    present: u64,
    given: impl Fn(&str) -> Option<&'a str>,
) -> Option<(&'static str, String)> {
    requirements.iter().filter(|requirement| may_be_broken(requirement, present)).find_map(|requirement| {
        let applies = requirement.when.is_none_or(|(name, value)| given(name) == Some(value));
        let (name, problem) = applies.then(|| missed(&requirement.need, &given)).flatten()?;
        let when = requirement.when.map(|(name, value)| format!(" where `{name}` is {value}"));
        Some((name, problem + &when.unwrap_or_default()))
    })
}

/// Whether a look at the values is needed: which parameters are given settles most requirements.
fn may_be_broken(Requirement { need, with, about, .. }: &Requirement, present: u64) -> bool {
    let given = present & about;
    let is_missed = match need {
        Need::AllOf(_) => given != *about,
        Need::AnyOf(_) => given == 0,
        Need::OneOf(_) => given.count_ones() != 1,
        Need::AtMostOneOf(_) => given.count_ones() > 1,
        // Where both are given.
        Need::Within { .. } | Need::InOrder { .. } => given == *about,
    };
    is_missed && present & with == *with
}

fn missed<'a>(need: &Need, given: &impl Fn(&str) -> Option<&'a str>) -> Option<(&'static str, String)> {
    match *need {
        Need::AllOf(names) => {
            let absent = names.iter().find(|name| given(name).is_none())?;
            Some((absent, "is required and was not given".into()))
        }
        Need::AnyOf(names) => none_of(names, given),
        Need::OneOf(names) => none_of(names, given).or_else(|| several_of(names, given)),
        Need::AtMostOneOf(names) => several_of(names, given),
        Need::Within { from, to, longest } => span(from, to, longest, given),
        Need::InOrder { from, to } => span(from, to, Duration::MAX, given),
    }
}

fn span<'a>(
    from: &str,
    to: &'static str,
    longest: Duration,
    given: &impl Fn(&str) -> Option<&'a str>,
) -> Option<(&'static str, String)> {
    let moment = |name| given(name)?.parse::<i64>().ok();
    let (first, last) = (moment(from)?, moment(to)?);
    out_of(first, last, longest).map(|problem| (to, format!("{problem} `{from}`")))
}

fn none_of<'a>(
    names: &'static [&'static str],
    given: &impl Fn(&str) -> Option<&'a str>,
) -> Option<(&'static str, String)> {
    let (first, others) = names.split_first()?;
    if names.iter().any(|name| given(name).is_some()) {
        return None;
    }
    let others: Vec<_> = others.iter().map(|name| format!("`{name}`")).collect();
    Some((*first, format!("this or {} is required and was not given", others.join(" or "))))
}

fn several_of<'a>(
    names: &'static [&'static str],
    given: &impl Fn(&str) -> Option<&'a str>,
) -> Option<(&'static str, String)> {
    let mut present = names.iter().filter(|name| given(name).is_some());
    let (first, second) = (present.next()?, present.next()?);
    Some((second, format!("is not accepted together with `{first}`")))
}

fn out_of(first: i64, last: i64, longest: Duration) -> Option<String> {
    let Ok(span) = u64::try_from(last.saturating_sub(first)) else { return Some("is before".into()) };
    let hours = longest.as_secs() / 3_600;
    let longest_text = if hours.is_multiple_of(24) { format!("{} days", hours / 24) } else { format!("{hours} hours") };
    (Duration::from_millis(span) > longest).then(|| format!("is more than {longest_text} after"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::ALL;

    /// The parameters, by their places.
    const NAMES: [&str; 5] = ["from", "id", "kind", "text", "to"];

    fn told(requirements: &'static [Requirement], sent: &[(&str, &'static str)]) -> Option<String> {
        let given = |name: &str| sent.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        let present = (0..).zip(NAMES).filter(|(_, name)| given(name).is_some()).map(|(place, _)| 1 << place).sum();
        broken(requirements, present, given).map(|(name, problem)| format!("{name}: {problem}"))
    }

    const fn always(need: Need) -> Requirement {
        let about = if matches!(need, Need::Within { .. } | Need::InOrder { .. }) { 0b1_0001 } else { 0b0_1010 };
        Requirement { when: None, need, with: 0, about }
    }

    const IDS: &[&str] = &["id", "text"];

    #[test]
    fn one_of_several_at_least() {
        static NEED: &[Requirement] = &[always(Need::AnyOf(IDS))];
        assert_eq!(told(NEED, &[]).unwrap(), "id: this or `text` is required and was not given");
        assert_eq!(told(NEED, &[("text", "a")]), None);
        assert_eq!(told(NEED, &[("text", "a"), ("id", "1")]), None);
    }

    #[test]
    fn exactly_one_of_several() {
        static NEED: &[Requirement] = &[always(Need::OneOf(IDS))];
        assert_eq!(told(NEED, &[]).unwrap(), "id: this or `text` is required and was not given");
        assert_eq!(told(NEED, &[("id", "1")]), None);
        assert_eq!(told(NEED, &[("text", "a"), ("id", "1")]).unwrap(), "text: is not accepted together with `id`");
    }

    #[test]
    fn one_of_several_at_most() {
        static NEED: &[Requirement] = &[always(Need::AtMostOneOf(IDS))];
        assert_eq!(told(NEED, &[]), None);
        assert_eq!(told(NEED, &[("text", "a"), ("id", "1")]).unwrap(), "text: is not accepted together with `id`");
    }

    #[test]
    fn a_requirement_may_depend_on_a_value() {
        static NEED: &[Requirement] =
            &[Requirement { when: Some(("kind", "A")), with: 0b0_0100, ..always(Need::AllOf(IDS)) }];
        assert_eq!(told(NEED, &[("kind", "B")]), None);
        assert_eq!(told(NEED, &[("id", "1")]), None);
        let problem = "text: is required and was not given where `kind` is A";
        assert_eq!(told(NEED, &[("kind", "A"), ("id", "1")]).unwrap(), problem);
        assert_eq!(told(NEED, &[("kind", "A"), ("id", "1"), ("text", "a")]), None);
    }

    #[test]
    fn a_span_of_any_length_ends_where_it_starts_at_the_earliest() {
        static NEED: &[Requirement] = &[always(Need::InOrder { from: "from", to: "to" })];
        for times in [[("from", "5"), ("to", "5")], [("from", "-9223372036854775808"), ("to", "9223372036854775807")]] {
            assert_eq!(told(NEED, &times), None);
        }
        assert_eq!(told(NEED, &[("from", "5"), ("to", "4")]).unwrap(), "to: is before `from`");
        assert_eq!(told(NEED, &[("to", "4")]), None);
    }

    #[test]
    fn a_span_of_time_has_a_greatest_length() {
        const WEEK: Duration = Duration::from_secs(7 * 86_400);
        static NEED: &[Requirement] = &[always(Need::Within { from: "from", to: "to", longest: WEEK })];
        assert_eq!(told(NEED, &[("from", "0"), ("to", "604800000")]), None);
        let problem = told(NEED, &[("from", "0"), ("to", "604800001")]).unwrap();
        assert_eq!(problem, "to: is more than 7 days after `from`");
        assert_eq!(told(NEED, &[("from", "2"), ("to", "1")]).unwrap(), "to: is before `from`");
        assert_eq!(told(NEED, &[("from", "0")]), None);
        assert_eq!(
            told(NEED, &[("from", "-9223372036854775808"), ("to", "9223372036854775807")]).unwrap(),
            "to: is more than 7 days after `from`"
        );
    }

    /// What is seen at a glance and what is read from the values are the same, for every requirement of the exchange.
    #[test]
    fn the_bits_of_a_requirement_are_those_of_its_parameters() {
        for operation in ALL {
            let bit = |name: &str| 1_u64 << operation.parameters.iter().position(|rule| rule.name == name).unwrap();
            for requirement in operation.requirements {
                let about = match requirement.need {
                    Need::AllOf(names) | Need::AnyOf(names) | Need::OneOf(names) | Need::AtMostOneOf(names) => names,
                    Need::Within { from, to, .. } | Need::InOrder { from, to } => &[from, to],
                };
                assert_eq!(requirement.about, about.iter().map(|name| bit(name)).sum::<u64>(), "{operation:?}");
                assert_eq!(requirement.with, requirement.when.map_or(0, |(name, _)| bit(name)), "{operation:?}");
            }
        }
    }
}
