//! The resolved environment as JSON: `[secret]` for what is secret, `[unknown]` for what is not known.

use serde_json::{Map, Number, Value as Json};

use super::Evaluation;
use crate::value::{Kind, Value};

/// Values beyond which the rest is left out: values share parts, so a short environment may stand for output without end.
const MAX_VALUES: usize = 1_000_000;

/// What an environment comes to, without a single secret.
pub fn preview(evaluation: &Evaluation) -> Json {
    let mut left = MAX_VALUES;
    show(&evaluation.root, true, &mut left)
}

/// `own`: the value is written in this document, and not inherited from an import.
fn show(value: &Value, own: bool, left: &mut usize) -> Json {
    let value = if own { value.output() } else { value };
    *left = left.saturating_sub(1);
    if value.is_secret() {
        return Json::from("[secret]");
    }
    if *left == 0 {
        return Json::from("[unknown]");
    }
    match value.kind() {
        Kind::Unknown(_) => Json::from("[unknown]"),
        Kind::Null => Json::Null,
        Kind::Bool(value) => Json::Bool(*value),
        // Infinities have no JSON number.
        Kind::Number(text) => text.parse::<Number>().map_or_else(|_| Json::from(&**text), Json::Number),
        Kind::String(text) => Json::from(String::from_utf8_lossy(text.expose_bytes())),
        Kind::Array(items) => Json::Array(items.iter().map(|item| crate::deep(|| show(item, own, left))).collect()),
        Kind::Object(object) => {
            let members = object.entries().iter().map(|entry| {
                let shown = crate::deep(|| show(entry.value(), own && entry.is_own(), left));
                (entry.key().to_string(), shown)
            });
            Json::Object(members.collect::<Map<_, _>>())
        }
    }
}
