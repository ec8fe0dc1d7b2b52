//! What the project's README shows is what runs.

#[test]
fn the_readme_shows_the_contract_test_as_it_is() {
    let readme = include_str!("../../../README.md");
    assert!(readme.contains(include_str!("contract.rs")));
}
