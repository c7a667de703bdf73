//! What each piece of a document is, for editors that colour by meaning; above all what is secret.

use std::collections::{HashMap, HashSet};

use esc_analysis::Section;
use esc_analysis::document::{Document, ExprId, ExprKind, Function, Reference, RootField};
use esc_syntax::{Node, NodeId, Resolved, ScalarStyle, TextRange, TextSize, TokenKind};

use crate::Context;
use crate::paths::name;

/// A piece of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SemanticToken {
    /// Where; may span lines.
    pub range: TextRange,
    /// What it is.
    pub kind: SemanticKind,
    /// Whether it is secret, or stands for something that is.
    pub secret: bool,
    /// Whether it gives something its name.
    pub declaration: bool,
}

/// What a piece of text is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SemanticKind {
    /// A comment.
    Comment,
    /// A field of the root, a section, `null`, a boolean.
    Keyword,
    /// A key.
    Property,
    /// A function.
    Function,
    /// The name of an environment.
    Namespace,
    /// A step of a reference.
    Variable,
    /// Text.
    String,
    /// A number.
    Number,
    /// `${` and `}`.
    Operator,
}

/// The tokens of a document, in order, not overlapping.
pub fn semantic_tokens(context: &Context<'_>) -> Vec<SemanticToken> {
    let document = context.document();
    let tree = document.source.tree();
    let imports = document.imports.iter().filter_map(|import| import.name.as_ref()).map(|name| name.node);
    let mut painter = Painter { context, document, imports: imports.collect(), tokens: Vec::new() };
    // Objects may be wide, so nobody looks for an entry in one.
    let values: HashMap<NodeId, Node<'_>> = tree.nodes().flat_map(Node::entries).map(|entry| (entry.key.id(), entry.value)).collect();
    for node in tree.nodes().filter(|node| node.style().is_some() && !node.is_missing()) {
        match values.get(&node.id()) {
            Some(value) => painter.key(node, *value),
            None => painter.value(node),
        }
    }
    for token in tree.tokens().filter(|token| token.kind == TokenKind::Comment) {
        painter.push(token.range, SemanticKind::Comment, false, false);
    }
    let mut tokens = painter.tokens;
    tokens.sort_by_key(|token| token.range.start());
    tokens
}

struct Painter<'p, 'a> {
    context: &'p Context<'a>,
    document: &'p Document,
    /// The names of imports.
    imports: HashSet<NodeId>,
    tokens: Vec<SemanticToken>,
}

impl Painter<'_, '_> {
    fn push(&mut self, range: TextRange, kind: SemanticKind, secret: bool, declaration: bool) {
        if !range.is_empty() {
            self.tokens.push(SemanticToken { range, kind, secret, declaration });
        }
    }

    fn key(&mut self, key: Node<'_>, value: Node<'_>) {
        let text = key.text();
        let depth = std::iter::successors(key.parent(), |node| node.parent()).count();
        let expr = self.document.expr_of(value.id());
        let kind = if self.imports.contains(&key.id()) {
            SemanticKind::Namespace
        } else if Function::recognise(&text).is_some() {
            SemanticKind::Function
        } else if depth == 1 && RootField::parse(&text).is_some() || depth == 2 && Section::parse(&text).is_some() {
            SemanticKind::Keyword
        } else {
            SemanticKind::Property
        };
        let secret = kind == SemanticKind::Property && expr.is_some_and(|expr| self.is_secret(expr));
        self.push(key.range(), kind, secret, kind == SemanticKind::Property && expr.is_some());
    }

    fn value(&mut self, node: Node<'_>) {
        if self.imports.contains(&node.id()) {
            return self.push(node.range(), SemanticKind::Namespace, false, false);
        }
        let expr = self.document.expr_of(node.id());
        let secret = expr.is_some_and(|expr| self.is_secret_text(expr)) || self.is_credential(node.range());
        let kind = match (node.style(), node.resolved()) {
            (Some(ScalarStyle::Plain), Some(Ok(Resolved::Null | Resolved::Bool(_)))) => SemanticKind::Keyword,
            (Some(ScalarStyle::Plain), Some(Ok(Resolved::Str | Resolved::Timestamp))) => SemanticKind::String,
            (Some(ScalarStyle::Plain), Some(Ok(_))) => SemanticKind::Number,
            _ => SemanticKind::String,
        };
        let references: Vec<&Reference> = expr.into_iter().flat_map(|expr| self.document.expr(expr).kind.references()).collect();
        let mut at = node.range().start();
        for reference in references {
            self.push(TextRange::new(at, reference.range.start().max(at)), kind, secret, false);
            self.reference(reference);
            at = reference.range.end();
        }
        self.push(TextRange::new(at, node.range().end().max(at)), kind, secret, false);
    }

