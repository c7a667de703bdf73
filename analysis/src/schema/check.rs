//! Compares values with types, and types with types where the value is not known.
//!
//! Reports every failure, in the reference's order: `$ref`, `anyOf`, `oneOf`, `const`, `enum`, `type`, then the type's own keywords; sizes
//! before parts, parts before what is missing.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value as Json;

use super::{Address, Number, Part, Problem, Rules, Schema, Step, Type, Violation};
use crate::value::{Kind, Object, Value};

/// Compares `value` with `schema` and returns what is wrong; nothing if nothing is.
///
/// Takes the number of comparisons off `budget`; when that is used up the rest passes. Values and schemas may share parts, so that looking at
/// all of them could take for ever.
pub fn check(value: &Value, schema: &Schema, budget: &mut u32) -> Vec<Violation> {
    let mut checker = Checker { violations: Vec::new(), path: Vec::new(), following: Vec::new(), budget };
    checker.value(value, schema);
    checker.violations
}

struct Checker<'b> {
    violations: Vec<Violation>,
    /// The way from the value to the part of its type that is looked at.
    path: Vec<Step>,
    /// References that are being followed, each with what it is compared with: coming back to one proves nothing new.
    following: Vec<(usize, Address, Address)>,
    budget: &'b mut u32,
}

