//! Module and the user's words in, Module out: what the model was told not to write, or left out.
//!
//! Each completion is a step that reads the module and gives deeds: a change in words and the edits
//! that make it. A deed whose id stands in `without` is left out, and with it whatever only it
//! needs, so every completion can be undone by itself. Nothing is edited in a block that is not
//! closed, a step that would add a problem is dropped, and completing twice changes nothing.
//!
//! | id | what is completed | where |
//! |---|---|---|
//! | `key-pair`, `key`, `public-key` | an SSH key pair for servers that have none | `key` |
//! | `image` | image ids that are looked up | `image`, `distribution` |
//! | `secret` | passwords that leave the code | `secret`, `literal` |
//! | `companion`, `variable` | what is referred to and its kind says what it holds | `companion` |
//! | `key-file`, `key-file-mode` | the private key as a file of its owner | `key_file` |
//! | `region`, `required-provider` | region and versions | `provider`, `region` |

mod companion;
mod distribution;
mod image;
mod key;
mod key_file;
mod literal;
mod note;
mod provider;
mod question;
mod region;
mod scene;
mod secret;
mod words;

use crate::hcl::{Change, Edit, Module, edit};
use foldhash::HashSet;
use scene::Scene;
use words::Words;

/// What completion made of a module.
#[derive(Clone, Debug)]
pub struct Completed {
    /// The module with every completion that was not left out.
    pub module: Module,
    /// What was done, in the order in which it was done.
    pub changes: Vec<Change>,
    /// What Terraform will ask for: the variables without a default, in the order of the text.
    pub variables: Vec<RequiredVariable>,
    /// What the user should know of the completed module, a sentence each.
    pub notes: Vec<String>,
}

/// A variable that has no default, so that the user has to give its value.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RequiredVariable {
    /// Its name.
    pub variable: String,
    /// What the module says of it, or its name in words.
    pub description: String,
    /// The value is a secret: it should not be shown or stored.
    pub sensitive: bool,
}

/// One completion: what it says to the user, and the edits that make it.
struct Deed {
    change: Change,
    edits: Vec<Edit>,
}

/// A completion: reads a module, gives what it would do.
type Step = fn(&Scene) -> Vec<Deed>;

/// The completions in their order: a later one sees what the earlier ones wrote.
const STEPS: [Step; 7] = [
    key::deeds,
    image::deeds,
    secret::deeds,
    companion::deeds,
    key_file::deeds,
    provider::region,
    provider::required,
];

/// Completes a module at zero tokens.
///
/// `request` is what the user asked for: an image, a key pair or a region that it names is kept.
/// `without` holds ids of changes that the user has undone; everything else is done.
///
/// ```
/// use infragenie::{complete, hcl};
/// let module = hcl::parse(r#"
///     resource "aws_instance" "web" {
///       ami = "ami-0c55b159cbfafe1f0"
///     }
/// "#);
/// let done = complete::complete(&module, "an ubuntu server in us-west-2", &[]);
/// assert!(done.module.at("data.aws_ami.ubuntu").is_some());
/// assert!(done.module.at("aws_key_pair.main").is_some());
/// assert!(done.module.text.contains("region = \"us-west-2\""));
///
/// let undo = ["complete:image:aws_instance.web".to_owned()];
/// let done = complete::complete(&module, "an ubuntu server in us-west-2", &undo);
/// assert!(done.module.text.contains("ami-0c55b159cbfafe1f0"));
/// ```
pub fn complete(module: &Module, request: &str, without: &[String]) -> Completed {
    let words = Words::new(request);
    let without: HashSet<&str> = without.iter().map(String::as_str).collect();
    let mut module = module.clone();
    let mut changes: Vec<Change> = Vec::new();
    for step in STEPS {
        let deeds = step(&Scene::new(&module, &words, &without));
        let (done, edits): (Vec<Change>, Vec<Vec<Edit>>) = deeds
            .into_iter()
            .map(|deed| (deed.change, deed.edits))
            .unzip();
        let Ok(next) = edit::splice_aligned(&module, &edits.concat()) else {
            continue;
        };
        if next.problems.len() <= module.problems.len() {
            module = next;
            changes.extend(done);
        }
    }
    let scene = Scene::new(&module, &words, &without);
    let (questions, notes) = (question::questions(&scene), note::notes(&scene));
    Completed {
        module,
        changes,
        variables: questions,
        notes,
    }
}

/// Declares only what is referred to and whose kind says what it holds: variables, and data sources
/// and resources that can be written from their type alone.
///
/// ```
/// use infragenie::{complete, hcl};
/// let module = hcl::parse("output \"me\" {\n  value = data.aws_caller_identity.current.arn\n}\n");
/// let (module, changes) = complete::declare(&module, &[]);
/// assert!(module.at("data.aws_caller_identity.current").is_some());
/// assert_eq!(changes.len(), 1);
/// ```
pub fn declare(module: &Module, without: &[String]) -> (Module, Vec<Change>) {
    let words = Words::new("");
    let without: HashSet<&str> = without.iter().map(String::as_str).collect();
    let deeds = companion::deeds(&Scene::new(module, &words, &without));
    let edits: Vec<Edit> = deeds.iter().flat_map(|deed| deed.edits.clone()).collect();
    match edit::splice_aligned(module, &edits) {
        Ok(next) if next.problems.len() <= module.problems.len() => {
            (next, deeds.into_iter().map(|deed| deed.change).collect())
        }
        _ => (module.clone(), Vec::new()),
    }
}

impl Deed {
    /// A deed of a kind on a block: `complete:<kind>:<address>`.
    fn new(kind: &str, address: &str, what: String, why: &str, edits: Vec<Edit>) -> Deed {
        Deed {
            change: Change {
                id: id(kind, address),
                address: address.to_owned(),
                description: what,
                rationale: why.to_owned(),
            },
            edits,
        }
    }
}

fn id(kind: &str, address: &str) -> String {
    format!("complete:{kind}:{address}")
}
