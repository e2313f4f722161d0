//! Checks the token counter against `tiktoken-rs` and against recorded usage.

use crate::common;
use infragenie::tokens::{Frame, Malformed, Missing, Pack, Role, Vocabulary};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{env, fs};

#[path = "../examples/vocabulary.rs"]
#[expect(dead_code, reason = "its main is for the command line")]
mod generator;

/// Maximum size of the first vocabulary download, in bytes.
const ASCII_BYTES_MAX: usize = 380_000;

static ASCII: LazyLock<Vocabulary> = LazyLock::new(|| common::vocabulary(&[Pack::O200kAscii]));
static WHOLE: LazyLock<Vocabulary> = LazyLock::new(|| common::vocabulary(&Pack::ALL));

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn committed(pack: Pack) -> Vec<u8> {
    fs::read(root("www/public/data").join(pack.file())).expect("the pack that this build names")
}

fn fixture(name: &str) -> String {
    fs::read_to_string(root("tests/tokens").join(name)).expect("a fixture")
}

/// Returns the token ids of a text.
///
/// Asserts that they equal the oracle's and that both vocabulary tiers agree on the count.
#[track_caller]
fn ids(text: &str) -> Vec<u32> {
    let ids = WHOLE.encode(text).expect("a whole vocabulary");
    assert_eq!(
        ids,
        tiktoken_rs::o200k_base_singleton().encode_ordinary(text),
        "{text:?}"
    );
    assert_eq!(WHOLE.count(text), Ok(ids.len()), "{text:?}");
    let missing = Missing(Pack::O200kRest);
    let tier = if text.is_ascii() {
        Ok(ids.len())
    } else {
        Err(missing)
    };
    assert_eq!(ASCII.count(text), tier, "{text:?}");
    ids
}

// Packs.

#[test]
fn the_generator_reproduces_the_committed_packs() {
    for pack in Pack::ALL {
        let decoded = generator::decoded(pack);
        let named = format!("{}.{:016x}.pack", pack.name(), generator::digest(&decoded));
        assert_eq!(named, pack.file(), "the digest in src/tokens/pack.rs");
        let rebuilt = generator::gzip(&decoded).expect("memory");
        assert!(
            rebuilt == committed(pack),
            "{named}: run `cargo run --example vocabulary`"
        );
    }
}

#[test]
fn the_data_folder_has_one_file_per_pack() {
    for pack in Pack::ALL {
        let files = fs::read_dir(root("www/public/data")).expect("the data folder");
        let names = files.map(|file| file.expect("a file").file_name());
        let same = names.filter(|name| name.to_string_lossy().starts_with(pack.name()));
        assert_eq!(same.count(), 1, "{}", pack.name());
    }
    let bytes = committed(Pack::O200kAscii).len();
    assert!(bytes <= ASCII_BYTES_MAX, "{bytes} bytes");
}

