//! Passwords inside addresses and connection strings.

use std::ops::Range;

use super::clear::is_given;

/// The bytes of the first literal password in `text`: in `scheme://user:password@host`, `user:password@tcp(host)`, or `host=...;password=...`.
///
/// References in `text` must have been blanked out with [`REFERENCE`]; a password that holds one is no literal. Samples are none, and neither
/// is what opens a service on the own machine.
pub(crate) fn password(text: &str) -> Option<Range<usize>> {
    in_urls(text).chain(in_drivers(text)).chain(in_pairs(text)).find(|range| is_password(&text[range.clone()]))
}

/// Stands for every byte of a reference.
pub(crate) const REFERENCE: char = '\u{1}';

/// Whether there can be anything to find.
pub(crate) fn may_hold(text: &str) -> bool {
    text.contains('@') || text.contains('=')
}

fn is_password(text: &str) -> bool {
    const SAMPLES: [&str; 10] = ["pass", "password", "passwd", "pwd", "pw", "secret", "token", "user", "username", "redacted"];
    let is_sample = SAMPLES.iter().any(|sample| text.eq_ignore_ascii_case(sample));
    text.len() >= 3 && !text.contains([REFERENCE, '{', '(']) && !is_sample && is_given(text)
}

fn is_elsewhere(host: &str) -> bool {
    let host = host.trim_start_matches('[');
    let own = ["localhost", "127.0.0.1", "::1", "0.0.0.0", "host.docker.internal"];
    !own.iter().any(|own| host.starts_with(own)) && !host.contains("example")
}

/// `scheme://user:password@host`
fn in_urls(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices("://").filter_map(|(at, mark)| {
        let start = at + mark.len();
        let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '`' | '<' | '>');
        let authority = &text[start..start + text[start..].find(ends).unwrap_or(text.len() - start)];
        let (user, host) = authority.rsplit_once('@')?;
        let (name, password) = user.split_once(':')?;
        is_elsewhere(host).then(|| start + name.len() + 1..start + name.len() + 1 + password.len())
    })
}

/// `user:password@tcp(host:3306)/name`
fn in_drivers(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    ["@tcp(", "@tcp6(", "@cloudsql("].into_iter().filter_map(|mark| {
        let end = text.find(mark)?;
        let start = text[..end].rfind(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '=')).map_or(0, |at| at + 1);
        let name = text[start..end].find(':')?;
        is_elsewhere(&text[end + mark.len()..]).then_some(start + name + 1..end)
    })
}

/// `host=...;password=...`, `host=... password=...`, `?user=...&password=...`
fn in_pairs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    const SEPARATORS: [char; 6] = [';', ' ', '&', '?', '\n', '\t'];
    const SERVERS: [&str; 6] = ["server", "host", "data source", "addr", "address", "hostaddr"];
    const USERS: [&str; 5] = ["user", "user id", "uid", "username", "database"];
    // `User Id` has a blank in it, and `host=a password=b` one between.
    let separators = if text.contains(';') { &[';', '\n'][..] } else { &SEPARATORS };
    let mut offset = 0;
    let parts = text.split(separators).map(move |part| {
        let start = offset;
        offset += part.len() + 1;
        (start, part)
    });
    let pairs: Vec<(usize, &str, &str)> = parts.filter_map(|(start, part)| part.split_once('=').map(|(k, v)| (start, k, v))).collect();
    let is = |name: &str, names: &[&str]| names.iter().any(|known| name.trim().eq_ignore_ascii_case(known));
    let of_connection = text.contains("://") || pairs.iter().any(|(_, name, _)| is(name, &SERVERS) || is(name, &USERS));
    let own = text.split_once("://").is_some_and(|(_, rest)| !is_elsewhere(rest))
        || pairs.iter().any(|(_, name, value)| is(name, &SERVERS) && !is_elsewhere(value));
    let passwords = pairs.into_iter().filter(move |(_, name, _)| of_connection && !own && is(name, &["password", "pwd", "passwd"]));
    passwords.map(|(start, name, value)| {
        let quotes = value.len() - value.trim_start_matches(['"', '\'', ' ']).len();
        let start = start + name.len() + 1 + quotes;
        start..start + value[quotes..].trim_end_matches(['"', '\'', ' ']).len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks which part of `text` is a password: the part in `«»`. `~` stands for a reference.
    #[track_caller]
    fn check(marked: &str) {
        let marked = marked.replace('~', "\u{1}");
        let text = marked.replace(['«', '»'], "");
        let expected = marked.find('«').map(|start| start..marked.find('»').unwrap() - '«'.len_utf8());
        assert_eq!(password(&text), expected, "{text}");
    }

    #[test]
    fn finds_passwords() {
        check("postgres://app:«hunter2»@db.internal:5432/app");
        check("mongodb+srv://app:«hun:ter2»@cluster0.mongodb.net");
        check("redis://:«hunter2»@cache");
        check("https://ci:«hunter2»@git.internal/repo.git and more");
        check("postgres://~:«hunter2»@~/app");
        check("app:«hunter2»@tcp(db.internal:3306)/app?parseTime=true");
        check("Server=db.internal;User Id=sa;Password=«hunter2»;Encrypt=true");
        check("host=db.internal user=app password=«hunter2» sslmode=require");
        check("jdbc:mysql://db.internal/app?user=app&password=«hunter2»");
        check("jdbc:sqlserver://db.internal;user=sa;password=«hunter2»");
    }

    #[test]
    fn leaves_everything_else_alone() {
        for text in [
            "https://db.internal/path@2",
            "https://user@git.internal/repo",
            "postgres://app:~@db.internal/app",
            "postgres://app:$PASSWORD@db.internal/app",
            "postgres://app:<password>@db.internal/app",
            "postgres://user:password@db.internal/app",
            "postgres://app:hunter2@localhost:5432/app",
            "postgres://app:hunter2@db.example.com/app",
            "postgres://app:****@db.internal/app",
            "https://host:8080/@scope",
            "Server=db.internal;Password=~;",
            "Server=localhost;Password=hunter2",
            "password=hunter2",
            "tool --host=x --password=hunter2",
            "a=b@c:d",
            "mailto:ann@example.com",
            "",
        ] {
            check(text);
        }
    }
}
