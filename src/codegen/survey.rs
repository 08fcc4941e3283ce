//! All that stands between a spec and a client, where the build would stop at the first: for the maintainer who has a
//! new spec in hand.

use serde_json::Value;

use super::document::METHODS;
use super::error::{Error, Result};
use super::overlay::{self, Misfit};
use super::{Generated, Operation, Source, check, corrected, from_document, lower, model, normal};

/// What a spec and an overlay make together, as far as it goes.
pub struct Survey {
    /// The actions that would end the build.
    pub misfits: Vec<Misfit>,
    /// What cannot be generated.
    pub constructs: Vec<Error>,
    /// The operations and properties that were left out for that, so that the rest could be looked at.
    pub left_out: Vec<String>,
    /// The operations, where the document can be read that far.
    pub operations: Vec<Operation>,
    /// What was made of the rest.
    pub generated: Option<Generated>,
}

/// Runs the pipeline and goes on where it can. An error here is a file that is no spec or overlay at all.
pub fn survey(spec: Source<'_>, overlay: &[Source<'_>]) -> Result<Survey> {
    let mut document = spec.parse()?;
    normal::form(&mut document);
    let mut misfits = Vec::new();
    for file in overlay {
        let found = overlay::survey(&mut document, &file.parse()?).map_err(|error| error.in_file(file.name))?;
        misfits.extend(found.into_iter().map(|misfit| misfit.in_file(file.name)));
    }
    let mut survey = rest(document);
    survey.misfits = misfits;
    survey.constructs = survey.constructs.into_iter().map(|error| error.in_file(spec.name)).collect();
    Ok(survey)
}

/// The strict pipeline on a spec without the places that a survey of another left out.
pub fn generate_without(spec: Source<'_>, overlay: &[Source<'_>], left_out: &[String]) -> Result<Generated> {
    let mut document = corrected(spec, overlay)?;
    for place in left_out {
        cut(&mut document, place);
    }
    from_document(document).map_err(|error| error.in_file(spec.name))
}

/// Checks after the first ones stop at one problem: more rounds than this are not worth a maintainer's time.
const ROUNDS: usize = 10;

fn rest(mut document: Value) -> Survey {
    let mut constructs = check::problems(&document);
    let mut left_out: Vec<String> = constructs.iter().filter_map(|error| part(&error.place)).collect();
    left_out.sort();
    left_out.dedup();
    for place in &left_out {
        cut(&mut document, place);
    }
    let mut generated = None;
    for _ in 0..ROUNDS {
        let error = match from_document(document.clone()) {
            Ok(made) => {
                generated = Some(made);
                break;
            }
            Err(error) => error,
        };
        let part = part(&error.place).filter(|place| document.pointer(place).is_some());
        if !constructs.contains(&error) {
            constructs.push(error);
        }
        let Some(place) = part else { break };
        cut(&mut document, &place);
        left_out.push(place);
    }
    let operations = generated.as_ref().map(|made| made.operations.clone());
    let operations = operations.unwrap_or_else(|| operations_alone(document));
    Survey { misfits: Vec::new(), constructs, left_out, operations, generated }
}

fn operations_alone(mut document: Value) -> Vec<Operation> {
    lower::contract(&mut document).and_then(|()| model::operations(&document)).unwrap_or_default()
}

/// The operation, the path or the property that a place is in: what can be left out and leave a whole. Of a list of
/// required properties it is those that are none.
fn part(place: &str) -> Option<String> {
    let steps: Vec<&str> = place.split('/').collect();
    let length = match steps.as_slice() {
        [.., before, "required"] if *before != "properties" => steps.len(),
        ["", "paths", _, method, ..] if METHODS.contains(method) => 4,
        ["", "paths", _, ..] => 3,
        ["", "components", "schemas", _, "properties", _, ..] => 6,
        _ => return None,
    };
    Some(steps[..length].join("/"))
}

fn cut(document: &mut Value, place: &str) {
    let Some((parent, key)) = place.rsplit_once('/') else { return };
    if key == "required" && !parent.ends_with("/properties") {
        return drop_what_is_no_property(document.pointer_mut(parent));
    }
    let key = key.replace("~1", "/").replace("~0", "~");
    let Some(object) = document.pointer_mut(parent).and_then(Value::as_object_mut) else { return };
    object.remove(&key);
    if object.is_empty() && METHODS.contains(&key.as_str()) {
        // The path of its only operation.
        return cut(document, parent);
    }
    let required = parent.strip_suffix("/properties").map(|schema| format!("{schema}/required"));
    if let Some(Value::Array(names)) = required.and_then(|place| document.pointer_mut(&place)) {
        names.retain(|name| *name != key.as_str());
    }
}

/// An overlay may require what upstream no longer has.
fn drop_what_is_no_property(schema: Option<&mut Value>) {
    let Some(schema) = schema else { return };
    let properties = schema["properties"].clone();
    if let Some(Value::Array(names)) = schema.get_mut("required") {
        names.retain(|name| name.as_str().is_some_and(|name| properties.get(name).is_some()));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::testing::{OPERATION, document, set, with};

    fn places(survey: &Survey) -> Vec<&str> {
        survey.constructs.iter().map(|error| error.place.as_str()).collect()
    }

    #[test]
    fn every_construct_that_cannot_be_generated_is_told() {
        let mut document = document();
        document["paths"]["/u"] = json!({ "post": { "requestBody": {}, "operationId": "u" } });
        set(&mut document, "/components/schemas/Thing/properties/ratio", json!({ "type": "number" }));
        set(&mut document, "/components/schemas/Thing/required", json!(["ratio", "id"]));
        let survey = rest(document);
        let expected = [
            "/paths/~1u/post/requestBody",
            "/paths/~1u/post/responses",
            "/components/schemas/Thing/properties/ratio/type",
        ];
        assert_eq!(places(&survey), expected);
        assert_eq!(survey.left_out, ["/components/schemas/Thing/properties/ratio", "/paths/~1u/post"]);
    }

    #[test]
    fn what_can_be_generated_is_generated_without_the_rest() {
        let mut document = document();
        document["paths"]["/u"] = json!({ "post": { "callbacks": {} } });
        set(&mut document, "/components/schemas/Thing/required", json!(["gone", "id"]));
        let survey = rest(document);
        assert_eq!(survey.left_out, ["/components/schemas/Thing/required", "/paths/~1u/post"]);
        let lowered = survey.generated.expect("a client").lowered;
        assert!(lowered["paths"].get("/u").is_none());
        assert_eq!(lowered["components"]["schemas"]["Thing"]["required"], json!(["id"]));
    }

    #[test]
    fn the_operations_are_read_where_no_client_can_be_made() {
        let survey = rest(with("/components/schemas/1st", json!({ "type": "object" })));
        assert_eq!(places(&survey), ["/components/schemas/1st"]);
        assert!(survey.generated.is_none());
        assert_eq!(survey.operations.iter().map(|operation| operation.id.as_str()).collect::<Vec<_>>(), ["getThing"]);
    }

    #[test]
    fn a_place_is_left_out_with_the_whole_that_it_is_in() {
        assert_eq!(part(&format!("{OPERATION}/parameters/3/in")).as_deref(), Some(OPERATION));
        assert_eq!(part("/paths/~1t/parameters/0").as_deref(), Some("/paths/~1t"));
        let deep = "/components/schemas/Thing/properties/a/items/properties/b";
        assert_eq!(part(deep).as_deref(), Some("/components/schemas/Thing/properties/a"));
        assert_eq!(part("/components/schemas/Thing/type"), None);
        assert_eq!(part("/openapi"), None);
    }
}
