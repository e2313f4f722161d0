//! Encodes the schemas of providers into the bytes of one pack.
//!
//! `src/schema/pack.rs` reads the pack.
//!
//! Every number is a varint of seven bits per byte, lowest first. Equal blocks are written once,
//! and tables are written column by column, which compresses well. In the order of the file:
//!
//! - `IGS2`
//! - names, sorted: count; for each the number of bytes shared with the previous one; for each the
//!   added bytes and a line end
//! - types: count; each 0 string, 1 number, 2 bool, 3 dynamic, 4 list, 5 set, 6 map (and the inner
//!   type), 7 object (count; for each field its name and its type). Inner types come first.
//! - attribute kinds: count; for each its type; for each its flags
//! - nested kinds: count; for each its nesting (0 single, 1 list, 2 set); minimum; maximum
//! - attributes shared by many blocks: count; for each its name; for each its kind
//! - blocks: count; for each one bit per shared attribute; for each 2 × number of other attributes,
//!   plus 1 if it is deprecated; for each the number of nested blocks; of all other attributes the
//!   name (difference to the previous one in the block); of all other attributes the kind; of all
//!   nested blocks the name (difference likewise); of all nested blocks the kind; of all nested
//!   blocks the distance back to their block
//! - providers: count; for each its name, source, version, block
//! - twice, for resources and data sources: count; for each its name (difference); provider; block

use super::source::{Attribute, Block, Provider, Root};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Number of attributes that are written once for all blocks that have them.
const COMMON: usize = 28;

/// Encodes the pack of some providers.
pub fn encode(providers: &[Provider]) -> Vec<u8> {
    let mut tables = Tables::default();
    for provider in providers {
        tables.name_root(&provider.provider);
        for (name, root) in provider.resources.iter().chain(&provider.data) {
            tables.names.insert(name.clone());
            tables.name_root(root);
        }
        for name in [&provider.name, &provider.source, &provider.version] {
            tables.names.insert(name.clone());
        }
    }
    tables.ids = tables.names.iter().cloned().zip(0..).collect();
    let mut tail = Vec::new();
    number(&mut tail, providers.len());
    for provider in providers {
        for name in [&provider.name, &provider.source, &provider.version] {
            number(&mut tail, tables.ids[name]);
        }
        let block = tables.block(&provider.provider.block);
        number(&mut tail, block);
    }
    tables.roots(&mut tail, providers, |provider| &provider.resources);
    tables.roots(&mut tail, providers, |provider| &provider.data);
    tables.sort_kinds();
    let mut bytes = b"IGS2".to_vec();
    tables.write(&mut bytes);
    bytes.extend(tail);
    bytes
}

/// Block with its names and kinds as numbers; equal blocks have equal rows.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Row {
    deprecated: bool,
    /// Name and kind.
    attributes: Vec<(usize, usize)>,
    /// Name, kind and block.
    nested: Vec<(usize, usize, usize)>,
}

#[derive(Default)]
struct Tables {
    names: BTreeSet<String>,
    ids: HashMap<String, usize>,
    types: Vec<Vec<usize>>,
    type_ids: HashMap<Vec<usize>, usize>,
    attribute_kinds: Vec<(usize, usize)>,
    nested_kinds: Vec<(usize, usize, usize)>,
    rows: Vec<Row>,
    row_ids: HashMap<Row, usize>,
}

impl Tables {
    fn name_root(&mut self, root: &Root) {
        self.name_block(&root.block);
    }

    fn name_block(&mut self, block: &Block) {
        for (name, attribute) in &block.attributes {
            self.names.insert(name.clone());
            self.name_type(&attribute.kind);
        }
        for (name, nested) in &block.nested {
            self.names.insert(name.clone());
            self.name_block(&nested.block);
        }
    }

    fn name_type(&mut self, kind: &Value) {
        match kind {
            Value::Object(fields) => {
                for (name, kind) in fields {
                    self.names.insert(name.clone());
                    self.name_type(kind);
                }
            }
            Value::Array(parts) => parts.iter().for_each(|part| self.name_type(part)),
            _ => {}
        }
    }

