use serde_json::json;

use super::*;
use crate::codegen::testing::refusal;

/// Applies one action that has a reason and evidence.
fn apply_one(document: Value, action: Value) -> Result<Value> {
    let mut document = document;
    let mut action = action;
    for (key, value) in [("x-reason", "Upstream is wrong."), ("x-evidence", "https://example.com")] {
        action.as_object_mut().unwrap().entry(key).or_insert(json!(value));
    }
    apply(&mut document, &json!({ "overlay": "1.0.0", "info": {}, "actions": [action] }))?;
    Ok(document)
}

fn update(document: Value, target: &str, update: Value) -> Result<Value> {
    apply_one(document, json!({ "target": target, "update": update }))
}

fn remove(document: Value, target: &str, matches: Value) -> Result<Value> {
    apply_one(document, json!({ "target": target, "remove": true, "x-matches": matches }))
}

/// Applies an action that records what was there before.
fn update_if(document: Value, was: Value) -> Result<Value> {
    apply_one(document, json!({ "target": "$.a", "update": { "new": 1 }, "x-was": was }))
}

#[test]
fn an_update_merges_objects_key_by_key() {
    let changed = update(json!({ "a": { "b": { "c": 1 }, "d": 2 } }), "$.a", json!({ "b": { "e": 3 } }));
    assert_eq!(changed.unwrap(), json!({ "a": { "b": { "c": 1, "e": 3 }, "d": 2 } }));
}

#[test]
fn an_update_appends_to_lists() {
    let changed = update(json!({ "a": { "b": [1] } }), "$.a", json!({ "b": [2, 3] }));
    assert_eq!(changed.unwrap(), json!({ "a": { "b": [1, 2, 3] } }));
}

#[test]
fn an_element_that_is_there_is_not_appended_again() {
    let text = refusal(update(json!({ "a": { "b": ["X", "Y"] } }), "$.a", json!({ "b": ["Z", "Y"] })));
    assert!(text.ends_with("/a already has \"Y\" (leave it out, or drop the action)"), "{text}");
}

#[test]
fn an_update_replaces_anything_else() {
    let changed = update(json!({ "a": { "b": 1, "c": [1], "d": {} } }), "$.a", json!({ "b": {}, "c": 2, "d": [] }));
    assert_eq!(changed.unwrap(), json!({ "a": { "b": {}, "c": 2, "d": [] } }));
}

#[test]
fn an_update_may_be_of_the_whole_document() {
    assert_eq!(update(json!({ "a": 1 }), "$", json!({ "b": 2 })).unwrap(), json!({ "a": 1, "b": 2 }));
}

#[test]
fn actions_are_applied_in_order() {
    let action = |target: &str, update: Value| json!({ "target": target, "update": update, "x-reason": "Why.", "x-evidence": "https://example.com" });
    let actions = json!([action("$", json!({ "a": {} })), action("$.a", json!({ "b": 1 }))]);
    let mut document = json!({});
    apply(&mut document, &json!({ "overlay": "1.0.1", "actions": actions })).unwrap();
    assert_eq!(document, json!({ "a": { "b": 1 } }));
}

#[test]
fn a_removal_takes_a_key() {
    let changed = remove(json!({ "paths": { "/a~b": 1, "c": 2 } }), "$.paths['/a~b']", Value::Null);
    assert_eq!(changed.unwrap(), json!({ "paths": { "c": 2 } }));
}

#[test]
fn a_removal_takes_the_right_elements_of_a_list() {
    let list = json!({ "a": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] });
    for (target, matches) in [("$.a[1, 10, 2]", 3), ("$.a[10, 2, 1]", 3), ("$.a[?@ == 1 || @ == 2 || @ == 10]", 3)] {
        let changed = remove(list.clone(), target, json!(matches)).unwrap();
        assert_eq!(changed, json!({ "a": [0, 3, 4, 5, 6, 7, 8, 9, 11] }), "{target}");
    }
    assert_eq!(remove(list, "$.a[::-1]", json!("any")).unwrap(), json!({ "a": [] }));
}

