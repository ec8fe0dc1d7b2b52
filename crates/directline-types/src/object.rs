//! One declaration per wire object: `wire_object!` writes the struct, its strict `Deserialize`, its `Serialize`, its
//! JSON Schema and its list of members, so that the shape is stated once.
//!
//! `#[derive(Deserialize)]` is not strict enough: it reads a struct from a sequence as well, and an `Option` from `null`.

use std::fmt;

use schemars::{JsonSchema, Schema};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::{Map, Value, json};

/// Whether a member must be there.
///
/// # Examples
///
/// ```
/// use directline_types::{Attachment, Presence, WireObject};
///
/// assert!(Attachment::MEMBERS.iter().filter(|m| m.name != "eTag").all(|m| m.presence == Presence::Required));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// The documents say that the member is there.
    Required,
    /// No document says so, but the object has no use without the member, so it is required by inference.
    RequiredByInference,
    /// The member may be absent.
    Optional,
}

/// One member of a wire object, as declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name on the wire, such as `conversationId`.
    pub name: &'static str,
    /// Whether the member must be there.
    pub presence: Presence,
    /// The doc comment as written, line by line.
    pub(crate) documentation: &'static str,
}

impl Member {
    /// What the member means, in one line of plain text.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::{Message, WireObject};
    ///
    /// assert!(Message::MEMBERS[0].description().starts_with("ID that uniquely identifies the message"));
    /// ```
    pub fn description(&self) -> String {
        description(self.documentation)
    }
}

/// An object of the API, with its declared members.
///
/// # Examples
///
/// ```
/// use directline_types::{Conversation, WireObject};
///
/// let names: Vec<&str> = Conversation::MEMBERS.iter().map(|member| member.name).collect();
/// assert_eq!(names, ["conversationId", "token", "expires_in", "eTag"]);
/// assert_eq!(Conversation::NAME, "Conversation");
/// ```
pub trait WireObject: serde::Serialize + serde::de::DeserializeOwned + JsonSchema {
    /// The object's name in the documents, such as `MessageSet`.
    const NAME: &'static str;

    /// Every member, in the order in which it is written.
    const MEMBERS: &'static [Member];
}