    fn type_id(&mut self, kind: &Value) -> usize {
        let row = match kind {
            Value::Array(parts) => match (parts[0].as_str(), &parts[1]) {
                (Some("object"), Value::Object(fields)) => {
                    let mut sorted: Vec<_> = fields.iter().collect();
                    sorted.sort_by_key(|(name, _)| name.as_str());
                    let mut row = vec![7, fields.len()];
                    for (name, kind) in sorted {
                        row.extend([self.ids[name], self.type_id(kind)]);
                    }
                    row
                }
                (Some("list"), within) => vec![4, self.type_id(within)],
                (Some("set"), within) => vec![5, self.type_id(within)],
                (Some("map"), within) => vec![6, self.type_id(within)],
                other => panic!("`{other:?}` is a new type"),
            },
            scalar => match scalar.as_str() {
                Some("string") => vec![0],
                Some("number") => vec![1],
                Some("bool") => vec![2],
                Some("dynamic") => vec![3],
                other => panic!("`{other:?}` is a new type"),
            },
        };
        if let Some(id) = self.type_ids.get(&row) {
            return *id;
        }
        self.types.push(row.clone());
        self.type_ids.insert(row, self.types.len() - 1);
        self.types.len() - 1
    }

    fn attribute_kind(&mut self, attribute: &Attribute) -> usize {
        let flags = [
            attribute.required,
            attribute.optional,
            attribute.computed,
            attribute.sensitive,
            attribute.deprecated,
            attribute.write_only,
        ];
        let flags = flags
            .iter()
            .rev()
            .fold(0, |bits, flag| bits * 2 + usize::from(*flag));
        let kind = (self.type_id(&attribute.kind), flags);
        intern(&mut self.attribute_kinds, kind)
    }

    /// Returns the number of a block, written after all blocks within it.
    fn block(&mut self, block: &Block) -> usize {
        let mut row = Row {
            deprecated: block.deprecated,
            attributes: Vec::new(),
            nested: Vec::new(),
        };
        for (name, attribute) in &block.attributes {
            let kind = self.attribute_kind(attribute);
            row.attributes.push((self.ids[name], kind));
        }
        for (name, nested) in &block.nested {
            let nesting = match nested.nesting_mode.as_str() {
                "single" => 0,
                "list" => 1,
                "set" => 2,
                other => panic!("`{other}` is a new nesting"),
            };
            let kind = (
                nesting,
                nested.min_items as usize,
                nested.max_items as usize,
            );
            let kind = intern(&mut self.nested_kinds, kind);
            let block = self.block(&nested.block);
            row.nested.push((self.ids[name], kind, block));
        }
        if let Some(id) = self.row_ids.get(&row) {
            return *id;
        }
        self.rows.push(row.clone());
        self.row_ids.insert(row, self.rows.len() - 1);
        self.rows.len() - 1
    }

    fn roots(
        &mut self,
        bytes: &mut Vec<u8>,
        providers: &[Provider],
        roots_of: impl Fn(&Provider) -> &BTreeMap<String, Root>,
    ) {
        let mut rows: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (at, provider) in providers.iter().enumerate() {
            for (name, root) in roots_of(provider) {
                rows.insert(self.ids[name], (at, self.block(&root.block)));
            }
        }
        number(bytes, rows.len());
        differences(bytes, rows.keys().copied());
        rows.values()
            .for_each(|(provider, _)| number(bytes, *provider));
        rows.values().for_each(|(_, block)| number(bytes, *block));
    }

    /// Sorts the kinds by use, so that the most used are written in one byte.
    fn sort_kinds(&mut self) {
        let mut uses = vec![0_usize; self.attribute_kinds.len()];
        for attribute in self.rows.iter().flat_map(|row| &row.attributes) {
            uses[attribute.1] += 1;
        }
        let mut order: Vec<usize> = (0..uses.len()).collect();
        order.sort_by_key(|kind| std::cmp::Reverse(uses[*kind]));
        let mut ranks = vec![0; order.len()];
        for (rank, kind) in order.iter().enumerate() {
            ranks[*kind] = rank;
        }
        self.attribute_kinds = order
            .iter()
            .map(|kind| self.attribute_kinds[*kind])
            .collect();
        for attribute in self.rows.iter_mut().flat_map(|row| &mut row.attributes) {
            attribute.1 = ranks[attribute.1];
        }
    }

