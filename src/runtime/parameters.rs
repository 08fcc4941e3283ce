//! What parameters must be before they are written.

use std::borrow::Cow;

use super::value::{Seen, WireValue};
use crate::error::{Error, InvalidParameter};
use crate::operations::{Operation, Parameter};
use crate::order_id;
use crate::requirements;

/// Where the parameters of an operation are written: the query of a call, or a row of a batch.
pub(crate) trait Parameters {
    /// The operation that is called.
    fn called(&self) -> &'static Operation;

    /// The operation whose rules the parameters follow.
    fn rules(&self) -> &'static Operation;

    /// The name of a parameter as errors show it.
    fn name(&self, name: &'static str) -> Cow<'static, str>;

    /// Writes the parameter at a place among those of the operation. What the caller gave is checked: if it breaks its
    /// rule, this says how.
    fn write(&mut self, place: usize, value: &dyn WireValue, is_checked: bool) -> Result<(), String>;

    /// Which parameters were written, a bit for each by its place.
    fn present(&self) -> u64;

    /// The value of a parameter that was written, in the form in which it is sent.
    fn given(&self, name: &str) -> Option<&str>;

    /// Refuses what the operation requires beside single parameters; once all of them are written.
    fn finish(&self) -> Result<(), Error> {
        match requirements::broken(self.rules().requirements, self.present(), |name| self.given(name)) {
            Some((name, problem)) => Err(self.invalid(name, problem)),
            None => Ok(()),
        }
    }

    /// The error about a parameter.
    fn invalid(&self, name: &'static str, problem: String) -> Error {
        InvalidParameter::new(self.called(), self.name(name), problem).into()
    }

    /// Adds a parameter; see [`put_all`](Self::put_all).
    fn put(&mut self, place: usize, value: Seen<'_>) -> Result<(), Error> {
        self.put_all(place, &[value])
    }

    /// Adds parameters, the first at this place among those of the operation, and each at the one after; refuses what
    /// the operation table does not allow.
    ///
    /// This knows nothing of the types of values: it is compiled once, not for each.
    fn put_all(&mut self, first: usize, values: &[Seen<'_>]) -> Result<(), Error> {
        for (value, place) in values.iter().zip(first..) {
            let written = match value {
                Some(Ok(value)) => self.write(place, *value, true),
                Some(Err(problem)) => Err((*problem).to_owned()),
                None => {
                    self.put_absent(place)?;
                    continue;
                }
            };
            written.map_err(|problem| self.invalid(self.rules().parameters[place].name, problem))?;
        }
        Ok(())
    }

    /// Adds a parameter whose value is the client's own: it keeps the rules.
    fn put_own(&mut self, place: usize, value: &dyn WireValue) -> Result<(), Error> {
        self.write(place, value, false).map_err(|problem| self.invalid(self.rules().parameters[place].name, problem))
    }

    /// Does for a parameter that is not given what its operation wants.
    fn put_absent(&mut self, place: usize) -> Result<(), Error> {
        let rule = &self.rules().parameters[place];
        if self.rules().placing.is_some_and(|placing| placing.id == rule.name) {
            // Whatever becomes of the request, its order can be asked for.
            return self.put_own(place, &order_id::unique());
        }
        match rule.values {
            _ if !rule.required => Ok(()),
            // The exchange wants to see it, and there is nothing to choose.
            [only] => self.put_own(place, only),
            _ => Err(self.invalid(rule.name, "is required and was not given".into())),
        }
    }
}

pub(super) const CONTROL_CHARACTER: &str = "a control character has no place in it";

/// Whether a text has control characters: no value has any, and who puts one there means no good.
pub(super) fn has_controls(text: &str) -> bool {
    text.chars().any(char::is_control)
}

/// How a value breaks the rule of its parameter: not among the values it takes, or beyond its limits. A text that is
/// [plain](super::query::is_plain) needs no look for control characters.
pub(super) fn broken(rule: &Parameter, text: &str, is_plain: bool) -> Option<String> {
    if !is_plain && has_controls(text) {
        return Some(CONTROL_CHARACTER.into());
    }
    if !rule.values.is_empty() && !rule.values.contains(&text) {
        let hint = rule.hint.map_or(String::new(), |hint| format!("; {hint}"));
        return Some(format!("{text:?} is not accepted here (one of {}{hint})", rule.values.join(", ")));
    }
    if let Some(pattern) = rule.pattern.filter(|pattern| !pattern.matches(text)) {
        return Some(format!("{text:?} is not of the form {}", pattern.text));
    }
    rule.out_of_bounds(text)
}
