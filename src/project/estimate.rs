//! Estimates the cost of the root modules of a project.

use super::{Called, Project};
use crate::cost::{CalledModules, CostOptions, Estimate, Prices, Usage, cost};
use crate::hcl::{Block, Module};

/// Monthly cost of the module of a folder.
#[derive(Clone, Debug)]
pub struct FolderEstimate {
    /// Path of the folder, empty for the folder that the project is read from.
    pub folder: String,
    /// Cost of the module and of the modules that it calls.
    pub estimate: Estimate,
}

impl CalledModules for Project {
    fn open(&self, caller: usize, call: &Block) -> Option<(usize, &Module)> {
        let name = &call.labels.first()?.text;
        let mut calls = self.folders.get(caller)?.calls.iter();
        match calls.find(|(own, _)| own == name)? {
            (_, Called::Folder(at)) => Some((*at, &self.folders[*at].module)),
            (_, Called::Unread(_) | Called::Elsewhere(_)) => None,
        }
    }
}

impl Project {
    /// Estimates what the modules that no other module calls cost a month.
    ///
    /// Files of values count. Folders whose files are all read only are left out. If every folder
    /// is called by another one, each is estimated by itself.
    ///
    /// ```
    /// use infragenie::cost::{Prices, Usage};
    /// use infragenie::project::{File, Project};
    /// # use std::io::Read as _;
    /// # let pack = std::path::Path::new("www/public/data").join(infragenie::cost::FILE);
    /// # let mut text = String::new();
    /// # let mut pack = flate2::read::GzDecoder::new(std::fs::File::open(pack).unwrap());
    /// # pack.read_to_string(&mut text).unwrap();
    /// let prices = Prices::read(text.leak()).unwrap();
    /// let file = |path: &str, text: &str| File {
    ///     path: path.into(),
    ///     text: text.into(),
    ///     ..File::default()
    /// };
    /// let files = vec![
    ///     file("main.tf", "module \"ip\" {\n  source = \"./ip\"\n  n = var.n\n}\nvariable \"n\" {}\n"),
    ///     file("terraform.tfvars", "n = 2\n"),
    ///     file("ip/main.tf", "variable \"n\" {}\nresource \"aws_eip\" \"a\" { count = var.n }\n"),
    /// ];
    /// let project = Project::new(files, &[], &[]).unwrap();
    /// let estimates = project.estimates(&prices, &Usage::default());
    /// let [root] = estimates.as_slice() else { panic!() };
    /// assert_eq!(root.estimate.resources[0].count.high, 2.0);
    /// assert_eq!(root.estimate.resources[0].path.as_deref(), Some("ip/main.tf"));
    /// ```
    pub fn estimates(&self, prices: &Prices, usage: &Usage) -> Vec<FolderEstimate> {
        let is_own = |at: &usize| {
            let mut files = self.folders[*at].files.iter();
            files.any(|file| !self.files[*file].is_read_only)
        };
        let own: Vec<usize> = (0..self.folders.len()).filter(is_own).collect();
        let roots = own.iter().filter(|at| !self.folders[**at].is_called);
        let mut roots: Vec<usize> = roots.copied().collect();
        if roots.is_empty() {
            roots = own;
        }
        let estimates = roots.into_iter().map(|root| {
            let options = CostOptions {
                usage: usage.clone(),
                modules: Some(self),
                root,
            };
            let folder = &self.folders[root];
            FolderEstimate {
                folder: folder.path.clone(),
                estimate: cost(&folder.module, prices, &options),
            }
        });
        estimates.collect()
    }
}
