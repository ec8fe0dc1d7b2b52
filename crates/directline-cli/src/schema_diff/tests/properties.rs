//! The judgement against another judge: the crate `jsonschema` on sampled schemas and values.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::schema_diff::{Breaks, diff};

const NAMES: [&str; 3] = ["a", "b", "c"];

/// Values small enough that schemas of [`schemas`] accept some of them.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        prop::sample::select(vec![json!(0), json!(1), json!(1.0), json!(1.5)]),
        prop::sample::select(vec!["", "a", "b", "aa"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(prop::sample::select(NAMES.to_vec()), inner, 0..4).prop_map(
                |members| members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
            ),
        ]
    })
}

/// Schemas of the portable subset: `$ref` to two definitions, recursion included.
fn schemas() -> impl Strategy<Value = Value> {
    let types = prop::sample::subsequence(
        vec!["object", "array", "string", "boolean", "null", "number", "integer"],
        1..4,
    );
    let constants = prop::sample::subsequence(vec!["a", "b", "aa"], 0..3);
    let leaf = prop_oneof![
        3 => types.prop_map(|types| json!({"type": types})),
        1 => constants.prop_map(|values| json!({"enum": values})),
        1 => Just(json!({"const": "a"})),
        1 => any::<bool>().prop_map(Value::from),
        2 => prop::sample::select(vec!["#/$defs/A", "#/$defs/B"]).prop_map(|to| json!({"$ref": to})),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let names = || prop::sample::subsequence(NAMES.to_vec(), 0..3);
        let members = prop::collection::btree_map(prop::sample::select(NAMES.to_vec()), inner.clone(), 0..4);
        let object =
            (members, names(), prop::option::of(inner.clone())).prop_map(|(members, required, rest)| {
                let mut schema = json!({"type": "object", "properties": members, "required": required});
                if let Some(rest) = rest {
                    schema["additionalProperties"] = rest;
                }
                schema
            });
        let array = (prop::collection::vec(inner.clone(), 0..3), prop::option::of(inner.clone()), bounds())
            .prop_map(|(prefix, rest, bounds)| {
                let mut schema = Map::from_iter([("type".to_owned(), json!(["array", "string"]))]);
                if !prefix.is_empty() {
                    schema.insert("prefixItems".to_owned(), prefix.into());
                }
                schema.extend(rest.map(|rest| ("items".to_owned(), rest)));
                schema.extend(bounds);
                Value::from(schema)
            });
        let any_of = prop::collection::vec(inner.clone(), 1..4).prop_map(|all| json!({"anyOf": all}));
        let both = (inner.clone(), inner).prop_map(|(one, other)| match (one, other) {
            (Value::Object(mut one), Value::Object(other)) => {
                one.extend(other);
                one.into()
            }
            (one, _) => one,
        });
        prop_oneof![2 => object, 2 => array, 1 => any_of, 1 => both]
    })
}

fn bounds() -> impl Strategy<Value = Vec<(String, Value)>> {
    let bounds = vec![("minItems", 1), ("maxItems", 2), ("minLength", 1)];
    prop::sample::subsequence(bounds, 0..3)
        .prop_map(|bounds| bounds.into_iter().map(|(name, bound)| (name.to_owned(), json!(bound))).collect())
}

/// A schema with its two definitions.
fn documents() -> impl Strategy<Value = Value> {
    (schemas(), schemas(), schemas()).prop_map(|(root, a, b)| {
        json!({"allOf": [], "properties": {}, "$defs": {"A": a, "B": b, "Root": root}, "$ref": "#/$defs/Root"})
    })
    .prop_map(|mut document| {
        // Empty keywords would only be in the way.
        document.as_object_mut().into_iter().for_each(|all| all.retain(|name, _| name.starts_with('$')));
        document
    })
}

/// Two schemas that differ in one place, or everywhere.
fn pairs() -> impl Strategy<Value = (Value, Value)> {
    let index = any::<prop::sample::Index>;
    let near =
        (documents(), schemas(), index(), 0..4, index()).prop_map(|(old, graft, place, edit, member)| {
            let mut new = old.clone();
            let mut pointers = Vec::new();
            schemas_in(&old["$defs"], "/$defs", true, &mut pointers);
            let schema = new.pointer_mut(&pointers[place.index(pointers.len())]).unwrap();
            match (edit, schema, graft) {
                // A keyword less, a few more or others, another schema.
                (0, Value::Object(all), _) if !all.is_empty() => {
                    let name = all.keys().nth(member.index(all.len())).unwrap().clone();
                    all.remove(&name);
                }
                (1 | 2, Value::Object(all), Value::Object(graft)) => all.extend(graft),
                (_, schema, graft) => *schema = graft,
            }
            (old, new)
        });
    prop_oneof![4 => near, 1 => (documents(), documents())]
}

/// Pointers to everything that is a schema: the value itself, or its members if it is a map of schemas.
fn schemas_in(value: &Value, pointer: &str, is_map: bool, found: &mut Vec<String>) {
    let members = value.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), value));
    let elements = value.as_array().into_iter().flatten().enumerate();
    let elements = elements.map(|(index, value)| (index.to_string(), value));
    if !is_map {
        found.push(pointer.to_owned());
    }
    for (name, value) in members.chain(elements) {
        let pointer = format!("{pointer}/{name}");
        match (is_map, name.as_str()) {
            (true, _) | (false, "items" | "additionalProperties") => {
                schemas_in(value, &pointer, false, found);
            }
            (false, "properties" | "anyOf" | "prefixItems") => schemas_in(value, &pointer, true, found),
            (false, _) => {}
        }
    }
}

/// Whether a schema accepts values; `None` if the other judge does not take the schema.
fn accepted(schema: &Value, values: &[Value]) -> Option<Vec<bool>> {
    let validator = jsonschema::draft202012::new(schema).ok()?;
    Some(values.iter().map(|value| validator.is_valid(value)).collect())
}

fn breaks(old: &Value, new: &Value) -> Breaks {
    diff(old, new).iter().fold(Breaks::NOBODY, |breaks, change| breaks | change.breaks)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn nobody_breaks_who_is_said_not_to((old, new) in pairs(), values in prop::collection::vec(values(), 24)) {
        let said = breaks(&old, &new);
        if said.unknown {
            return Ok(());
        }
        if let (Some(was), Some(is)) = (accepted(&old, &values), accepted(&new, &values)) {
            for ((value, was), is) in values.iter().zip(was).zip(is) {
                prop_assert!(said.senders || !was || is, "{value} is refused now: {old}\n{new}");
                prop_assert!(said.receivers || was || !is, "{value} is valid now: {old}\n{new}");
            }
        }
    }

    #[test]
    fn a_schema_does_not_differ_from_itself(schema in documents()) {
        prop_assert!(diff(&schema, &schema).is_empty());
        // Written anew and with other words, it still breaks nobody.
        let mut other = schema.clone();
        other["$defs"]["A"] = match &schema["$defs"]["A"] {
            Value::Object(members) => {
                let mut members = members.clone();
                members.insert("description".to_owned(), json!("other words"));
                members.into()
            }
            other => other.clone(),
        };
        prop_assert!(breaks(&schema, &other).is_nobody() || breaks(&schema, &other).unknown);
    }

    #[test]
    fn the_way_back_breaks_the_other_side((old, new) in pairs()) {
        let (there, back) = (breaks(&old, &new), breaks(&new, &old));
        prop_assert_eq!((there.senders, there.receivers), (back.receivers, back.senders));
    }
}
