//! What an edit is told as, and of which class.

use serde_json::{Value, json};

use super::{Said, at, edited, repository, run, take};

const ORDER: &str = "/paths/~1fapi~1v1~1order/post";
const DEPTH: &str = "/paths/~1fapi~1v1~1depth/get";
const MARK: &str = "/components/schemas/MarkPrice/properties";

/// The exit code for an edit, and what is told of it: one line for each change, without its class where all have it.
async fn told(test: &str, edit: impl FnOnce(&mut Value)) -> (u8, Vec<String>) {
    let candidate = edited(test, edit);
    let Said { code, out, err } = run(repository(), &["diff", &candidate, "--json"]).await;
    assert_eq!(err, "");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["exit_code"], code);
    let changes = report["changes"].as_array().unwrap().iter().map(|change| {
        let field = |key: &str| change[key].as_str();
        let subject = field("operation").or(field("type")).unwrap_or("document");
        format!("{}: {subject}: {}", field("class").unwrap(), field("what").unwrap())
    });
    (code, changes.collect())
}

fn parameter(name: &str, required: bool) -> Value {
    json!({ "name": name, "in": "query", "required": required, "schema": { "type": "string" } })
}

fn add_parameter(document: &mut Value, operation: &str, parameter: Value) {
    at(document, &format!("{operation}/parameters")).as_array_mut().unwrap().push(parameter);
}

#[tokio::test]
async fn the_vendored_spec_is_the_same() {
    let said = run(repository(), &["diff", "spec/binance-usds-margined-futures-openapi.yml"]).await;
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("# New spec: the same\n") && said.out.contains("It is the spec that is vendored."));
}

#[tokio::test]
async fn other_texts_are_the_same() {
    let candidate = edited("other_texts", |document| at(document, ORDER)["description"] = json!("Other words."));
    let said = run(repository(), &["diff", &candidate]).await;
    assert_eq!(said.code, 0);
    assert!(said.out.ends_with("\nNothing but texts has changed.\n"), "{}", said.out);
}

#[tokio::test]
async fn what_the_overlay_takes_out_reaches_nobody() {
    let edit = |document: &mut Value| values(document, ORDER, "workingType").push(json!("INDEX_PRICE"));
    let candidate = edited("taken_out", edit);
    let said = run(repository(), &["diff", &candidate]).await;
    assert_eq!(said.code, 0);
    assert!(said.out.ends_with("\nNothing has changed but what the overlay replaces or takes out.\n"), "{}", said.out);
}

#[tokio::test]
async fn a_new_operation_is_compatible() {
    let (code, told) = told("new_operation", |document| {
        let mut operation = document["paths"]["/fapi/v1/ping"].clone();
        operation["get"]["operationId"] = json!("getMood");
        document["paths"]["/fapi/v1/mood"] = operation;
    })
    .await;
    assert_eq!(code, 1);
    assert_eq!(told, ["compatible: getMood: a new operation: `get_mood()`, `GET /fapi/v1/mood`, public"]);
}

#[tokio::test]
async fn an_operation_that_is_gone_needs_the_overlay_that_names_it_and_is_told_as_breaking() {
    let (code, told) = told("operation_gone", |document| drop(take(document, "/paths/~1fapi~1v1~1ping"))).await;
    assert_eq!(code, 3);
    let line = "breaking: testConnectivity: the operation is gone: `test_connectivity()`, `GET /fapi/v1/ping`, public";
    assert!(told.iter().any(|told| told == line), "{told:?}");
}

#[tokio::test]
async fn a_renamed_operation_is_breaking() {
    let (code, told) = told("renamed", |document| at(document, DEPTH)["operationId"] = json!("getDepth")).await;
    assert_eq!(code, 2);
    let what = "the method is `get_depth()`, was `get_order_book()`: upstream renamed `getOrderBook`";
    assert_eq!(told, [format!("breaking: getDepth: {what}")]);
}

#[tokio::test]
async fn a_new_optional_parameter_is_compatible() {
    let (code, told) =
        told("optional_parameter", |document| add_parameter(document, DEPTH, parameter("mood", false))).await;
    assert_eq!((code, told), (1, vec!["compatible: getOrderBook: a new optional parameter `mood`".to_owned()]));
}

#[tokio::test]
async fn a_new_parameter_of_an_order_is_told_of_the_rows_of_a_batch_too() {
    let (code, told) =
        told("batch_parameter", |document| add_parameter(document, ORDER, parameter("mood", false))).await;
    assert_eq!(code, 1);
    let row = "compatible: BatchOrder: a new method `mood(impl TryInto<String>) -> Self`";
    assert_eq!(told, ["compatible: createOrder: a new optional parameter `mood`", row]);
}

#[tokio::test]
async fn a_new_required_parameter_is_breaking() {
    let (code, told) =
        told("required_parameter", |document| add_parameter(document, DEPTH, parameter("mood", true))).await;
    let line = "breaking: getOrderBook: a new required parameter `mood`: calls without it are refused";
    assert_eq!((code, told), (2, vec![line.to_owned()]));
}

#[tokio::test]
async fn a_parameter_that_turns_required_is_breaking() {
    let (code, told) = told("turned_required", |document| {
        let parameters = at(document, "/paths/~1fapi~1v1~1klines/get/parameters").as_array_mut().unwrap();
        parameters.iter_mut().find(|parameter| parameter["name"] == "startTime").unwrap()["required"] = json!(true);
    })
    .await;
    let line = "breaking: getKlines: `startTime` is required: calls without it are refused";
    assert_eq!((code, told), (2, vec![line.to_owned()]));
}

