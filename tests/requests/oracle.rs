//! Checks validity and format of the templates' answers with Terraform.

use super::blocks::{TEMPLATE_REQUESTS, compositions};
use super::{all_rows, answer, fixed};
use crate::common;
use crate::complete::terraform::Terraform;
use infragenie::complete::Completed;

/// Number of programs in one run of Terraform.
const BATCH: usize = 60;

#[test]
#[cfg_attr(not(has_terraform), ignore = "needs terraform on the PATH")]
fn answers_are_formatted_like_terraform_fmt() {
    let terraform = Terraform::found();
    let requests = TEMPLATE_REQUESTS.iter().map(|one| (*one).to_owned());
    let requests = requests.chain(all_rows().into_iter().map(|row| row.request));
    let texts: Vec<(String, String)> = requests
        .filter_map(|request| Some(answer(&request)?.text))
        .enumerate()
        .map(|(at, text)| (format!("m{at}"), text))
        .collect();
    assert_eq!(terraform.unformatted(&texts), Vec::<String>::new());
}

#[test]
#[cfg_attr(
    not(has_aws_provider),
    ignore = "needs terraform, and the AWS provider in INFRAGENIE_TF_MIRROR"
)]
fn terraform_accepts_a_sample_of_template_pairs() {
    let terraform = Terraform::with_aws();
    let mut requests: Vec<String> = all_rows().into_iter().map(|row| row.request).collect();
    let pairs = compositions();
    let step = (pairs.len() / BATCH).max(1);
    requests.extend(TEMPLATE_REQUESTS.iter().map(|one| (*one).to_owned()));
    requests.extend(pairs.into_iter().step_by(step));
    requests.retain(|request| answer(request).is_some());
    let modules: Vec<(String, Completed)> = requests
        .into_iter()
        .step_by(common::step(7))
        .filter_map(|request| {
            let fixed = fixed(&request, &answer(&request)?.text, false);
            let completed = Completed {
                module: fixed.module,
                changes: Vec::new(),
                variables: fixed.variables,
                notes: Vec::new(),
            };
            Some((request, completed))
        })
        .collect();
    for batch in modules.chunks(BATCH) {
        assert_eq!(terraform.validate(batch), Vec::<String>::new());
    }
}
