//! Lists the instance sizes that EC2, RDS and ElastiCache offer.
//!
//! A size is a family and a step, such as `t3.micro`. Source: the price lists of AWS, November 2026.

/// Steps of sizes, from small to large.
const STEPS: &[&str] = &[
    "nano", "micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge",
];

/// Families with their smallest and largest step.
type Families = &'static [(&'static str, &'static str, &'static str)];

const SERVER: Families = &[
    ("t2 t3 t3a t4g", "nano", "2xlarge"),
    ("m6g m7a m7g c6g c7a c7g r6g r7g", "medium", "8xlarge"),
    (
        "m5 m5a m6i m6a m7i c6i c6a c7i r5 r6i r7i",
        "large",
        "8xlarge",
    ),
    ("c5", "large", "4xlarge"),
];

/// Classes of `t2` are too old for the versions of the engines and for encryption.
const DATABASE: Families = &[
    ("t3 t4g", "micro", "2xlarge"),
    ("m5 m6i m6g m7i m7g r5 r6i r6g r7i r7g", "large", "8xlarge"),
];

const CACHE: Families = &[
    ("t3 t4g", "micro", "medium"),
    ("m5 r5", "large", "4xlarge"),
    ("m6g m7g r6g r7g", "large", "8xlarge"),
];

/// Returns whether EC2 offers a size.
pub(crate) fn is_of_server(size: &str) -> bool {
    is_offered(size, SERVER)
}

/// Returns whether RDS offers a size for all engines of the templates.
pub(crate) fn is_of_database(size: &str) -> bool {
    is_offered(size, DATABASE)
}

/// Returns whether ElastiCache offers a size for all engines of the templates.
pub(crate) fn is_of_cache(size: &str) -> bool {
    is_offered(size, CACHE)
}

/// Returns the position of a size among the steps of its family, such as 1 for `db.t3.micro`.
pub(crate) fn step(size: &str) -> Option<usize> {
    let step = size.rsplit('.').next()?;
    STEPS.iter().position(|known| *known == step)
}

fn is_offered(size: &str, families: Families) -> bool {
    let Some((family, step)) = size.split_once('.') else {
        return false;
    };
    let at = |step: &str| STEPS.iter().position(|known| *known == step);
    let row = families
        .iter()
        .find(|(names, ..)| names.split(' ').any(|name| name == family));
    row.is_some_and(|(_, least, most)| {
        at(step).is_some_and(|step| (at(least)..=at(most)).contains(&Some(step)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_are_not_offered_are_unknown() {
        assert!(is_of_server("t2.micro") && is_of_server("m7g.medium") && is_of_server("c5.large"));
        assert!(
            !is_of_server("m5.micro") && !is_of_server("t3.8xlarge") && !is_of_server("c5.8xlarge")
        );
        assert!(
            is_of_database("t4g.micro")
                && !is_of_database("t2.micro")
                && !is_of_database("c5.large")
        );
        assert!(is_of_cache("t3.small") && !is_of_cache("t3.large") && !is_of_cache("t3"));
    }
}
