//! The JavaScript face: plain functions, plain objects, nothing to free.

use super::face::{self, Options, Preview, Progress};
use super::fetch;
use crate::cache::{self, Cache, Key};
use crate::hcl::{self, Module};
use crate::job::composed::composes;
use crate::job::{Answer, Ask, Job};
use crate::ledger::{Entry, Ledger, Millis};
use crate::policy::{Policy, Recall};
use crate::prompt::{self, Market, NoPlan};
use crate::reply::{self, Refusal, RefusalKind};
use crate::request::Request;
use crate::scan::iam::{self, Actions};
use crate::scan::{self, Tables, aws::TABLES};
use crate::schema::{self, Constraints, Schema};
use crate::tokens::{Pack, Vocabulary};
use crate::violations::import;
use js_sys::{Function, Object, Promise, Reflect};
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.ts");

thread_local! {
    static VOCABULARY: RefCell<Arc<Vocabulary>> = RefCell::default();
    static SCHEMA: RefCell<Option<Arc<Schema>>> = RefCell::default();
    /// The actions of IAM, once they are loaded.
    static ACTIONS: Cell<Option<&'static Actions>> = const { Cell::new(None) };
    /// Where the packs are, once a host has said so.
    static BASE: RefCell<String> = RefCell::default();
}

/// The first call for a request, as it would be sent now. Throws an error whose `kind` is `empty`,
/// `too_long`, `control_character`, `unknown_model` or `unknown_profile`.
#[wasm_bindgen(unchecked_return_type = "Preview")]
pub fn preview(
    request: &str,
    #[wasm_bindgen(unchecked_param_type = "Options")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let now = now();
    let asked = Asked::read(request, options, now)?;
    let market = Market {
        ledger: &asked.ledger,
        gone: &[],
        now,
    };
    let vocabulary = vocabulary();
    let first =
        |policy: &Policy| Job::first(&asked.code, &asked.request, policy, &vocabulary, market);
    let preview = match first(&asked.policy) {
        Ok(plan) => {
            let model = asked.policy.model;
            let costs = face::costs(|policy| {
                let policy = Policy {
                    model,
                    ..policy.clone()
                };
                first(&policy)
            });
            let composed = composes(&asked.request, &asked.policy);
            let notes = asked.request.notes();
            face::counted(&plan, costs, &asked.ledger, notes, composed, now)
        }
        Err(NoPlan::Waiting(missing)) => Preview::Waiting { pack: missing.0 },
        Err(NoPlan::TooLong { tokens, tokens_max }) => {
            let message = prompt::too_long(tokens, tokens_max);
            return Err(thrown("too_long", &message));
        }
        Err(NoPlan::NoModel | NoPlan::TooLarge) => {
            return Err(thrown(
                "unknown_model",
                "no model is left that could be asked",
            ));
        }
    };
    plain(&preview)
}

/// Loads a pack from the folder that holds the packs; with a schema its constraints.
#[wasm_bindgen]
pub async fn load(
    #[wasm_bindgen(unchecked_param_type = "Pack | \"aws-5\" | \"aws-6\" | \"iam-1\"")] pack: String,
    base: String,
) -> Result<(), JsValue> {
    let pack = DataPack::named(&pack)?;
    BASE.set(base);
    fetched(pack, None)
        .await
        .map_err(|refusal| refused(&refusal))
}

/// Takes a pack's unpacked bytes from a host that has them.
#[wasm_bindgen]
pub fn learn(
    #[wasm_bindgen(
        unchecked_param_type = "Pack | \"aws-5\" | \"aws-5-constraints\" | \"aws-6\" | \"iam-1\""
    )]
    pack: &str,
    bytes: &[u8],
) -> Result<(), JsValue> {
    let pack = DataPack::named(pack)?;
    learnt(pack, bytes).map_err(|malformed| thrown("bad_pack", &malformed))
}

/// The exact number of tokens of a text. Throws `waiting` while a pack that it needs is missing.
#[wasm_bindgen]
pub fn count(text: &str) -> Result<usize, JsValue> {
    vocabulary()
        .count(text)
        .map_err(|missing| thrown("waiting", &missing.to_string()))
}

