//! Against a server of our own on loopback.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::mpsc::{Receiver, sync_channel},
    thread,
};

use serde_json::json;

use super::*;

/// Answers one request after the other with what `answers` has, and hands over
/// what was asked; then it is gone.
fn serve(answers: Vec<(&'static str, Vec<u8>)>) -> (Giphy, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let api = format!("http://{}/v1/gifs", listener.local_addr().unwrap());
    let (tell, asked) = sync_channel(64);
    thread::spawn(move || {
        for (head, body) in answers {
            let (stream, _) = listener.accept().unwrap();
            let mut lines = BufReader::new(&stream).lines();
            tell.send(lines.next().unwrap().unwrap()).unwrap();
            for line in lines {
                if line.unwrap().is_empty() {
                    break;
                }
            }
            let length = body.len();
            let head =
                format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
            // Who has enough hangs up.
            let _ = (&stream).write_all(head.as_bytes());
            let _ = (&stream).write_all(&body);
            let _ = stream.shutdown(std::net::Shutdown::Write);
            let _ = (&stream).read(&mut [0]);
        }
    });
    let key = "k3y".parse().unwrap();
    (Giphy::at(api.parse().unwrap(), key, Rating::Pg), asked)
}

fn page_of(giphy_base: &str) -> Vec<u8> {
    let image = |name: &str| json!({"url": format!("{giphy_base}/{name}"), "width": "200", "height": "100"});
    json!({
        "data": [{"id": "cat1", "title": "A cat", "images": {
            "fixed_width_small": image("small.gif"), "original": image("full.gif"),
        }}],
        "pagination": {"total_count": 1, "count": 1},
    })
    .to_string()
    .into_bytes()
}

/// A port is only known once the server is there, so media get a second one.
fn with_media(media: Vec<(&'static str, Vec<u8>)>) -> (Giphy, Receiver<String>) {
    let (mut giphy, asked) = serve(media);
    let base = format!("http://{}", giphy.api.authority().unwrap());
    let (_, found) = answer::parse(&page_of(&base), 0, |url| giphy.is_media(url)).unwrap();
    giphy.found.extend(found);
    (giphy, asked)
}

fn cat() -> GifId {
    "cat1".parse().unwrap()
}

#[test]
fn pages_are_asked_for_as_giphy_wants_it_and_only_once() {
    let (mut giphy, asked) = serve(vec![("200 OK", page_of("https://media0.giphy.com"))]);
    let query = Query::new("funny cat & dog");
    // Media over TLS are none of a server without.
    let page = giphy.page(query.as_ref(), 48).unwrap();
    assert_eq!(page.items, []);
    let line = asked.recv().unwrap();
    assert!(line.starts_with("GET /v1/gifs/search?"), "{line}");
    for part in [
        "api_key=k3y",
        "rating=pg",
        "offset=48",
        "q=funny%20cat%20%26%20dog",
    ] {
        assert!(line.contains(part), "{line}");
    }
    assert_eq!(giphy.page(query.as_ref(), 48), Ok(page), "from memory");
}

#[test]
fn refusals_are_told_apart_and_kept_to() {
    let (mut giphy, asked) = serve(vec![
        ("403 Forbidden", Vec::new()),
        ("500 Oh", Vec::new()),
        ("302 Found\r\nlocation: http://127.0.0.1:1/", Vec::new()),
        ("200 OK", b"<html>".to_vec()),
        ("200 OK", vec![b' '; 3 << 20]),
        ("429 Slow\r\nretry-after: 2400", Vec::new()),
    ]);
    let mut page = || giphy.page(None, 0).unwrap_err();
    assert_eq!(page(), GifError::BadKey);
    assert_eq!(page(), GifError::Unreachable);
    assert_eq!(page(), GifError::Garbled);
    assert_eq!(page(), GifError::Garbled);
    assert_eq!(page(), GifError::Garbled);
    assert_eq!(page(), GifError::TooOften { minutes: 40 });
    assert_eq!(
        page(),
        GifError::TooOften { minutes: 40 },
        "not asked again"
    );
    assert_eq!(asked.iter().count(), 6);
}

#[test]
fn media_are_fetched_once_and_are_gifs() {
    let gif = crate::gifs::builtin::Builtin
        .gif(&"party".parse().unwrap())
        .unwrap();
    let (mut giphy, asked) = with_media(vec![
        ("200 OK", b"<html>".to_vec()),
        ("404 Not Found", Vec::new()),
        ("200 OK", vec![b'G'; (MAX_GIF_BYTES + 1) as usize]),
        ("200 OK", gif.to_vec()),
    ]);
    assert_eq!(giphy.gif(&cat()), Err(GifError::Garbled));
    assert_eq!(giphy.gif(&cat()), Err(GifError::Unknown));
    assert_eq!(giphy.gif(&cat()), Err(GifError::TooBig));
    assert_eq!(giphy.gif(&cat()), Ok(gif.clone()));
    assert_eq!(giphy.gif(&cat()), Ok(gif), "from memory");
    assert_eq!(asked.iter().count(), 4);
    assert_eq!(giphy.preview(&cat()), Err(GifError::Unreachable));
    let stranger = "dog1".parse().unwrap();
    assert_eq!(giphy.gif(&stranger), Err(GifError::Unknown));
}

#[test]
fn only_giphys_hosts_are_talked_to() {
    let giphy = Giphy::at(Uri::from_static(API), "k3y".parse().unwrap(), Rating::G);
    assert!(giphy.is_media("https://media4.giphy.com/media/x/200w.gif?cid=1"));
    for wrong in [
        "http://media4.giphy.com/x.gif",
        "https://media4.giphy.com.evil.example/x.gif",
        "https://evilgiphy.com/x.gif",
        "https://user@media4.giphy.com/x.gif",
        "https://media4.giphy.com:8443/x.gif",
        "https://127.0.0.1/x.gif",
        "file:///etc/passwd",
        "",
    ] {
        assert!(!giphy.is_media(wrong), "{wrong}");
    }
}
