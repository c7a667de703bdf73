//! Whether the text behind a key that says "secret" is one: names, addresses and switches stand there too.

use super::names::{Sensitive, words};
use super::placeholder::placeholder;
use super::sample::says_so;

/// Whether `text`, which stands behind `key`, is likely to be the secret itself.
pub(crate) fn is_secret(kind: Sensitive, key: &str, text: &str) -> bool {
    let text = text.trim();
    let is_address = kind != Sensitive::ConnectionString && is_elsewhere(text);
    if is_nothing(text) || is_address || placeholder(text).is_some() || says_so(text) {
        return false;
    }
    match kind {
        Sensitive::Password => text.len() >= 3 && !text.eq_ignore_ascii_case(key),
        Sensitive::Token => is_drawn(text) && !is_name(key, text),
        Sensitive::ConnectionString => names_a_secret(text),
        Sensitive::Authorization => {
            let (scheme, token) = text.split_once(' ').unwrap_or_default();
            ["bearer", "basic", "token"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) && is_drawn(token)
        }
    }
}

/// Whether `text`, which a provider wants for a secret, can be one at all.
pub(crate) fn is_given(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && !is_elsewhere(text) && placeholder(text).is_none() && !says_so(text)
}

/// Words that say that there is no secret, or how one is used.
fn is_nothing(text: &str) -> bool {
    const WORDS: [&str; 22] = [
        "auto",
        "bearer",
        "cookie",
        "default",
        "disabled",
        "enabled",
        "env",
        "false",
        "generated",
        "header",
        "n/a",
        "nil",
        "no",
        "none",
        "null",
        "off",
        "on",
        "optional",
        "required",
        "true",
        "unset",
        "yes",
    ];
    text.is_empty() || WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Says where the secret is, or holds it encrypted or hashed.
fn is_elsewhere(text: &str) -> bool {
    const PREFIXES: [&str; 22] = [
        "$",
        "${",
        "{{",
        "%",
        "/",
        "./",
        "../",
        "~/",
        "arn:",
        "projects/",
        "secret/",
        "secrets/",
        "vault:",
        "ssm:",
        "env:",
        "file:",
        "ref+",
        "secretsmanager:",
        "keyvault:",
        "ENC[",
        "{cipher}",
        "v1:",
    ];
    const PUBLIC_KEYS: [&str; 4] = ["ssh-rsa ", "ssh-ed25519 ", "ecdsa-sha2-", "-----BEGIN PUBLIC"];
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| text.starts_with(prefix));
    starts(&PREFIXES) || starts(&PUBLIC_KEYS) || text.contains("://") || text.contains("$(")
}

/// Long enough for a key that a program gave out, and no plain word or sentence.
fn is_drawn(text: &str) -> bool {
    let has = |class: fn(&u8) -> bool| text.as_bytes().iter().any(class);
    let mixed = has(u8::is_ascii_digit) || has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) || text.len() >= 20;
    let is_sentence = text.contains(char::is_whitespace) && !text.starts_with("-----BEGIN");
    text.len() >= 8 && mixed && !is_sentence && !is_slug(text)
}

/// `us-west-2`, `10.0.0.1`, `2024-01-02`, `my-app.v2`: words in lower case and short numbers.
fn is_slug(text: &str) -> bool {
    text.split(['-', '_', '.', '/', ':']).all(|part| {
        let bytes = part.as_bytes();
        bytes.iter().all(u8::is_ascii_lowercase) && bytes.len() <= 16
            || bytes.iter().all(u8::is_ascii_digit) && bytes.len() <= 4
            || bytes.len() <= 3
    })
}

/// A name of a secret: words alone, and the last one says what it names, or all of them are the key's.
fn is_name(key: &str, text: &str) -> bool {
    const LAST: [&str; 8] = ["credential", "credentials", "key", "keys", "password", "secret", "secrets", "token"];
    let is_plain = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_' | '/' | '.');
    let marked = text.contains(['-', '_', '/', '.']);
    let words = words(text);
    words == self::words(key) || marked && text.chars().all(is_plain) && words.last().is_some_and(|last| LAST.contains(&last.as_str()))
}

/// `...;AccountKey=...`: a part of a connection string that is a key.
fn names_a_secret(text: &str) -> bool {
    let parts = text.split([';', ' ', '&', '?']).filter_map(|part| part.split_once('='));
    parts.into_iter().any(|(name, value)| {
        let is_key = super::names::sensitive(name).is_some() || name.trim().to_ascii_lowercase().ends_with("key");
        is_key && value.len() >= 3 && !is_nothing(value) && !is_elsewhere(value) && placeholder(value).is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::super::names::sensitive;
    use super::*;

    fn check(key: &str, text: &str) -> bool {
        is_secret(sensitive(key).unwrap(), key, text)
    }

    #[test]
    fn knows_secrets() {
        for (key, text) in [
            ("password", "hunter2"),
            ("dbPassword", "correct horse battery staple"),
            ("password", "postgres"),
            ("adminPassword", "admin_password"),
            ("apiKey", "k3jh5k2j3h5kj2h35"),
            ("token", "abcdefghIJKLMNOP"),
            ("clientSecret", "pfdgkjzhxcvbnmqwertyplkj"),
            ("Authorization", "Bearer k3jh5k2j3h5kj2h35"),
            ("connectionString", "Endpoint=sb://x.net;SharedAccessKey=k3jh5k2j3h"),
        ] {
            assert!(check(key, text), "{key}: {text}");
        }
    }

    #[test]
    fn knows_what_is_none() {
        for (key, text) in [
            ("password", ""),
            ("password", "<password>"),
            ("password", "CHANGEME"),
            ("password", "example-password"),
            ("password", "$DB_PASSWORD"),
            ("password", "op://vault/item/password"),
            ("password", "/run/secrets/db"),
            ("PASSWORD", "password"),
            ("password", "none"),
            ("token", "github-token"),
            ("token", "bearer"),
            ("apiKey", "api-key"),
            ("apiKey", "apiKey"),
            ("secret", "my-app/secret"),
            ("secret", "arn:aws:secretsmanager:us-east-1:123456789012:secret:db"),
            ("token", "Get this from the portal 123"),
            ("sshKey", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE2Z"),
            ("apiKey", "short1"),
            ("token", "us-west-2"),
            ("token", "10.0.0.1"),
            ("secret", "2024-01-02"),
            ("connectionString", "Server=db;Database=app;Integrated Security=true"),
            ("Authorization", "header"),
        ] {
            assert!(!check(key, text), "{key}: {text}");
        }
    }
}
