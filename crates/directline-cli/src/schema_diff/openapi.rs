//! OpenAPI documents: operations, parameters, bodies, statuses; their schemas as everywhere.
//!
//! Security, servers, callbacks, links, headers and encodings are not judged: a change of them is said to be so.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::change::Breaks;
use super::compare::{Comparer, follow};
use super::place::{At, named};

/// The members of a path item that are operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Members by name.
type Map<'d> = BTreeMap<&'d str, At<'d>>;

/// Two places with one meaning.
type Pair<'p, 'd> = (&'p At<'d>, &'p At<'d>);

impl<'d> Comparer<'d> {
    /// Compares two OpenAPI documents.
    pub(super) fn openapi(&mut self) {
        let (old, new) = (self.old.root(), self.new.root());
        self.rest((&old, &new), &["openapi", "info", "paths", "components"]);
        for note in ["openapi", "info"] {
            let only = |at: &At<'d>| map(at).into_iter().filter(|(name, _)| *name == note).collect();
            self.members(&only(&old), &only(&new), &old, &new, Breaks::NOBODY, |name, what| {
                format!("{name} {what}")
            });
        }
        self.each((&old, &new), "paths", |this, path, was, is| match (was, is) {
            (Some(was), Some(is)) => this.path((was, is), path),
            (Some(was), None) => this.operations(was, path, Self::removed_operation),
            (None, Some(is)) => this.operations(is, path, Self::added_operation),
            (None, None) => {}
        });
        let (old, new) = (inside(&old, "components"), inside(&new, "components"));
        // What references lead to is compared from there, where it is known how it is used.
        let reached = ["schemas", "parameters", "responses", "requestBodies", "examples"];
        self.rest((&old, &new), &reached);
        let schemas = |at: &At<'d>| map(&inside(at, "schemas"));
        self.defined(&schemas(&old), &schemas(&new));
        for kind in ["parameters", "responses", "requestBodies"] {
            let is_there = map(&inside(&new, kind));
            for (name, at) in map(&inside(&old, kind)) {
                if !is_there.contains_key(name) {
                    self.removed_definition(&at, name);
                }
            }
        }
    }

