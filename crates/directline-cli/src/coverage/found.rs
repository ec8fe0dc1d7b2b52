//! At which members of objects findings stand.

use directline_types::ObjectKind;
use directline_validator::{Datum, Finding, Judgement, Part, Side};

/// The members at which a finding of an exchange stands: where two objects of the exchange have a member of that name,
/// the one that the path leads to.
pub(super) fn members(judgement: &Judgement, finding: &Finding) -> Vec<Datum> {
    let sender = match finding.place.part {
        Part::ResponseBody => Side::Service,
        _ => Side::Client,
    };
    let pointer = finding.place.general_pointer().unwrap_or_default();
    let mut names: Vec<&str> = pointer.split('/').skip(1).collect();
    // What an object of a list lacks is not wrong with the list.
    if let [.., "messages" | "attachments", "*"] = names.as_slice() {
        return Vec::new();
    }
    names.retain(|name| *name != "*");
    while let Some(name) = names.pop() {
        let parent = names.last().copied();
        let found: Vec<Datum> = Datum::all()
            .filter(|datum| datum.sender == sender && datum.member.is_some_and(|member| member.name == name))
            .filter(|datum| leads_to(parent, datum.object) && judgement.seen.contains(datum))
            .collect();
        if let Some(set) = found.iter().find(|datum| datum.object == ObjectKind::MessageSet) {
            return vec![*set];
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Whether an object stands below a member of that name, or may stand at the top.
fn leads_to(parent: Option<&str>, object: ObjectKind) -> bool {
    match parent {
        Some("messages") => object == ObjectKind::Message,
        Some("attachments") => object == ObjectKind::Attachment,
        _ => true,
    }
}
