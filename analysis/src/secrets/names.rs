//! Which keys say that their value is secret, by their words.
//!
//! `dbPassword`, `DB_PASSWORD`, `app:db-password` and `dbpassword` are one name. What counts is the end: a `tokenUrl` is no token, and a
//! `passwordPolicy` no password.

/// What kind of secret a key names; different kinds have different values that are none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sensitive {
    /// Chosen by a person: any text may be one.
    Password,
    /// Given out by a program: long, and no word.
    Token,
    /// Secret only if there is a password or a key in it.
    ConnectionString,
    /// A header that carries a token behind its scheme.
    Authorization,
}

/// What `key` says about its value.
pub(crate) fn sensitive(key: &str) -> Option<Sensitive> {
    if !ends_alike(key) {
        return None;
    }
    let words = words(key);
    let (last, before) = words.split_last()?;
    let before = before.last().map_or("", String::as_str);
    if HARMLESS.iter().any(|harmless| words.iter().any(|word| word == harmless)) {
        return None;
    }
    match (before, &**last) {
        (_, "password" | "passwd" | "pwd" | "passphrase" | "passcode") => Some(Sensitive::Password),
        (_, "token" | "secret" | "apikey" | "jwt") => Some(Sensitive::Token),
        (before, "key") if KEYS.contains(&before) => Some(Sensitive::Token),
        ("connection", "string") | (_, "connectionstring" | "dsn") => Some(Sensitive::ConnectionString),
        (_, "authorization") => Some(Sensitive::Authorization),
        (_, run_together) => by_ending(run_together),
    }
}

/// Whether `key` ends in three letters that a sensitive name ends in: tells most keys apart at no cost.
fn ends_alike(key: &str) -> bool {
    const ENDS: [&[u8; 3]; 12] = [b"ord", b"swd", b"pwd", b"ase", b"ode", b"ken", b"ret", b"key", b"jwt", b"ing", b"dsn", b"ion"];
    let key = key.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
    key.as_bytes().last_chunk::<3>().is_some_and(|end| ENDS.iter().any(|other| end.eq_ignore_ascii_case(*other)))
}

/// Whether the last words of `key` are these.
pub(super) fn ends_with(words: &[String], end: &[&str]) -> bool {
    words.len() >= end.len() && words[words.len() - end.len()..].iter().zip(end).all(|(word, end)| word == end)
}

/// Names without a mark between their words.
fn by_ending(word: &str) -> Option<Sensitive> {
    const TOKENS: [&str; 9] =
        ["apikey", "secretkey", "privatekey", "signingkey", "accesstoken", "authtoken", "apitoken", "clientsecret", "apisecret"];
    if word.ends_with("password") || word.ends_with("passphrase") || word.ends_with("passwd") {
        return Some(Sensitive::Password);
    }
    TOKENS.iter().any(|token| word.ends_with(token)).then_some(Sensitive::Token)
}

/// What makes a key one that locks something. An `access key` may be the public half of a pair.
const KEYS: [&str; 19] = [
    "account",
    "admin",
    "api",
    "app",
    "application",
    "auth",
    "decryption",
    "encryption",
    "hmac",
    "master",
    "private",
    "secret",
    "server",
    "service",
    "session",
    "shared",
    "signing",
    "ssh",
    "storage",
];

/// What makes any of it something else: the public half of a pair, a number, a cursor through pages.
const HARMLESS: [&str; 9] = ["public", "publishable", "max", "min", "next", "page", "continuation", "csrf", "verification"];

/// The words of a key in lower case, of its last part if it has a namespace; a number at the end left out.
pub(crate) fn words(key: &str) -> Vec<String> {
    let name = key.rsplit([':', '/', '.']).next().unwrap_or(key);
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_' || c == '-');
    let mut words: Vec<String> = Vec::new();
    let mut previous = '_';
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        // `apiKey`, and the last capital of `APIKey`.
        let hump =
            c.is_uppercase() && (previous.is_lowercase() || previous.is_uppercase() && chars.peek().is_some_and(|c| c.is_lowercase()));
        if !previous.is_alphanumeric() || hump {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        previous = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_names_of_any_fashion() {
        for (key, expected) in [
            ("dbPassword", "db password"),
            ("DB_PASSWORD", "db password"),
            ("app:db-password", "db password"),
            ("myAPIKey", "my api key"),
            ("APIKey2", "api key"),
            ("password_1", "password"),
            ("", ""),
        ] {
            assert_eq!(words(key).join(" "), expected, "{key}");
        }
    }

    #[test]
    fn the_end_of_a_name_decides() {
        for key in ["password", "DB_PASSWORD", "dbpassword", "oauth-passwd", "PWD", "keyPassphrase", "password2"] {
            assert_eq!(sensitive(key), Some(Sensitive::Password), "{key}");
        }
        for key in ["GITHUB_TOKEN", "apiKey", "app:apiKey", "clientSecret", "CLIENT-SECRET", "stripeApikey", "privateKey", "secret", "jwt"]
        {
            assert_eq!(sensitive(key), Some(Sensitive::Token), "{key}");
        }
        for key in [
            "tokenUrl",
            "passwordPolicy",
            "secretName",
            "secretId",
            "key",
            "accessKeyId",
            "publicKey",
            "publishableApiKey",
            "tokens",
            "maxToken",
            "nextPageToken",
            "keyboard",
            "monkey",
            "secrets",
            "compass",
            "",
        ] {
            assert_eq!(sensitive(key), None, "{key}");
        }
        assert_eq!(sensitive("dbConnectionString"), Some(Sensitive::ConnectionString));
        assert_eq!(sensitive("Authorization"), Some(Sensitive::Authorization));
    }
}
