//! Runs the service: `cargo run --package axum-service`, then `directline fuzz --target http://127.0.0.1:8080`.

use axum_service::Service;

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "a service listens")]
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    axum::serve(listener, Service::new("test-secret").router()).await
}