#[test]
fn a_place_that_a_target_names_twice_is_one_place() {
    assert_eq!(remove(json!({ "a": [0] }), "$.a[0, 0]", json!(1)).unwrap(), json!({ "a": [] }));
    let action = json!({ "target": "$['a', 'a']", "update": { "b": 1 }, "x-matches": 1 });
    assert_eq!(apply_one(json!({ "a": {} }), action).unwrap(), json!({ "a": { "b": 1 } }));
}

#[test]
fn a_removal_of_places_within_one_another_takes_all_of_them() {
    let changed = remove(json!({ "a": { "x": { "x": 1 } }, "x": 2 }), "$..x", json!(3));
    assert_eq!(changed.unwrap(), json!({ "a": {} }));
}

#[test]
fn the_whole_document_cannot_be_removed() {
    let text = refusal(remove(json!({}), "$", Value::Null));
    assert_eq!(text, "/actions/0 `$` [Upstream is wrong.]: $ is the whole document (a part of it)");
}

#[test]
fn a_target_that_matches_nothing_names_the_action() {
    let text = refusal(update(json!({}), "$.a.b", json!({ "c": 1 })));
    let problem = "$.a.b matches nothing (correct the target, or drop the action if upstream has caught up)";
    assert_eq!(text, format!("/actions/0 `$.a.b` [Upstream is wrong.]: {problem}"));
}

#[test]
fn any_still_means_one_or_more() {
    let text = refusal(remove(json!({ "a": [] }), "$.a[*]", json!("any")));
    assert!(text.contains("$.a[*] matches nothing"), "{text}");
}

#[test]
fn the_number_of_matches_must_be_the_one_recorded() {
    let text = refusal(remove(json!({ "a": [1, 2] }), "$.a[*]", json!(3)));
    assert!(text.contains("$.a[*] matches 2 places, not 3 (check each place and record the number)"), "{text}");
    assert_eq!(remove(json!({ "a": [1, 2] }), "$.a[*]", json!(2)).unwrap(), json!({ "a": [] }));
}

#[test]
fn the_number_of_matches_must_be_recorded_where_there_may_be_several() {
    for target in ["$.a[*]", "$..a", "$.a[?@.b]", "$.a[0:1]", "$['a','b']"] {
        let text = refusal(remove(json!({ "a": [1] }), target, Value::Null));
        assert!(text.contains("the target may match several places (x-matches: how many"), "{target}: {text}");
    }
    for matches in [json!(0), json!(-1), json!("all"), json!(1.5)] {
        assert!(refusal(remove(json!({ "a": [1] }), "$.a[*]", matches)).contains("x-matches: how many"));
    }
}

#[test]
fn the_number_of_matches_must_not_be_recorded_where_there_is_one() {
    for target in ["$.a", "$.a[0]", "$['*']", r#"$["a,b"]['x..y:?']"#, r"$['it\'s *']"] {
        let text = refusal(remove(json!({ "a": [1] }), target, json!(1)));
        assert!(text.contains("x-matches on a target of one place (leave it out)"), "{target}: {text}");
    }
}

#[test]
fn an_update_goes_ahead_where_the_record_holds() {
    let before = json!({ "a": { "type": "string", "description": "More than is recorded." } });
    assert!(update_if(before.clone(), json!({ "type": "string" })).is_ok());
    assert!(update_if(before, json!({ "type": "string", "format": null })).is_ok());
}

#[test]
fn a_record_that_no_longer_holds_says_what_upstream_says_now() {
    let text =
        refusal(update_if(json!({ "a": { "type": "integer", "description": "Long." } }), json!({ "type": "string" })));
    let problem = r#"/a is no longer {"type":"string"}; upstream says {"type":"integer"}"#;
    let remedy = "(check whether the correction is still needed)";
    assert_eq!(text, format!("/actions/0 `$.a` [Upstream is wrong.]: {problem} {remedy}"));
}

