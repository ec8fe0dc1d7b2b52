//! What single engines are known to read differently from all others: `engines.rs` says which engine and why.

use super::Instance;
use super::tree::Tree;

impl Instance {
    /// Whether a member's name begins with U+0000.
    pub(in crate::interop) fn has_nul_name(&self) -> bool {
        self.tree.any_name(&|name| name.starts_with('\0'))
    }

    /// Whether a string begins with U+0000 where the schema counts characters.
    pub(in crate::interop) fn has_counted_nul(&self) -> bool {
        let begins = |tree: &Tree| matches!(tree, Tree::Scalar(text) if text.starts_with("\"\\u0000"));
        matches!(self.schema.as_str(), "sent-message" | "exchange") && self.tree.any(&begins)
    }

    /// Whether a number from 1e15 on is a whole one that fits 64 bits, but is spelled with a fraction.
    pub(in crate::interop) fn has_whole_float(&self) -> bool {
        self.tree.any(&|tree| match tree {
            Tree::Scalar(text) if !text.starts_with('"') && text.contains('.') => {
                text.parse::<f64>().is_ok_and(|number| {
                    number.fract() == 0.0 && (1e15..18_446_744_073_709_551_616.0).contains(&number.abs())
                })
            }
            _ => false,
        })
    }

    /// Whether a whole number is not spelled as an integer of 64 bits, where the schema asks for integers.
    pub(in crate::interop) fn has_odd_integer(&self) -> bool {
        matches!(self.schema.as_str(), "exchange" | "report")
            && self.tree.any(&|tree| match tree {
                Tree::Scalar(text) => {
                    text.parse::<i64>().is_err()
                        && text.parse::<f64>().is_ok_and(|number| number.fract() == 0.0)
                }
                _ => false,
            })
    }

    /// Whether a member is called `$schema`.
    pub(in crate::interop) fn has_schema_member(&self) -> bool {
        self.tree.any_name(&|name| name == "$schema")
    }
}

#[cfg(test)]
mod tests {
    use super::Instance;

    #[test]
    fn limits_leave_out_no_more_than_they_say() {
        let such = |schema: &str, text: &str| {
            let instance = Instance::new(schema, text).unwrap();
            let limits = [
                instance.has_nul_name(),
                instance.has_counted_nul(),
                instance.has_whole_float(),
                instance.has_schema_member(),
                instance.has_odd_integer(),
            ];
            limits.iter().position(|leaves_out| *leaves_out)
        };
        assert_eq!(such("message", r#"{"channelData":{"\u0000a":1}}"#), Some(0));
        assert_eq!(such("message", r#"{"channelData":{"a\u0000":1}}"#), None);
        assert_eq!(such("sent-message", r#"{"from":"\u0000a"}"#), Some(1));
        assert_eq!(such("sent-message", r#"{"from":"a\u0000"}"#), None);
        assert_eq!(such("message", r#"{"from":"\u0000a"}"#), None);
        assert_eq!(such("error", r#"{"statusCode":49981279561086183.4710}"#), Some(2));
        assert_eq!(such("error", r#"{"statusCode":49981279561086183}"#), None);
        assert_eq!(such("error", r#"{"statusCode":1e22}"#), None);
        assert_eq!(such("error", r#"{"statusCode":400.5,"message":"1.0"}"#), None);
        assert_eq!(such("message", r#"{"$schema":""}"#), Some(3));
        assert_eq!(such("message", r#"{"text":"$schema"}"#), None);
        for (number, expected) in
            [("1E+2", Some(4)), ("18446744073709551616", Some(4)), ("1.5", None), ("-1", None)]
        {
            assert_eq!(
                such("exchange", &format!(r#"{{"status":{number},"text":"1.0"}}"#)),
                expected,
                "{number}"
            );
        }
    }
}
