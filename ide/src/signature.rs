//! What a function reads, while its argument is being written.

use esc_analysis::Source;
use esc_analysis::document::Function;
use esc_syntax::{Entry, Node, TextRange, TextSize};

use crate::docs::{self, DocKey};

/// A call, as help for who writes its argument.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// `fn::join: [delimiter, list of text] → text`
    pub label: String,
    /// Where the parameters are in the label, in bytes.
    pub parameters: Vec<TextRange>,
    /// The parameter that the cursor is at.
    pub active: Option<usize>,
    /// What has more to say.
    pub documentation: DocKey,
}

/// The call around `offset` that reads a list or an object of named parts.
pub fn signature(source: &Source, offset: TextSize) -> Option<Signature> {
    let (entry, function) = call_at(source, offset)?;
    let label = format!("{}: {}", function.key(), docs::signature(function));
    let parameters = parameters(&label);
    let active = active(source.text(), entry.value, &label, &parameters, offset);
    (!parameters.is_empty()).then_some(Signature { label, parameters, active, documentation: DocKey::Function(function) })
}

/// The innermost call whose argument `offset` is in, or right behind on the same line while it is open.
fn call_at<'s>(source: &'s Source, offset: TextSize) -> Option<(Entry<'s>, Function)> {
    let text = source.text();
    let is_around = |entry: &Entry<'_>| {
        let Some(colon) = entry.colon().filter(|colon| *colon < offset) else { return false };
        let end = entry.value.full_range().end().max(colon + TextSize::from(1));
        // Half-typed lists end where what is known of them ends.
        offset <= end
            || text[TextRange::new(end, offset)].trim_matches([' ', ',', '\t']).is_empty() && !text[..end.into()].ends_with([']', '}'])
    };
    let calls = source.tree().nodes().flat_map(|node| node.entries()).filter(is_around);
    let calls = calls.filter_map(|entry| {
        let key = entry.key.text();
        let recognised = Function::recognise(&key)?;
        // The short form reads the inputs of its provider alone.
        recognised.provider.is_none().then_some((entry, recognised.function))
    });
    calls.last()
}

/// The parts between the first brackets of a signature.
fn parameters(label: &str) -> Vec<TextRange> {
    let Some(open) = label.find(['[', '{']) else { return Vec::new() };
    let Some(close) = label[open..].find([']', '}']).map(|at| open + at) else { return Vec::new() };
    let mut at = open + 1;
    let parts = label[at..close].split(", ").map(|part| {
        let range = TextRange::at(size(at), TextSize::of(part));
        at += part.len() + ", ".len();
        range
    });
    parts.collect()
}

fn active(text: &str, argument: Node<'_>, label: &str, parameters: &[TextRange], offset: TextSize) -> Option<usize> {
    if argument.is_mapping() {
        let key = argument.entries().take_while(|entry| entry.key.range().start() <= offset).last()?.key.text();
        return parameters.iter().position(|parameter| label[*parameter] == *key);
    }
    let passed = match argument.is_flow() {
        true => argument
            .items()
            .filter(|item| item.range().end() < offset && text[TextRange::new(item.range().end(), offset)].contains(','))
            .count(),
        false => argument.items().filter(|item| item.indicator().is_some_and(|dash| dash < offset)).count().saturating_sub(1),
    };
    Some(passed.min(parameters.len().saturating_sub(1)))
}

fn size(at: usize) -> TextSize {
    TextSize::try_from(at).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The label with the active parameter marked; `-` if there is no help.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let offset = TextSize::try_from(text.find("$0").unwrap()).unwrap();
        let found = signature(&Source::new("env.yaml", text.replacen("$0", "", 1)), offset);
        let shown = found.map_or("-".to_owned(), |found| match found.active.map(|active| found.parameters[active]) {
            Some(active) => {
                format!("{}«{}»{}", &found.label[..active.start().into()], &found.label[active], &found.label[active.end().into()..])
            }
            None => found.label,
        });
        assert_eq!(shown, expected);
    }

    #[test]
    fn lists_by_their_commas_and_dashes() {
        check("values:\n  a: {fn::join: [\"$0\", [a]]}\n", "fn::join: [«delimiter», list of text] → text");
        check("values:\n  a: {fn::join: [\",\", [a, $0b]]}\n", "fn::join: [delimiter, «list of text»] → text");
        check("values:\n  a:\n    fn::join: [\",\", $0\n", "fn::join: [delimiter, «list of text»] → text");
        check("values:\n  a:\n    fn::join:\n      - ','\n      - $0\n", "fn::join: [delimiter, «list of text»] → text");
        check("values:\n  a:\n    fn::join: $0\n", "fn::join: [«delimiter», list of text] → text");
    }

    #[test]
    fn objects_by_their_keys() {
        check("values:\n  a:\n    fn::open:\n      provider: $0\n", "fn::open: {«provider», inputs} → what the provider answers");
        check(
            "values:\n  a:\n    fn::open:\n      provider: x\n      inputs: {a$0: 1}\n",
            "fn::open: {provider, «inputs»} → what the provider answers",
        );
    }

    #[test]
    fn other_places_have_none() {
        check("values:\n  a: {fn::join: [a, b]} $0\n", "-");
        check("values:\n  a: {fn::toJSON: $0x}\n", "-");
        check("values:\n  a: {fn::open::aws-login: {$0}}\n", "-");
        check("val$0ues: {}\n", "-");
    }
}