/// Runs a request to its end. `on` hears of every step; a signal ends it early. The key is used
/// for the calls and kept nowhere.
///
/// `book` is for hosts with several tabs: it gets what was entered into the ledger, enters it into
/// the one that they share ([`booked`], under a lock of theirs), and answers with that one.
/// `answers` is for hosts that keep earlier answers: see [`recalled`] and [`kept`].
#[wasm_bindgen(unchecked_return_type = "Report")]
pub async fn generate(
    request: String,
    key: String,
    #[wasm_bindgen(unchecked_param_type = "Options")] options: JsValue,
    #[wasm_bindgen(unchecked_param_type = "(progress: Progress) => void")] on: Function,
    signal: Option<AbortSignal>,
    #[wasm_bindgen(unchecked_optional_param_type = "(entries: LedgerEntry[]) => Promise<Ledger>")]
    book: Option<Function>,
    #[wasm_bindgen(
        unchecked_optional_param_type = "{ recall(key: string): Promise<unknown>; keep(key: string, answer: unknown): Promise<void> }"
    )]
    answers: Option<Object>,
) -> Result<JsValue, JsValue> {
    let asked = Asked::read(&request, options, now())?;
    let listener = Listener {
        on,
        attempts: 0,
        moves: 0,
    };
    let harden = asked.policy.harden;
    let report = run(
        asked,
        &key,
        listener,
        signal.as_ref(),
        book.as_ref(),
        answers.as_ref(),
    )
    .await;
    plain(&face::report(report, harden))
}

/// Mends a program at zero tokens, as far as the options want it. The text that is given stays
/// the base: undoing a change or accepting another is the same call with other ids.
///
/// ```js
/// const fixed = fix(code, { harden: true });
/// const [first] = fixed.changes;                     // { id: "fix:CKV_AWS_3:aws_ebs_volume.a", … }
/// const undone = fix(code, { harden: true, without: [first.id] });
/// ```
///
/// Throws an error whose `kind` is `too_long` or `bad_options`.
#[wasm_bindgen(unchecked_return_type = "Mended")]
pub fn fix(
    code: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "FixOptions | null")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = options_of(&options, "`request`, `without`, `accepted` and `harden`")?;
    let schema = SCHEMA.with_borrow(Clone::clone);
    let fixed = face::fixed(code, schema.as_deref(), tables(), &options);
    plain(&fixed.map_err(too_long)?)
}

/// What `terraform validate` says of a program as it stands, by the schema that is loaded; without
/// one only what the text itself shows.
///
/// ```js
/// await load("aws-5", "data/");
/// for (const { place, summary, message } of validate(code, { files: ["init.sh"] })) {
///   console.log(`${place.line}:${place.column} ${summary}: ${message}`);
/// }
/// ```
///
/// Throws an error whose `kind` is `too_long` or `bad_options`.
#[wasm_bindgen(unchecked_return_type = "Problem[]")]
pub fn validate(
    code: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "ValidateOptions | null")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = options_of(&options, "`files`")?;
    let schema = SCHEMA.with_borrow(Clone::clone);
    let problems = face::validated(code, schema.as_deref(), &options);
    plain(&problems.map_err(too_long)?)
}

/// What the scan finds in a program as it stands.
///
/// ```js
/// for (const { id, severity, address, wrong, remedy } of scan(code)) {
///   console.log(`${severity} ${id} ${address}: ${wrong} (${remedy})`);
/// }
/// ```
///
/// Throws an error whose `kind` is `too_long`.
#[wasm_bindgen(unchecked_return_type = "Finding[]")]
pub fn scan(code: &str) -> Result<JsValue, JsValue> {
    let module = face::program(code).map_err(too_long)?;
    plain(&scan::scan(&module, tables()))
}

