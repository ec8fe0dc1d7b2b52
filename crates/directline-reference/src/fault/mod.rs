//! Bugs that real services have had, each under a name, with the rule that must find it.

mod distort;
mod memory;
mod page;

use directline_types::Operation;

pub(crate) use memory::Memory;

use crate::Request;
use crate::upload::Upload;

/// Declares the faults once.
macro_rules! faults {
    ($($fault:ident = $name:literal, $rule:literal, $about:literal;)+) => {
        /// A bug of the service.
        ///
        /// # Examples
        ///
        /// ```
        /// use directline_reference::Fault;
        ///
        /// let fault = Fault::from_name("watermark-is-number").ok_or("no such fault")?;
        /// assert_eq!(fault.rule(), "watermark-not-string");
        /// assert!(Fault::ALL.len() >= 40);
        /// # Ok::<(), &str>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fault {
            $(#[doc = $about] $fault,)+
        }

        impl Fault {
            /// Every fault.
            pub const ALL: &'static [Self] = &[$(Self::$fault),+];

            /// The name on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Self::$fault => $name,)+ }
            }

            /// The rule that must find it.
            pub fn rule(self) -> &'static str {
                match self { $(Self::$fault => $rule,)+ }
            }

            /// What is wrong, in one line.
            pub fn about(self) -> &'static str {
                match self { $(Self::$fault => $about,)+ }
            }

            /// The fault of this [`name`](Self::name).
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|fault| fault.name() == name)
            }
        }
    };
}

