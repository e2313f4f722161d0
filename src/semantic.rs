//! Indexes a module: declarations, references, and values of expressions.
//!
//! Every part that reads a module as a whole uses one [`Index`] of it.

mod evaluate;
pub mod graph;

use crate::hcl::{Address, Attribute, Block, Expression, Item, Module, Reference, Span, Value};
use crate::stable_sort::Order;
use evaluate::Work;
use foldhash::{HashMap, HashSet};
use std::cell::{OnceCell, RefCell};

/// Index of a module.
///
/// It borrows from the module, and it is built once for each text.
pub struct Index<'m> {
    /// The indexed module.
    pub module: &'m Module,
    /// First block with each address, with the data sources of `check` blocks.
    blocks: HashMap<Address<'m>, &'m Block>,
    /// Addresses of several blocks.
    repeated: HashSet<Address<'m>>,
    /// First declaration of each local value, with its block.
    locals: HashMap<&'m str, (&'m Block, &'m Attribute)>,
    /// Values that files or a caller give to the variables.
    given: HashMap<&'m str, &'m Attribute>,
    /// References of the top-level blocks, in source order.
    references: Vec<Use<'m>>,
    /// Indices of `references`, sorted by address; those without an address are left out.
    by_address: OnceCell<Vec<usize>>,
    /// Values of variables that a caller of the module sets, by name.
    variables: HashMap<String, Value>,
    /// Values of the attributes that have been evaluated through references.
    values: RefCell<HashMap<*const Attribute, Value>>,
    work: Work,
}

/// Reference in a top-level block.
#[derive(Clone, Copy, Debug)]
pub struct Use<'m> {
    /// The reference.
    pub reference: Reference<'m>,
    /// Address that the reference names, if it has one.
    pub address: Option<Address<'m>>,
    /// Top-level block that contains the reference.
    pub block: &'m Block,
}

impl<'m> Use<'m> {
    /// Returns the item of the top-level block that contains the reference.
    pub fn item(&self) -> Option<&'m Item> {
        let items = &self.block.body.items;
        let start = self.reference.span.start;
        let after = items.partition_point(|item| item.span().start <= start);
        items.get(after.checked_sub(1)?)
    }

    /// Returns the name of the item: of an argument or a nested block.
    pub fn item_name(&self) -> &'m str {
        match self.item() {
            Some(Item::Attribute(attribute)) => &attribute.name.text,
            Some(Item::Block(nested)) => &nested.kind.text,
            None => "",
        }
    }
}

