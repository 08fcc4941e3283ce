//! The bounds of a decimal parameter: `x-minimum` and `x-maximum`, as text so that they keep their digits. Those of an
//! integer are JSON Schema's own.

use serde_json::Value;

use super::error::{Error, Result};
use super::pointer::push;
use super::wire;

/// Reads the least and the greatest value of the schema at a place, where it has them.
pub fn of_schema(at: &str, schema: &Value) -> Result<[Option<String>; 2]> {
    let [least, greatest] = ["x-minimum", "x-maximum"].map(|key| {
        let Some(bound) = schema.get(key) else { return Ok(None) };
        let text = bound.as_str().filter(|text| is_decimal(text));
        let is_decimal = schema["format"].as_str().is_some_and(wire::is_decimal);
        match text.filter(|_| is_decimal) {
            Some(text) => Ok(Some(text.to_owned())),
            None => Err(Error::new(push(at, key), "not a bound of a decimal", "a decimal in quotes, such as '0.1'")),
        }
    });
    Ok([least?, greatest?])
}

/// Plain notation, of as many digits as a decimal can have.
fn is_decimal(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction) && text.len() < 28
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::testing::refusal;

    #[test]
    fn bounds_keep_their_digits() {
        let schema = json!({ "type": "string", "format": "percent", "x-minimum": "0.10", "x-maximum": "20" });
        assert_eq!(of_schema("", &schema).unwrap(), [Some("0.10".to_owned()), Some("20".to_owned())]);
        assert_eq!(of_schema("", &json!({ "type": "string" })).unwrap(), [None, None]);
    }

    #[test]
    fn what_is_no_decimal_and_what_bounds_something_else_is_refused() {
        for (bound, format) in
            [(json!(0.1), "percent"), (json!("1e3"), "percent"), (json!(".5"), "price"), (json!("1"), "timestamp")]
        {
            let text = refusal(of_schema("/s", &json!({ "format": format, "x-maximum": bound })));
            assert_eq!(text, "/s/x-maximum: not a bound of a decimal (a decimal in quotes, such as '0.1')");
        }
    }
}
