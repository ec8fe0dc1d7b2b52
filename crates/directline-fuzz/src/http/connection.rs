//! One connection: bytes out, bytes in, and when to give up.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

use rustls::{ClientConnection, StreamOwned};

use super::address::Address;
use super::clock::{Clock, TICK, is_tick};
use super::tls;
use crate::Unanswered;

/// How much is read at a time, in bytes.
const PIECE: usize = 16 << 10;

/// An open connection.
pub(super) struct Connection {
    stream: Stream,
    /// What came and is not read yet: from `at` on.
    buffer: Vec<u8>,
    at: usize,
    piece: Vec<u8>,
    /// Whether another request may be sent on it.
    pub(super) is_reusable: bool,
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

/// What waiting for more gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum More {
    /// More bytes.
    Bytes,
    /// The service said that there are none.
    End,
    /// The connection broke.
    Broken,
}

/// Opens a connection to one of the addresses that the host's name stands for.
pub(super) fn open(
    address: &Address,
    tls: Option<&tls::Client>,
    resolved: &mut Vec<SocketAddr>,
    clock: &Clock,
) -> Result<Connection, Unanswered> {
    if resolved.is_empty() {
        let place = (address.host.clone(), address.port);
        let found = in_time(clock.watch(move || place.to_socket_addrs().map(Vec::from_iter)))?;
        *resolved = found.map_err(|error| unreachable(address, &error))?;
    }
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for place in resolved.iter().copied() {
        let left = clock.left();
        if left.is_zero() {
            last = io::ErrorKind::TimedOut.into();
            break;
        }
        // On this machine an answer comes at once, and a thread would take longer.
        let connected = if place.ip().is_loopback() {
            connect(place, left)
        } else {
            in_time(clock.watch(move || connect(place, left)))?
        };
        match connected {
            Ok(socket) => {
                let stream = match tls {
                    None => Stream::Plain(socket),
                    Some(tls) => Stream::Tls(Box::new(tls.shake_hands(socket, clock)?)),
                };
                let (buffer, piece) = (Vec::new(), vec![0; PIECE]);
                return Ok(Connection { stream, buffer, at: 0, piece, is_reusable: true });
            }
            Err(error) => last = error,
        }
    }
    Err(unreachable(address, &last))
}

/// That nobody answers in time is the same as that nobody is there: no request was sent.
fn in_time<T>(done: Result<io::Result<T>, Unanswered>) -> Result<io::Result<T>, Unanswered> {
    match done {
        Err(Unanswered::TimedOut(_)) => Ok(Err(io::ErrorKind::TimedOut.into())),
        other => other,
    }
}

fn connect(place: SocketAddr, left: Duration) -> io::Result<TcpStream> {
    #[expect(clippy::disallowed_methods, reason = "whoever has a target wants it to be contacted")]
    let socket = TcpStream::connect_timeout(&place, left)?;
    socket.set_nodelay(true)?;
    socket.set_read_timeout(Some(TICK))?;
    socket.set_write_timeout(Some(TICK))?;
    Ok(socket)
}

fn unreachable(address: &Address, error: &io::Error) -> Unanswered {
    let what = match error.kind() {
        io::ErrorKind::ConnectionRefused => "the connection is refused".to_owned(),
        io::ErrorKind::TimedOut => "nobody answers".to_owned(),
        _ => error.to_string(),
    };
    Unanswered::Unreachable(format!("{} cannot be reached: {what}", address.authority))
}

impl Connection {
    /// Whether the service has neither closed the connection nor sent what nobody asked for.
    pub(super) fn is_idle(&self) -> bool {
        let socket = self.stream.socket();
        if socket.set_nonblocking(true).is_err() {
            return false;
        }
        let is_idle = match socket.peek(&mut [0]) {
            Ok(0) => false,
            // Over TLS there are bytes that belong to no answer, such as tickets.
            Ok(_) => matches!(self.stream, Stream::Tls(_)),
            Err(error) => is_tick(&error),
        };
        socket.set_nonblocking(false).is_ok() && is_idle
    }

    /// Sends bytes. That the service does not take them all is no failure: it may have answered already.
    pub(super) fn write(&mut self, bytes: &[u8], clock: &Clock) -> Result<(), Unanswered> {
        let mut rest = bytes;
        while !rest.is_empty() {
            match self.stream.write(rest) {
                Ok(0) => break,
                Ok(number) => rest = rest.get(number..).unwrap_or_default(),
                Err(error) if is_tick(&error) => {
                    clock.check()?;
                    if self.has_more() {
                        break;
                    }
                }
                Err(_) => break,
            }
        }
        if rest.is_empty() {
            // Over TLS the last bytes may wait for a place.
            while self.stream.flush().is_err_and(|error| is_tick(&error)) {
                clock.check()?;
            }
        }
        self.is_reusable &= rest.is_empty();
        Ok(())
    }

    /// What came and is not read yet.
    pub(super) fn unread(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or_default()
    }

    /// Counts so many bytes as read.
    pub(super) fn consume(&mut self, number: usize) {
        self.at = self.at.saturating_add(number);
        if self.at >= self.buffer.len() {
            self.buffer.clear();
            self.at = 0;
        } else if self.at > PIECE.saturating_mul(4) {
            // So far in that moving the rest is cheap compared with what was read.
            self.buffer.drain(..self.at);
            self.at = 0;
        }
    }

    /// Waits for more bytes.
    pub(super) fn fill(&mut self, clock: &Clock) -> Result<More, Unanswered> {
        loop {
            clock.check()?;
            match self.stream.read(&mut self.piece) {
                Ok(0) => return Ok(More::End),
                Ok(number) => {
                    self.buffer.extend_from_slice(self.piece.get(..number).unwrap_or_default());
                    return Ok(More::Bytes);
                }
                Err(error) if is_tick(&error) => {}
                Err(_) => return Ok(More::Broken),
            }
        }
    }

    /// Takes what is there already or comes within a tick; on a socket that does not block, only what is there.
    pub(super) fn fill_briefly(&mut self) {
        if let Ok(number) = self.stream.read(&mut self.piece) {
            self.buffer.extend_from_slice(self.piece.get(..number).unwrap_or_default());
        }
    }

    /// Whether an answer began to come, without waiting.
    fn has_more(&mut self) -> bool {
        if self.stream.socket().set_nonblocking(true).is_ok() {
            self.fill_briefly();
        }
        self.stream.socket().set_nonblocking(false).is_err() || !self.unread().is_empty()
    }
}

impl Stream {
    fn socket(&self) -> &TcpStream {
        match self {
            Self::Plain(socket) => socket,
            Self::Tls(stream) => &stream.sock,
        }
    }

    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.read(into),
            Self::Tls(stream) => stream.read(into),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(socket) => socket.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}
