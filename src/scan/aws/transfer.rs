//! Defines the rules for Transfer servers.

use crate::hcl::Value;
use crate::scan::{Found, Resource, Verdict, passed};

rules! {
    CKV_AWS_164 Medium "server is exposed to the internet"
        "Everybody on the internet can try to sign in."
        "aws_transfer_server": OneOf("endpoint_type", texts!["VPC", "VPC_ENDPOINT"]);
    CKV_AWS_357 Medium "server accepts plain FTP" // severity: as other unencrypted traffic
        "An attacker on the path can read and change all traffic."
        "aws_transfer_server": IsNot("protocols", Text("FTP"));
    CKV_AWS_380 Low "security policy is older than two years" // severity: as other old versions
        "Old policies accept ciphers with known vulnerabilities."
        "aws_transfer_server": Custom(policy_is_recent);
}

/// Oldest month of a security policy that counts as recent.
///
/// The date is two years before this table was compared with Checkov, which uses the current date.
const RECENT: (u32, u32) = (2024, 12);

/// Checks that the security policy of a server is recent, by the month in its name.
fn policy_is_recent(resource: &Resource) -> Verdict {
    let name = match resource.find("security_policy_name") {
        Found::Missing => return Verdict::Failed,
        Found::Value(Value::Text(name)) => name,
        _ => return Verdict::Unknown,
    };
    let parts: Vec<&str> = name.split('-').collect();
    let month = parts.windows(2).find_map(|pair| {
        let (year, month) = (pair[0].parse().ok()?, pair[1].parse().ok()?);
        (1..=12).contains(&month).then_some((year, month))
    });
    month.map_or(Verdict::Unknown, |month| passed(month >= RECENT))
}