impl<'m> Index<'m> {
    /// Indexes a module.
    ///
    /// ```
    /// use infragenie::{hcl, semantic::Index};
    /// let module = hcl::parse("locals { id = var.name }\nvariable \"name\" {}\n");
    /// let index = Index::new(&module);
    /// assert!(index.declares("var.name") && index.declares("local.id"));
    /// assert_eq!(index.uses("var.name")[0].block.kind.text, "locals");
    /// ```
    pub fn new(module: &'m Module) -> Index<'m> {
        let mut index = Index {
            module,
            blocks: HashMap::default(),
            repeated: HashSet::default(),
            locals: HashMap::default(),
            given: HashMap::default(),
            references: Vec::new(),
            by_address: OnceCell::new(),
            variables: HashMap::default(),
            values: RefCell::default(),
            work: Work::default(),
        };
        for block in module.blocks() {
            index.declare(block);
            let uses = block.references().into_iter().map(|reference| Use {
                reference,
                address: reference.borrowed_address(),
                block,
            });
            index.references.extend(uses);
        }
        // The references of an override file come last in the text, and its blocks do not.
        if !module.sources.is_empty() {
            index
                .references
                .order_by_key(|used| used.reference.span.start);
        }
        index
    }

    /// Indexes a module with the values that files give to its variables.
    ///
    /// `terraform validate` does not read those files, and a plan does.
    ///
    /// ```
    /// use infragenie::hcl::{Role, Value, parse, sources::join};
    /// use infragenie::semantic::Index;
    /// let module = parse(join([
    ///     ("main.tf", Role::Writable, "variable \"size\" { default = 1 }\nlocals { size = var.size }\n"),
    ///     ("terraform.tfvars", Role::Values, "size = 2\n"),
    /// ]));
    /// let size = |index: &Index| index.value(&index.local("size").unwrap().1.value);
    /// assert_eq!(size(&Index::new(&module)), Value::Number(1.0));
    /// assert_eq!(size(&Index::with_values(&module)), Value::Number(2.0));
    /// ```
    pub fn with_values(module: &'m Module) -> Index<'m> {
        let mut index = Index::new(module);
        let given = module.values.iter().map(|it| (it.name.text.as_str(), it));
        index.given = given.collect();
        index
    }

    /// Indexes a module that is called with values for some of its variables.
    ///
    /// The values override the defaults of the variables.
    pub fn with_variables(
        module: &'m Module,
        variables: impl IntoIterator<Item = (String, Value)>,
    ) -> Index<'m> {
        let mut index = Index::new(module);
        index.variables.extend(variables);
        index
    }

    fn declare(&mut self, block: &'m Block) {
        match (block.kind.text.as_str(), block.labels.as_slice()) {
            ("locals", _) => {
                for local in block.body.attributes() {
                    let locals = self.locals.entry(&local.name.text);
                    locals.or_insert((block, local));
                }
            }
            (mode @ "ephemeral", [kind, name]) => {
                let (kind, name) = (&*kind.text, &*name.text);
                let address = Address { mode, kind, name };
                self.blocks.entry(address).or_insert(block);
            }
            // A `check` block may declare a data source.
            ("check", _) => {
                let inner = block.body.blocks_of("data");
                inner.for_each(|data| self.declare(data));
            }
            _ => {
                if let Some(address) = block.borrowed_address()
                    && !std::ptr::eq(*self.blocks.entry(address).or_insert(block), block)
                {
                    self.repeated.insert(address);
                }
            }
        }
    }

    /// Returns the first block with an address.
    pub fn block<'a>(&self, address: impl Into<Address<'a>>) -> Option<&'m Block> {
        self.blocks.get(&address.into()).copied()
    }

    /// Returns the blocks with distinct addresses, in no order.
    pub fn blocks(&self) -> impl Iterator<Item = (Address<'m>, &'m Block)> {
        self.blocks
            .iter()
            .map(|(address, block)| (*address, *block))
    }

    /// Returns the first declaration of a local value, with its block.
    pub fn local(&self, name: &str) -> Option<(&'m Block, &'m Attribute)> {
        self.locals.get(name).copied()
    }

    /// Returns the declared names of the mode and kind of an address, sorted.
    pub fn names(&self, of: Address) -> Vec<&'m str> {
        let is_same = |it: &&Address| (it.mode, it.kind) == (of.mode, of.kind);
        let mut names: Vec<&str> = match (of.mode, of.kind) {
            ("", "local") => self.locals.keys().copied().collect(),
            _ => self
                .blocks
                .keys()
                .filter(is_same)
                .map(|it| it.name)
                .collect(),
        };
        names.order();
        names
    }

    /// Returns whether a block or a local value has an address.
    pub fn declares<'a>(&self, address: impl Into<Address<'a>>) -> bool {
        match address.into() {
            Address {
                mode: "",
                kind: "local",
                name,
            } => self.locals.contains_key(name),
            address => self.blocks.contains_key(&address),
        }
    }

    /// Returns whether a fix may change a block.
    ///
    /// It has no syntax errors, its address is unique, and its file may be changed.
    pub fn may_change(&self, block: &Block) -> bool {
        let problems = &self.module.problems;
        let first = problems.partition_point(|it| it.span.start < block.span.start);
        let next = problems.get(first);
        let is_broken = next.is_some_and(|it| it.span.start <= block.span.end);
        let address = block.borrowed_address();
        let is_unique = address.is_some_and(|address| !self.repeated.contains(&address));
        block.closed && !is_broken && is_unique && self.module.may_edit(block)
    }

    /// Returns whether an address is declared or referred to.
    ///
    /// A new block cannot have such an address.
    pub fn knows(&self, address: &str) -> bool {
        self.declares(address) || !self.uses(address).is_empty()
    }

    /// Returns the references of the top-level blocks, in source order.
    pub fn references(&self) -> &[Use<'m>] {
        &self.references
    }

    /// Returns the references that begin in a part of the text, in source order.
    pub fn references_in(&self, span: Span) -> &[Use<'m>] {
        let start = |used: &Use| used.reference.span.start;
        let from = self
            .references
            .partition_point(|used| start(used) < span.start);
        let to = self
            .references
            .partition_point(|used| start(used) < span.end);
        self.references.get(from..to).unwrap_or_default()
    }

    /// Returns the addresses that a part of the text refers to.
    ///
    /// Those that its local values refer to are included; `hops_max` limits the number of local values on the way to an address.
    pub fn reached(&self, span: Span, hops_max: usize) -> Vec<Address<'m>> {
        let (mut found, mut open) = (Vec::new(), vec![span]);
        let mut known = HashSet::default();
        let mut hops = 0;
        while !open.is_empty() && hops <= hops_max {
            let uses = std::mem::take(&mut open).into_iter();
            let uses = uses.flat_map(|span| self.references_in(span));
            for address in uses.filter_map(|used| used.address) {
                if (address.mode, address.kind) != ("", "local") {
                    found.push(address);
                } else if known.insert(address.name) {
                    open.extend(self.local(address.name).map(|(_, local)| local.span));
                }
            }
            hops += 1;
        }
        found
    }

    /// Returns the references to an address, in source order.
    pub fn uses<'a>(&self, address: impl Into<Address<'a>>) -> Vec<Use<'m>> {
        let address = address.into();
        self.uses_from(address)
            .take_while(|used| used.address == Some(address))
            .collect()
    }

    /// Returns the references to a kind, sorted by address.
    ///
    /// `kind` is the start of an address: `aws_key_pair`, `data.aws_ami`, `var`.
    pub fn uses_of_kind(&self, kind: &str) -> impl Iterator<Item = Use<'m>> {
        let (mode, kind) = kind.split_once('.').unwrap_or(("", kind));
        let first = Address {
            mode,
            kind,
            name: "",
        };
        self.uses_from(first).take_while(move |used| {
            let address = used.address.as_ref();
            address.is_some_and(|address| (address.mode, address.kind) == (mode, kind))
        })
    }

    /// Returns the references sorted by address, from an address on.
    fn uses_from(&self, first: Address) -> impl Iterator<Item = Use<'m>> {
        let sorted = self.by_address.get_or_init(|| {
            let all = self.references.iter().enumerate();
            let named = all.filter_map(|(at, used)| Some((used.address?, at)));
            let mut named: Vec<(Address, usize)> = named.collect();
            named.order();
            named.into_iter().map(|(_, at)| at).collect()
        });
        let from = sorted.partition_point(|at| self.references[*at].address < Some(first));
        sorted[from..].iter().map(|at| self.references[*at])
    }

    /// Returns the undeclared addresses of a kind that closed blocks refer to.
    ///
    /// The addresses are in the order of their first use; `kind` is as in [`Index::uses_of_kind`].
    pub fn undeclared(&self, kind: &str) -> Vec<String> {
        let mut found: Vec<(usize, Address)> = Vec::new();
        for used in self.uses_of_kind(kind).filter(|used| used.block.closed) {
            match (used.address, found.last()) {
                (Some(address), Some((_, last))) if address == *last => {}
                (Some(address), _) if !self.declares(address) => {
                    found.push((used.reference.span.start, address));
                }
                _ => {}
            }
        }
        found.order();
        found.into_iter().map(|(_, it)| it.text()).collect()
    }

    /// Returns the first closed block that refers to an address.
    pub fn first_user(&self, address: &str) -> Option<&'m Block> {
        let blocks = self.uses(address).into_iter().map(|used| used.block);
        blocks.into_iter().find(|block| block.closed)
    }

    /// Returns the closed blocks of a kind and a type, in source order.
    ///
    /// The kind is `resource` or `data`.
    pub fn of(&self, kind: &'m str, type_name: &'m str) -> impl Iterator<Item = &'m Block> {
        let is_one = move |it: &&Block| it.kind.text == kind && it.type_name() == Some(type_name);
        self.closed().filter(is_one)
    }

    /// Returns the top-level blocks that may be edited, in source order.
    pub fn closed(&self) -> impl Iterator<Item = &'m Block> + use<'m> {
        self.module.blocks().filter(|block| block.closed)
    }

    /// Returns the text of an expression.
    pub fn text(&self, expression: &Expression) -> &'m str {
        let text = self.module.text.get(expression.span.range());
        text.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hcl::parse;

    const TEXT: &str = r#"
        locals { ids = [aws_vpc.main.id, local.more] }
        locals { more = data.aws_ami.lost.id }
        resource "aws_vpc" "main" { name = var.name }
        resource "aws_subnet" "a" { vpc_id = local.ids[0] }
        check "health" {
          data "http" "own" { url = var.url }
        }
        output "name" { value = var.name }
    "#;

    #[test]
    fn finds_declarations_and_references_by_address() {
        let module = parse(TEXT);
        let index = Index::new(&module);
        for address in ["aws_vpc.main", "local.ids", "data.http.own", "output.name"] {
            assert!(index.declares(address), "{address}");
        }
        assert_eq!(index.undeclared("var"), ["var.name", "var.url"]);
        assert_eq!(index.undeclared("data.aws_ami"), ["data.aws_ami.lost"]);
        assert_eq!(index.undeclared("aws_vpc"), [""; 0]);
        let uses = index.uses("var.name");
        let items: Vec<&str> = uses.iter().map(Use::item_name).collect();
        assert_eq!(items, ["name", "value"]);
        assert!(index.knows("var.url") && !index.knows("var.other"));
        assert_eq!(index.names(Address::new("local", "")), ["ids", "more"]);
    }

    #[test]
    fn follows_local_values_as_far_as_asked() {
        let module = parse(TEXT);
        let index = Index::new(&module);
        let subnet = index.block("aws_subnet.a").expect("it is declared");
        let reached = |hops| {
            let addresses = index.reached(subnet.span, hops).into_iter();
            addresses.map(Address::text).collect::<Vec<_>>()
        };
        assert_eq!(reached(0), [""; 0]);
        assert_eq!(reached(1), ["aws_vpc.main"]);
        assert_eq!(reached(9), ["aws_vpc.main", "data.aws_ami.lost"]);
    }

    #[test]
    fn finds_the_block_of_a_byte() {
        let module = parse("a = 1\nlocals {\n}\n\nterraform {}\n");
        let kind = |byte| module.block_at(byte).map(|block| block.kind.text.as_str());
        assert_eq!(
            [0, 6, 16, 17].map(kind),
            [None, Some("locals"), Some("locals"), None]
        );
        assert_eq!(kind(20), Some("terraform"));
    }
}
