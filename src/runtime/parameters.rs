//! What parameters must be before they are written.

use std::borrow::Cow;

use super::value::{Given, WireValue};
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

    /// Writes a parameter, unless it breaks its rule: then it says how.
    fn write(
        &mut self,
        name: &'static str,
        value: &dyn WireValue,
        rule: Option<&'static Parameter>,
    ) -> Result<(), String>;

    /// The value of a parameter that was written, in the form in which it is sent.
    fn given(&self, name: &str) -> Option<&str>;

    /// Refuses what the operation requires beside single parameters; once all of them are written.
    fn finish(&self) -> Result<(), Error> {
        match requirements::broken(self.rules().requirements, |name| self.given(name)) {
            Some((name, problem)) => Err(self.invalid(name, problem)),
            None => Ok(()),
        }
    }

    /// The error about a parameter.
    fn invalid(&self, name: &'static str, problem: String) -> Error {
        InvalidParameter::new(self.called(), self.name(name), problem).into()
    }

    /// Adds a parameter if it is given, and refuses what the operation table does not allow. Generated code knows the
    /// place of each parameter among those of its operation.
    fn put<T: WireValue>(&mut self, place: usize, value: Given<T>) -> Result<(), Error> {
        // As little as can be depends on the type: it is compiled once for each.
        let rule = &self.rules().parameters[place];
        match value {
            Some(Ok(value)) => self.put_value(rule, &value),
            Some(Err(problem)) => Err(self.invalid(rule.name, problem)),
            None => self.put_absent(rule),
        }
    }

    /// Adds a parameter that is given.
    fn put_value(&mut self, rule: &'static Parameter, value: &dyn WireValue) -> Result<(), Error> {
        self.write(rule.name, value, Some(rule)).map_err(|problem| self.invalid(rule.name, problem))
    }

    /// Adds a parameter whose value is the client's own: it keeps the rules.
    fn put_own(&mut self, name: &'static str, value: &dyn WireValue) -> Result<(), Error> {
        self.write(name, value, None).map_err(|problem| self.invalid(name, problem))
    }

    /// Does for a parameter that is not given what its operation wants.
    fn put_absent(&mut self, rule: &'static Parameter) -> Result<(), Error> {
        let name = rule.name;
        if self.rules().placing.is_some_and(|placing| placing.id == name) {
            // Whatever becomes of the request, its order can be asked for.
            return self.put_own(name, &order_id::unique());
        }
        match rule.values {
            _ if !rule.required => Ok(()),
            // The exchange wants to see it, and there is nothing to choose.
            [only] => self.put_own(name, only),
            _ => Err(self.invalid(name, "is required and was not given".into())),
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
pub(super) fn broken(rule: Option<&Parameter>, text: &str, is_plain: bool) -> Option<String> {
    if !is_plain && has_controls(text) {
        return Some(CONTROL_CHARACTER.into());
    }
    let rule = rule?;
    if !rule.values.is_empty() && !rule.values.contains(&text) {
        let hint = rule.hint.map_or(String::new(), |hint| format!("; {hint}"));
        return Some(format!("{text:?} is not accepted here (one of {}{hint})", rule.values.join(", ")));
    }
    if let Some(pattern) = rule.pattern.filter(|pattern| !pattern.matches(text)) {
        return Some(format!("{text:?} is not of the form {}", pattern.text));
    }
    rule.out_of_bounds(text)
}
