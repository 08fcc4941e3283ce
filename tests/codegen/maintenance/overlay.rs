//! What a candidate asks of the overlay and of the generator.

use std::fs;

use serde_json::json;

use super::{at, copy_of_overlay, edited, folder, repository, run, take};

const TRADE: &str = "/components/schemas/FuturesTrade/properties";

#[tokio::test]
async fn an_action_whose_target_is_gone_is_told_with_what_is_there() {
    let candidate = edited("target_gone", |document| drop(take(document, &format!("{TRADE}/price"))));
    let said = run(repository(), &["diff", &candidate]).await;
    assert_eq!(said.code, 3);
    assert!(
        said.out.contains("`$.components.schemas.FuturesTrade.properties.price` no longer applies: "),
        "{}",
        said.out
    );
    let now = "Upstream says now: $.components.schemas.FuturesTrade.properties has id, isBuyerMaker, ";
    assert!(said.out.contains(now) && said.out.contains("\n  It was written because: "), "{}", said.out);
    // What the rest gives is compared all the same.
    assert!(said.out.contains("### FuturesTrade, of getHistoricalTrades, getRecentTrades"), "{}", said.out);
    assert!(said.out.contains("- **breaking**: the field `price` is gone"), "{}", said.out);
}

#[tokio::test]
async fn every_action_that_does_not_fit_is_told() {
    let candidate = edited("all_misfits", |document| {
        take(document, "/paths/~1fapi~1v1~1ping");
        take(document, &format!("{TRADE}/price"));
        at(document, "/components/schemas/FuturesSymbol/properties/status")["type"] = json!("integer");
    });
    let said = run(repository(), &["check", &candidate]).await;
    assert_eq!((said.code, said.err.as_str()), (3, ""));
    for target in ["$.paths['/fapi/v1/ping'].get", "FuturesTrade.properties.price", "FuturesSymbol.properties.status"] {
        let is_told =
            |line: &str| line.starts_with("spec/overlay/30-market-data.yml: /actions/") && line.contains(target);
        assert!(said.out.lines().any(is_told), "{target}: {}", said.out);
    }
}

#[tokio::test]
async fn an_action_that_upstream_has_caught_up_with_is_unnecessary() {
    let candidate =
        edited("unnecessary", |document| at(document, &format!("{TRADE}/price"))["format"] = json!("price"));
    let said = run(repository(), &["diff", &candidate]).await;
    assert_eq!(said.code, 3);
    let line = "`$.components.schemas.FuturesTrade.properties.price` is unnecessary: ";
    assert!(said.out.contains(line), "{}", said.out);
    assert!(
        said.out
            .contains(r#"Upstream says now: /components/schemas/FuturesTrade/properties/price is {"format":"price","#)
    );
    assert!(said.out.contains("0 breaking, 0 compatible, 1 to mend in the overlay"), "{}", said.out);
}

#[tokio::test]
async fn a_mended_overlay_makes_a_candidate_usable() {
    let candidate = edited("mended", |document| drop(take(document, &format!("{TRADE}/price"))));
    let mended = copy_of_overlay("mended_overlay", "30-market-data.yml", |text| {
        let target = "  - target: $.components.schemas.FuturesTrade.properties.price\n";
        let (before, rest) = text.split_once(target).unwrap();
        let (_, after) = rest.split_once("\n  - target: ").unwrap();
        let before = before.replace("required: [id, price, qty, ", "required: [id, qty, ");
        format!("{before}  - target: {after}")
    });
    let said = run(repository(), &["diff", &candidate, "--overlay", mended.to_str().unwrap()]).await;
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.out.contains("- **breaking**: the field `price` is gone"), "{}", said.out);
}

