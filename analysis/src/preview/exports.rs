//! What a program receives: the entries of `environmentVariables` and `files`.

use super::{Mask, Preview, Reason, Shown, Site, site};
use crate::schema::Type;
use crate::section::Section;
use crate::value::{Kind, Value};

/// An entry of `environmentVariables` or `files`.
#[derive(Clone, Debug)]
pub struct Export {
    /// Which of the two.
    pub section: Section,
    /// The name of the variable; for a file, of the variable that holds its path.
    pub name: String,
    /// What becomes of it.
    pub fate: Fate,
    /// Where its value is written.
    pub site: Option<Site>,
}

/// What becomes of an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It is passed on with this text.
    Passed(String),
    /// It is passed on, but what its value is may not be told.
    Masked(Mask),
    /// It is passed on; its value is not known before the environment is opened.
    Unknown(Reason),
    /// It is passed on, but is bytes and no text: how many.
    Bytes(usize),
    /// Lists and objects are left out, without a word.
    Dropped(Type),
}

/// The sections whose entries programs receive.
const SECTIONS: [Section; 2] = [Section::EnvironmentVariables, Section::Files];

impl Preview<'_> {
    /// What a program receives, variables first.
    pub fn exports(&mut self) -> Vec<Export> {
        let root = self.evaluation.root.output().clone();
        let mut exports = Vec::new();
        for section in SECTIONS {
            let entries = root.as_object().and_then(|root| root.get(section.key())?.as_object().cloned());
            for entry in entries.iter().flat_map(|object| object.entries()) {
                let name = self.veil.name(entry.key()).into_owned();
                let fate = self.fate(entry.value());
                exports.push(Export { section, name, fate, site: entry.value().origin().map(site) });
            }
        }
        exports
    }

    /// What becomes of an entry with this value.
    fn fate(&mut self, value: &Value) -> Fate {
        if let Some(type_) = dropped(value) {
            return Fate::Dropped(type_);
        }
        match self.shown(value) {
            Shown::Text(_) if matches!(value.kind(), Kind::Null) => Fate::Passed(String::new()),
            Shown::Text(text) => Fate::Passed(text),
            Shown::Bytes(length) => Fate::Bytes(length),
            Shown::Masked(mask) => Fate::Masked(mask),
            Shown::Unknown(reason) => Fate::Unknown(reason),
            Shown::Parts(_) => Fate::Dropped(Type::Object),
        }
    }
}

/// The type of a value that `esc run` leaves out.
pub(super) fn dropped(value: &Value) -> Option<Type> {
    match value.kind() {
        Kind::Array(_) => Some(Type::Array),
        Kind::Object(_) => Some(Type::Object),
        Kind::Unknown(unknown) => unknown.schema.type_().filter(|type_| matches!(type_, Type::Array | Type::Object)),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => None,
    }
}

/// Whether a POSIX shell can set a variable of this name.
pub fn is_shell_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