#[tokio::test]
async fn a_public_operation_that_needs_a_key_is_breaking() {
    let (code, told) =
        told("needs_a_key", |document| at(document, DEPTH)["security"] = json!([{ "apiKey": [] }])).await;
    assert_eq!((code, told), (2, vec!["breaking: getOrderBook: it is with an API key, was public".to_owned()]));
}

#[tokio::test]
async fn another_tag_is_a_change_to_look_at() {
    let (code, told) = told("tag", |document| at(document, DEPTH)["tags"] = json!(["Trading"])).await;
    let line = "compatible: getOrderBook: the tag is `Trading`, was `Market Data`: look whether the exchange agrees";
    assert_eq!((code, told), (1, vec![line.to_owned()]));
}

#[tokio::test]
async fn a_new_field_is_compatible_and_text_is_to_be_looked_at() {
    let (code, told) = told("new_field", |document| {
        at(document, MARK)["mood"] = json!({ "type": "string" });
        at(document, MARK)["count"] = json!({ "type": "integer", "format": "int64" });
    })
    .await;
    let hint = "if it is a decimal, the overlay should give it a format first";
    let text = format!("compatible: MarkPrice: a new field `mood`: `Option<String>`; {hint}");
    assert_eq!((code, told), (1, vec!["compatible: MarkPrice: a new field `count`: `Option<i64>`".to_owned(), text]));
}

/// A field that no action of the overlay is about.
const FREE_FIELD: &str = "/components/schemas/FuturesOrder/properties/symbol";

#[tokio::test]
async fn a_field_of_another_type_is_breaking() {
    let (code, told) = told("retyped", |document| at(document, FREE_FIELD)["type"] = json!("boolean")).await;
    assert!(
        told.contains(&"breaking: FuturesOrder: the field `symbol` is `bool`, was `String`".to_owned()),
        "{told:?}"
    );
    assert_eq!(code, 2);
}

/// The values of a parameter.
fn values<'a>(document: &'a mut Value, operation: &str, name: &str) -> &'a mut Vec<Value> {
    let parameters = at(document, &format!("{operation}/parameters")).as_array_mut().unwrap();
    let parameter = parameters.iter_mut().find(|parameter| parameter["name"] == name).unwrap();
    parameter["schema"]["enum"].as_array_mut().unwrap()
}

#[tokio::test]
async fn a_new_value_is_compatible() {
    let edit =
        |document: &mut Value| values(document, "/paths/~1fapi~1v1~1income/get", "incomeType").push(json!("TIP"));
    let (code, told) = told("new_value", edit).await;
    let lines = [
        "compatible: getIncomeHistory: `incomeType` takes `TIP` too",
        "compatible: IncomeType: a new value `Tip`: `\"TIP\"`",
    ];
    assert_eq!((code, told), (1, lines.map(str::to_owned).to_vec()));
}

const MARGIN: &str = "/paths/~1fapi~1v1~1marginType/post";

#[tokio::test]
async fn a_value_that_is_gone_is_breaking() {
    let edit = |document: &mut Value| values(document, MARGIN, "marginType").retain(|value| value != "ISOLATED");
    let (code, told) = told("value_gone", edit).await;
    assert!(
        told.contains(&"breaking: changeMarginType: `marginType` no longer takes `ISOLATED`".to_owned()),
        "{told:?}"
    );
    assert_eq!(code, 2);
}

#[tokio::test]
async fn a_setter_that_takes_another_type_is_breaking() {
    let edit = |document: &mut Value| *values(document, MARGIN, "marginType") = vec![json!("PORTFOLIO")];
    let (code, told) = told("setter", edit).await;
    let line = "breaking: changeMarginType: `margin_type` takes `ChangeMarginTypeMarginType`, took `MarginType`";
    assert!(told.contains(&line.to_owned()), "{told:?}");
    assert_eq!(code, 2);
}

#[tokio::test]
async fn what_neither_table_nor_types_show_is_told_by_its_place() {
    let (code, told) = told("version", |document| document["info"]["version"] = json!("2")).await;
    assert_eq!((code, told), (1, vec!["compatible: document: `/info/version` is `\"2\"`, was `\"1\"`".to_owned()]));
}

#[tokio::test]
async fn types_are_listed_with_the_operations_that_use_them() {
    let candidate = edited("users", |document| at(document, MARK)["count"] = json!({ "type": "integer" }));
    let said = run(repository(), &["diff", &candidate]).await;
    let expected = "\n## Types\n\n### MarkPrice, of getMarkPrice\n\n- compatible: a new field `count`: `Option<i64>`\n";
    assert!(said.out.ends_with(expected), "{}", said.out);
}

#[tokio::test]
async fn operations_that_cannot_be_read_are_not_told_as_gone() {
    let candidate = edited("diff_nothing", |document| drop(take(document, "/paths")));
    let said = run(repository(), &["diff", &candidate]).await;
    assert_eq!(said.code, 3);
    assert!(said.out.contains("\n0 breaking, 0 compatible, "), "{}", said.out);
    assert!(said.out.ends_with("\nNo operation could be read of it, so nothing is compared.\n"), "{}", said.out);
}
