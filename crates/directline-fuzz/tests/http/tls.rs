//! `https`: certificates are verified, and those of one's own authority can be trusted.

use std::io::{BufReader, Write};
use std::net::TcpStream;
use std::sync::Arc;

use directline_fuzz::http::{HttpTarget, InvalidTarget, Options};
use directline_fuzz::{Target, Unanswered};
use directline_reference::Request;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::support::{Service, body, options, read_request};

/// A service over TLS for these names, and the certificate of its authority in PEM.
fn service(names: &[&str]) -> (Service, String) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let certificate = CertificateParams::new(names).unwrap().signed_by(&key, &authority).unwrap();
    let chain = vec![CertificateDer::from_pem_slice(certificate.pem().as_bytes()).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(chain, key).unwrap());
    let service = Service::new(move |stream: TcpStream, _| {
        let session = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut stream = BufReader::new(StreamOwned::new(session, stream));
        loop {
            let request = read_request(&mut stream);
            if request.is_empty() {
                return;
            }
            let length = request.len();
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
            stream.get_mut().write_all(&[answer.as_bytes(), &request].concat()).unwrap();
        }
    });
    (service, authority.pem())
}

fn target(service: &Service, roots: &str) -> HttpTarget {
    let url = format!("https://localhost:{}", service.address.port());
    HttpTarget::new(&url, Options { root_certificates: roots.as_bytes().to_vec(), ..options() }).unwrap()
}

#[test]
fn a_trusted_service_is_talked_to_on_one_connection() {
    let (service, roots) = service(&["localhost"]);
    let mut target = target(&service, &roots);
    assert_eq!(target.base(), format!("https://localhost:{}", service.address.port()));
    for length in [0, 10, 1_000_000] {
        let request = Request::new("POST", "/").content("image/png", vec![b'a'; length]);
        let response = target.send(&request).unwrap();
        assert_eq!(response.status.present(), Some(&200));
        assert!(body(&response).0.len() > length && body(&response).1.is_none());
    }
    assert_eq!(service.connections(), 1);
}

#[test]
fn other_certificates_are_refused() {
    let (trusted, roots) = service(&["localhost"]);
    let (elsewhere, other_roots) = service(&["elsewhere.example"]);
    for (service, roots) in
        [(&trusted, ""), (&trusted, other_roots.as_str()), (&elsewhere, &other_roots), (&elsewhere, &roots)]
    {
        let error = target(service, roots).send(&Request::new("GET", "/")).unwrap_err();
        let Unanswered::Unreachable(why) = &error else { panic!("{error:?}") };
        assert!(why.starts_with("no TLS with localhost: its certificate is not trusted ("), "{why}");
    }
}

#[test]
fn a_service_without_tls_is_no_https_service() {
    let plain = Service::new(|mut stream, _| {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    let error = target(&plain, "").send(&Request::new("GET", "/")).unwrap_err();
    assert!(
        matches!(&error, Unanswered::Unreachable(why) if why.starts_with("no TLS with localhost: ")),
        "{error:?}"
    );
}

#[test]
fn roots_that_are_none_are_refused() {
    for roots in ["no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        let options = Options { root_certificates: roots.as_bytes().to_vec(), ..options() };
        let refused = HttpTarget::new("https://localhost", options).unwrap_err();
        assert!(matches!(refused, InvalidTarget::RootCertificates(_)), "{refused}");
    }
}