#[test]
fn packs_serialize_as_their_names() {
    let names = serde_json::to_string(&Pack::ALL).expect("JSON");
    assert_eq!(names, r#"["o200k-ascii","o200k-rest"]"#);
    let listed = Pack::ALL.map(Pack::name).join("\",\"");
    assert_eq!(names, format!("[\"{listed}\"]"));
}

#[test]
fn rejects_malformed_packs() {
    let ascii = common::pack_bytes(Pack::O200kAscii);
    let rest = common::pack_bytes(Pack::O200kRest);
    let mut flipped = ascii.clone();
    flipped[300_000] ^= 1;
    let cut = &ascii[..ascii.len() - 1];
    let still_compressed = committed(Pack::O200kAscii);
    for bytes in [
        &[][..],
        &[0; 4],
        &[0xff; 5000],
        &flipped,
        cut,
        &rest,
        &still_compressed,
    ] {
        let read = Vocabulary::default().learn(Pack::O200kAscii, bytes);
        assert_eq!(
            read,
            Err(Malformed(Pack::O200kAscii)),
            "{} bytes",
            bytes.len()
        );
    }
    assert!(
        Malformed(Pack::O200kRest)
            .to_string()
            .contains(&Pack::O200kRest.file())
    );
}

#[test]
fn failed_and_repeated_loads_keep_the_vocabulary() {
    let (text, request) = ("Größe", "create ec2 instance with nginx");
    let mut vocabulary = ASCII.clone();
    for bytes in [&[][..], &common::pack_bytes(Pack::O200kAscii), b"nonsense"] {
        assert_eq!(
            vocabulary.learn(Pack::O200kRest, bytes),
            Err(Malformed(Pack::O200kRest))
        );
        assert_eq!(vocabulary.count(request), Ok(6));
        assert_eq!(vocabulary.count(text), Err(Missing(Pack::O200kRest)));
    }
    assert_eq!(
        vocabulary.learn(Pack::O200kRest, &common::pack_bytes(Pack::O200kRest)),
        Ok(())
    );
    assert_eq!(vocabulary.learn(Pack::O200kRest, b"nonsense"), Ok(()));
    assert_eq!(vocabulary.count(request), Ok(6));
    assert_eq!(vocabulary.count(text), WHOLE.count(text));
}

// Ids and counts.

#[test]
fn an_empty_text_has_no_tokens() {
    assert!(ids("").is_empty());
}

#[test]
fn ids_need_the_whole_vocabulary() {
    assert_eq!(ASCII.encode("a"), Err(Missing(Pack::O200kRest)));
    assert_eq!(
        Missing(Pack::O200kRest).to_string(),
        "the vocabulary `o200k-rest` has not arrived: load it first",
    );
}

#[test]
fn fixtures_have_the_oracles_ids() {
    for name in ["network.tf", "service.tf", "english.txt"] {
        let text = fixture(name);
        ids(&text);
        ids(&text.replace('\n', "\r\n"));
        ids(&text.to_ascii_uppercase());
        for line in text.split_inclusive('\n') {
            ids(line);
        }
        for start in (0..text.len()).step_by(61) {
            ids(&text[start..]);
            ids(&text[start..(start + 97).min(text.len())]);
        }
    }
}

#[test]
fn encodes_special_tokens_as_text() {
    let special =
        "<|start|>system<|message|>x<|end|><|return|><|call|><|endoftext|><|endofprompt|>";
    assert!(ids(special).iter().all(|id| *id < 199_998));
    assert_eq!(ids("<|end|>").len(), 5);
}

#[test]
fn tokens_as_text_have_the_oracles_ids() {
    let oracle = tiktoken_rs::o200k_base_singleton();
    for rank in (0..199_998).step_by(7) {
        let bytes = oracle.decode_bytes(&[rank]).expect("a rank");
        if let Ok(token) = std::str::from_utf8(&bytes) {
            ids(token);
        }
    }
}

#[test]
fn hostile_unicode_has_the_oracles_ids() {
    for text in HOSTILE {
        ids(text);
        for other in HOSTILE {
            ids(&format!("{text}{other}"));
        }
    }
    ids(&HOSTILE.concat());
    ids(&HOSTILE.join(" "));
    ids(&HOSTILE.join("\n"));
}

/// Texts that are difficult for the split pattern and for byte pair merging.
const HOSTILE: &[&str] = &[
    // U+017F (long s) matches `s` under `(?i)`; the Kelvin sign is in no contraction.
    "it's IT'S don'\u{17f} 'S '\u{17f}x x'\u{17f} we'RE I'Ll '\u{212a} y'all'd've",
    // Apostrophes after caseless words, and other apostrophe characters.
    "\u{65e5}'s \u{5d0}'ll \u{e9}'d e\u{301}'m \u{2019}s don\u{2019}t don\u{2bc}t",
    // Caseless letters between capitals: the first alternative backtracks over the capitals.
    "\u{65e5}\u{672c}ABC \u{65e5}ABCdef A\u{65e5}B\u{672c}C abc\u{65e5}ABC\u{4e2d}",
    // Marks: alone, before words, after symbols, between capitals.
    "\u{301}ABC \u{301}abc \u{301} !\u{301} !!\u{301}\u{301}a A\u{301}B\u{301} \u{301}\u{301}'s",
    "Z\u{351}\u{36b}\u{343}A\u{334}\u{335}L\u{320}G\u{335}\u{321}O",
    // Titlecase and modifier letters, ligatures, digraphs, cased letters of other scripts.
    "\u{1c5}ABC a\u{1c5} \u{1f88}\u{1f80} \u{2b0}\u{2b0}A \u{fb01}\u{fb02} \u{133}\u{132}",
    "\u{df}\u{1e9e}",
    "\u{39a}\u{395}\u{3a6}\u{3ac}\u{3bb}\u{3b1}\u{3b9}\u{3b1}",
    "\u{420}\u{423}\u{421}\u{441}\u{43a}\u{438}\u{439}",
    "\u{10a0}\u{10d0}\u{1c90} \u{13a0}\u{ab70} \u{1e900}\u{1e922} \u{10400}\u{10428}",
    // Numbers of every kind, in groups of three digits.
    "1234567 \u{663}\u{664}\u{665}\u{666} \u{bd}\u{2153}\u{bc}\u{be} \u{2163}\u{216b}",
    "\u{2460}\u{2461}9\u{32bf}",
    "\u{1d7d8}\u{1d7d9}\u{1d7da}\u{1d7db} \u{4e00}\u{4e8c} \u{3007}\u{3021} a1\u{b2}b\u{2070}",
    // White space in Rust's `\s` but not in other definitions: NEL, no-break, Ogham, separators.
    "a\u{85}b\u{a0}c\u{1680}d\u{2003}\u{2003}e\u{2028}f\u{2029}\u{2029}g\u{202f}h",
    "\u{205f}\u{3000}\u{3000}i",
    "\u{85}\n\u{85} \u{a0}\n \u{2028}\r\n\u{2029}x \u{b}\u{c}\t\u{1c}\u{1f} \u{a0}!\u{3000}!",
    // Not white space despite its look: zero width, byte order mark, separators, Hangul filler.
    "a\u{200b}b\u{200c}c\u{200d}d\u{feff}e\u{2060}f\u{180e}g\u{3164}h\u{ad}i \u{0}",
    "\u{7f}\u{80}\u{9f}",
    // Emoji: skin tones, families, flags, keycaps, tags, with and without variation selectors.
    "\u{1f44d}\u{1f3fd}\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "\u{1f1e9}\u{1f1ea}\u{1f1eb} #\u{fe0f}\u{20e3}",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "\u{2603}\u{fe0e}\u{2603}\u{fe0f} \u{e0100}",
    // Scripts with dependent vowels, without spaces, right to left, with conjoining letters.
    "\u{939}\u{93f}\u{928}\u{94d}\u{926}\u{940} \u{e44}\u{e17}\u{e22}\u{e33}",
    "\u{5e9}\u{5b8}\u{5dc} \u{645}\u{64e}\u{62f}",
    "\u{1112}\u{1161}\u{11ab}\u{d55c}\u{ad6d}\u{c5b4} \u{202e}abc\u{202c}",
    "\u{1004}\u{103a}\u{1039}\u{1000}",
    // Supplementary planes, unassigned, private use, noncharacters, replacement character.
    "\u{20000}\u{2a6df}\u{30000}\u{323af}\u{323b0}",
    "\u{378}\u{e000}\u{f0000}\u{10ffff}\u{fffe}\u{fffd}",
    "\u{1d518}\u{1d52b}\u{1d526} \u{12000}\u{13080}\u{16a6}\u{1f130}\u{24b6}\u{24d0}\u{2160}",
    // Slashes and line ends after non-ASCII symbols.
    "\u{3002}/\r\n// \u{ff0f}/\u{2026}\n\u{2026} \u{ff01}\u{ff01}\u{ff01}\r /\u{301}/",
];

/// Generates text fragments that meet at piece boundaries.
fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,12}",
        "[A-Z]{1,4}[a-z]{0,6}",
        "[a-zA-Z0-9+/]{1,40}",
        "[ \t]{1,9}",
        "[ \r\n]{1,4}",
        "[0-9]{1,8}",
        "['\u{2019}](s|S|t|T|re|RE|rE|ve|m|M|ll|lL|d|D|\u{17f}|x)?",
        "[-!-/:-@\\[-`{-~]{1,6}",
        "[/\r\n]{1,3}",
        "[\\p{Lu}\\p{Lt}]{1,3}",
        "\\p{Ll}{1,3}",
        "[\\p{Lm}\\p{Lo}]{1,3}",
        "\\p{M}{1,3}",
        "\\p{N}{1,4}",
        "[\\s\u{1c}\u{200b}\u{feff}]{1,3}",
        "\\PC{1,4}",
        any::<[char; 2]>().prop_map(String::from_iter),
        Just("<|end|>".to_owned()),
        prop::sample::select(HOSTILE).prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1024,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_text_has_the_oracles_ids(
        text in prop::collection::vec(fragment(), 0..16).prop_map(|fragments| fragments.concat()),
    ) {
        ids(&text);
    }

    #[test]
    fn random_characters_of_all_planes_have_the_oracles_ids(text in any::<String>()) {
        ids(&text);
    }

    #[test]
    fn both_tiers_agree_on_random_ascii(text in "[\0-\x7f]{0,200}") {
        ids(&text);
    }
}

