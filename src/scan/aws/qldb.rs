//! Defines the rules for QLDB ledgers.

rules! {
    CKV_AWS_170 Medium "permissions are not per table (permissions_mode)"
        "Anyone with access to the ledger may read and change all of it."
        "aws_qldb_ledger": Is("permissions_mode", Text("STANDARD"))
            => NeedsConsent(Implied, "every command needs a policy that allows it");
    CKV_AWS_172 Low "deletion protection is switched off"
        "A single mistaken command deletes the ledger with all its data."
        "aws_qldb_ledger": UnsetOrOneOf("deletion_protection", &[TRUE])
            => NeedsConsent(Implied, "the ledger cannot be destroyed until deletion protection is off");
}
