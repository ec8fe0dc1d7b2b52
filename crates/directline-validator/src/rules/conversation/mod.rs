//! What several exchanges show together.
