//! `directline serve`: the model service on loopback.

use std::future::Future;
use std::io::{self, Write};

use directline_reference::{Fault, Service, Settings};
use serde::Serialize;
use tokio::runtime::Runtime;

use crate::args::{ListFormat, Serve};
use crate::bug;
use crate::closing::plural;
use crate::color::{Color, Styles};
use crate::error::Failure;
use crate::escape;
use crate::exit::Exit;
use crate::near;
use crate::output::{Messages, Output};
use crate::server::Server;

/// Runs the command, until somebody ends it.
pub(super) fn run(arguments: &Serve, color: Color, messages: &Messages) -> Result<Exit, Failure> {
    let out = Output::stdout(color);
    if arguments.list_faults {
        return list(arguments, out);
    }
    let service = service(arguments)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build();
    let runtime = runtime.map_err(|source| Failure::Serve { source })?;
    // From here on a bug is the answer to one request, and the others are answered all the same.
    bug::go_on();
    serve(&runtime, arguments, service, out, messages)
}

/// As many as there are cores on a small machine; one keeps the state, so more have little to do.
const WORKERS: usize = 2;

fn service(arguments: &Serve) -> Result<Service, Failure> {
    let settings = Settings {
        page: arguments.page.get(),
        seed: arguments.seed,
        lifetime: arguments.token_lifetime.get(),
        ..Settings::default()
    };
    let Some(name) = &arguments.fault else { return Ok(Service::new(settings)) };
    match Fault::from_name(name) {
        Some(fault) => Ok(Service::with_fault(settings, fault)),
        None => Err(unknown(name)),
    }
}

fn unknown(name: &str) -> Failure {
    let near = near::nearest(name, Fault::ALL.iter().map(|fault| fault.name()));
    let help = if near.is_empty() {
        "directline serve --list-faults lists the names".to_owned()
    } else {
        format!("did you mean {}?", near::either(&near))
    };
    Failure::usage(format!("there is no fault '{name}'"), help)
}

fn serve(
    runtime: &Runtime,
    arguments: &Serve,
    service: Service,
    mut out: Output,
    messages: &Messages,
) -> Result<Exit, Failure> {
    runtime.block_on(async {
        // Before anybody is told where it listens, so that no signal is missed.
        let ended = signals().map_err(|source| Failure::Serve { source })?;
        let secret = service.settings().secret.clone();
        let server =
            Server::bind(arguments.port, service).await.map_err(|error| refused(arguments.port, error))?;
        let address = server.address().map_err(|source| Failure::Serve { source })?;
        let running = Running { base_uri: format!("http://{address}"), secret };
        out.write(|out| running.write(out, arguments.format))?;
        out.flush()?;
        messages.note(&running.next());
        tokio::select! {
            () = server.run() => Ok(Exit::Ok),
            exit = ended => Ok(exit),
        }
    })
}

/// How the run ends when somebody ends it.
#[cfg(unix)]
fn signals() -> io::Result<impl Future<Output = Exit>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut end) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => Exit::Interrupted,
            _ = end.recv() => Exit::Ok,
        }
    })
}

/// How the run ends when somebody ends it.
#[cfg(not(unix))]
fn signals() -> io::Result<impl Future<Output = Exit>> {
    Ok(async {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Exit::Interrupted,
            Err(_) => std::future::pending().await,
        }
    })
}

fn refused(port: u16, source: io::Error) -> Failure {
    match source.kind() {
        io::ErrorKind::AddrInUse => Failure::usage(
            format!("port {port} is in use"),
            "give another --port, or none: then any that is free is taken",
        ),
        io::ErrorKind::PermissionDenied => Failure::usage(
            format!("port {port} may not be used"),
            "give a --port above 1023, or none: then any that is free is taken",
        ),
        _ => Failure::Serve { source },
    }
}

/// Where the service is, and what opens it.
#[derive(Serialize)]
struct Running {
    base_uri: String,
    secret: String,
}

impl Running {
    fn write(&self, out: &mut dyn Write, format: ListFormat) -> io::Result<()> {
        match format {
            ListFormat::Text => writeln!(out, "base URI: {}\nsecret: {}", self.base_uri, self.secret),
            ListFormat::Json => {
                escape::write_json(out, self)?;
                out.write_all(b"\n")
            }
        }
    }

    /// What to try next.
    fn next(&self) -> String {
        let Self { base_uri, secret } = self;
        format!(
            "try: curl -X POST -H 'Authorization: Bearer {secret}' {base_uri}/api/conversations (Ctrl-C ends it)"
        )
    }
}

/// A fault as JSON.
#[derive(Serialize)]
struct FaultRecord {
    name: &'static str,
    rule: &'static str,
    about: &'static str,
}

fn list(arguments: &Serve, mut out: Output) -> Result<Exit, Failure> {
    let styles = Styles::new(out.colored());
    out.write(|out| match arguments.format {
        ListFormat::Text => table(out, styles),
        ListFormat::Json => {
            let record =
                |fault: &Fault| FaultRecord { name: fault.name(), rule: fault.rule(), about: fault.about() };
            let records: Vec<FaultRecord> = Fault::ALL.iter().map(record).collect();
            escape::write_json(out, &records)?;
            out.write_all(b"\n")
        }
    })?;
    out.flush()?;
    Ok(Exit::Ok)
}

fn table(out: &mut dyn Write, styles: Styles) -> io::Result<()> {
    let width =
        |of: fn(Fault) -> &'static str| Fault::ALL.iter().map(|fault| of(*fault).len()).max().unwrap_or(0);
    let (names, found_by) = (width(Fault::name), width(Fault::rule));
    writeln!(
        out,
        "{0}{1:<names$}  {2:<found_by$}  what is wrong{0:#}",
        styles.strong, "fault", "found by rule"
    )?;
    for fault in Fault::ALL {
        let about = fault.about().replace('`', "");
        writeln!(out, "{:<names$}  {:<found_by$}  {about}", fault.name(), fault.rule())?;
    }
    writeln!(out, "\n{}", plural(Fault::ALL.len() as u64, "fault"))?;
    writeln!(
        out,
        "next: directline serve --fault {}",
        Fault::ALL.first().map_or("NAME", |fault| fault.name())
    )
}