/// The blocks of a program, and which refers to which: what a picture of it is drawn from.
///
/// ```js
/// for (const { from, to } of graph(code).edges) console.log(`${from} -> ${to}`);
/// ```
///
/// Throws an error whose `kind` is `too_long`.
#[wasm_bindgen(unchecked_return_type = "Graph")]
pub fn graph(code: &str) -> Result<JsValue, JsValue> {
    let module = face::program(code).map_err(too_long)?;
    plain(&hcl::graph::graph(&module))
}

/// A program as the files of a usual folder: `main.tf`, `variables.tf`, `outputs.tf`.
///
/// ```js
/// for (const { name, text } of files(code)) write(name, text);
/// ```
///
/// Throws an error whose `kind` is `too_long`.
#[wasm_bindgen(unchecked_return_type = "TextFile[]")]
pub fn files(code: &str) -> Result<JsValue, JsValue> {
    let module = face::program(code).map_err(too_long)?;
    plain(&hcl::files::files(&module))
}

/// The packs that are not loaded and that the check and the scan of a program wait for; what needs
/// them is silent until then.
///
/// ```js
/// for (const pack of lacking(code)) await load(pack, "data/");
/// ```
///
/// Throws an error whose `kind` is `too_long`.
#[wasm_bindgen(unchecked_return_type = "(\"aws-6\" | \"iam-1\")[]")]
pub fn lacking(code: &str) -> Result<JsValue, JsValue> {
    let module = face::program(code).map_err(too_long)?;
    let lacks = tables().lack_actions_for(&module);
    let later = lacks_later(&module).then_some(LATER_PACK);
    let packs = [later, lacks.then_some(ACTIONS_PACK)];
    plain(&packs.into_iter().flatten().collect::<Vec<_>>())
}

/// Reads a report of another tool and groups it as our own are: Checkov JSON, SARIF, and
/// `terraform validate -json`. Throws an error whose `kind` is `bad_report`.
///
/// ```js
/// const { tool, groups } = readReport(await file.text());
/// for (const { id, severity, count } of groups) console.log(`${severity} ${id} × ${count}`);
/// ```
#[wasm_bindgen(js_name = readReport, unchecked_return_type = "Import")]
pub fn read_report(text: &str) -> Result<JsValue, JsValue> {
    let import = import::import(text, TABLES);
    plain(&import.map_err(|malformed| thrown("bad_report", &malformed.to_string()))?)
}

/// The rules of the scan, in the order of their services. An id that asks resources of different
/// types in different ways stands once for each.
///
/// ```js
/// const free = rules().filter(({ remedy }) => remedy === "free");
/// ```
#[wasm_bindgen(unchecked_return_type = "RuleInfo[]")]
pub fn rules() -> Result<JsValue, JsValue> {
    plain(&scan::rules(TABLES).collect::<Vec<_>>())
}

/// The models that we know.
#[wasm_bindgen(unchecked_return_type = "ModelInfo[]")]
pub fn catalogue() -> Result<JsValue, JsValue> {
    plain(&face::models(None))
}

/// The models that we know, and which of them answer for a key. Costs no tokens.
#[wasm_bindgen(unchecked_return_type = "ModelInfo[]")]
pub async fn models(key: String, signal: Option<AbortSignal>) -> Result<JsValue, JsValue> {
    let live = fetch::models(&key, signal.as_ref())
        .await
        .map_err(|refusal| refused(&refusal))?;
    plain(&face::models(Some(&live)))
}

/// What is left of every model's quota, by a ledger of an earlier report. With the size of a call,
/// as a plan has it, also how many such calls fit today and when the next one does.
///
/// ```js
/// const { plan } = preview("an s3 bucket");
/// for (const { model, runsLeft, opensAt } of quota(ledger, plan)) {
///   console.log(`${model}: ${runsLeft} more today, the next at ${new Date(opensAt)}`);
/// }
/// ```
#[wasm_bindgen(unchecked_return_type = "Quota[]")]
pub fn quota(
    #[wasm_bindgen(unchecked_param_type = "Ledger | null")] ledger: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "CallSize | null")] call: JsValue,
) -> Result<JsValue, JsValue> {
    let ledger = read(&ledger).unwrap_or_default();
    plain(&face::quota(
        &face::ledger(ledger, now()),
        read(&call),
        now(),
    ))
}

