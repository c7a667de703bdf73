//! The resolved environment as JSON: `[secret]` for what is secret, `[unknown]` for what is not known.

use std::borrow::Cow;

use serde_json::{Map, Number, Value as Json};

use super::{Mask, Preview};
use crate::eval::Evaluation;
use crate::value::{Kind, Value};

/// Values beyond which the rest is left out: values share parts, so a short environment may stand for output without end.
const MAX_VALUES: usize = 1_000_000;

const SECRET: &str = "[secret]";
const UNKNOWN: &str = "[unknown]";

/// What an environment comes to, exactly as the reference shows it. Credentials that nobody has marked as secret are in it:
/// [`Preview::json`] leaves them out.
pub fn json(evaluation: &Evaluation) -> Json {
    Writer { left: MAX_VALUES, veil: &mut Marked }.root(&evaluation.root)
}

impl Preview<'_> {
    /// What the environment comes to, as the reference shows it, but without what is certain to be secret although it is not marked: credentials
    /// of well-known forms, and pieces of secrets.
    pub fn json(&mut self) -> Json {
        let root = self.evaluation.root.clone();
        Writer { left: MAX_VALUES, veil: self }.root(&root)
    }
}

/// Decides what is left out.
trait Redact {
    fn hides(&mut self, value: &Value) -> bool;
    fn key<'k>(&self, key: &'k str) -> Cow<'k, str>;
}

/// What is marked as secret, as in the reference.
struct Marked;

impl Redact for Marked {
    fn hides(&mut self, value: &Value) -> bool {
        value.is_secret()
    }

    fn key<'k>(&self, key: &'k str) -> Cow<'k, str> {
        Cow::Borrowed(key)
    }
}

impl Redact for Preview<'_> {
    fn hides(&mut self, value: &Value) -> bool {
        self.veil.of_value(&self.known, value).is_some_and(Mask::is_certain)
    }

    fn key<'k>(&self, key: &'k str) -> Cow<'k, str> {
        self.veil.name(key)
    }
}

struct Writer<'r, R> {
    left: usize,
    veil: &'r mut R,
}

impl<R: Redact> Writer<'_, R> {
    fn root(&mut self, root: &Value) -> Json {
        self.show(root, true)
    }

    /// `own`: the value is written in this document, and not inherited from an import.
    fn show(&mut self, value: &Value, own: bool) -> Json {
        let value = if own { value.output() } else { value };
        self.left = self.left.saturating_sub(1);
        if self.veil.hides(value) {
            return Json::from(SECRET);
        }
        if self.left == 0 {
            return Json::from(UNKNOWN);
        }
        match value.kind() {
            Kind::Unknown(_) => Json::from(UNKNOWN),
            Kind::Null => Json::Null,
            Kind::Bool(value) => Json::Bool(*value),
            // Infinities have no JSON number.
            Kind::Number(text) => text.parse::<Number>().map_or_else(|_| Json::from(&**text), Json::Number),
            Kind::String(text) => Json::from(String::from_utf8_lossy(text.expose_bytes())),
            Kind::Array(items) => Json::Array(items.iter().map(|item| crate::deep(|| self.show(item, own))).collect()),
            Kind::Object(object) => {
                let mut members = Map::with_capacity(object.entries().len());
                for entry in object.entries() {
                    let shown = crate::deep(|| self.show(entry.value(), own && entry.is_own()));
                    members.insert(self.veil.key(entry.key()).into_owned(), shown);
                }
                Json::Object(members)
            }
        }
    }
}
