use proptest::prelude::*;

use super::*;

fn command(line: &str) -> Command {
    match Request::parse(line.as_bytes()).action {
        Ok(Action::Send(command)) => command,
        other => panic!("{line}: {other:?}"),
    }
}

fn error_code(line: &str) -> &'static str {
    match Request::parse(line.as_bytes()).action {
        Ok(action) => panic!("{line}: {action:?}"),
        Err(error) => error.code(),
    }
}

#[test]
fn the_commands_of_the_contract() {
    use Command as C;
    assert!(matches!(
        command(r#"{"do":"create"}"#),
        C::Create {
            ask: false,
            kept: false
        }
    ));
    assert!(matches!(
        command(r#"{"ask":true,"kept":false,"do":"create"}"#),
        C::Create {
            ask: true,
            kept: false
        }
    ));
    assert!(matches!(
        command(r#"{"do":"join","code":"47 213","kept":true}"#),
        C::Join {
            invite: Invite::Code(_),
            kept: true
        }
    ));
    assert!(matches!(command(r#"{"do":"admit"}"#), C::Admit));
    assert!(matches!(command(r#"{"do":"refuse"}"#), C::Refuse));
    assert!(matches!(
        command(r#"{"do":"typing","on":true}"#),
        C::Typing(true)
    ));
    assert!(matches!(
        command(r#"{"do":"ask","on":false}"#),
        C::Ask(false)
    ));
    assert!(matches!(command(r#"{"do":"new_code"}"#), C::NewCode));
    assert!(matches!(command(r#"{"do":"stats"}"#), C::Stats));
    let sends = |line| match command(line) {
        C::SendFile {
            content: Content::Path(path),
            kind,
            words: None,
        } => (path, kind),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        sends(r#"{"do":"send_file","path":"/tmp/a b"}"#),
        ("/tmp/a b".into(), None)
    );
    let (_, kind) = sends(r#"{"do":"send_file","path":"x","as":"image"}"#);
    assert_eq!(kind, Some(TransferKind::Image));
    let line = r#"{"do":"send_file","path":"x","text":"look"}"#;
    assert!(matches!(
        command(line),
        C::SendFile { words: Some(Words { text, reply_to: None }), .. } if text == "look"
    ));
    let id = "th3".parse().unwrap();
    let accept = command(r#"{"do":"accept_file","transfer":"th3","dir":"/tmp"}"#);
    assert!(matches!(accept, C::AcceptFile { transfer, .. } if transfer == id));
    for (name, is_right) in [
        (
            "decline_file",
            (|c| matches!(c, C::DeclineFile(_))) as fn(_) -> _,
        ),
        ("pause", |c| matches!(c, C::Pause(_))),
        ("resume", |c| matches!(c, C::Resume(_))),
        ("cancel", |c| matches!(c, C::Cancel(_))),
    ] {
        let line = format!(r#"{{"do":"{name}","transfer":"tg7"}}"#);
        assert!(is_right(command(&line)), "{line}");
    }
    assert!(matches!(command(r#"{"do":"leave"}"#), C::Leave));
    let say = command(r#"{"do":"say","text":"a\nb","reply_to":"h12"}"#);
    let C::Say {
        text,
        reply_to: Some(id),
    } = say
    else {
        panic!("{say:?}")
    };
    assert_eq!((text.as_str(), id.to_string().as_str()), ("a\nb", "h12"));
    let quit = Request::parse(br#"{"do":"quit"}"#).action;
    assert!(matches!(quit, Ok(Action::Quit)));
}

#[test]
fn errors_have_codes() {
    for line in [
        "",
        "hello",
        "7",
        "[]",
        "{}",
        r#"{"do":7}"#,
        r#"{"do":"dance"}"#,
        r#"{"do":"say"}"#,
        r#"{"do":"say","text":7}"#,
        r#"{"do":"say","text":"x","reply-to":"h1"}"#,
        r#"{"do":"typing"}"#,
        r#"{"do":"send_file"}"#,
        r#"{"do":"send_file","path":"x","as":"movie"}"#,
        r#"{"do":"accept_file","transfer":"th1"}"#,
        r#"{"do":"pause","transfer":7}"#,
        r#"{"do":"admit","who":"me"}"#,
        r#"{"do":"join"}"#,
        r#"{"do":"join","code":"47213","link":"tincan://join/x"}"#,
        r#"{"do":"create"} {"do":"create"}"#,
        "{\"do\":\"say\",\"text\":\"\u{fffd}\"",
    ] {
        assert_eq!(error_code(line), "bad_command", "{line}");
    }
    assert_eq!(error_code(r#"{"do":"join","code":"47a13"}"#), "bad_code");
    assert_eq!(error_code(r#"{"do":"join","code":""}"#), "bad_code");
    assert_eq!(error_code(r#"{"do":"join","link":"http://x"}"#), "bad_link");
    assert_eq!(
        error_code(r#"{"do":"say","text":"x","reply_to":"z9"}"#),
        "unknown_message"
    );
    assert_eq!(
        error_code(r#"{"do":"cancel","transfer":"h1"}"#),
        "unknown_transfer"
    );
    assert_eq!(error_code(r#"{"do":"open","room":"one"}"#), "unknown_room");
    let not_utf8 = Request::parse(b"{\"do\":\"say\",\"text\":\"\xff\"}");
    assert_eq!(not_utf8.action.unwrap_err().code(), "bad_command");
}

#[test]
fn ids_come_back_byte_for_byte() {
    for id in [
        "1",
        "null",
        "\"x\"",
        "[1, {\"a\": null}]",
        "123456789012345678901234567890",
        "1e999",
    ] {
        for line in [
            format!(r#"{{"do":"stats","id":{id}}}"#),
            format!(r#"{{"id":{id},"do":"dance"}}"#),
        ] {
            let request = Request::parse(line.as_bytes());
            assert_eq!(request.id.unwrap().get(), id, "{line}");
        }
    }
    assert!(Request::parse(br#"{"do":"stats"}"#).id.is_none());
}

proptest! {
    #[test]
    fn any_line_parses_or_says_why(line in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Request::parse(&line);
    }

    #[test]
    fn any_object_parses_or_says_why(
        name in "create|join|ask|say|typing|quit|call|[a-z_]{0,8}",
        field in "kept|code|link|on|text|reply_to|id|[a-z_]{0,8}",
        value in "true|null|\"[ -!#-\\[\\]-~]{0,20}\"|[0-9]{1,30}|[\\[\\]{}\",:a-z]{0,12}",
    ) {
        let line = format!(r#"{{"do":"{name}","{field}":{value}}}"#);
        let _ = Request::parse(line.as_bytes());
    }

    #[test]
    fn any_text_can_be_said(text in ".{0,200}") {
        let line = serde_json::json!({"do": "say", "text": text}).to_string();
        let Ok(Action::Send(Command::Say { text: said, reply_to: None })) =
            Request::parse(line.as_bytes()).action else { panic!("{line}") };
        prop_assert_eq!(said, text);
    }
}
