//! Which rule speaks where several could, and what none of them may say.
//!
//! Decided once, after all rules have run, so that no rule has to know the others: one that is off silences nobody.

use std::collections::HashSet;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use esc_syntax::{Node, TextRange, Tree};

use super::{Context, Group};
use crate::document::ExprId;
use crate::{Diagnostic, Source};

/// Rules that say all there is to say about a value, and those that have nothing to add.
const SILENCES: [(&str, &[&str]); 3] = [
    // A placeholder is no malformed value and no secret.
    ("ESC506", &["ESC306", "ESC307", "ESC308", "ESC309", "ESC501", "ESC502", "ESC503", "ESC504"]),
    // The same secret, known by less.
    ("ESC501", &["ESC503", "ESC504"]),
    ("ESC504", &["ESC503"]),
];

/// The rules about secrets that speak of what is marked as one.
const INSIDE_SECRETS: [&str; 4] = ["ESC502", "ESC510", "ESC511", "ESC513"];

/// Leaves of each value's findings those that say most.
pub(crate) fn settle(context: &Context<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let is_own = |diagnostic: &Diagnostic| Arc::ptr_eq(&diagnostic.source, context.source());
    let is_secret = |diagnostic: &Diagnostic| is_own(diagnostic) && diagnostic.rule.group == Group::Secrets;
    if !diagnostics.iter().any(is_secret) {
        return;
    }
    let marked = marked_secrets(context.tree());
    diagnostics.retain(|diagnostic| {
        !is_secret(diagnostic) || INSIDE_SECRETS.contains(&diagnostic.rule.code) || !covers(&marked, diagnostic.range)
    });
    let value_of = |diagnostic: &Diagnostic| -> Option<ExprId> {
        let value = context.document.leaf_at(diagnostic.range.start()).filter(|_| is_own(diagnostic))?;
        let range = context.node(context.document.expr(value).node).full_range();
        range.contains_range(diagnostic.range).then_some(value)
    };
    let speaks = |diagnostic: &&Diagnostic| SILENCES.iter().any(|(speaker, _)| *speaker == diagnostic.rule.code);
    let spoken: HashSet<(&str, ExprId)> =
        diagnostics.iter().filter(speaks).filter_map(|diagnostic| Some((diagnostic.rule.code, value_of(diagnostic)?))).collect();
    diagnostics.retain(|diagnostic| {
        let silencers = SILENCES.iter().filter(|(_, silenced)| silenced.contains(&diagnostic.rule.code));
        !silencers.into_iter().any(|(speaker, _)| value_of(diagnostic).is_some_and(|value| spoken.contains(&(*speaker, value))))
    });
}

/// What stands below `fn::secret`, whether or not it is evaluated; in order, none inside another.
fn marked_secrets(tree: &Tree) -> Vec<TextRange> {
    let mut marked: Vec<TextRange> = Vec::new();
    for entry in tree.nodes().filter(|node| node.is_mapping()).flat_map(Node::entries) {
        let range = entry.value.full_range();
        if entry.key.text() == "fn::secret" && !covers(&marked, range) {
            marked.push(range);
        }
    }
    marked.sort_by_key(|range| range.start());
    marked
}

fn covers(ranges: &[TextRange], range: TextRange) -> bool {
    let after = ranges.partition_point(|other| other.start() <= range.start());
    after.checked_sub(1).is_some_and(|index| ranges[index].contains_range(range))
}

/// Takes credentials out of everything that findings say: a key or a path may hold one.
pub(crate) fn redact(source: &Arc<Source>, diagnostics: &mut [Diagnostic]) {
    const MASK: &str = "***";
    let credentials: Vec<&str> = source.credentials().iter().map(|credential| &source.text()[credential.range]).collect();
    if credentials.is_empty() {
        return;
    }
    let Ok(credentials) = AhoCorasick::new(&credentials) else { return };
    let masks = vec![MASK; credentials.patterns_len()];
    for diagnostic in diagnostics {
        let texts = [Some(&mut diagnostic.message), diagnostic.help.as_mut(), diagnostic.doc_path.as_mut()];
        let related = diagnostic.related.iter_mut().map(|related| &mut related.message);
        let title = diagnostic.fix.as_mut().map(|fix| &mut fix.title);
        for text in texts.into_iter().flatten().chain(related).chain(title) {
            if credentials.is_match(text.as_str()) {
                *text = credentials.replace_all(text, &masks);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::rules::testing::Shelf;
    use crate::{Settings, Severity, Source, lint};

    /// Checks what all rules together say above `info` about a text: codes in order.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let source: Arc<Source> = Source::new("test.yaml", text);
        let found = lint(&source, &Settings::default(), &Shelf(Vec::new()));
        let codes: Vec<&str> = found.iter().filter(|found| found.severity > Severity::Info).map(|found| found.rule.code).collect();
        assert_eq!(codes, expected, "{text}");
    }

    #[test]
    fn a_placeholder_is_nothing_else() {
        let login =
            |role: &str| format!("values:\n  login:\n    fn::open::aws-login:\n      oidc: {{roleArn: {role}, sessionName: esc}}\n");
        check(&login("<your-oidc-iam-role-arn>"), &["ESC506"]);
        check(&login("TODO"), &["ESC506"]);
    }

    #[test]
    fn one_secret_is_reported_once() {
        check("values:\n  password: AKIAZ7QX4LRW2KDV9TMB\n", &["ESC501"]);
        check("values:\n  dbConnectionString: Server=db.internal;Password=hunter2\n", &["ESC504"]);
        check("values:\n  password: {'fn::secret': AKIAZ7QX4LRW2KDV9TMB}\n", &["ESC502"]);
        check("values: {a: 1}\nother: {'fn::secret': AKIAZ7QX4LRW2KDV9TMB}\n", &["ESC101"]);
    }

    #[test]
    fn a_pair_of_keys_is_two_credentials() {
        let pair = "accessKeyId: AKIAZ7QX4LRW2KDV9TMB, secretAccessKey: q8Zt/Wn3LvR0yKd7mXc2PfJ9sHb4UgTe6AoNiV1E";
        check(&format!("values:\n  login:\n    fn::open::aws-login:\n      static: {{{pair}}}\n"), &["ESC501", "ESC501"]);
    }
}