impl Checker<'_> {
    fn fail(&mut self, value: &Value, problem: Problem) -> bool {
        self.violations.push(Violation { value: value.clone(), path: self.path.clone(), problem });
        false
    }

    fn spend(&mut self, amount: usize) -> bool {
        *self.budget = self.budget.saturating_sub(u32::try_from(amount).unwrap_or(u32::MAX));
        *self.budget > 0
    }

    fn value(&mut self, value: &Value, schema: &Schema) -> bool {
        if schema.is_always() || !self.spend(1) {
            return true;
        }
        let Some(rules) = schema.rules() else { return self.fail(value, Problem::Forbidden) };
        if let Kind::Unknown(unknown) = value.kind() {
            return self.types(value, &unknown.schema, schema);
        }
        let follow = |checker: &mut Self, part: Part| checker.value(value, &schema.part(part));
        let mut passes = self.reference(value, Address::NOWHERE, schema, follow);
        if !rules.any_of.is_empty() {
            passes &= self.any(value, &rules.any_of, false, follow);
        }
        if !rules.one_of.is_empty() {
            passes &= self.exactly_one(value, schema, &rules.one_of);
        }
        if let Some(constant) = &rules.constant
            && !equals(value, constant)
        {
            passes = self.fail(value, Problem::Constant(constant.clone()));
        }
        if !rules.enumeration.is_empty() && !rules.enumeration.iter().any(|allowed| equals(value, allowed)) {
            passes = self.fail(value, Problem::Enumeration(rules.enumeration.clone()));
        }
        self.typed(value, schema, rules) && passes
    }

    /// Follows `$ref`, unless it is being followed for the same things already.
    fn reference(&mut self, value: &Value, from: Address, to: &Schema, follow: impl FnOnce(&mut Self, Part) -> bool) -> bool {
        let Some(part) = to.rules().and_then(|rules| rules.reference) else { return true };
        let step = (value.address(), from, to.part(part).address());
        if self.following.contains(&step) {
            return true;
        }
        self.following.push(step);
        let passes = crate::deep(|| follow(self, part));
        self.following.pop();
        passes
    }

    /// How each alternative fails; an empty list for one that fits.
    fn alternatives(&mut self, parts: &[Part], mut fits: impl FnMut(&mut Self, Part) -> bool) -> Vec<Result<(), Vec<Violation>>> {
        let mut results = Vec::with_capacity(parts.len());
        for part in parts {
            let before = std::mem::take(&mut self.violations);
            let fits = crate::deep(|| fits(self, *part));
            let failures = std::mem::replace(&mut self.violations, before);
            results.push(if fits { Ok(()) } else { Err(failures) });
        }
        results
    }

    fn any(&mut self, value: &Value, parts: &[Part], exactly_one: bool, fits: impl FnMut(&mut Self, Part) -> bool) -> bool {
        let results = self.alternatives(parts, fits);
        if results.iter().any(Result::is_ok) {
            return true;
        }
        let alternatives = results.into_iter().filter_map(Result::err).collect();
        self.fail(value, Problem::NoAlternative { exactly_one, alternatives })
    }

    fn exactly_one(&mut self, value: &Value, schema: &Schema, parts: &[Part]) -> bool {
        let results = self.alternatives(parts, |checker, part| checker.value(value, &schema.part(part)));
        match results.iter().filter(|result| result.is_ok()).count() {
            1 => true,
            0 => {
                let alternatives = results.into_iter().filter_map(Result::err).collect();
                self.fail(value, Problem::NoAlternative { exactly_one: true, alternatives })
            }
            _ => self.fail(value, Problem::ManyAlternatives),
        }
    }

    fn typed(&mut self, value: &Value, schema: &Schema, rules: &Rules) -> bool {
        let Some(found) = type_of(value) else { return true };
        if let Some(expected) = rules.type_
            && expected != found
        {
            return self.fail(value, Problem::wrong_type(expected, found, rules));
        }
        match value.kind() {
            Kind::Unknown(_) | Kind::Null | Kind::Bool(_) => true,
            Kind::Number(text) => self.number(value, text, rules),
            Kind::String(text) => self.string(value, text.expose_bytes(), rules),
            Kind::Array(items) => crate::deep(|| self.array(value, items, schema, rules)),
            Kind::Object(object) => crate::deep(|| self.object(value, object, schema, rules)),
        }
    }

    fn number(&mut self, value: &Value, text: &str, rules: &Rules) -> bool {
        let Some(number) = Number::parse(text) else { return self.fail(value, Problem::NotANumber) };
        let mut passes = true;
        let mut require = |limit: &Option<(Number, Box<str>)>, holds: fn(Number, Number) -> bool, problem: fn(Box<str>) -> Problem| {
            if let Some((limit, text)) = limit
                && !holds(number, *limit)
            {
                passes = self.fail(value, problem(text.clone()));
            }
        };
        require(&rules.multiple_of, Number::is_multiple_of, Problem::MultipleOf);
        require(&rules.minimum, |number, limit| number.compare(limit).is_ge(), Problem::Minimum);
        require(&rules.exclusive_minimum, |number, limit| number.compare(limit).is_gt(), Problem::ExclusiveMinimum);
        require(&rules.maximum, |number, limit| number.compare(limit).is_le(), Problem::Maximum);
        require(&rules.exclusive_maximum, |number, limit| number.compare(limit).is_lt(), Problem::ExclusiveMaximum);
        passes
    }

    fn string(&mut self, value: &Value, bytes: &[u8], rules: &Rules) -> bool {
        let mut passes = self.size(value, bytes.len(), (rules.min_length, Problem::MinLength), (rules.max_length, Problem::MaxLength));
        // As long as a hundred bytes take, so long does a comparison.
        if let Some(pattern) = &rules.pattern
            && self.spend(bytes.len() / 100)
            && !pattern.is_match(&String::from_utf8_lossy(bytes))
        {
            passes = self.fail(value, Problem::Pattern(pattern.source().into()));
        }
        passes
    }

    fn size(
        &mut self,
        value: &Value,
        size: usize,
        (min, below): (Option<u64>, fn(u64) -> Problem),
        (max, above): (Option<u64>, fn(u64) -> Problem),
    ) -> bool {
        let mut passes = true;
        if let Some(min) = min.filter(|min| (size as u64) < *min) {
            passes = self.fail(value, below(min));
        }
        if let Some(max) = max.filter(|max| (size as u64) > *max) {
            passes = self.fail(value, above(max));
        }
        passes
    }

    fn array(&mut self, value: &Value, items: &[Value], schema: &Schema, rules: &Rules) -> bool {
        let mut passes = self.size(value, items.len(), (rules.min_items, Problem::MinItems), (rules.max_items, Problem::MaxItems));
        for (index, item) in items.iter().enumerate() {
            if let Some(part) = rules.prefix_items.get(index).copied().or(rules.items) {
                passes &= self.value(item, &schema.part(part));
            }
        }
        passes
    }

    fn object(&mut self, value: &Value, object: &Object, schema: &Schema, rules: &Rules) -> bool {
        let count = object.entries().len();
        let mut passes =
            self.size(value, count, (rules.min_properties, Problem::MinProperties), (rules.max_properties, Problem::MaxProperties));
        for entry in object.entries() {
            if let Some(part) = rules.property(entry.key()).or(rules.additional_properties) {
                passes &= self.value(entry.value(), &schema.part(part));
            }
        }
        let missing = missing(object, rules);
        if !missing.is_empty() {
            passes = self.fail(value, Problem::MissingProperties(missing));
        }
        passes
    }

    /// Whether every value of type `from` may be of type `to`. Limits of length, range and the like are not compared.
    fn types(&mut self, value: &Value, from: &Schema, to: &Schema) -> bool {
        if from.is_always() || to.is_always() || !self.spend(1) {
            return true;
        }
        let (Some(source), Some(target)) = (from.rules(), to.rules()) else { return self.fail(value, Problem::Forbidden) };
        let mut passes = self.reference(value, from.address(), to, |checker, part| checker.types(value, from, &to.part(part)));
        passes &= self.reference(value, to.address(), from, |checker, part| checker.types(value, &from.part(part), to));
        for alternatives in [&target.any_of, &target.one_of] {
            if !alternatives.is_empty() {
                passes &= self.any(value, alternatives, false, |checker, part| checker.types(value, from, &to.part(part)));
            }
        }
        for alternatives in [&source.any_of, &source.one_of] {
            if !alternatives.is_empty() {
                passes &= self.any(value, alternatives, false, |checker, part| checker.types(value, &from.part(part), to));
            }
        }
        match (source.type_, target.type_) {
            (Some(found), Some(expected)) if found != expected => self.fail(value, Problem::wrong_type(expected, found, target)),
            (Some(Type::Array), Some(Type::Array)) => crate::deep(|| self.array_types(value, from, to)) && passes,
            (Some(Type::Object), Some(Type::Object)) => crate::deep(|| self.object_types(value, from, to)) && passes,
            _ => passes,
        }
    }

    fn array_types(&mut self, value: &Value, from: &Schema, to: &Schema) -> bool {
        let (Some(source), Some(target)) = (from.rules(), to.rules()) else { return true };
        let mut passes = true;
        for index in 0..source.prefix_items.len().max(target.prefix_items.len()) {
            let (a, b) =
                (source.prefix_items.get(index).or(source.items.as_ref()), target.prefix_items.get(index).or(target.items.as_ref()));
            if let (Some(a), Some(b)) = (a, b) {
                passes &= self.part_types(value, Step::Index(index), &from.part(*a), &to.part(*b));
            }
        }
        if let (Some(a), Some(b)) = (source.items, target.items) {
            let index = source.prefix_items.len().max(target.prefix_items.len());
            let (a, b) = (from.part(a), to.part(b));
            // A list that ends here, or must, has nothing to compare.
            passes &= a.is_never() || b.is_never() || self.part_types(value, Step::Index(index), &a, &b);
        }
        passes
    }

    fn object_types(&mut self, value: &Value, from: &Schema, to: &Schema) -> bool {
        let (Some(source), Some(target)) = (from.rules(), to.rules()) else { return true };
        let mut passes = true;
        for (key, part) in &target.properties {
            if let Some(own) = source.property(key).or(source.additional_properties.filter(|part| !from.part(*part).is_never())) {
                passes &= self.part_types(value, Step::Key(key.clone()), &from.part(own), &to.part(*part));
            }
        }
        if source.additional_properties.is_some() {
            return passes;
        }
        for name in target.required.iter().filter(|name| !source.required.contains(name)) {
            passes = self.fail(value, Problem::MissingProperties(vec![Arc::clone(name)]));
        }
        passes
    }

    fn part_types(&mut self, value: &Value, step: Step, from: &Schema, to: &Schema) -> bool {
        self.path.push(step);
        let passes = self.types(value, from, to);
        self.path.pop();
        passes
    }
}

