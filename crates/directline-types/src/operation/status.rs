//! The status codes that the documents list.

/// Declares the status codes once.
macro_rules! statuses {
    ($($name:ident = $code:literal, $meaning:literal;)+) => {
        /// A documented HTTP status code ("API reference - Direct Line API 1.1", HTTP status codes).
        ///
        /// # Examples
        ///
        /// ```
        /// use directline_types::operation::Status;
        ///
        /// assert_eq!(Status::from_code(502), Some(Status::BadGateway));
        /// assert_eq!(Status::from_code(201), None);
        /// assert_eq!(Status::NotFound.meaning(), "the requested resource was not found; typically the request URI is invalid");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Status {
            $(#[doc = concat!(stringify!($code), ": ", $meaning)] $name = $code,)+
        }

        /// Every documented status, in the order of the codes.
        ///
        /// # Examples
        ///
        /// ```
        /// use directline_types::DOCUMENTED_STATUSES;
        ///
        /// assert_eq!(DOCUMENTED_STATUSES.map(|status| status.code()), [200, 204, 400, 401, 403, 404, 500, 502]);
        /// ```
        pub const DOCUMENTED_STATUSES: [Status; [$($code),+].len()] = [$(Status::$name),+];

        impl Status {
            /// The number of the status line.
            pub fn code(self) -> u16 {
                match self {
                    $(Self::$name => $code,)+
                }
            }

            /// What the documents say it means.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$name => $meaning,)+
                }
            }
        }
    };
}

statuses! {
    Ok = 200, "the request succeeded";
    NoContent = 204, "the request succeeded but no content was returned";
    BadRequest = 400, "the request was malformed or otherwise incorrect";
    Unauthorized = 401, "the client is not authorized to make the request; often the Authorization header is missing or malformed";
    Forbidden = 403, "the client is not allowed to perform the requested operation; often the Authorization header specifies an invalid token or secret";
    NotFound = 404, "the requested resource was not found; typically the request URI is invalid";
    InternalServerError = 500, "an internal server error occurred within the Direct Line service";
    BadGateway = 502, "a failure occurred within the bot; the bot is unavailable or returned an error";
}

impl Status {
    /// The documented status of this number.
    pub fn from_code(code: u16) -> Option<Self> {
        DOCUMENTED_STATUSES.into_iter().find(|status| status.code() == code)
    }

    /// Whether it says that the request succeeded.
    pub fn is_success(self) -> bool {
        matches!(self, Self::Ok | Self::NoContent)
    }
}