    fn reference(&mut self, reference: &Reference) {
        let text = self.document.source.text();
        let range = reference.range;
        let open = TextRange::at(range.start(), TextSize::of("${").min(range.len()));
        self.push(open, SemanticKind::Operator, false, false);
        let first = reference.accessors.first().and_then(|accessor| name(&accessor.kind));
        let evaluation = &self.context.evaluation;
        for (index, accessor) in reference.accessors.iter().enumerate() {
            let target = evaluation.follow(&reference.accessors[..=index]);
            let secret = target.as_ref().and_then(|target| evaluation.value_at(target)).is_some_and(crate::values::is_marked_secret);
            let kind = match (first, index) {
                (Some("imports" | "environments" | "context"), 0) => SemanticKind::Keyword,
                (Some("imports"), 1) | (Some("environments"), 1 | 2) => SemanticKind::Namespace,
                _ => SemanticKind::Variable,
            };
            self.push(accessor.name_range, kind, secret, false);
        }
        if text[range].ends_with('}') && range.len() > open.len() {
            self.push(TextRange::new(range.end() - TextSize::from(1), range.end()), SemanticKind::Operator, false, false);
        }
    }

    fn is_secret(&self, expr: ExprId) -> bool {
        self.context.evaluation.value(expr).is_some_and(esc_analysis::value::Value::is_secret)
    }

    /// Whether the text of an expression is secret: its own value is, or it is the argument of `fn::secret`.
    fn is_secret_text(&self, expr: ExprId) -> bool {
        let mut current = Some(expr);
        while let Some(id) = current {
            if matches!(&self.document.expr(id).kind, ExprKind::Call(call) if call.function == Function::Secret) {
                return true;
            }
            current = self.document.expr(id).parent;
        }
        self.is_secret(expr)
    }

    fn is_credential(&self, range: TextRange) -> bool {
        self.document.source.credentials().iter().any(|credential| credential.range.intersect(range).is_some_and(|both| !both.is_empty()))
    }
}

impl SemanticKind {
    /// All kinds.
    pub const ALL: [SemanticKind; 9] = [
        SemanticKind::Comment,
        SemanticKind::Keyword,
        SemanticKind::Property,
        SemanticKind::Function,
        SemanticKind::Namespace,
        SemanticKind::Variable,
        SemanticKind::String,
        SemanticKind::Number,
        SemanticKind::Operator,
    ];
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::testing::World;

    fn check(text: &str) -> String {
        let world = World::new(text);
        let tokens = world.look(|context, _| semantic_tokens(context));
        assert!(tokens.is_sorted_by(|a, b| a.range.end() <= b.range.start()), "{tokens:?}");
        let line = |token: &SemanticToken| {
            let marks = [token.declaration.then_some(" declaration"), token.secret.then_some(" secret")];
            format!("{:?} {:?}{}", &world.source().text()[token.range], token.kind, marks.into_iter().flatten().collect::<String>())
        };
        tokens.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_piece_has_its_kind() {
        assert_snapshot!(check("# c\nimports: [base]\nvalues:\n  n: [1, true, ~, x]\n  environmentVariables:\n    A: \"a ${imports.base.x[0]} b\" # d\n"), @r##"
        "# c" Comment
        "imports" Keyword
        "base" Namespace
        "values" Keyword
        "n" Property declaration
        "1" Number
        "true" Keyword
        "~" Keyword
        "x" String
        "environmentVariables" Keyword
        "A" Property declaration
        "\"a " String
        "${" Operator
        "imports" Keyword
        "base" Namespace
        "x" Variable
        "0" Variable
        "}" Operator
        " b\"" String
        "# d" Comment
        "##);
    }

    #[test]
    fn what_is_secret_is_marked() {
        assert_snapshot!(check("values:\n  p: {fn::secret: hunter2}\n  l: {fn::open::aws-login: {}}\n  a: ${p} ${l.sessionToken}\n  k: AKIAIOSFODNN7EXAMPLX\n"), @r#"
        "values" Keyword
        "p" Property declaration secret
        "fn::secret" Function
        "hunter2" String secret
        "l" Property declaration
        "fn::open::aws-login" Function
        "a" Property declaration secret
        "${" Operator
        "p" Variable secret
        "}" Operator
        " " String secret
        "${" Operator
        "l" Variable
        "sessionToken" Variable secret
        "}" Operator
        "k" Property declaration
        "AKIAIOSFODNN7EXAMPLX" String secret
        "#);
    }
}
