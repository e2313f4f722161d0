//! Request in, how much of a system it speaks of out.

use crate::request::Request;

/// What a system is made of, by the beginnings of the words that speak of it. The programs of
/// recorded answers grow with the number of these more than with anything else that a request says.
const COMPONENT_KINDS: &[&[&str]] = &[
    &["vpc", "subnet", "network", "peering"],
    &[
        "rds",
        "postgres",
        "mysql",
        "mariadb",
        "database",
        "aurora",
        "redshift",
        "neptune",
        "documentdb",
    ],
    &[
        "balanc",
        "alb",
        "nlb",
        "elb",
        "autoscal",
        "scaling",
        "beanstalk",
        "eks",
        "ecs",
        "kubernetes",
        "fargate",
        "msk",
        "kafka",
        "cluster",
    ],
    &[
        "infrastructure",
        "application",
        "website",
        "site",
        "platform",
    ],
    &["iam", "role", "polic", "permission"],
];

/// How many parts of a system a request speaks of: its network, its databases, its clusters, itself
/// as a whole, and who may do what in it.
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
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    let is_mentioned = |family: &&&[&str]| {
        let mut beginnings = family.iter();
        beginnings.any(|begin| words.iter().any(|word| word.starts_with(begin)))
    };
    COMPONENT_KINDS.iter().filter(is_mentioned).count()
}