/// A stored ledger with what a tab entered into its own. To be called under a lock that the tabs
/// share, and stored again before it is given up.
#[wasm_bindgen(unchecked_return_type = "Ledger")]
pub fn booked(
    #[wasm_bindgen(unchecked_param_type = "Ledger | null")] stored: JsValue,
    #[wasm_bindgen(unchecked_param_type = "LedgerEntry[]")] entries: JsValue,
) -> Result<JsValue, JsValue> {
    let mut ledger = face::ledger(read(&stored).unwrap_or_default(), now());
    let entries: Vec<Entry> = read(&entries).unwrap_or_default();
    for entry in &entries {
        ledger.replay(entry);
    }
    plain(&ledger.stored())
}

/// The earlier answer to a key in a stored cache, and the cache with its use noted.
#[wasm_bindgen(unchecked_return_type = "{ answer: unknown; cache: Cache }")]
pub fn recalled(
    #[wasm_bindgen(unchecked_param_type = "Cache | null")] cache: JsValue,
    key: &str,
) -> Result<JsValue, JsValue> {
    let mut cache = Cache::read(read(&cache).unwrap_or_default(), now());
    let answer = cache.recall(&Key::stored(key), now());
    plain(&serde_json::json!({ "answer": answer, "cache": cache }))
}

/// A stored cache with one more answer; the least recently used go where there are too many.
#[wasm_bindgen(unchecked_return_type = "Cache")]
pub fn kept(
    #[wasm_bindgen(unchecked_param_type = "Cache | null")] cache: JsValue,
    key: &str,
    #[wasm_bindgen(unchecked_param_type = "unknown")] answer: JsValue,
) -> Result<JsValue, JsValue> {
    let mut cache = Cache::read(read(&cache).unwrap_or_default(), now());
    if let Some(entry) = read::<cache::Entry>(&answer) {
        cache.keep(Key::stored(key), entry, now());
    }
    plain(&cache)
}

/// The answers in a stored cache, the last used first.
#[wasm_bindgen(unchecked_return_type = "KeptAnswer[]")]
pub fn answers(
    #[wasm_bindgen(unchecked_param_type = "Cache | null")] cache: JsValue,
) -> Result<JsValue, JsValue> {
    let cache = Cache::read(read(&cache).unwrap_or_default(), now());
    let answers = cache.entries().into_iter().map(face::KeptAnswer::of);
    plain(&answers.collect::<Vec<_>>())
}