faults! {
    SendAnswers200 = "send-answers-200", "send-success-not-204", "a message is confirmed with 200";
    StartAnswers201 = "start-answers-201", "success-not-200", "a conversation is started with 201";
    PollAnswers204 = "poll-answers-204", "success-without-content", "no new messages are answered with 204";
    BodyOn204 = "body-on-204", "no-content-with-body", "a message is confirmed with 204 and an id in the body";
    RefusesWith418 = "refuses-with-418", "status-undocumented", "bad requests get a status that no document lists";
    Missing403 = "missing-403", "missing-authorization-not-401", "a request without Authorization gets 403";
    Redirects = "redirects", "redirect-answered", "a conversation is started by a redirect to another host";
    BareError = "bare-error", "error-missing", "errors are a bare message without the member error";
    ErrorText = "error-text", "error-not-object", "the member error is a string";
    ErrorCodeCase = "error-code-case", "error-code-unknown", "error codes are written in lower case";
    ErrorCodeElsewhere = "error-code-elsewhere", "error-code-undocumented", "errors have a code of Direct Line 3.0";
    ErrorStatusDiffers = "error-status-differs", "error-status-code-mismatch", "statusCode is 500 whatever the status";
    ErrorPage = "error-page", "error-body-not-json", "errors are HTML pages";
    ErrorEmpty = "error-empty", "error-body-empty", "errors have no body";
    ErrorUnder200 = "error-under-200", "error-under-success", "errors are answered with status 200";
    WatermarkNumber = "watermark-is-number", "watermark-not-string", "the watermark is a number";
    WatermarkMissing = "watermark-missing", "watermark-missing", "a page without messages has no watermark";
    WatermarkNull = "watermark-null", "watermark-null", "a page without messages has the watermark null";
    WatermarkRegresses = "watermark-regresses", "watermark-regressed", "a page without messages has a smaller watermark";
    WatermarkStuck = "watermark-stuck", "watermark-stuck", "the watermark stays what the client asked with";
    MessageLost = "message-lost", "sent-message-lost", "every second message that a client sends is lost";
    MessageRepeated = "message-repeated", "message-repeated", "the last message before the watermark comes again";
    IdReused = "id-reused", "message-id-reused", "every message has the same id";
    OtherConversation = "other-conversation", "received-conversation-id-mismatch", "messages have the id of another conversation";
    ConversationMember = "conversation-member", "message-member-unknown", "messages have conversation for conversationId";
    FromObject = "from-object", "from-not-string", "the sender is an object, as in Direct Line 3.0";
    CreatedLocal = "created-local", "created-without-offset", "created has no offset from UTC";
    CreatedNumber = "created-number", "created-not-string", "created is a number of seconds";
    TextNull = "text-null", "message-member-null", "messages without images have images null";
    ImagesText = "images-text", "images-not-array", "a single image is a string";
    PascalCase = "pascal-case", "member-name-case", "members of messages begin with a capital letter";
    MessagesMissing = "messages-missing", "messages-missing", "a page without messages has no member messages";
    BareArray = "bare-array", "message-set-not-object", "a page is an array of messages";
    ChannelDataRewritten = "channel-data-rewritten", "channel-data-changed", "channelData is read and written anew";
    ChannelDataText = "channel-data-text", "channel-data-not-object", "channelData is JSON in a string";
    TokenUnquoted = "token-unquoted", "token-unquoted", "a token is bare text";
    TokenObject = "token-object", "token-not-string", "a token is wrapped in an object, as in Direct Line 3.0";
    TokensUnscoped = "tokens-unscoped", "token-scope-not-enforced", "a token opens every conversation";
    TokensLiveForEver = "tokens-live-for-ever", "expired-token-accepted", "tokens do not expire";
    TokenReissued = "token-reissued", "token-reissued", "every client gets the same token";
    RenewalChangesNothing = "renewal-changes-nothing", "renewed-token-unchanged", "a refresh answers the old token";
    ConversationReused = "conversation-reused", "conversation-id-reused", "every client gets the same conversation";
    TokenStartsOther = "token-starts-other", "started-other-conversation", "a token starts a new conversation each time";
    ExpiresInText = "expires-in-text", "expires-in-not-number", "`expires_in` is a string";
    ExpiresInPast = "expires-in-past", "expires-in-not-positive", "`expires_in` is negative";
    StreamUrl = "stream-url", "conversation-member-unknown", "a conversation has a streamUrl, as in Direct Line 3.0";
    UploadLosesPart = "upload-loses-part", "uploaded-attachment-lost", "the last file of an upload is lost";
    UploadLosesType = "upload-loses-type", "uploaded-attachment-type-changed", "uploaded files come back as octets";
    UrlLeavesBase = "url-leaves-base", "url-leaves-base", "relative URLs begin with @ and another host";
    ContentUrl = "content-url", "attachment-url-missing", "attachments have contentUrl, as in Direct Line 3.0";
    AttachmentUntyped = "attachment-untyped", "attachment-content-type-missing", "attachments have no contentType";
    PlainText = "plain-text", "response-content-type-not-json", "JSON is declared as text/plain";
    JsonCut = "json-cut", "response-json-malformed", "the last byte of JSON is missing";
    ByteOrderMark = "byte-order-mark", "json-byte-order-mark", "a byte order mark stands before JSON";
    DuplicateMember = "duplicate-member", "json-duplicate-member", "messages have their id twice";
    CrashOnEmptyText = "crash-on-empty-text", "valid-request-failed", "an empty text beside an image crashes the service";
    CrashOnLongText = "crash-on-long-text", "valid-request-failed", "a text of 50 kB crashes the service";
    CrashOnEmoji = "crash-on-emoji", "valid-request-failed", "a character outside the BMP crashes the service";
    CrashOnEscapedId = "crash-on-escaped-id", "valid-request-failed", "a percent-encoded id in the path is not found";
    CrashWithoutText = "crash-without-text", "valid-request-failed", "a message without text crashes the service";
    CrashOnQuotedBoundary = "crash-on-quoted-boundary", "valid-request-failed", "a boundary in quotation marks crashes the service";
    CrashOnLongConversation = "crash-on-long-conversation", "valid-request-failed", "the sixth message of a conversation crashes the service";
    CrashOnBotConnector = "crash-on-botconnector", "valid-request-failed", "the scheme `BotConnector` is not understood";
}

impl Fault {
    /// Whether a legal request makes the service fail.
    pub(crate) fn crashes_on(self, operation: Operation, request: &Request) -> bool {
        let sends = operation == Operation::SendMessage;
        let body = String::from_utf8_lossy(&request.body);
        let header =
            |name: &str| String::from_utf8_lossy(request.header(name).unwrap_or_default()).into_owned();
        match self {
            Self::CrashOnEmptyText => sends && body.contains("\"text\":\"\""),
            Self::CrashOnLongText => sends && body.len() > 50_000,
            Self::CrashOnEmoji => sends && body.chars().any(|letter| u32::from(letter) > 0xffff),
            Self::CrashOnEscapedId => request.path().contains('%'),
            Self::CrashWithoutText => sends && !body.contains("\"text\""),
            Self::CrashOnQuotedBoundary => header("Content-Type").contains("boundary=\""),
            Self::CrashOnBotConnector => {
                header("Authorization").to_ascii_lowercase().starts_with("botconnector")
            }
            _ => false,
        }
    }

    /// What happens to an upload.
    pub(crate) fn spoil(self, upload: &mut Upload) {
        match self {
            Self::UploadLosesPart if upload.files.len() > 1 => drop(upload.files.pop()),
            Self::UploadLosesType => {
                for file in &mut upload.files {
                    "application/octet-stream".clone_into(&mut file.media_type);
                }
            }
            _ => {}
        }
    }
}
