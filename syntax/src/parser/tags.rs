//! What tags resolve to.

use std::collections::HashMap;

/// The tag that a token spells, after expansion of its handle; `None` if no directive defines the handle.
pub(super) fn name(text: &str, handles: &HashMap<&str, Box<str>>) -> Option<Box<str>> {
    const YAML: &str = "tag:yaml.org,2002:";
    let full: String = if let Some(verbatim) = text.strip_prefix("!<") {
        percent_decoded(verbatim.strip_suffix('>').unwrap_or(verbatim))
    } else {
        let word = text[1..].bytes().take_while(|&byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-').count();
        let handle_end = if text[1 + word..].starts_with('!') { word + 2 } else { 1 };
        let (handle, suffix) = text.split_at(handle_end);
        if handle == "!" && suffix.is_empty() {
            return Some("!".into());
        }
        let prefix = match handles.get(handle) {
            Some(prefix) => prefix,
            None if handle == "!" => "!",
            None if handle == "!!" => YAML,
            None => return None,
        };
        format!("{prefix}{}", percent_decoded(suffix))
    };
    match full.strip_prefix(YAML) {
        Some(short) => Some(format!("!!{short}").into()),
        None => Some(full.into()),
    }
}

fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let octet = text.get(index + 1..index + 3).filter(|_| bytes[index] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(octet.unwrap_or(bytes[index]));
        index += if octet.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The handle and the prefix that a `%TAG` token defines.
pub(super) fn directive(text: &str) -> Option<(&str, Box<str>)> {
    let mut words = text.split([' ', '\t']).filter(|word| !word.is_empty()).skip(1);
    Some((words.next()?, percent_decoded(words.next()?).into()))
}