/// Drives a job with what the world answers.
async fn run(
    asked: Asked,
    key: &str,
    mut listener: Listener,
    signal: Option<&AbortSignal>,
    book: Option<&Function>,
    answers: Option<&Object>,
) -> crate::job::Report {
    let Asked {
        request,
        mut policy,
        ledger,
        moved,
        code,
    } = asked;
    if answers.is_none() {
        policy.recall = Recall::Off;
    }
    if let Some(moved) = moved {
        listener.hear(&moved);
    }
    policy.schema = provided(&code, signal).await;
    policy.rules = tables();
    let (mut job, mut ask) = Job::start_from(&code, request, policy, ledger, vocabulary(), now());
    loop {
        listener.news(&job);
        let passes = shared(&mut job, book).await;
        let answer = match ask {
            Ask::Done(report) => return *report,
            Ask::Keep(key, entry) => {
                host(answers, "keep", key.text(), Some(&entry)).await;
                Answer::Kept
            }
            _ if signal.is_some_and(AbortSignal::aborted) => Answer::Cancelled,
            Ask::Recall(key) => {
                let stored = host(answers, "recall", key.text(), None).await;
                Answer::Recalled(stored.as_ref().and_then(read))
            }
            Ask::Load(pack) => match fetched(DataPack::Vocabulary(pack), signal).await {
                Ok(()) => Answer::Loaded(Some(vocabulary())),
                Err(refusal) if refusal.kind == RefusalKind::Cancelled => Answer::Cancelled,
                Err(_) => Answer::Loaded(None),
            },
            Ask::Complete(_) if !passes => Answer::Crowded,
            Ask::Complete(plan) => {
                listener.hear(&face::sending(&job, &plan));
                let heard = |piece: fetch::Piece<'_>| match piece {
                    fetch::Piece::Quota(spent) => job.seen(spent, now()),
                    fetch::Piece::Text(text) => {
                        job.heard(text);
                        listener.hear(&Progress::Heard {
                            text: text.to_owned(),
                        });
                    }
                };
                Answer::Completed(fetch::complete(&plan, key, signal, heard).await)
            }
            Ask::Models => Answer::Models(fetch::models(key, signal).await),
            Ask::Wait(pause) => {
                let wait = pause
                    .until
                    .saturating_sub(now())
                    .try_into()
                    .unwrap_or(u32::MAX / 2);
                listener.hear(&face::waiting(pause));
                let by_user = fetch::stopped(signal, wait).await;
                if by_user {
                    Answer::Cancelled
                } else {
                    Answer::Waited
                }
            }
        };
        if let Answer::Completed(Ok(reply)) = &answer
            && tables().lack_actions_for(&hcl::parse(reply::program(&reply.text)))
            && fetched(DataPack::Actions, signal).await.is_ok()
        {
            job.scans_by(tables());
        }
        ask = job.answer(answer, now());
    }
}

/// What a host that keeps answers says. One that fails at it keeps none.
async fn host(
    answers: Option<&Object>,
    name: &str,
    key: &str,
    entry: Option<&cache::Entry>,
) -> Option<JsValue> {
    let method = Reflect::get(answers?, &name.into()).ok()?;
    let method: Function = method.dyn_into().ok()?;
    let entry = entry.and_then(|entry| plain(entry).ok());
    let said = match entry {
        Some(entry) => method.call2(answers?, &key.into(), &entry),
        None => method.call1(answers?, &key.into()),
    };
    JsFuture::from(Promise::resolve(&said.ok()?)).await.ok()
}

/// Hands on what was entered into the ledger, and takes over the one that the host's tabs share.
/// False where the open call no longer passes by it. A host that fails at it has one tab.
async fn shared(job: &mut Job, book: Option<&Function>) -> bool {
    let Some(book) = book else { return true };
    let entries = job.entries();
    if entries.is_empty() {
        return true;
    }
    let Ok(Ok(promise)) = plain(&entries).map(|entries| book.call1(&JsValue::NULL, &entries))
    else {
        return true;
    };
    match JsFuture::from(Promise::resolve(&promise)).await {
        Ok(stored) => read(&stored).is_none_or(|stored| {
            let (ledger, lost) = Ledger::read(stored, now());
            lost.is_some() || job.adopt(ledger, now())
        }),
        Err(_) => true,
    }
}

/// Who hears of the steps, and how far it has heard.
struct Listener {
    on: Function,
    attempts: usize,
    moves: usize,
}

impl Listener {
    /// A listener that throws is its own concern: the job goes on.
    fn hear(&self, progress: &Progress) {
        if let Ok(progress) = plain(progress) {
            let _ = self.on.call1(&JsValue::NULL, &progress);
        }
    }

    fn news(&mut self, job: &Job) {
        for moved in job.moves().iter().skip(self.moves) {
            self.hear(&face::moved(moved));
        }
        for attempt in job.attempts().iter().skip(self.attempts) {
            self.hear(&Progress::Judged {
                attempt: face::attempt(attempt),
            });
        }
        self.moves = job.moves().len();
        self.attempts = job.attempts().len();
    }
}

/// A request, read, and what may be done for it.
struct Asked {
    request: Request,
    policy: Policy,
    ledger: Ledger,
    /// The program that the request wants changed; empty where there is none.
    code: String,
    /// Said first, where the user named a model that is retired.
    moved: Option<Progress>,
}

