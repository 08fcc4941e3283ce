//! What the generated builders call: parameters in, one request out.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::decimal::{Amount, Percent, Price, Quantity, Rate};
use crate::error::{Error, InvalidParameter};
use crate::operations::{Operation, Parameter, SIGNING};
use crate::order_id;
use crate::requirements;
use crate::sent_order::SentOrder;
use crate::sign::Stamp;
use crate::timestamp::Timestamp;

/// A parameter as a builder keeps it: not given, given, or given in a form that does not parse.
pub(crate) type Given<T> = Option<Result<T, String>>;

/// Converts what the caller gave.
pub(crate) fn give<T, V>(value: V) -> Result<T, String>
where
    V: TryInto<T>,
    V::Error: fmt::Display,
{
    value.try_into().map_err(|error| error.to_string())
}

/// Converts what the caller gave; the error says what would have been right.
pub(crate) fn give_expected<T, V>(value: V, expected: &str) -> Result<T, String>
where
    V: TryInto<T>,
    V::Error: fmt::Display,
{
    value.try_into().map_err(|error| format!("{error} (expected {expected})"))
}

/// A value in the form in which requests carry it.
pub(crate) trait WireValue {
    fn write(&self, to: &mut dyn fmt::Write) -> fmt::Result;
}

/// Types whose `Display` is their form on the wire.
macro_rules! displayed_on_the_wire {
    ($($ty:ty),*) => {
        $(impl WireValue for $ty {
            fn write(&self, to: &mut dyn fmt::Write) -> fmt::Result {
                write!(to, "{self}")
            }
        })*
    };
}

displayed_on_the_wire!(String, i64, bool, Price, Quantity, Amount, Rate, Percent);

impl WireValue for &str {
    fn write(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        to.write_str(self)
    }
}

impl WireValue for Timestamp {
    fn write(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        write!(to, "{}", self.as_millis())
    }
}

/// Where the parameters of an operation are written: the query of a call, or a row of a batch.
pub(crate) trait Parameters {
    /// The operation that is called.
    fn called(&self) -> &'static Operation;

    /// The operation whose rules the parameters follow.
    fn rules(&self) -> &'static Operation;