    /// All operations of a path that only one document has.
    fn operations(&mut self, at: &At<'d>, path: &str, report: impl Fn(&mut Self, &At<'d>, &str, &str)) {
        for method in METHODS {
            if let Some(operation) = at.member(method) {
                report(self, &operation, method, path);
            }
        }
    }

    fn added_operation(&mut self, at: &At<'d>, method: &str, path: &str) {
        let what = format!("operation {} {} added", method.to_uppercase(), named(path));
        self.come(at, Breaks::NOBODY, &what);
    }

    fn removed_operation(&mut self, at: &At<'d>, method: &str, path: &str) {
        let what = format!("operation {} {} removed", method.to_uppercase(), named(path));
        self.gone(at, Breaks::NOBODY, &what);
    }

    fn path(&mut self, pair: Pair<'_, 'd>, path: &str) {
        let Some((old, new)) = self.followed(pair) else { return };
        self.rest((&old, &new), &[&METHODS[..], &["parameters"]].concat());
        for method in METHODS {
            match (old.member(method), new.member(method)) {
                (Some(was), Some(is)) => {
                    self.parameters((&old, &was), (&new, &is));
                    self.operation((&was, &is));
                }
                (Some(was), None) => self.removed_operation(&was, method, path),
                (None, Some(is)) => self.added_operation(&is, method, path),
                (None, None) => {}
            }
        }
    }

    fn operation(&mut self, (old, new): Pair<'_, 'd>) {
        self.rest((old, new), &["parameters", "requestBody", "responses", "operationId"]);
        let identity = |at: &At<'d>| map(at).into_iter().filter(|(name, _)| *name == "operationId").collect();
        self.members(&identity(old), &identity(new), old, new, Breaks::NOBODY, |name, what| {
            format!("{name} {what}")
        });
        match (old.member("requestBody"), new.member("requestBody")) {
            (Some(was), Some(is)) => {
                if let Some((was, is)) = self.followed((&was, &is)) {
                    self.rest((&was, &is), &["required", "content"]);
                    self.required_flag((&was, &is), "the request body");
                    self.content((&was, &is));
                }
            }
            (Some(was), None) => {
                self.gone(&was, when(is_required(&was), Breaks::RECEIVERS), "request body removed");
            }
            (None, Some(is)) => {
                let how = if is_required(&is) { "required" } else { "optional" };
                let breaks = when(is_required(&is), Breaks::SENDERS);
                self.come(&is, breaks, &format!("request body added, {how}"));
            }
            (None, None) => {}
        }
        self.each((old, new), "responses", |this, status, was, is| match (was, is) {
            (Some(was), Some(is)) => {
                if let Some((was, is)) = this.followed((was, is)) {
                    this.rest((&was, &is), &["content"]);
                    this.content((&was, &is));
                }
            }
            (Some(was), None) => this.gone(was, Breaks::NOBODY, &format!("status {} removed", named(status))),
            (None, Some(is)) => this.come(is, Breaks::NOBODY, &format!("status {} added", named(status))),
            (None, None) => {}
        });
    }

    fn content(&mut self, pair: Pair<'_, 'd>) {
        self.each(pair, "content", |this, media_type, was, is| match (was, is) {
            (Some(was), Some(is)) => {
                this.rest((was, is), &["schema"]);
                this.schema((was, is));
            }
            (Some(was), None) => {
                this.gone(was, Breaks::NOBODY, &format!("media type {} removed", named(media_type)));
            }
            (None, Some(is)) => {
                this.come(is, Breaks::NOBODY, &format!("media type {} added", named(media_type)));
            }
            (None, None) => {}
        });
    }

    fn parameters(&mut self, old: Pair<'_, 'd>, new: Pair<'_, 'd>) {
        let (was, is) = (Self::gathered(&self.old, old), Self::gathered(&self.new, new));
        for key in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
            let (place, name) = key;
            let what = format!("{place} parameter {}", named(name));
            match (was.get(key), is.get(key)) {
                (Some(was), Some(is)) => {
                    self.rest((was, is), &["required", "schema", "content"]);
                    self.required_flag((was, is), &what);
                    self.schema((was, is));
                    self.content((was, is));
                }
                (Some(was), None) => {
                    self.gone(was, when(is_required(was), Breaks::RECEIVERS), &format!("{what} removed"));
                }
                (None, Some(is)) => {
                    let how = if is_required(is) { "required" } else { "optional" };
                    self.come(is, when(is_required(is), Breaks::SENDERS), &format!("{what} added, {how}"));
                }
                (None, None) => {}
            }
        }
    }

    /// The parameters of an operation by place and name; those of its path unless it has its own.
    fn gathered(
        document: &super::document::Document<'d>,
        (path, operation): Pair<'_, 'd>,
    ) -> BTreeMap<(String, String), At<'d>> {
        let lists = [path, operation].into_iter().filter_map(|at| at.member("parameters"));
        let all = lists.flat_map(|list| list.elements()).enumerate();
        all.map(|(index, at)| {
            let at = follow(document, &at).unwrap_or(at);
            let text = |name| at.member(name).and_then(|at| at.value.as_str());
            // What cannot be read is compared in its order.
            let name = text("name").map_or_else(|| index.to_string(), str::to_owned);
            ((text("in").unwrap_or("unreadable").to_owned(), name), at)
        })
        .collect()
    }

    fn schema(&mut self, (old, new): Pair<'_, 'd>) {
        let schema = |at: &At<'d>| at.member("schema").unwrap_or_else(|| at.anything());
        self.schemas(&schema(old), &schema(new));
    }

    fn required_flag(&mut self, (old, new): Pair<'_, 'd>, what: &str) {
        match (is_required(old), is_required(new)) {
            (false, true) => self.report(Breaks::SENDERS, old, new, || format!("{what} is required now")),
            (true, false) => self.report(Breaks::RECEIVERS, old, new, || format!("{what} is optional now")),
            (true, true) | (false, false) => {}
        }
    }

    /// Where references lead; says so if they lead nowhere.
    fn followed(&mut self, (old, new): Pair<'_, 'd>) -> Option<(At<'d>, At<'d>)> {
        match (follow(&self.old, old), follow(&self.new, new)) {
            (Ok(old), Ok(new)) => Some((old, new)),
            (Err(why), _) | (_, Err(why)) => {
                self.report(Breaks::UNKNOWN, old, new, || format!("$ref is not followed: {why}"));
                None
            }
        }
    }

    /// Something that only the new document has.
    fn come(&mut self, at: &At<'d>, breaks: Breaks, what: &str) {
        let nowhere = self.old.root().anything();
        self.report(Breaks::RECEIVERS | breaks, &nowhere, at, || what.to_owned());
    }

    /// Something that only the old document has.
    fn gone(&mut self, at: &At<'d>, breaks: Breaks, what: &str) {
        let nowhere = self.new.root().anything();
        self.report(Breaks::SENDERS | breaks, at, &nowhere, || what.to_owned());
    }

    /// The entries of a map in both documents.
    fn each(
        &mut self,
        (old, new): Pair<'_, 'd>,
        name: &str,
        mut visit: impl FnMut(&mut Self, &'d str, Option<&At<'d>>, Option<&At<'d>>),
    ) {
        let (old, new) = (map(&inside(old, name)), map(&inside(new, name)));
        for key in old.keys().chain(new.keys()).copied().collect::<BTreeSet<_>>() {
            // Of the maps only these two have extensions: a media type or a header may be called `x-`.
            if !(matches!(name, "paths" | "responses") && key.starts_with("x-")) {
                visit(self, key, old.get(key), new.get(key));
            }
        }
    }

    /// All members but these: what readers read breaks nobody, the rest is not judged.
    fn rest(&mut self, (old, new): Pair<'_, 'd>, judged: &[&str]) {
        self.notes(old, new);
        let document = self.new;
        let others = |at: &At<'d>| -> Map<'d> {
            let is_other = |name: &str| !judged.contains(&name) && !document.is_note(name);
            map(at).into_iter().filter(|(name, _)| is_other(name)).collect()
        };
        let (others, new_others) = (others(old), others(new));
        self.members(&others, &new_others, old, new, Breaks::UNKNOWN, |name, what| format!("{name} {what}"));
        if self.old.dialect == self.new.dialect {
            let equal = others.iter().filter_map(|(name, was)| Some((was, new_others.get(name)?)));
            for (was, is) in equal {
                for (was, is) in self.behind(was, is) {
                    self.schemas(&was, &is);
                }
            }
            return;
        }
        for (name, was) in others.iter().filter(|(_, at)| holds_schema(at.value)) {
            if let Some(is) = new_others.get(name) {
                self.other_dialect(name, was, is);
            }
        }
    }
}

fn map<'d>(at: &At<'d>) -> Map<'d> {
    at.members().into_iter().collect()
}

/// A member, or nothing where there is none.
fn inside<'d>(at: &At<'d>, name: &str) -> At<'d> {
    at.member(name).unwrap_or_else(|| at.anything())
}

/// Whether there may be a schema inside: in it, or where a reference leads.
fn holds_schema(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, value)| {
            matches!(name.as_str(), "schema" | "content" | "$ref") || holds_schema(value)
        }),
        Value::Array(elements) => elements.iter().any(holds_schema),
        _ => false,
    }
}

fn is_required(at: &At<'_>) -> bool {
    at.member("required").is_some_and(|required| *required.value == Value::Bool(true))
}

fn when(holds: bool, breaks: Breaks) -> Breaks {
    if holds { breaks } else { Breaks::NOBODY }
}