/// Declares a wire object. Members come in up to three groups, in this order: `inferred` (required, although no document
/// says so), `required`, `optional`. Each line reads `"nameOnTheWire" => field: Type,`.
macro_rules! wire_object {
    (
        $(#[doc = $doc:literal])*
        $(#[derive($($extra:ident),+)])?
        pub struct $name:ident as $title:literal {
            $( inferred { $( $(#[doc = $adoc:literal])* $awire:literal => $afield:ident: $atype:ty, )* } )?
            $( required { $( $(#[doc = $bdoc:literal])* $bwire:literal => $bfield:ident: $btype:ty, )* } )?
            $( optional { $( $(#[doc = $cdoc:literal])* $cwire:literal => $cfield:ident: $ctype:ty, )* } )?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash $($(, $extra)+)?)]
        pub struct $name {
            $($( $(#[doc = $adoc])* pub $afield: $atype, )*)?
            $($( $(#[doc = $bdoc])* pub $bfield: $btype, )*)?
            $($( $(#[doc = $cdoc])* pub $cfield: Option<$ctype>, )*)?
        }

        impl $name {
            /// The names on the wire, for the messages of the deserializer.
            const MEMBER_NAMES: &'static [&'static str] = &[$($($awire,)*)? $($($bwire,)*)? $($($cwire,)*)?];
        }

        impl $crate::WireObject for $name {
            const NAME: &'static str = $title;
            const MEMBERS: &'static [$crate::Member] = &[
                $($($crate::Member {
                    name: $awire,
                    presence: $crate::Presence::RequiredByInference,
                    documentation: concat!($($adoc, "\n"),*),
                },)*)?
                $($($crate::Member {
                    name: $bwire,
                    presence: $crate::Presence::Required,
                    documentation: concat!($($bdoc, "\n"),*),
                },)*)?
                $($($crate::Member {
                    name: $cwire,
                    presence: $crate::Presence::Optional,
                    documentation: concat!($($cdoc, "\n"),*),
                },)*)?
            ];
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeStruct as _;

                let absent = 0 $($( + usize::from(self.$cfield.is_none()) )*)?;
                let present = Self::MEMBER_NAMES.len().saturating_sub(absent);
                let mut object = serializer.serialize_struct($title, present)?;
                $($( object.serialize_field($awire, &self.$afield)?; )*)?
                $($( object.serialize_field($bwire, &self.$bfield)?; )*)?
                $($( match &self.$cfield {
                    Some(value) => object.serialize_field($cwire, value)?,
                    None => object.skip_field($cwire)?,
                } )*)?
                object.end()
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct ObjectVisitor;

                impl<'de> serde::de::Visitor<'de> for ObjectVisitor {
                    type Value = $name;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        formatter.write_str(concat!("the object ", $title))
                    }

                    // The text may be a credential (a token string where an object was expected): it is not quoted.
                    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<$name, E> {
                        Err(E::invalid_type(serde::de::Unexpected::Other("string"), &self))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        use serde::de::Error as _;

                        $($( let mut $afield: Option<$atype> = None; )*)?
                        $($( let mut $bfield: Option<$btype> = None; )*)?
                        $($( let mut $cfield: Option<$ctype> = None; )*)?
                        while let Some(name) = map.next_key_seed($crate::object::MemberName($name::MEMBER_NAMES))? {
                            match name {
                                $($( $awire => $crate::object::read($awire, &mut $afield, &mut map)?, )*)?
                                $($( $bwire => $crate::object::read($bwire, &mut $bfield, &mut map)?, )*)?
                                $($( $cwire => $crate::object::read($cwire, &mut $cfield, &mut map)?, )*)?
                                other => return Err(A::Error::unknown_field(other, $name::MEMBER_NAMES)),
                            }
                        }
                        Ok($name {
                            $($( $afield: $afield.ok_or_else(|| A::Error::missing_field($awire))?, )*)?
                            $($( $bfield: $bfield.ok_or_else(|| A::Error::missing_field($bwire))?, )*)?
                            $($( $cfield, )*)?
                        })
                    }
                }

                // Not `deserialize_struct`: with it some formats build the message themselves and quote the text.
                deserializer.deserialize_any(ObjectVisitor)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $title.into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", $title).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let types = [
                    $($( generator.subschema_for::<$atype>(), )*)?
                    $($( generator.subschema_for::<$btype>(), )*)?
                    $($( generator.subschema_for::<$ctype>(), )*)?
                ];
                $crate::object::object_schema::<$name>(concat!($($doc, "\n"),*), types)
            }
        }
    };
}
pub(crate) use wire_object;

/// Reads the value of the member `name` into its slot; a full slot means that the member is repeated.
pub(crate) fn read<'de, T, A>(name: &'static str, slot: &mut Option<T>, map: &mut A) -> Result<(), A::Error>
where
    T: Deserialize<'de>,
    A: MapAccess<'de>,
{
    if slot.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *slot = Some(map.next_value()?);
    Ok(())
}

/// Reads a member name and finds it among the declared ones. Only strings are names: `derive` takes bytes and indexes too.
pub(crate) struct MemberName(pub(crate) &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for MemberName {
    type Value = &'static str;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for MemberName {
    type Value = &'static str;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a member name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let known = self.0.iter().copied().find(|known| *known == name);
        known.ok_or_else(|| E::unknown_field(name, self.0))
    }
}

/// The closed JSON Schema of an object whose members have these `types`, in the order of [`WireObject::MEMBERS`].
pub(crate) fn object_schema<T: WireObject>(
    documentation: &str,
    types: impl IntoIterator<Item = Schema>,
) -> Schema {
    let mut properties = Map::new();
    for (member, mut schema) in T::MEMBERS.iter().zip(types) {
        // Beside a reference it would say the same as the object referred to, and some readers pass over it.
        if schema.get("$ref").is_none() {
            schema.insert("description".to_owned(), Value::from(member.description()));
        }
        properties.insert(member.name.to_owned(), schema.to_value());
    }
    let names = |wanted: &[Presence]| -> Vec<&str> {
        T::MEMBERS
            .iter()
            .filter(|member| wanted.contains(&member.presence))
            .map(|member| member.name)
            .collect()
    };
    let required = names(&[Presence::Required, Presence::RequiredByInference]);
    let inferred = names(&[Presence::RequiredByInference]);

    let mut schema = Schema::default();
    schema.insert("title".to_owned(), Value::from(T::NAME));
    schema.insert("description".to_owned(), Value::from(description(documentation)));
    schema.insert("type".to_owned(), Value::from("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    schema.insert("additionalProperties".to_owned(), Value::from(false));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    if !inferred.is_empty() {
        schema.insert("x-required-by-inference".to_owned(), json!(inferred));
    }
    schema
}

/// The plain text of a doc comment: everything before its first heading, in one line per paragraph.
pub(crate) fn description(documentation: &str) -> String {
    let mut text = String::new();
    let mut new_paragraph = false;
    for line in documentation.lines().map(str::trim).take_while(|line| !line.starts_with("# ")) {
        if line.is_empty() {
            new_paragraph = !text.is_empty();
            continue;
        }
        if !text.is_empty() {
            text.push_str(if new_paragraph { "\n\n" } else { " " });
        }
        new_paragraph = false;
        text.push_str(line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::description;

    #[test]
    fn a_description_stops_at_the_first_heading() {
        let documentation = " One\n two.\n\n Three.\n\n # Examples\n\n ```\n code\n ```\n";
        assert_eq!(description(documentation), "One two.\n\nThree.");
    }
}