    /// The name of a parameter as errors show it.
    fn name(&self, name: &'static str) -> Cow<'static, str>;

    /// Writes a parameter that has passed the checks.
    fn write(&mut self, name: &'static str, value: &dyn WireValue);

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

    /// Adds a parameter if it is given, and refuses what the operation table does not allow.
    fn put<T: WireValue>(&mut self, name: &'static str, value: Given<T>) -> Result<(), Error> {
        let rule = self.rules().parameter(name);
        let Some(value) = value else {
            if self.rules().placing.is_some_and(|placing| placing.id == name) {
                // Whatever becomes of the request, its order can be asked for.
                self.write(name, &order_id::unique());
                return Ok(());
            }
            return match rule.filter(|rule| rule.required).map(|rule| rule.values) {
                None => Ok(()),
                // The exchange wants to see it, and there is nothing to choose.
                Some([only]) => {
                    self.write(name, only);
                    Ok(())
                }
                Some(_) => Err(self.invalid(name, "is required and was not given".into())),
            };
        };
        let value = value.map_err(|problem| self.invalid(name, problem))?;
        if let Some(problem) = rule.and_then(|rule| broken(rule, &value)) {
            return Err(self.invalid(name, problem));
        }
        self.write(name, &value);
        Ok(())
    }
}

/// How a value breaks the rule of its parameter: not among the values it takes, or beyond its limits.
fn broken(rule: &Parameter, value: &dyn WireValue) -> Option<String> {
    if has_controls(value) {
        return Some(CONTROL_CHARACTER.into());
    }
    if rule.values.is_empty() && rule.pattern.is_none() && !rule.has_bounds() {
        return None;
    }
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = value.write(&mut text);
    if !rule.values.is_empty() && !rule.values.contains(&text.as_str()) {
        let hint = rule.hint.map_or(String::new(), |hint| format!("; {hint}"));
        return Some(format!("{text:?} is not accepted here (one of {}{hint})", rule.values.join(", ")));
    }
    if let Some(pattern) = rule.pattern.filter(|pattern| !pattern.matches(&text)) {
        return Some(format!("{text:?} is not of the form {}", pattern.text));
    }
    rule.out_of_bounds(&text)
}

const CONTROL_CHARACTER: &str = "a control character has no place in it";

fn has_controls(value: &dyn WireValue) -> bool {
    let mut controls = Controls(false);
    // It takes whatever it is given.
    let _ = value.write(&mut controls);
    controls.0
}

/// Looks for control characters in what is written to it: no value has any, and who puts one there means no good.
struct Controls(bool);

impl fmt::Write for Controls {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 |= text.chars().any(char::is_control);
        Ok(())
    }
}

/// All that is not unreserved in RFC 3986 is encoded. What is signed is the encoded text, byte for byte as it is sent.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// One call of an operation: its query, written once.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) operation: &'static Operation,
    pub(crate) query: String,
    pub(crate) has_recv_window: bool,
    /// Rows of a batch, each of which the answer must have a row for.
    pub(crate) rows: Option<usize>,
    /// Elements of a list, each of which the answer has a row for if it is one of rows.
    pub(crate) elements: Option<usize>,
    /// The orders in those rows.
    orders: Vec<SentOrder>,
    /// With what it was signed last.
    signed: Option<Signed>,
    /// Whether it is a read on which something depends that was changed.
    pub(crate) is_urgent: bool,
    /// When it was first sent, by the client's monotonic clock: its time counts from there.
    pub(crate) began: Option<Duration>,
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
            query: String::new(),
            has_recv_window: false,
            rows: None,
            elements: None,
            orders: Vec::new(),
            signed: None,
            is_urgent: false,
            began: None,
        }
    }

    /// Adds a parameter that is JSON text: a list of rows, each with the parameters of another operation.
    pub(crate) fn put_rows<R: BatchRow>(
        &mut self,
        name: &'static str,
        rows: Given<Vec<R>>,
        most: usize,
    ) -> Result<(), Error> {
        let Some(Ok(rows)) = rows else { return self.put(name, rows.map(|rows| rows.map(|_| String::new()))) };
        self.check_length(name, rows.len(), most, "rows")?;
        let rows = rows.into_iter().enumerate().map(|(index, row)| {
            let mut object =
                Row { called: self.operation, rules: R::operation(), list: name, index, object: Map::new() };
            row.write(&mut object)?;
            Ok((object.order(), Value::Object(object.object)))
        });
        let (orders, rows): (Vec<_>, Vec<_>) = rows.collect::<Result<Vec<_>, Error>>()?.into_iter().unzip();
        self.orders = orders.into_iter().flatten().collect();
        self.rows = Some(rows.len());
        self.write(name, &Value::Array(rows).to_string());
        Ok(())
    }

    /// Adds a parameter that is JSON text: a list of plain values.
    pub(crate) fn put_list<T: WireValue + Serialize>(
        &mut self,
        name: &'static str,
        values: Given<Vec<T>>,
        most: usize,
    ) -> Result<(), Error> {
        let Some(Ok(values)) = values else {
            return self.put(name, values.map(|values| values.map(|_| String::new())));
        };
        self.check_length(name, values.len(), most, "elements")?;
        if values.iter().any(|value| has_controls(value)) {
            return Err(self.invalid(name, CONTROL_CHARACTER.into()));
        }
        self.elements = Some(values.len());
        self.write(name, &json!(values).to_string());
        Ok(())
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
        match self.signed.map(|signed| Timestamp::from_millis(signed.timestamp.saturating_add(signed.window))) {
            Some(moment) => orders.map(|order| order.until(moment)).collect(),
            None => orders.collect(),
        }
    }

    /// Remembers with what it is signed, and when.
    pub(crate) fn stamped(&mut self, stamp: Stamp, at: Duration) {
        let own = || value_in(&self.query, SIGNING.recv_window)?.parse().ok();
        let window = stamp.recv_window.map(i64::from).or_else(own);
        let window = window.unwrap_or_else(|| self.operation.assumed_window());
        self.signed = Some(Signed { timestamp: stamp.timestamp, window, at });
    }

    /// With what it was signed last.
    pub(crate) fn signed(&self) -> Option<Signed> {
        self.signed
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

    fn write(&mut self, name: &'static str, value: &dyn WireValue) {
        self.has_recv_window |= name == SIGNING.recv_window;
        begin(&mut self.query, name);
        // Writing to a String cannot fail.
        let _ = value.write(&mut Encoder(&mut self.query));
    }

    fn given(&self, name: &str) -> Option<&str> {
        value_in(&self.query, name)
    }
}

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
    object: Map<String, Value>,
}

