//! Multistream-select by hand: agreeing on a protocol, or being told no.

use std::io;

use futures::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

const HEADER: &str = "/multistream/1.0.0";
const NO: &str = "na";
const LIST: &str = "ls";

/// Longest message that is read.
const LONGEST: usize = 64 * 1024;

/// What a stream is made of.
pub(crate) trait Io: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Io for T {}

/// Asks for a protocol on a fresh stream: whether it is spoken.
pub(crate) async fn agrees(io: &mut impl Io, protocol: &str) -> io::Result<bool> {
    greet(io).await?;
    propose(io, protocol).await
}

/// Exchanges headers on a fresh stream.
pub(crate) async fn greet(io: &mut impl Io) -> io::Result<()> {
    write_line(io, HEADER).await?;
    match read_line(io).await? {
        line if line == HEADER => Ok(()),
        line => Err(strange(&line)),
    }
}

/// Asks for a protocol once headers were exchanged.
pub(crate) async fn propose(io: &mut impl Io, protocol: &str) -> io::Result<bool> {
    write_line(io, protocol).await?;
    match read_line(io).await? {
        line if line == protocol => Ok(true),
        line if line == NO => Ok(false),
        line => Err(strange(&line)),
    }
}

/// Asks which protocols there are, once headers were exchanged.
pub(crate) async fn list(io: &mut impl Io) -> io::Result<Vec<String>> {
    write_line(io, LIST).await?;
    let mut all = read_message(io)
        .await?
        .ok_or(io::ErrorKind::UnexpectedEof)?;
    if all.pop() != Some(b'\n') {
        return Err(strange("a list without an end"));
    }
    let mut rest = all.as_slice();
    let mut protocols = Vec::new();
    while !rest.is_empty() {
        let message = read_message(&mut rest).await?;
        protocols.push(line_of(message.unwrap_or_default())?);
    }
    Ok(protocols)
}

/// Turns down everything that is asked for on a stream which the other side
/// opened; what that was.
pub(crate) async fn refuse_all(io: &mut impl Io, mut asked: impl FnMut(String)) -> io::Result<()> {
    read_line(io).await?;
    write_line(io, HEADER).await?;
    while let Some(message) = read_message(io).await? {
        asked(line_of(message)?);
        write_line(io, NO).await?;
    }
    Ok(())
}

/// Header and proposal at once, as those do who take a yes for granted; what
/// follows is up to the caller.
pub(crate) async fn presume(io: &mut impl Io, protocol: &str) -> io::Result<()> {
    write_line(io, HEADER).await?;
    write_line(io, protocol).await
}

async fn write_line(io: &mut impl Io, line: &str) -> io::Result<()> {
    let mut bytes = varint(line.len() + 1);
    bytes.extend(line.as_bytes());
    bytes.push(b'\n');
    io.write_all(&bytes).await?;
    io.flush().await
}

async fn read_line(io: &mut impl Io) -> io::Result<String> {
    let message = read_message(io).await?;
    line_of(message.ok_or(io::ErrorKind::UnexpectedEof)?)
}

fn line_of(mut message: Vec<u8>) -> io::Result<String> {
    if message.pop() != Some(b'\n') {
        return Err(strange("a line without an end"));
    }
    String::from_utf8(message).map_err(|error| strange(&error.to_string()))
}

/// Bytes behind their length; `None` at a clean end.
pub(crate) async fn read_message(io: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Vec<u8>>> {
    let mut length = 0;
    for shift in [0, 7, 14] {
        let mut byte = [0];
        if io.read(&mut byte).await? == 0 {
            return match shift {
                0 => Ok(None),
                _ => Err(io::ErrorKind::UnexpectedEof.into()),
            };
        }
        length |= usize::from(byte[0] & 0x7f) << shift;
        if byte[0] & 0x80 == 0 && length <= LONGEST {
            let mut message = vec![0; length];
            io.read_exact(&mut message).await?;
            return Ok(Some(message));
        }
    }
    Err(strange("a length beyond all bounds"))
}

/// A length as libp2p writes it.
pub(crate) fn varint(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

fn strange(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
