//! Counts the kinds of components that a request mentions.

use crate::request::Request;
use crate::words::words_of;

/// Kinds of components, by the beginnings of the words that mention them.
///
/// The size of the programs in recorded answers grows with the number of these kinds more than with
/// any other property of a request.
const COMPONENT_KINDS: &[&str] = strings! {
    "vpc subnet network peering",
    "rds postgres mysql mariadb database aurora redshift neptune documentdb",
    "balanc alb nlb elb autoscal scaling beanstalk eks ecs kubernetes fargate msk kafka cluster",
    "infrastructure application website site platform", "iam role polic permission",
};

/// Returns how many kinds of components a request mentions.
///
/// The kinds are networks, databases, clusters, the system as a whole, and permissions.
///
/// ```
/// use infragenie::{intent, request::Request};
///
/// let breadth = |text| intent::breadth(&Request::parse(text).unwrap());
/// assert_eq!(breadth("an s3 bucket with versioning"), 0);
/// assert_eq!(breadth("two subnets and an RDS instance"), 2);
/// ```
pub fn breadth(request: &Request) -> usize {
    let text = request.text().to_ascii_lowercase();
    let words: Vec<&str> = words_of(&text).collect();
    let is_mentioned = |kind: &&&str| {
        let mut beginnings = kind.split(' ');
        beginnings.any(|begin| words.iter().any(|word| word.starts_with(begin)))
    };
    COMPONENT_KINDS.iter().filter(is_mentioned).count()
}
