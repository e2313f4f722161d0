//! Reads paths of a project: names of files, and paths relative to a folder.

/// Returns whether a path is a configuration file that Terraform loads.
///
/// ```
/// use infragenie::project::is_configuration;
/// assert!(["main.tf", "a/b.tf.json"].into_iter().all(is_configuration));
/// let others = [".x.tf", "a/._x.tf", "x.tf~", "#x.tf#", "x.tftest.hcl", "x.tfvars"];
/// assert!(!others.into_iter().any(is_configuration));
/// ```
pub fn is_configuration(path: &str) -> bool {
    let name = name_of(path);
    !is_ignored(name) && (name.ends_with(".tf") || name.ends_with(".tf.json"))
}

/// Returns whether Terraform ignores a file: hidden files and backups of editors.
fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

/// Returns whether a path is a file of values that Terraform loads by itself.
pub fn is_values(path: &str) -> bool {
    values_rank(path) > 0
}

/// Returns the order in which files of values are loaded; 0 for other files.
pub(super) fn values_rank(path: &str) -> usize {
    let name = name_of(path);
    match name {
        "terraform.tfvars" => 1,
        "terraform.tfvars.json" => 2,
        _ if name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json") => 3,
        _ => 0,
    }
}

/// Returns whether a path is a dependency lock file.
pub fn is_lock(path: &str) -> bool {
    name_of(path) == ".terraform.lock.hcl"
}

/// Returns whether a path is a configuration file that is merged into others.
pub(super) fn is_override(path: &str) -> bool {
    let name = name_of(path);
    let stem = name.strip_suffix(".json").unwrap_or(name);
    stem == "override.tf" || stem.ends_with("_override.tf")
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// Returns the folder of a path; empty for a path without a folder.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Returns a path relative to a folder in its shortest form.
///
/// A path that begins with `/` stays as it is.
pub(super) fn resolve(folder: &str, path: &str) -> String {
    let is_absolute = path.starts_with('/') || folder.starts_with('/');
    let base = if path.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in base.split('/').chain(path.split('/')) {
        match (step, steps.last()) {
            ("" | ".", _) => {}
            ("..", Some(last)) if *last != ".." => _ = steps.pop(),
            ("..", _) if is_absolute => {}
            _ => steps.push(step),
        }
    }
    let root = if is_absolute { "/" } else { "" };
    format!("{root}{}", steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_paths_relative_to_a_folder() {
        for (folder, path, expected) in [
            ("", "./disk", "disk"),
            ("envs/prod", "../../modules/net/", "modules/net"),
            ("mod", "./../policy.json", "policy.json"),
            ("", "../shared", "../shared"),
            ("../a", "../../b", "../../b"),
            ("/a/b", "../c", "/a/c"),
            ("a", "/etc/hosts", "/etc/hosts"),
            ("a", "..", ""),
        ] {
            assert_eq!(resolve(folder, path), expected);
        }
    }
}
