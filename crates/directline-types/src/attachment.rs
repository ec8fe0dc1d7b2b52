//! The Attachment object: a file by its URL.

use crate::object::wire_object;
use crate::{MediaType, UrlReference};

wire_object! {
    /// A non-image attachment.
    ///
    /// # Source
    ///
    /// "API reference - Direct Line API 1.1", Attachment object. Both members are required, because the Message object
    /// says of `attachments`: each object in the array contains a `url` property and a `contentType` property.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::Attachment;
    ///
    /// let text = r#"{"url":"https://example.com/a.doc","contentType":"application/msword"}"#;
    /// let attachment: Attachment = serde_json::from_str(text)?;
    /// assert_eq!(attachment, Attachment::new("https://example.com/a.doc", "application/msword"));
    /// assert!(serde_json::from_str::<Attachment>(r#"{"url":"https://example.com/a.doc"}"#).is_err());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct Attachment as "Attachment" {
        required {
            /// URL for the content of the attachment. It may be relative: to a value that does not begin with "http" or
            /// "https", prepend the base URI.
            "url" => url: UrlReference,
            /// The media type of the content in the attachment.
            "contentType" => content_type: MediaType,
        }
    }
}

impl Attachment {
    /// The attachment at `url`, whose content has this media type.
    pub fn new(url: impl Into<UrlReference>, content_type: impl Into<MediaType>) -> Self {
        Self { url: url.into(), content_type: content_type.into() }
    }
}
