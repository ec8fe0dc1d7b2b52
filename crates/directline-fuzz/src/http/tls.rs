//! TLS with certificates verified.

use std::io;
use std::net::TcpStream;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::address::InvalidTarget;
use super::clock::{Clock, is_tick};
use crate::Unanswered;

/// What is known before a connection is opened.
#[derive(Debug)]
pub(super) struct Client {
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
}

impl Client {
    /// For a host, trusting the public authorities and the `roots` in PEM.
    pub(super) fn new(host: &str, roots: &[u8]) -> Result<Self, InvalidTarget> {
        let name =
            ServerName::try_from(host.to_owned()).map_err(|error| InvalidTarget::Url(error.to_string()))?;
        let unreadable = |error: &dyn std::fmt::Display| InvalidTarget::RootCertificates(error.to_string());
        let mut store = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let mut number = 0_usize;
        for certificate in CertificateDer::pem_slice_iter(roots) {
            store
                .add(certificate.map_err(|error| unreadable(&error))?)
                .map_err(|error| unreadable(&error))?;
            number = number.saturating_add(1);
        }
        if number == 0 && !roots.trim_ascii().is_empty() {
            return Err(unreadable(&"there is no certificate in PEM"));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let versions = versions.map_err(|error| unreadable(&error))?;
        let mut config = versions.with_root_certificates(store).with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { config: Arc::new(config), name })
    }

    /// Agrees on keys and verifies the certificate.
    pub(super) fn shake_hands(
        &self,
        mut socket: TcpStream,
        clock: &Clock,
    ) -> Result<StreamOwned<ClientConnection, TcpStream>, Unanswered> {
        let host = self.name.to_str();
        let failed =
            |error: &io::Error| Unanswered::Unreachable(format!("no TLS with {host}: {}", shown(error)));
        let session = ClientConnection::new(Arc::clone(&self.config), self.name.clone());
        let mut session = session.map_err(|error| failed(&io::Error::other(error)))?;
        while session.is_handshaking() {
            match session.complete_io(&mut socket) {
                Err(error) if !is_tick(&error) => return Err(failed(&error)),
                _ => clock.check()?,
            }
        }
        Ok(StreamOwned::new(session, socket))
    }
}

/// What went wrong, in words.
fn shown(error: &io::Error) -> String {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(why)) => format!("its certificate is not trusted ({why})"),
        Some(other) => other.to_string(),
        None if error.kind() == io::ErrorKind::UnexpectedEof => "the connection was closed".to_owned(),
        None => error.to_string(),
    }
}