#[test]
fn a_key_recorded_as_absent_must_be_absent() {
    let text = refusal(update_if(json!({ "a": { "format": "price" } }), json!({ "format": null })));
    assert!(text.contains(r#"/a is no longer {"format":null}; upstream says {"format":"price"}"#), "{text}");
}

#[test]
fn a_record_may_be_of_a_plain_value() {
    let action = |was: &str| json!({ "target": "$.a.b", "remove": true, "x-was": was });
    assert_eq!(apply_one(json!({ "a": { "b": "old" } }), action("old")).unwrap(), json!({ "a": {} }));
    assert!(refusal(apply_one(json!({ "a": { "b": "new" } }), action("old"))).contains(r#"upstream says "new""#));
}

#[test]
fn what_upstream_says_is_not_told_at_any_length() {
    let text = refusal(update_if(json!({ "a": { "b": "é".repeat(1_000) } }), json!({ "c": 1 })));
    assert!(text.contains("é… (") && text.chars().count() < 600, "{text}");
}

#[test]
fn an_update_without_effect_is_refused() {
    let text = refusal(update(json!({ "a": { "b": 1 } }), "$.a", json!({ "b": 1 })));
    assert!(text.ends_with("/a already says all of the update (drop the action)"), "{text}");
}

#[test]
fn an_update_of_what_is_no_object_is_refused() {
    for value in [json!([1]), json!("text"), Value::Null] {
        let text = refusal(update(json!({ "a": value }), "$.a", json!({ "b": 1 })));
        assert!(text.ends_with("/a is not an object, so nothing can be merged into it (an object)"), "{text}");
    }
}

#[test]
fn an_action_is_either_an_update_or_a_removal() {
    for action in [
        json!({ "target": "$" }),
        json!({ "target": "$", "remove": false }),
        json!({ "target": "$", "update": { "a": 1 }, "remove": true }),
        json!({ "target": "$", "update": { "a": 1 }, "remove": "yes" }),
        json!({ "target": "$", "update": ["a"] }),
    ] {
        let text = refusal(apply_one(json!({}), action));
        assert!(text.contains("neither an update with an object nor a removal"), "{text}");
    }
}

#[test]
fn an_action_needs_a_target_a_reason_and_evidence() {
    let line = |action: Value| refusal(apply_one(json!({}), action));
    assert_eq!(line(json!({ "update": {} })), "/actions/0: no target (target: a JSONPath)");
    let text = line(json!({ "target": "$", "x-reason": " " }));
    assert_eq!(text, "/actions/0: $ has no reason (x-reason: why upstream is wrong)");
    for evidence in ["", "http://example.com", "seen it"] {
        let text = line(json!({ "target": "$", "x-evidence": evidence }));
        assert!(text.ends_with("no evidence (x-evidence: an https link that shows it)"), "{text}");
    }
}

#[test]
fn keys_that_are_not_known_are_refused() {
    let text = refusal(apply_one(json!({}), json!({ "target": "$", "x-what": 1 })));
    assert!(text.contains("the key `x-what` is unknown (target, description, update"), "{text}");
    let text = refusal(apply(&mut json!({}), &json!({ "overlay": "1.0.0", "extends": "a", "actions": [] })));
    assert_eq!(text, "/extends: not a key of an overlay (overlay, info and actions)");
}

#[test]
fn a_target_that_is_no_path_is_refused() {
    let text = refusal(update(json!({}), "$.a[", json!({ "b": 1 })));
    assert!(text.contains("the target is no JSONPath") && text.ends_with("(an RFC 9535 path)"), "{text}");
}

#[test]
fn only_overlays_of_version_1_0_are_applied() {
    for overlay in [json!({ "actions": [] }), json!({ "overlay": "2.0.0", "actions": [] })] {
        let text = refusal(apply(&mut json!({}), &overlay));
        assert_eq!(text, "/overlay: not an Overlay 1.0 document (overlay: 1.0.0)");
    }
    let text = refusal(apply(&mut json!({}), &json!({ "overlay": "1.0.0" })));
    assert_eq!(text, "/actions: missing or not a list (a list of actions)");
}
