//! The contract of Direct Line 1.1 as a test of this service.

use axum_service::Service;
use directline_fuzz::TowerTarget;
use directline_fuzz::conformance::{Level, Suite};

fn suite() -> Suite {
    Suite::new().secret("test-secret").cases(300).fail_on(Level::Note)
}

#[test]
fn the_service_obeys_the_contract() {
    suite().run(TowerTarget::new(Service::new("test-secret").router()).unwrap()).unwrap();
}

#[test]
fn the_suite_finds_the_bug() {
    let service = Service::new("test-secret").with_bug();
    let error = suite().run(TowerTarget::new(service.router()).unwrap()).unwrap_err();
    assert_eq!(error.bag.catches[0].rule.name, "sent-message-lost", "{error}");
}
