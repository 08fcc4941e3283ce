//! Rows of a batch.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::parameters::{Parameters, broken};
use super::query::is_plain;
use super::value::WireValue;
use crate::error::Error;
use crate::operations::Operation;
use crate::sent_order::SentOrder;

/// A row of a batch, as generated code writes itself into it.
pub(crate) trait BatchRow {
    /// The operation whose parameters a row has.
    fn operation() -> &'static Operation;

    fn write(self, row: &mut Row) -> Result<(), Error>;
}

/// One row of a batch: a JSON object whose values are all strings, as the exchange documents them.
pub(crate) struct Row {
    called: &'static Operation,
    rules: &'static Operation,
    list: &'static str,
    index: usize,
    /// Which parameters the row has, a bit for each by its place.
    present: u64,
    pub(super) object: Map<String, Value>,
}

impl Row {
    /// A row without parameters yet, in a list of that name.
    pub(super) fn new(called: &'static Operation, rules: &'static Operation, list: &'static str, index: usize) -> Self {
        Self { called, rules, list, index, present: 0, object: Map::new() }
    }

    /// The order that the row places.
    pub(super) fn order(&self) -> Option<SentOrder> {
        let id = self.given(self.rules.placing?.id)?;
        Some(SentOrder::new(self.given("symbol").unwrap_or_default(), id).placed_with(self.rules))
    }
}

impl Parameters for Row {
    fn called(&self) -> &'static Operation {
        self.called
    }

    fn rules(&self) -> &'static Operation {
        self.rules
    }

    fn name(&self, name: &'static str) -> Cow<'static, str> {
        format!("{}[{}].{name}", self.list, self.index).into()
    }

    fn write(&mut self, place: usize, value: &dyn WireValue, is_checked: bool) -> Result<(), String> {
        let rule = &self.rules.parameters[place];
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = value.write(&mut text);
        if is_checked && let Some(problem) = broken(rule, &text, is_plain(&text)) {
            return Err(problem);
        }
        self.object.insert(rule.name.to_owned(), Value::String(text));
        self.present |= 1 << place;
        Ok(())
    }

    fn present(&self) -> u64 {
        self.present
    }

    fn given(&self, name: &str) -> Option<&str> {
        self.object.get(name).and_then(Value::as_str)
    }
}