    /// Returns the attributes that most blocks have.
    fn common(&self) -> Vec<(usize, usize)> {
        let mut uses: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for attribute in self.rows.iter().flat_map(|row| &row.attributes) {
            *uses.entry(*attribute).or_default() += 1;
        }
        let mut common: Vec<_> = uses.into_iter().collect();
        common.sort_by_key(|(_, uses)| std::cmp::Reverse(*uses));
        let common = common.into_iter().take(COMMON);
        common.map(|(attribute, _)| attribute).collect()
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        write_names(bytes, &self.names);
        number(bytes, self.types.len());
        self.types
            .iter()
            .flatten()
            .for_each(|value| number(bytes, *value));
        number(bytes, self.attribute_kinds.len());
        self.attribute_kinds
            .iter()
            .for_each(|kind| number(bytes, kind.0));
        self.attribute_kinds
            .iter()
            .for_each(|kind| number(bytes, kind.1));
        number(bytes, self.nested_kinds.len());
        self.nested_kinds
            .iter()
            .for_each(|kind| number(bytes, kind.0));
        self.nested_kinds
            .iter()
            .for_each(|kind| number(bytes, kind.1));
        self.nested_kinds
            .iter()
            .for_each(|kind| number(bytes, kind.2));
        let common = self.common();
        number(bytes, common.len());
        common.iter().for_each(|one| number(bytes, one.0));
        common.iter().for_each(|one| number(bytes, one.1));
        number(bytes, self.rows.len());
        for row in &self.rows {
            let has = |one: &(usize, usize)| usize::from(row.attributes.contains(one));
            let bits = common.iter().rev();
            number(bytes, bits.fold(0, |bits, one| bits * 2 + has(one)));
        }
        let others = |row: &Row| {
            let mut others = row.attributes.clone();
            others.retain(|one| !common.contains(one));
            others
        };
        let others: Vec<_> = self.rows.iter().map(others).collect();
        for (row, others) in self.rows.iter().zip(&others) {
            number(bytes, others.len() * 2 + usize::from(row.deprecated));
        }
        self.rows
            .iter()
            .for_each(|row| number(bytes, row.nested.len()));
        for others in &others {
            differences(bytes, others.iter().map(|attribute| attribute.0));
        }
        let attributes = others.iter().flatten();
        attributes.for_each(|attribute| number(bytes, attribute.1));
        for row in &self.rows {
            differences(bytes, row.nested.iter().map(|nested| nested.0));
        }
        let nested = || self.rows.iter().flat_map(|row| &row.nested);
        nested().for_each(|nested| number(bytes, nested.1));
        for (at, row) in self.rows.iter().enumerate() {
            row.nested
                .iter()
                .for_each(|nested| number(bytes, at - nested.2));
        }
    }
}

/// Writes sorted names: the length shared with the previous name, and the rest.
pub fn write_names<'a>(bytes: &mut Vec<u8>, names: impl IntoIterator<Item = &'a String>) {
    let mut before = "";
    let mut rows = Vec::new();
    for name in names {
        let same = name
            .bytes()
            .zip(before.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        rows.push((same, &name[same..]));
        before = name;
    }
    number(bytes, rows.len());
    rows.iter().for_each(|row| number(bytes, row.0));
    for (_, added) in rows {
        bytes.extend(added.bytes());
        bytes.push(b'\n');
    }
}

/// Returns the index of a value in a table, appending a new value.
fn intern<T: PartialEq>(table: &mut Vec<T>, value: T) -> usize {
    table
        .iter()
        .position(|one| *one == value)
        .unwrap_or_else(|| {
            table.push(value);
            table.len() - 1
        })
}

/// Writes rising numbers as differences to the previous one.
pub fn differences(bytes: &mut Vec<u8>, values: impl Iterator<Item = usize>) {
    let mut before = 0;
    for value in values {
        number(bytes, value - before);
        before = value;
    }
}

pub fn number(bytes: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        bytes.push((value & 0x7F) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}
