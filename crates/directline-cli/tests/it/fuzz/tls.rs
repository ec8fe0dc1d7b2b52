//! `https`: a certificate that nobody vouches for is refused, one's own authority can be trusted.

use std::io::{Read, Write};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::service::fuzz;
use crate::support::folder;

/// A service that fails always, over TLS: its port, and the certificate of its authority.
fn service() -> (u16, String) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = certificate.signed_by(&key, &authority).unwrap();
    let chain = vec![CertificateDer::from_pem_slice(certificate.pem().as_bytes()).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(chain, key).unwrap());
    #[expect(clippy::disallowed_methods, reason = "a service to be tested")]
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let session = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(session, stream.unwrap());
            if stream.read(&mut [0; 4096]).is_ok() {
                let _ = stream.write_all(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    (port, authority.pem())
}

#[test]
fn a_certificate_is_trusted_only_if_somebody_vouches_for_it() {
    let (port, authority) = service();
    let folder = folder(&[("ca.pem", authority.as_bytes())]);
    let url = format!("https://localhost:{port}");
    let ran = fuzz(folder.path(), &url, &["--cases", "1", "--no-shrink"]);
    assert_eq!(ran.code, 5, "{ran:?}");
    let why = "error: no TLS with localhost: its certificate is not trusted (UnknownIssuer)\n  help: ";
    assert!(ran.stderr.contains(why), "{ran:?}");
    let ran = fuzz(folder.path(), &url, &["--cases", "1", "--no-shrink", "--ca-file", "ca.pem"]);
    assert!(ran.code == 1 && ran.stdout.contains("error[valid-request-failed]"), "{ran:?}");
}
