//! Whatever two environments hold: previews tell no secret, however it is mangled, and every value that is shown can be explained.

use std::sync::Arc;

use esc_analysis::eval::{Analyzer, Cache};
use esc_analysis::preview::{self, Fate, Label, Preview, Row, Shown, yaml};
use esc_analysis::providers::Catalogue;
use esc_analysis::{Environments, Source};
use proptest::prelude::*;

/// One environment, called `base`.
struct Base(Arc<Source>);

impl Environments for Base {
    fn find(&self, _: &Source, name: &str) -> Option<Arc<Source>> {
        ["base", "p/base"].contains(&name).then(|| Arc::clone(&self.0))
    }

    fn names(&self, _: &Source) -> Vec<String> {
        vec!["base".to_owned()]
    }
}

/// What is planted, and what it is in base64.
const SECRET: &str = "s3cr3t";
const ENCODED: &str = "czNjcjN0";

/// A secret in pieces, which the reference takes for public.
const PARTS: &str = "  parts: {fn::split: [':', {fn::secret: 's3cr3t:x'}]}\n";

/// An expression in flow style. All objects have the keys `a` to `e`, so that references hit.
fn expression() -> impl Strategy<Value = String> {
    let reference = "[a-e](\\.[a-e]|\\[[01]\\]){0,2}".prop_map(|path| format!("\"${{{path}}}\""));
    let leaf = prop_oneof![
        Just("1".to_owned()),
        Just("~".to_owned()),
        Just("text".to_owned()),
        Just(format!("{{fn::secret: {SECRET}}}")),
        Just(format!("{{fn::secret: '{{\"a\": \"{SECRET}\", \"b\": [1]}}'}}")),
        Just(format!("{{fn::secret: {SECRET}:x}}")),
        Just("{fn::open::aws-login: {oidc: {roleArn: 'arn:aws:iam::123456789012:role/esc', sessionName: session}}}".to_owned()),
        Just("\"${parts[0]}\"".to_owned()),
        Just("\"${imports.base.parts[0]}\"".to_owned()),
        Just("\"${imports.base.a}\"".to_owned()),
        Just("\"${environments.p.base.b}\"".to_owned()),
        Just("\"${context.rootEnvironment.name}\"".to_owned()),
        reference.clone(),
        reference.prop_map(|reference| format!("\"x-{}-y\"", reference.trim_matches('"'))),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..3).prop_map(|items| format!("[{}]", items.join(", ")));
        let object = prop::collection::btree_map("[a-e]", inner.clone(), 0..3).prop_map(|members| {
            format!("{{{}}}", members.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join(", "))
        });
        let function = prop_oneof![
            Just("toJSON"),
            Just("toYAML"),
            Just("toString"),
            Just("toBase64"),
            Just("fromBase64"),
            Just("fromJSON"),
            Just("final"),
            Just("concat"),
        ];
        prop_oneof![
            list.clone(),
            object,
            (function, inner.clone()).prop_map(|(function, argument)| format!("{{fn::{function}: {argument}}}")),
            inner.clone().prop_map(|argument| format!("{{fn::split: [':', {argument}]}}")),
            list.prop_map(|items| format!("{{fn::join: ['', {items}]}}")),
            (inner.clone(), inner).prop_map(|(schema, value)| format!("{{fn::validate: {{schema: {{const: {schema}}}, value: {value}}}}}")),
        ]
    })
}

fn environment(imports: &'static str) -> impl Strategy<Value = String> {
    prop::collection::btree_map("[a-e]|environmentVariables|files", expression(), 0..6).prop_map(move |values| {
        format!("{imports}values:\n{PARTS}{}", values.iter().map(|(key, value)| format!("  {key}: {value}\n")).collect::<String>())
    })
}

/// The paths of all rows.
fn paths(rows: &[Row]) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    let path = |row: &Row| {
        steps.truncate(row.depth);
        steps.push(match &row.label {
            Label::Key(key) => format!("[\"{}\"]", key.replace('"', "\\\"")),
            Label::Index(index) => format!("[{index}]"),
        });
        steps.concat()
    };
    rows.iter().map(path).collect()
}

fn texts(shown: &Shown) -> String {
    match shown {
        Shown::Text(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

/// Everything that a preview says.
fn said(preview: &mut Preview<'_>) -> Result<String, TestCaseError> {
    let rows = preview.tree();
    let mut said: Vec<String> = rows.iter().map(|row| texts(&row.shown)).collect();
    said.extend(rows.iter().filter_map(|row| row.replaced.as_ref()).map(|replaced| texts(&replaced.shown)));
    for path in paths(&rows) {
        let chain = preview.why(&path).map_err(|error| TestCaseError::fail(format!("{path}: {error}")))?;
        said.push(texts(&chain.shown));
        said.extend(chain.steps.iter().map(|step| format!("{:?} {}", step.role, step.what)));
    }
    said.extend(preview.exports().into_iter().map(|export| match export.fate {
        Fate::Passed(text) => text,
        fate => format!("{fate:?}"),
    }));
    let json = preview.json();
    said.extend([json.to_string(), yaml(&json)]);
    Ok(said.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tells_no_secret(main in environment("imports: [base, gone]\n"), base in environment("")) {
        let environments = Base(Source::new("base.yaml", base.as_str()));
        let (catalogue, cache) = (Catalogue::new(), Cache::new());
        let analyzer = Analyzer::new(&environments, &catalogue, &cache);
        let source = Source::new("main.yaml", main.as_str());
        let mut preview = Preview::new(&analyzer, &source);
        let said = said(&mut preview)?;
        prop_assert!(!said.contains(SECRET) && !said.contains(ENCODED), "{said}\n{main}\n{base}");
        let graph = preview::graph(&analyzer, &[source]);
        prop_assert!(graph.nodes.len() >= 3);
    }
}
