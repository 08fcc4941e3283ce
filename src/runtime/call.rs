//! One call of an operation.

use std::borrow::Cow;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use super::parameters::{CONTROL_CHARACTER, Parameters, broken, has_controls};
use super::query::{begin, encode_from, is_plain, value_in};
use super::row::{BatchRow, Row};
use super::value::{Given, Seen, WireValue};
use crate::error::Error;
use crate::operations::{Operation, SIGNING};
use crate::sent_order::SentOrder;
use crate::sign::Stamp;
use crate::timestamp::Timestamp;

/// One call of an operation: its query, written once.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) operation: &'static Operation,
    pub(crate) query: String,
    pub(crate) has_recv_window: bool,
    /// Which parameters the query holds, a bit for each by its place.
    present: u64,
    /// Rows of a batch, each of which the answer must have a row for.
    pub(crate) rows: Option<usize>,
    /// Elements of a list, each of which the answer has a row for if it is one of rows.
    pub(crate) elements: Option<usize>,
    /// The orders in those rows.
    orders: Vec<SentOrder>,
    /// With what it was signed last, and when.
    signed: Option<(Stamp, Duration)>,
    /// How much of the query is the caller's, while it is signed.
    own: usize,
    /// Whether it is a read on which something depends that was changed.
    pub(crate) is_urgent: bool,
    /// When it was first sent, by the client's monotonic clock: its time counts from there.
    pub(crate) began: Option<Duration>,
}

/// A builder of one operation's requests.
pub(crate) trait Request {
    /// Its call, all parameters checked and written. A trait's, so that a parameter may have any name.
    fn call(self) -> Result<Call, Error>;

    /// The same in boxes.
    fn prepared(self) -> Prepared
    where
        Self: Sized,
    {
        self.call().map(Box::new).map_err(Box::new)
    }
}

/// A call to be made, or why it is not: in boxes, for it is moved from hand to hand before it begins.
pub(crate) type Prepared = Result<Box<Call>, Box<Error>>;

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
            present: 0,
            rows: None,
            elements: None,
            orders: Vec::new(),
            signed: None,
            own: 0,
            is_urgent: false,
            began: None,
        }
    }

    /// Adds a parameter by its name.
    pub(crate) fn put_named(&mut self, name: &'static str, value: Seen<'_>) -> Result<(), Error> {
        match self.operation.parameters.iter().position(|rule| rule.name == name) {
            Some(place) => self.put(place, value),
            None => Err(self.invalid(name, "is no parameter of this operation".into())),
        }
    }

    /// Adds a parameter that is JSON text: a list of rows, each with the parameters of another operation.
    pub(crate) fn put_rows<R: BatchRow>(
        &mut self,
        place: usize,
        rows: Given<Vec<R>>,
        most: usize,
    ) -> Result<(), Error> {
        let rows = match rows {
            Some(Ok(rows)) => rows,
            other => return self.put(place, unlisted(other.as_ref())),
        };
        let name = self.operation.parameters[place].name;
        self.check_length(name, rows.len(), most, "rows")?;
        let rows = rows.into_iter().enumerate().map(|(index, row)| {
            let mut object = Row::new(self.operation, R::operation(), name, index);
            row.write(&mut object)?;
            Ok((object.order(), Value::Object(object.object)))
        });
        let (orders, rows): (Vec<_>, Vec<_>) = rows.collect::<Result<Vec<_>, Error>>()?.into_iter().unzip();
        self.orders = orders.into_iter().flatten().collect();
        self.rows = Some(rows.len());
        self.put_own(place, &Value::Array(rows).to_string())
    }

    /// Adds a parameter that is JSON text: a list of plain values.
    pub(crate) fn put_list<T: Serialize>(
        &mut self,
        place: usize,
        values: Given<Vec<T>>,
        most: usize,
    ) -> Result<(), Error> {
        let values = match values {
            Some(Ok(values)) => values,
            other => return self.put(place, unlisted(other.as_ref())),
        };
        let name = self.operation.parameters[place].name;
        self.check_length(name, values.len(), most, "elements")?;
        self.elements = Some(values.len());
        let values = json!(values);
        // JSON would escape them.
        if values.as_array().into_iter().flatten().filter_map(Value::as_str).any(has_controls) {
            return Err(self.invalid(name, CONTROL_CHARACTER.into()));
        }
        self.put_own(place, &values.to_string())
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

    /// Remembers with what it is signed, and when; to be called before the query is completed.
    pub(crate) fn stamped(&mut self, stamp: Stamp, at: Duration) {
        self.signed = Some((stamp, at));
        self.own = self.query.len();
    }

    /// Takes away what signing added to the query.
    pub(crate) fn unsign(&mut self) {
        if self.signed.is_some() {
            self.query.truncate(self.own);
        }
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

    fn write(&mut self, place: usize, value: &dyn WireValue, is_checked: bool) -> Result<(), String> {
        let rule = &self.operation.parameters[place];
        self.has_recv_window |= rule.name == SIGNING.recv_window;
        begin(&mut self.query, rule.name);
        let start = self.query.len();
        // Writing to a String cannot fail.
        let _ = value.write(&mut self.query);
        let text = &self.query[start..];
        let is_plain = is_plain(text);
        if is_checked && let Some(problem) = broken(rule, text, is_plain) {
            return Err(problem);
        }
        if !is_plain {
            encode_from(&mut self.query, start);
        }
        self.present |= 1 << place;
        Ok(())
    }

    fn present(&self) -> u64 {
        self.present
    }

    fn given(&self, name: &str) -> Option<&str> {
        value_in(&self.query, name)
    }
}

/// A list that is not given, or in a form that does not parse.
fn unlisted<T>(values: Option<&Result<T, String>>) -> Seen<'_> {
    values.and_then(|values| values.as_ref().err()).map(|problem| Err(problem.as_str()))
}
