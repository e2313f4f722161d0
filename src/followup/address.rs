//! Gives a server an address that stays.

use super::program::{Program, Target, constant};
use super::words::{Slot, Verb};
use super::{Change, Clause};
use crate::hcl::edit::{self, Edit};
use crate::hcl::{Block, Step};

/// Reads a clause that adds an elastic IP to the only server, or to one that it names.
pub(super) fn read(clause: &Clause, program: &Program) -> Option<Change> {
    if clause.verb != Some(Verb::Add) {
        return None;
    }
    let is_said = |slot: &&Slot| !matches!(slot, Slot::Verb(_) | Slot::To);
    let said: Vec<&Slot> = clause.slots.iter().filter(is_said).collect();
    let [Slot::Noun(noun), rest @ ..] = said.as_slice() else {
        return None;
    };
    let is_target = |slot: &&&Slot| matches!(slot, Slot::Noun(_) | Slot::Word(_));
    if noun.is_plural || !noun.types.contains(&"aws_eip") || !rest.iter().all(|it| is_target(&it)) {
        return None;
    }
    let target = Target::of(rest.iter().copied());
    let [server] = program.blocks(&target, &["aws_instance"])?[..] else {
        return None;
    };
    let label = server.labels.last()?.text.as_str();
    let address = format!("aws_eip.{label}");
    if !server.is_single() || !is_public(server) || program.index.knows(&address) {
        return None;
    }
    let text = format!(
        "resource \"aws_eip\" \"{label}\" {{\n  domain   = \"vpc\"\n  instance = aws_instance.{label}.id\n}}"
    );
    let mut edits = vec![edit::after(program.module, server, &text)];
    for used in program.index.uses(server.borrowed_address()?) {
        let kind = used.block.type_name().unwrap_or_default();
        if kind.starts_with("aws_eip") {
            return None;
        }
        // Its earlier address ends when the new one is attached.
        let path = used.reference.path();
        let is_address = path
            .iter()
            .any(|step| matches!(step, Step::Attribute(name) if name.text.starts_with("public_")));
        if !is_address {
            continue;
        }
        let is_output = used.block.kind.text == "output" && program.module.may_edit(used.block);
        let is_whole = matches!(path, [Step::Attribute(name)] if name.text == "public_ip");
        if !is_output || !is_whole || used.reference.root.text != "aws_instance" {
            return None;
        }
        edits.push(Edit::replace(used.reference.root.span, "aws_eip"));
    }
    Some(Change::added(&address, "an address that stays", edits))
}

/// Returns whether a server is certainly reached by a public address.
fn is_public(server: &Block) -> bool {
    let set = |name: &str| server.body.attribute(name);
    let is_on =
        |name: &str| set(name).is_some_and(|it| constant(&it.value).as_deref() == Some("true"));
    if server.body.has_blocks_of("network_interface") {
        return false;
    }
    match (set("associate_public_ip_address"), set("subnet_id")) {
        (Some(_), _) => is_on("associate_public_ip_address"),
        // The subnets of the default VPC are public.
        (None, subnet) => subnet.is_none(),
    }
}