impl Asked {
    fn read(request: &str, options: JsValue, now: Millis) -> Result<Asked, JsValue> {
        let request = Request::parse(request)
            .map_err(|refused| thrown(refused.kind(), &refused.to_string()))?;
        let names = "`model`, `profile`, `library`, `ledger`, `code` and `anew`";
        let options: Options = options_of(&options, names)?;
        let code = options.code.unwrap_or_default();
        face::program(&code).map_err(too_long)?;
        let (model, moved) = face::named_model(options.model.as_deref())
            .map_err(|unknown| thrown("unknown_model", &unknown))?;
        let policy = face::policy(options.profile.as_deref())
            .map_err(|unknown| thrown("unknown_profile", &unknown))?;
        let policy = Policy {
            model,
            library: options.library.unwrap_or(true) && !options.anew,
            recall: if options.anew {
                Recall::Anew
            } else {
                Recall::On
            },
            ..policy
        };
        let ledger = face::ledger(options.ledger.unwrap_or_default(), now);
        Ok(Asked {
            request,
            policy,
            ledger,
            code,
            moved,
        })
    }
}

/// The schema that a job needs which begins with a program, fetched now where it is not there yet.
/// The job goes on without it, and says so.
async fn provided(code: &str, signal: Option<&AbortSignal>) -> Option<Arc<Schema>> {
    let is_there = SCHEMA.with_borrow(Option::is_some);
    let is_told_where = BASE.with_borrow(|base| !base.is_empty());
    if !is_there && is_told_where {
        let _ = fetched(DataPack::Schema, signal).await;
    }
    let wants_later = face::program(code).is_ok_and(|module| lacks_later(&module));
    if wants_later && is_told_where {
        let _ = fetched(DataPack::Later, signal).await;
    }
    SCHEMA.with_borrow(Clone::clone)
}

/// Whether a program asks for the next line of the provider, and its schema is not there. Nobody
/// waits for it before the schema itself, which whoever shows what the check says asks for.
fn lacks_later(module: &Module) -> bool {
    SCHEMA.with_borrow(|schema| {
        let schema = schema.as_ref();
        schema.is_some_and(|schema| schema.line_of(module).is_none())
    })
}

/// What can be loaded.
#[derive(Clone, Copy)]
enum DataPack {
    Vocabulary(Pack),
    Schema,
    /// What the provider of the schema takes besides.
    Constraints,
    /// The schema of the next line of the provider.
    Later,
    Actions,
}

const SCHEMA_PACK: &str = "aws-5";
const CONSTRAINTS_PACK: &str = "aws-5-constraints";
const LATER_PACK: &str = "aws-6";
const ACTIONS_PACK: &str = "iam-1";

impl DataPack {
    fn named(name: &str) -> Result<DataPack, JsValue> {
        let vocabulary = Pack::ALL.into_iter().find(|pack| pack.name() == name);
        match (vocabulary, name) {
            (Some(pack), _) => Ok(DataPack::Vocabulary(pack)),
            (None, SCHEMA_PACK) => Ok(DataPack::Schema),
            (None, CONSTRAINTS_PACK) => Ok(DataPack::Constraints),
            (None, LATER_PACK) => Ok(DataPack::Later),
            (None, ACTIONS_PACK) => Ok(DataPack::Actions),
            (None, _) => Err(thrown("bad_pack", &format!("there is no pack `{name}`"))),
        }
    }

    fn file(self) -> String {
        match self {
            DataPack::Vocabulary(pack) => pack.file(),
            DataPack::Schema => schema::pack::FILE.to_owned(),
            DataPack::Constraints => schema::constraints::FILE.to_owned(),
            DataPack::Later => schema::pack::FILE_6.to_owned(),
            DataPack::Actions => iam::FILE.to_owned(),
        }
    }
}