impl Row {
    /// The order that the row places.
    fn order(&self) -> Option<SentOrder> {
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

    fn write(&mut self, name: &'static str, value: &dyn WireValue) {
        let mut text = String::new();
        let _ = value.write(&mut text);
        self.object.insert(name.to_owned(), Value::String(text));
    }

    fn given(&self, name: &str) -> Option<&str> {
        self.object.get(name).and_then(Value::as_str)
    }
}

/// The value of a parameter in a query, as it is encoded there.
pub(crate) fn value_in<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Appends a parameter to a query, percent-encoded.
pub(crate) fn push(query: &mut String, name: &str, value: impl fmt::Display) {
    begin(query, name);
    // Writing to a String cannot fail, and a `Display` that fails writes less, never something else.
    let _ = write!(Encoder(query), "{value}");
}

fn begin(query: &mut String, name: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
}

struct Encoder<'a>(&'a mut String);

impl fmt::Write for Encoder<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, ENCODED));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::{Call, Given, Parameters, WireValue, push};
    use crate::operations::Operation;
    use crate::{Percent, Price, Timestamp};

    fn call(id: &str) -> Call {
        Call::new(Operation::by_id(id).unwrap())
    }

    fn problem<T: WireValue>(id: &str, name: &'static str, value: Given<T>) -> String {
        call(id).put(name, value).unwrap_err().to_string()
    }

    #[test]
    fn what_is_not_unreserved_is_percent_encoded() {
        let mut query = String::new();
        push(&mut query, "symbol", "币安人生USDT");
        push(&mut query, "text", "a b+c/d=e&f");
        push(&mut query, "batchOrders", r#"[{"side":"BUY"}]"#);
        push(&mut query, "kept", "A-z_0.9~");
        assert_eq!(
            query,
            "symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT&text=a%20b%2Bc%2Fd%3De%26f\
             &batchOrders=%5B%7B%22side%22%3A%22BUY%22%7D%5D&kept=A-z_0.9~"
        );
    }

    #[test]
    fn a_moment_is_sent_in_milliseconds() {
        let mut call = call("getKlines");
        call.put("startTime", Some(Ok(Timestamp::from_millis(1_753_272_000_005)))).unwrap();
        assert_eq!(call.query, "startTime=1753272000005");
    }

    #[test]
    fn a_parameter_that_is_missing_or_does_not_parse_is_named() {
        assert_eq!(
            problem::<String>("getOrder", "symbol", None),
            "getOrder: parameter `symbol`: is required and was not given"
        );
        assert_eq!(problem::<String>("getOrder", "symbol", Some(Err("no".into()))), "getOrder: parameter `symbol`: no");
        assert!(call("getOrder").put::<i64>("orderId", None).is_ok());
    }

    #[test]
    fn a_required_parameter_of_one_value_needs_not_be_given() {
        let mut call = call("createAlgoOrder");
        call.put::<String>("algoType", None).unwrap();
        assert_eq!(call.query, "algoType=CONDITIONAL");
    }

    #[test]
    fn a_value_that_the_operation_does_not_take_is_refused_with_its_hint() {
        assert_eq!(
            problem("createOrder", "type", Some(Ok("STOP_MARKET".to_owned()))),
            "createOrder: parameter `type`: \"STOP_MARKET\" is not accepted here (one of LIMIT, MARKET; conditional \
             orders go through create_algo_order)"
        );
        assert_eq!(
            problem("getOrderBook", "limit", Some(Ok(7_i64))),
            "getOrderBook: parameter `limit`: \"7\" is not accepted here (one of 5, 10, 20, 50, 100, 500, 1000)"
        );
    }

    #[test]
    fn a_control_character_is_refused_and_so_is_an_id_of_another_form() {
        for symbol in ["BTC\nUSDT", "BTCUSDT\0", "\u{85}", "\u{1b}[2J"] {
            let text = problem("getOrder", "symbol", Some(Ok(symbol.to_owned())));
            assert_eq!(text, "getOrder: parameter `symbol`: a control character has no place in it");
        }
        for id in ["", "a b", "a@b", "0123456789012345678901234567890123456"] {
            let text = problem("createOrder", "newClientOrderId", Some(Ok(id.to_owned())));
            assert!(text.ends_with(&format!("{id:?} is not of the form ^[\\.A-Z\\:/a-z0-9_-]{{1,36}}$")), "{text}");
        }
    }

    #[test]
    fn an_order_without_an_id_gets_one() {
        let mut sent = call("createOrder");
        sent.put::<String>("newClientOrderId", None).unwrap();
        let pattern = sent.operation.parameter("newClientOrderId").unwrap().pattern.unwrap();
        let id = sent.query.strip_prefix("newClientOrderId=").unwrap();
        assert!(pattern.matches(id), "{id}");
        assert_eq!(sent.orders()[0].client_order_id(), id);
        let mut asked = call("getOrder");
        asked.put::<String>("origClientOrderId", None).unwrap();
        assert!(asked.query.is_empty() && asked.orders().is_empty());
    }

    #[test]
    fn a_list_is_json_text_in_the_query() {
        let mut sent = call("cancelBatchOrders");
        sent.put_list("orderIdList", Some(Ok(vec![i64::MAX, -1])), 10).unwrap();
        sent.put_list("origClientOrderIdList", Some(Ok(vec!["a\"b".to_owned()])), 10).unwrap();
        let expected = "orderIdList=%5B9223372036854775807%2C-1%5D&origClientOrderIdList=%5B%22a%5C%22b%22%5D";
        assert_eq!(sent.query, expected);
    }

    #[test]
    fn a_list_that_is_not_given_is_not_sent_and_one_of_no_elements_is_refused() {
        let mut sent = call("cancelBatchOrders");
        sent.put_list::<i64>("orderIdList", None, 10).unwrap();
        assert_eq!(sent.query, "");
        let error = sent.put_list::<i64>("orderIdList", Some(Ok(Vec::new())), 10).unwrap_err();
        let expected = "cancelBatchOrders: parameter `orderIdList`: 0 elements (from 1 to 10 are accepted)";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn an_integer_beyond_the_limits_of_its_parameter_is_refused() {
        assert_eq!(
            problem("changeLeverage", "leverage", Some(Ok(126_i64))),
            "changeLeverage: parameter `leverage`: 126 is out of range (from 1 to 125)"
        );
        assert_eq!(
            problem("getOrder", "recvWindow", Some(Ok(60_001_i64))),
            "getOrder: parameter `recvWindow`: 60001 is out of range (from 1 to 60000)"
        );
        assert!(call("changeLeverage").put("leverage", Some(Ok(125_i64))).is_ok());
    }

    #[test]
    fn a_decimal_beyond_the_bounds_of_its_parameter_is_refused_to_the_last_digit() {
        let rate = |text: &str| Some(Ok(text.parse::<Percent>().unwrap()));
        for text in ["0.0999999999999999999999999999", "20.0000000000000000000000001", "-1"] {
            let expected = format!("parameter `callbackRate`: {text} is out of range (from 0.1 to 20)");
            assert_eq!(problem("createAlgoOrder", "callbackRate", rate(text)), format!("createAlgoOrder: {expected}"));
        }
        for text in ["0.1", "0.10", "20", "20.000"] {
            call("createAlgoOrder").put("callbackRate", rate(text)).unwrap();
        }
    }

    proptest! {
        #[test]
        fn a_decimal_keeps_every_digit_in_a_query(digits in any::<i64>(), scale in 0_u32..=18) {
            let price = Price::from(Decimal::new(digits, scale));
            let mut call = call("createOrder");
            call.put("price", Some(Ok(price))).unwrap();
            let sent = call.query.strip_prefix("price=").unwrap();
            prop_assert_eq!(sent, price.to_string());
            prop_assert_eq!(sent.parse::<Price>().unwrap().to_string(), price.to_string());
        }

        #[test]
        fn any_text_comes_back_from_a_query(text in ".*") {
            let mut query = String::new();
            push(&mut query, "text", &text);
            let sent = query.strip_prefix("text=").unwrap();
            prop_assert!(sent.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~%".contains(&byte)));
            prop_assert_eq!(percent_decode_str(sent).decode_utf8().unwrap(), text);
        }
    }
}
