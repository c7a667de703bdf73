//! What leaves an environment: the sections that other programs read, and their entries as they are written.
//!
//! A section at the root does nothing, which is reported once; what is in it is looked at as if it stood under `values`.

use crate::Section;
use crate::document::{Document, Property};

/// The sections that count, then those at the root.
pub(super) fn sections(document: &Document) -> impl Iterator<Item = (Section, &Property)> {
    let placed = document.values.iter().filter(|property| !property.duplicate);
    let placed = placed.filter_map(|property| Some((Section::parse(&property.key)?, property)));
    let misplaced = document.misplaced.iter().filter_map(|property| Some((Section::resembled_by(&property.key)?, property)));
    placed.chain(misplaced)
}

/// Entries of one kind of section, repeated ones left out.
pub(super) fn entries(document: &Document, section: Section) -> impl Iterator<Item = &Property> {
    let sections = sections(document).filter(move |(other, _)| *other == section);
    let objects = sections.filter_map(|(_, property)| document.expr(property.value).kind.as_object());
    objects.flatten().filter(|property| !property.duplicate)
}

/// Entries that become environment variables: the values of one section, the paths of the files of another.
pub(super) fn variables(document: &Document) -> impl Iterator<Item = &Property> {
    entries(document, Section::EnvironmentVariables).chain(entries(document, Section::Files))
}