/// Fetches a pack, and with a schema its constraints.
async fn fetched(pack: DataPack, signal: Option<&AbortSignal>) -> Result<(), Refusal> {
    let mut base = BASE.with_borrow(String::clone);
    if !base.is_empty() && !base.ends_with('/') {
        base.push('/');
    }
    let more = matches!(pack, DataPack::Schema).then_some(DataPack::Constraints);
    for pack in std::iter::once(pack).chain(more) {
        let bytes = fetch::pack(&format!("{base}{}", pack.file()), signal).await?;
        let learnt = learnt(pack, &bytes);
        learnt.map_err(|malformed| Refusal::new(RefusalKind::Network, malformed))?;
    }
    Ok(())
}

fn learnt(pack: DataPack, bytes: &[u8]) -> Result<(), String> {
    let pack = match pack {
        DataPack::Vocabulary(pack) => pack,
        DataPack::Schema => {
            let schema = Schema::read(bytes).map_err(|malformed| malformed.to_string())?;
            SCHEMA.set(Some(Arc::new(schema)));
            return Ok(());
        }
        DataPack::Constraints => {
            let more = Constraints::read(bytes).map_err(|malformed| malformed.to_string())?;
            let schema = SCHEMA
                .take()
                .ok_or("load the schema before its constraints")?;
            SCHEMA.set(Some(Arc::new(Arc::unwrap_or_clone(schema).with(more))));
            return Ok(());
        }
        DataPack::Later => {
            let later = Schema::read(bytes).map_err(|malformed| malformed.to_string())?;
            let schema = SCHEMA
                .take()
                .ok_or("load the schema `aws-5` before `aws-6`")?;
            let schema = Arc::unwrap_or_clone(schema).with_later(Arc::new(later));
            SCHEMA.set(Some(Arc::new(schema)));
            return Ok(());
        }
        DataPack::Actions => {
            let actions = Actions::read(bytes).map_err(|malformed| malformed.to_string())?;
            // They stay for as long as the page does.
            if ACTIONS.get().is_none() {
                ACTIONS.set(Some(Box::leak(Box::new(actions))));
            }
            return Ok(());
        }
    };
    let mut vocabulary = Vocabulary::clone(&vocabulary());
    vocabulary
        .learn(pack, bytes)
        .map_err(|malformed| malformed.to_string())?;
    VOCABULARY.set(Arc::new(vocabulary));
    Ok(())
}

/// The rules of the scan, with the facts that are loaded.
fn tables() -> Tables {
    ACTIONS.get().map_or(TABLES, |actions| TABLES.with(actions))
}

fn vocabulary() -> Arc<Vocabulary> {
    VOCABULARY.with_borrow(Arc::clone)
}

fn now() -> Millis {
    js_sys::Date::now() as Millis
}

/// What a caller handed over, by way of its text: that ends where an object turns in a circle,
/// and what its getters throw is caught.
fn read<T: serde::de::DeserializeOwned>(value: &JsValue) -> Option<T> {
    let text = js_sys::JSON::stringify(value).ok()?.as_string()?;
    serde_json::from_str(&text).ok()
}

/// The options of a call, which can be left out; `fields` names what they may hold.
fn options_of<T: serde::de::DeserializeOwned + Default>(
    options: &JsValue,
    fields: &str,
) -> Result<T, JsValue> {
    if options.is_undefined() || options.is_null() {
        return Ok(T::default());
    }
    read(options).ok_or_else(|| {
        let message = format!(
            "the options do not read; they are an object with {fields}, and each can be left out"
        );
        thrown("bad_options", &message)
    })
}

fn too_long(why: String) -> JsValue {
    thrown("too_long", &why)
}

/// A plain object, with null for what is not there.
fn plain(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value
        .serialize(&serializer)
        .map_err(|error| thrown("internal", &error.to_string()))
}

/// An `Error` with a `kind`.
fn thrown(kind: &str, message: &str) -> JsValue {
    let error = js_sys::Error::new(message);
    let _ = Reflect::set(&error, &"kind".into(), &kind.into());
    error.into()
}

fn refused(refusal: &Refusal) -> JsValue {
    let kind = plain(&refusal.kind).ok().and_then(|kind| kind.as_string());
    thrown(kind.as_deref().unwrap_or("network"), &refusal.message)
}
