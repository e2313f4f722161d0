//! The real Terraform, where it is installed: what it says of the answers, and how it lays them
//! out.

use super::blocks::{BLOCKS, compositions};
use super::{all_rows, answer, mended};
use crate::common;
use crate::complete::terraform::Terraform;
use infragenie::complete::Completed;

/// Programs that one run of Terraform judges.
const BATCH: usize = 60;

#[test]
#[cfg_attr(not(has_terraform), ignore = "needs terraform on the PATH")]
fn answers_are_laid_out_as_terraform_does() {
    let terraform = Terraform::found();
    let requests = BLOCKS.iter().map(|one| (*one).to_owned());
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
fn terraform_accepts_a_sample_of_the_compositions() {
    let terraform = Terraform::with_aws();
    let mut requests: Vec<String> = all_rows().into_iter().map(|row| row.request).collect();
    let pairs = compositions();
    let step = (pairs.len() / BATCH).max(1);
    requests.extend(BLOCKS.iter().map(|one| (*one).to_owned()));
    requests.extend(pairs.into_iter().step_by(step));
    let modules: Vec<(String, Completed)> = requests
        .into_iter()
        .filter_map(|request| {
            let mended = mended(&request, &answer(&request)?.text, false);
            let completed = Completed {
                module: mended.module,
                changes: Vec::new(),
                questions: mended.questions,
                notes: Vec::new(),
            };
            Some((request, completed))
        })
        .collect();
    let modules: Vec<_> = modules.into_iter().step_by(common::step(7)).collect();
    for batch in modules.chunks(BATCH) {
        assert_eq!(terraform.validate(batch), Vec::<String>::new());
    }
}