#[test]
fn counts_long_runs_of_one_character() {
    // Each text repeats one whole token, so the expected count needs no oracle; the oracle's
    // pattern cannot handle texts of this length.
    for (char, token_bytes) in [("a", 8), ("=", 64), ("-", 64), ("9", 3), ("\n", 16)] {
        let text = char.repeat(token_bytes * 12_000);
        assert_eq!(ASCII.count(&text), Ok(12_000), "{char:?}");
    }
}

// Real programs.

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
fn corpus_programs_have_the_oracles_ids() {
    let folder = env::var("INFRAGENIE_CORPUS").map_or(root("../shared/corpus"), PathBuf::from);
    let mut programs = 0;
    for name in ["reference.jsonl", "docs.jsonl", "programs.jsonl"] {
        let lines = fs::read_to_string(folder.join(name)).expect("the corpus");
        for line in lines.lines().step_by(10) {
            let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
            for field in ["prompt", "answer", "program"] {
                ids(line[field].as_str().unwrap_or_default());
                programs += 1;
            }
        }
    }
    println!("{programs} texts of the corpus");
}

// Message frames.

/// Requests without a system message, with Groq's `usage.prompt_tokens`.
const RECORDED: &[(&str, usize)] = &[
    // Recorded as 73 requested tokens, with a cap of 1.
    ("hi", 72),
    ("hello", 72),
    ("Reply with exactly: identity probe", 77),
    ("Reply with the single word OK.", 78),
    ("What is the National Dish of India?", 79),
];

