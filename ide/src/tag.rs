//! How an editor may show the text that a finding is about.

use esc_analysis::rules::Rule;

/// A way to show text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Tag {
    /// Faded: it has no effect.
    Unnecessary,
    /// Struck out: there is something newer.
    Deprecated,
}

/// How to show what `rule` finds.
pub fn tag(rule: &Rule) -> Option<Tag> {
    match rule.name {
        "ignored-document"
        | "unused-value"
        | "unused-import"
        | "unknown-argument-entry"
        | "unknown-import-option"
        | "unused-suppression"
        | "redundant-function"
        | "unneeded-escape"
        | "duplicate-import" => Some(Tag::Unnecessary),
        "deprecated-input" => Some(Tag::Deprecated),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use esc_analysis::rules::rule;

    use super::*;

    #[test]
    fn text_without_effect_fades() {
        assert_eq!(rule("ESC005").and_then(tag), Some(Tag::Unnecessary));
        assert_eq!(rule("ESC001").and_then(tag), None);
    }
}