fn type_of(value: &Value) -> Option<Type> {
    match value.kind() {
        Kind::Unknown(_) => None,
        Kind::Null => Some(Type::Null),
        Kind::Bool(_) => Some(Type::Boolean),
        Kind::Number(_) => Some(Type::Number),
        Kind::String(_) => Some(Type::String),
        Kind::Array(_) => Some(Type::Array),
        Kind::Object(_) => Some(Type::Object),
    }
}

/// Required and dependent members that are not there. An object that lies over an unknown one may have them all.
fn missing(object: &Object, rules: &Rules) -> Vec<Arc<str>> {
    if object.rest().is_some() {
        return Vec::new();
    }
    let absent = |name: &&Arc<str>| object.entry(name).is_none();
    let mut missing: Vec<Arc<str>> = rules.required.iter().filter(absent).cloned().collect();
    let dependent = rules.dependent_required.iter().filter(|(key, _)| object.entry(key).is_some()).flat_map(|(_, names)| names);
    let seen: BTreeSet<Arc<str>> = missing.iter().cloned().collect();
    missing.extend(dependent.filter(absent).filter(|name| !seen.contains(*name)).cloned());
    missing
}

/// Whether a value is this constant. Numbers are compared as text; what is not known may be anything.
fn equals(value: &Value, constant: &Json) -> bool {
    match (value.kind(), constant) {
        (Kind::Unknown(_), _) | (Kind::Null, Json::Null) => true,
        (Kind::Bool(a), Json::Bool(b)) => a == b,
        (Kind::Number(a), Json::Number(b)) => **a == *b.as_str(),
        (Kind::String(a), Json::String(b)) => a.expose_bytes() == b.as_bytes(),
        (Kind::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| crate::deep(|| equals(a, b))),
        (Kind::Object(a), Json::Object(b)) => {
            a.entries().len() == b.len()
                && a.entries().iter().all(|entry| b.get(&**entry.key()).is_some_and(|b| crate::deep(|| equals(entry.value(), b))))
        }
        _ => false,
    }
}