#[test]
fn counts_requests_as_groq_recorded() {
    for (request, prompt_tokens) in RECORDED {
        let count = Frame::Harmony
            .count(&ASCII, &[(Role::User, request)])
            .expect("ASCII");
        assert_eq!(count.total(), *prompt_tokens, "{request}");
        assert!(count.exact);
    }
}

/// Uses recorded conversations with public token counts but private texts.
#[test]
fn counts_conversation_frames_as_groq_recorded() {
    use Role::{Assistant, System, User};
    let harmony = |roles: &[Role]| Frame::Harmony.tokens(roles.iter().copied());
    // gpt-oss-120b, a question of 13 tokens, at each reasoning effort.
    assert_eq!(harmony(&[User]) + 13, 84);
    // gpt-oss-20b in JSON mode, which adds 28 tokens.
    assert_eq!(harmony(&[System, User]) + 368 + 18 + 28, 488);
    // gpt-oss-20b: the same conversation with one more question, and with an answer in between.
    let first = harmony(&[System, User]);
    assert_eq!(harmony(&[System, User, User]) + 16 - first, 1815 - 1795);
    assert_eq!(
        harmony(&[System, User, Assistant, User]) + 3 + 2 * 16 - first - 16,
        1824 - 1795
    );
    // qwen3-32b at its default effort.
    assert_eq!(Frame::ChatMl.tokens([User]) + 13, 21);
}

#[test]
fn system_and_user_messages_have_a_frame_of_74_tokens() {
    let system = "Write Terraform for AWS.";
    let request = "create ec2 instance with nginx";
    let messages = [(Role::System, system), (Role::User, request)];
    let count = Frame::Harmony.count(&ASCII, &messages).expect("ASCII");
    assert_eq!(count.frame, 74);
    assert_eq!(count.contents, [ids(system).len(), ids(request).len()]);
    assert!(count.exact);
    let more = [
        messages[0],
        messages[1],
        (Role::Assistant, "a"),
        (Role::User, "b"),
    ];
    let longer = Frame::Harmony.count(&ASCII, &more).expect("ASCII");
    assert_eq!(longer.total(), count.total() + 6 + 1 + 4 + 1);
}

#[test]
fn counts_system_texts_after_the_harmony_heading() {
    let whole = |text: &str| ids(&format!("# Instructions\n\n{text}")).len();
    assert_eq!(whole(""), 3);
    for system in ["", "x", "\nx", "\n\n\n", "  x", "\r\n", "## x", "Größe"] {
        let count = Frame::Harmony
            .count(&WHOLE, &[(Role::System, system)])
            .expect("a count");
        assert_eq!(count.contents, [whole(system) - 3], "{system:?}");
    }
}

#[test]
fn unknown_frames_are_not_exact() {
    let twice = [(Role::System, "a"), (Role::User, "b"), (Role::System, "c")];
    assert!(!Frame::Harmony.count(&ASCII, &twice).expect("ASCII").exact);
    let count = Frame::ChatMl.count(&ASCII, &twice[..2]).expect("ASCII");
    assert_eq!((count.total(), count.exact), (5 * 2 + 3 + 2, false));
}

#[test]
fn frames_report_missing_packs_of_their_contents() {
    let messages = [(Role::System, "a"), (Role::User, "Größe")];
    let missing = Err(Missing(Pack::O200kRest));
    assert_eq!(Frame::Harmony.count(&ASCII, &messages), missing);
    assert_eq!(Frame::ChatMl.count(&ASCII, &messages), missing);
}
