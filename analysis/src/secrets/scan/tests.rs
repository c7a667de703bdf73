use super::super::formats::KEYED;
use super::*;

/// Characters as an issuer might draw them, the same ones every time.
fn drawn(alphabet: Alphabet, count: usize, seed: u64) -> String {
    let characters: Vec<u8> = (33..127).filter(|byte| alphabet.has(*byte) && byte.is_ascii_alphanumeric()).collect();
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let draw = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(characters[(state % characters.len() as u64) as usize])
    };
    (0..count).map(draw).collect()
}

/// A credential of this format, and the text around it.
fn specimen(format: &Format, seed: u64) -> (String, String) {
    let part = |(alphabet, length): &(Alphabet, std::ops::RangeInclusive<usize>), seed| drawn(*alphabet, *length.start(), seed);
    let (before, body) = (part(&format.before, seed), part(&format.body, seed + 1));
    match format.shape {
        Shape::Token => (String::new(), format!("{before}{}{body}", format.mark)),
        Shape::Value => (format.mark.to_owned(), body),
        Shape::Assigned => (format!("{}: ", format.mark), drawn(Alphabet::Alnum, 40, seed)),
        Shape::Pem => (String::new(), pem_of(&drawn(Alphabet::Base64, 256, seed), "\n")),
        Shape::Jwt => (String::new(), format!("eyJ{body}.eyJ{body}.{}", drawn(Alphabet::Url, 43, seed))),
    }
}

fn pem_of(body: &str, line_break: &str) -> String {
    let lines: Vec<&str> = (0..body.len()).step_by(64).map(|at| &body[at..body.len().min(at + 64)]).collect();
    let lines = lines.join(line_break);
    ["-----BEGIN PRIVATE KEY-----", &lines, "-----END PRIVATE KEY-----"].join(line_break)
}

/// The pieces of `text` that are found, with their kinds.
fn found(text: &str) -> Vec<(&str, &'static str)> {
    scan(text).into_iter().map(|(range, kind)| (&text[range], kind.name)).collect()
}

#[test]
fn every_format_is_found_and_named_in_any_surroundings() {
    for (index, format) in FORMATS.iter().enumerate() {
        let (lead, credential) = specimen(format, index as u64 + 7);
        for text in [
            format!("{lead}{credential}"),
            format!("# was {lead}{credential}\n"),
            format!("key: \"{lead}{credential}\"\n"),
            format!("url?a=1&b={lead}{credential}&c=2"),
        ] {
            assert_eq!(found(&text), [(&*credential, format.kind.name)], "{}", format.mark);
        }
    }
}

#[test]
fn a_credential_of_another_length_is_none() {
    for format in FORMATS.iter().filter(|format| format.shape == Shape::Token && *format.body.1.end() > 0) {
        let (_, credential) = specimen(format, 3);
        let short = &credential[..credential.len() - 1];
        let long = format!("{credential}{}", drawn(format.body.0, format.body.1.end() - format.body.1.start() + 1, 5));
        assert!(found(short).is_empty() && found(&long).is_empty(), "{}", format.mark);
    }
}

#[test]
fn samples_are_none() {
    for text in [
        "AKIAIOSFODNN7EXAMPLE",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "pul-0000000000000000000000000000000000000000",
        "sk_live_abc123",
        "sk_live_yourStripeSecretKey",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----",
        "AccountKey=<key>;EndpointSuffix=core.windows.net",
        "AKIA...",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

/// What people write where a credential of each format would stand.
#[test]
fn what_stands_in_for_a_credential_is_none() {
    for format in FORMATS.iter().filter(|format| !matches!(format.shape, Shape::Pem)) {
        let (lead, credential) = specimen(format, 11);
        let length = credential.len().saturating_sub(format.mark.len()).max(8);
        let runs = ["x", "X", "*", "0", "abc", "1234567890", ".", "your-token-"].map(|piece| piece.repeat(length)[..length].to_owned());
        let names = ["<token>", "<your-token>", "${token}", "$TOKEN", "{{ token }}", "...", "REPLACE_ME", "CHANGEME", "TODO"];
        for body in runs.iter().map(String::as_str).chain(names) {
            let text = format!("{lead}{}{body}", if lead.is_empty() { format.mark } else { "" });
            assert_eq!(found(&text), [], "{text}");
        }
        let sample = format!("{}EXAMPLE", &credential[..credential.len() - "EXAMPLE".len()]);
        assert_eq!(found(&format!("{lead}{sample}")), [], "{sample}");
    }
}

#[test]
fn a_mark_inside_a_word_is_none() {
    let body = drawn(Alphabet::Upper, 16, 9);
    assert_eq!(found(&format!("XAKIA{body}")), []);
    assert_eq!(found(&format!("AKIA{body}x")), []);
    assert_eq!(found(&format!("éAKIA{body}")), []);
    assert_eq!(found(&format!("AKIA{body}é")), []);
}

#[test]
fn a_secret_key_is_known_by_the_id_beside_it() {
    let (id, secret) = (format!("AKIA{}", drawn(Alphabet::Upper, 16, 1)), drawn(Alphabet::Alnum, 40, 2));
    let names = |text: &str| scan(text).into_iter().map(|(_, kind)| kind.name).collect::<Vec<_>>();
    let pair = ["an AWS access key id", "an AWS secret access key"];
    assert_eq!(names(&format!("id: {id}\nkey: {secret}\n")), pair);
    assert_eq!(names(&format!("key: {secret}\nid: {id}\n")), [pair[1], pair[0]]);
    assert_eq!(names(&format!("secretAccessKey: {secret}\naccessKeyId: {id}\n")), [pair[1], pair[0]]);
    assert_eq!(names(&format!("key: {secret}\n")), [""; 0]);
    assert_eq!(names(&format!("id: {id}\ncommit: {}\n", drawn(Alphabet::Hex, 40, 2))), [pair[0]]);
}

#[test]
fn a_private_key_is_found_in_quotes_comments_and_json() {
    let body = drawn(Alphabet::Base64, 256, 4);
    for line_break in ["\n", "\r\n", "\\n", "\n    ", "\n# "] {
        let key = pem_of(&body, line_break);
        assert_eq!(found(&format!("a: \"{key}\"\n")), [(&*key, "a private key")]);
    }
}

#[test]
fn any_text_is_scanned_in_bounded_time() {
    for text in [
        "sk-".repeat(50_000),
        "-----BEGIN ".repeat(20_000),
        "eyJ".repeat(50_000),
        "secretAccessKey: ".repeat(10_000),
        "AKIA".repeat(50_000),
    ] {
        assert_eq!(found(&text), []);
    }
    let ids = format!("AKIA{} ", drawn(Alphabet::Upper, 16, 1)).repeat(1000);
    assert_eq!(found(&ids).len(), 1000);
}

#[test]
fn keyed_formats_lie_between_the_bounds_that_the_caller_tests_first() {
    for format in KEYED {
        assert!(super::super::LENGTHS.contains(format.body.1.start()) && super::super::LENGTHS.contains(format.body.1.end()));
    }
}

proptest::proptest! {
    #[test]
    fn hits_lie_on_character_boundaries_and_do_not_overlap(text in "(AKIA|eyJ|secretAccessKey|-----BEGIN |PRIVATE KEY-----|é|[A-Z0-9a-z+/=.\n: -]{0,40}){0,12}") {
        let hits = scan(&text);
        assert!(hits.iter().all(|(range, _)| text.get(range.clone()).is_some()));
        assert!(hits.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start));
    }
}
