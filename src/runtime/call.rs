//! One call of an operation.

use std::borrow::Cow;
use std::ops::Range;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use smallvec::SmallVec;

use super::parameters::{CONTROL_CHARACTER, Parameters, broken, has_controls};
use super::query::{begin, encode_from, is_plain};
use super::row::{BatchRow, Row};
use super::value::{Given, WireValue};
use crate::error::Error;
use crate::operations::{Operation, Parameter, SIGNING};
use crate::sent_order::SentOrder;
use crate::sign::Stamp;
use crate::timestamp::Timestamp;

/// One call of an operation: its query, written once.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) operation: &'static Operation,
    pub(crate) query: String,
    pub(crate) has_recv_window: bool,
    /// What the query holds of the caller's.
    written: SmallVec<[Written; 8]>,
    /// Rows of a batch, each of which the answer must have a row for.
    pub(crate) rows: Option<usize>,
    /// Elements of a list, each of which the answer has a row for if it is one of rows.
    pub(crate) elements: Option<usize>,
    /// The orders in those rows.
    orders: Vec<SentOrder>,
    /// With what it was signed last, and when.
    signed: Option<(Stamp, Duration)>,
    /// Whether it is a read on which something depends that was changed.
    pub(crate) is_urgent: bool,
    /// When it was first sent, by the client's monotonic clock: its time counts from there.
    pub(crate) began: Option<Duration>,
}

/// A builder of one operation's requests.
pub(crate) trait Request {
    /// Its call, all parameters checked and written. A trait's, so that a parameter may have any name.
    fn call(self) -> Result<Call, Error>;
}

/// Where the value of a parameter stands in a query.
#[derive(Debug, Clone)]
struct Written {
    name: &'static str,
    value: Range<usize>,
}

/// What a call was signed with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signed {
    /// Milliseconds since the Unix epoch, by the exchange's clock as it was known then.
    pub(crate) timestamp: i64,
    /// The receive window, in milliseconds.
    pub(crate) window: i64,
    /// When that was, by the client's monotonic clock.
    pub(crate) at: Duration,
}

impl Call {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            query: String::with_capacity(operation.usual_length()),
            has_recv_window: false,
            written: SmallVec::new(),
            rows: None,
            elements: None,
            orders: Vec::new(),
            signed: None,
            is_urgent: false,
            began: None,
        }
    }

    /// Adds a parameter by its name.
    pub(crate) fn put_named<T: WireValue>(&mut self, name: &'static str, value: Given<T>) -> Result<(), Error> {
        match self.operation.parameters.iter().position(|rule| rule.name == name) {
            Some(place) => self.put(place, value),
            None => Err(self.invalid(name, "is no parameter of this operation".into())),
        }
    }

    /// Adds a parameter that is JSON text: a list of rows, each with the parameters of another operation.
    pub(crate) fn put_rows<R: BatchRow>(
        &mut self,
        name: &'static str,
        rows: Given<Vec<R>>,
        most: usize,
    ) -> Result<(), Error> {
        let Some(Ok(rows)) = rows else { return self.put_named(name, rows.map(|rows| rows.map(|_| String::new()))) };
        self.check_length(name, rows.len(), most, "rows")?;
        let rows = rows.into_iter().enumerate().map(|(index, row)| {
            let mut object = Row::new(self.operation, R::operation(), name, index);
            row.write(&mut object)?;
            Ok((object.order(), Value::Object(object.object)))
        });
        let (orders, rows): (Vec<_>, Vec<_>) = rows.collect::<Result<Vec<_>, Error>>()?.into_iter().unzip();
        self.orders = orders.into_iter().flatten().collect();
        self.rows = Some(rows.len());
        self.put_json(name, &Value::Array(rows))
    }

    /// Adds a parameter that is JSON text: a list of plain values.
    pub(crate) fn put_list<T: Serialize>(
        &mut self,
        name: &'static str,
        values: Given<Vec<T>>,
        most: usize,
    ) -> Result<(), Error> {
        let Some(Ok(values)) = values else {
            return self.put_named(name, values.map(|values| values.map(|_| String::new())));
        };
        self.check_length(name, values.len(), most, "elements")?;
        self.elements = Some(values.len());
        let values = json!(values);
        // JSON would escape them.
        if values.as_array().into_iter().flatten().filter_map(Value::as_str).any(has_controls) {
            return Err(self.invalid(name, CONTROL_CHARACTER.into()));
        }
        self.put_json(name, &values)
    }

    fn put_json(&mut self, name: &'static str, value: &Value) -> Result<(), Error> {
        self.write(name, &value.to_string(), None).map_err(|problem| self.invalid(name, problem))
    }

    fn check_length(&self, name: &'static str, length: usize, most: usize, of: &str) -> Result<(), Error> {
        if (1..=most).contains(&length) {
            return Ok(());
        }
        Err(self.invalid(name, format!("{length} {of} (from 1 to {most} are accepted)")))
    }

    /// The orders that the call may place.
    pub(crate) fn orders(&self) -> Vec<SentOrder> {
        let order = SentOrder::of_query(self.operation, &self.query);
        let orders = order.into_iter().chain(self.orders.iter().cloned());
        match self.signed().map(|signed| Timestamp::from_millis(signed.timestamp.saturating_add(signed.window))) {
            Some(moment) => orders.map(|order| order.until(moment)).collect(),
            None => orders.collect(),
        }
    }

    /// Remembers with what it is signed, and when.
    pub(crate) fn stamped(&mut self, stamp: Stamp, at: Duration) {
        self.signed = Some((stamp, at));
    }

    /// With what it was signed last.
    pub(crate) fn signed(&self) -> Option<Signed> {
        // Only those ask whose request failed.
        let (Stamp { timestamp, recv_window }, at) = self.signed?;
        let own = || self.given(SIGNING.recv_window)?.parse().ok();
        let window = recv_window.map(i64::from).or_else(own);
        let window = window.unwrap_or_else(|| self.operation.assumed_window());
        Some(Signed { timestamp, window, at })
    }
}

impl Parameters for Call {
    fn called(&self) -> &'static Operation {
        self.operation
    }

    fn rules(&self) -> &'static Operation {
        self.operation
    }

    fn name(&self, name: &'static str) -> Cow<'static, str> {
        Cow::Borrowed(name)
    }

    fn write(
        &mut self,
        name: &'static str,
        value: &dyn WireValue,
        rule: Option<&'static Parameter>,
    ) -> Result<(), String> {
        self.has_recv_window |= name == SIGNING.recv_window;
        begin(&mut self.query, name);
        let start = self.query.len();
        // Writing to a String cannot fail.
        let _ = value.write(&mut self.query);
        let text = &self.query[start..];
        let is_plain = is_plain(text);
        if let Some(problem) = broken(rule, text, is_plain) {
            return Err(problem);
        }
        if !is_plain {
            encode_from(&mut self.query, start);
        }
        self.written.push(Written { name, value: start..self.query.len() });
        Ok(())
    }

    fn given(&self, name: &str) -> Option<&str> {
        let written = self.written.iter().find(|written| written.name == name)?;
        self.query.get(written.value.clone())
    }
}