#[tokio::test]
async fn an_overlay_that_takes_an_error_code_away_is_breaking() {
    let other =
        copy_of_overlay("error_code", "11-errors.yml", |text| text.replace("name: BAD_ASSET,", "name: POOR_ASSET,"));
    let spec = "spec/binance-usds-margined-futures-openapi.yml";
    let said = run(repository(), &["diff", spec, "--overlay", other.to_str().unwrap()]).await;
    assert_eq!(said.code, 2);
    assert!(said.out.contains("### ErrorCode\n\n- **breaking**: the constant `BAD_ASSET` is gone"), "{}", said.out);
}

#[tokio::test]
async fn what_cannot_be_generated_is_told_by_its_place_and_the_rest_compared() {
    let candidate = edited("constructs", |document| {
        let mut upload = document["paths"]["/fapi/v1/ping"].clone();
        upload["get"]["operationId"] = json!("upload");
        upload["get"]["requestBody"] = json!({ "content": {} });
        document["paths"]["/fapi/v1/upload"] = upload;
        at(document, TRADE)["ratio"] = json!({ "type": "number" });
        at(document, TRADE)["count"] = json!({ "type": "integer" });
    });
    let said = run(repository(), &["diff", &candidate]).await;
    assert_eq!(said.code, 3);
    let places =
        ["/paths/~1fapi~1v1~1upload/get/requestBody", "/components/schemas/FuturesTrade/properties/ratio/type"];
    assert!(places.iter().all(|place| said.out.contains(&format!("- `{place}`: "))), "{}", said.out);
    assert!(
        said.out.contains("0 breaking, 1 compatible, 0 to mend in the overlay, 2 that cannot be generated."),
        "{}",
        said.out
    );
    assert!(said.out.contains("- compatible: a new field `count`: `Option<i64>`"), "{}", said.out);
}

#[tokio::test]
async fn a_construct_that_only_the_lowered_document_shows_is_told() {
    let candidate = edited("collision", |document| {
        at(document, "/components/schemas")["Mood"] = json!({ "type": "string", "enum": ["A_B", "aB"] });
    });
    let said = run(repository(), &["diff", &candidate]).await;
    assert_eq!(said.code, 3);
    let line = "- `/components/schemas/Mood/enum`: `A_B` and `aB` both become the variant `AB`";
    assert!(said.out.contains(line), "{}", said.out);
    assert!(said.out.contains("so the operations alone are compared"), "{}", said.out);
}

#[tokio::test]
async fn a_candidate_that_can_be_used_is_checked_without_a_word() {
    let said = run(repository(), &["check", "spec/binance-usds-margined-futures-openapi.yml"]).await;
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "", ""));
}

#[tokio::test]
async fn what_is_no_spec_is_one_line() {
    let folder = folder("no_spec");
    for (text, code, problem) in [
        ("<!DOCTYPE html>\n<html></html>\n", 5, "a page of HTML or XML, not a spec"),
        ("openapi: 3.1.0\npaths: [unclosed\n", 3, "line 3 column 1: not YAML: "),
        ("# Gone.\n", 3, "line 1: 0 YAML documents"),
        ("", 5, "empty, so not a spec"),
    ] {
        let path = folder.join("page.yml");
        fs::write(&path, text).unwrap();
        for command in ["diff", "check", "update"] {
            let said = run(repository(), &[command, path.to_str().unwrap()]).await;
            assert_eq!((said.code, said.out.as_str(), said.err.lines().count()), (code, "", 1));
            assert!(said.err.contains(problem), "{}", said.err);
        }
    }
    let said = run(repository(), &["diff", "/nowhere/spec.yml"]).await;
    assert!(said.code == 5 && said.err.starts_with("/nowhere/spec.yml: cannot be read: "), "{}", said.err);
}

#[tokio::test]
async fn a_command_that_is_not_known_is_told_how_to_call_it() {
    let said = run(repository(), &["merge", "a.yml"]).await;
    assert!(said.code == 64 && said.err.starts_with("there is no command `merge`\n\nUsage: "), "{}", said.err);
    let said = run(repository(), &["--help"]).await;
    assert!(said.code == 0 && said.out.starts_with("Usage: "));
}
