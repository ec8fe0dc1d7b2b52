//! URLs in messages: relative ones and where they lead.
