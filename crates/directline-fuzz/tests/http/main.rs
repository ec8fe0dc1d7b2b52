//! A target behind a URL, and every service that a client may meet: those that answer, and those that do not.

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod answers;
#[cfg(test)]
mod coded;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod mortal;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod support;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tls;
