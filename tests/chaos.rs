//! Tests how a call survives every failure of Groq, a proxy or the network.
//!
//! Each case checks the report and how many calls the ledger holds as charged. The tests run in a
//! browser with a replaced `fetch`.

use infragenie::web::js;
use js_sys::{Array, Function, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const KEY: &str = "gsk_test_chaos_only_here";
const REQUEST: &str = "an sqs queue that nobody has thought of";

/// One simulated failure and its expected report.
struct Case {
    what: &'static str,
    /// JavaScript function body that returns a `Response` or throws.
    ///
    /// It receives the number of the call `n`, from 1, and can use the helpers in [`WORDS`].
    response: &'static str,
    /// Expected end of the report: the kind of its failure, or `program`.
    ends: &'static str,
    /// Expected text of the failure, or of the outcome of the last attempt.
    message: &'static str,
    /// Number of calls that the ledger holds as charged at the end, on all models.
    charged: u32,
}

/// JavaScript helpers for the cases.
const WORDS: &str = r#"
globalThis.program = '```hcl\nresource "aws_sqs_queue" "größe" {\n  name = "a"\n}\n```';
globalThis.event = (delta, more = {}) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }], ...more })}\n\n`;
globalThis.last = (usage = { prompt_tokens: 200, completion_tokens: 40, total_tokens: 240 }) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], x_groq: { usage } })}\n\n`;
globalThis.done = 'data: [DONE]\n\n';
globalThis.bytes = (text) => new TextEncoder().encode(text);
globalThis.pieces = (list, error) => new Response(new ReadableStream({
    start(c) { this.at = 0; },
    pull(c) {
        if (this.at < list.length) c.enqueue(typeof list[this.at] === 'string' ? bytes(list[this.at++]) : list[this.at++]);
        else if (error) c.error(error); else c.close();
    },
}), { headers: { 'content-type': 'text/event-stream' } });
globalThis.good = () => pieces([event({ content: program }), last(), done]);
globalThis.refuse = (status, body, headers = {}) =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
globalThis.error = (message, code) => ({ error: { message, type: 'x', code } });
globalThis.limited = (window, tail) => error(`Rate limit reached for model \`m\` in organization \`org_01secret\` service tier \`on_demand\` on tokens per minute (${window}): ${tail}`, 'rate_limit_exceeded');
globalThis.onceThen = (n, first) => n === 1 ? first() : good();
"#;

const CASES: &[Case] = &[
    Case {
        what: "a good answer",
        response: "return good()",
        ends: "program",
        message: "",
        charged: 1,
    },
    // HTTP statuses.
    Case {
        what: "400 with a reason",
        response: "return refuse(400, error('bad parameter', 'other'))",
        ends: "bad_request",
        message: "bad parameter",
        charged: 0,
    },
    Case {
        what: "400 for a spend limit",
        response: "return refuse(400, error('blocked by the spend limit', 'blocked_api_access'))",
        ends: "auth",
        message: "spend limit",
        charged: 0,
    },
    Case {
        what: "401",
        response: "return refuse(401, error('Invalid API Key', 'invalid_api_key'))",
        ends: "auth",
        message: "invalid key",
        charged: 0,
    },
    Case {
        what: "403 of a bot block",
        response: "return refuse(403, 'error code: 1010')",
        ends: "auth",
        message: "1010",
        charged: 0,
    },
    Case {
        what: "404 without a code",
        response: "return refuse(404, 'nothing here')",
        ends: "bad_request",
        message: "nothing here",
        charged: 0,
    },
    Case {
        what: "418 of a form that no one foresaw",
        response: "return refuse(418, '[[[')",
        ends: "bad_request",
        message: "[[[",
        charged: 0,
    },
    Case {
        what: "422",
        response: "return refuse(422, error('semantic', null))",
        ends: "bad_request",
        message: "semantic",
        charged: 0,
    },
    Case {
        what: "408, then an answer",
        response: "return onceThen(n, () => refuse(408, ''))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "409, then an answer",
        response: "return onceThen(n, () => refuse(409, ''))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "498, then an answer",
        response: "return onceThen(n, () => refuse(498, error('capacity', 'capacity_exceeded')))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "500 without a body, then an answer",
        response: "return onceThen(n, () => refuse(500, ''))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "502 as a page, then an answer",
        response: "return onceThen(n, () => refuse(502, '<html><body>bad gateway</body></html>'))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "503 until the other model is asked",
        response: "return n <= 4 ? refuse(503, error('over capacity', null)) : good()",
        ends: "program",
        message: "",
        charged: 1,
    },
    // Retired and missing models.
    Case {
        what: "a retired model",
        response: "return onceThen(n, () => refuse(400, error('gone', 'model_decommissioned')))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "every model is missing",
        response: "return refuse(404, error('no such model', 'model_not_found'))",
        ends: "model_gone",
        message: "any other known model",
        charged: 0,
    },
    // Bodies of 413 and 429.
    Case {
        what: "413 that a shorter cap avoids",
        response: "return onceThen(n, () => refuse(413, error('Request too large on tokens per minute (TPM): Limit 1600, Requested 1750, please reduce', 'rate_limit_exceeded')))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "413 without figures",
        response: "return refuse(413, error('Request Entity Too Large', 'request_too_large'))",
        ends: "too_large",
        message: "named no limit",
        charged: 0,
    },
    Case {
        what: "429 with a wait, then an answer",
        response: "return onceThen(n, () => refuse(429, limited('TPM', 'Limit 8000, Used 7990, Requested 20. Please try again in 75ms. Visit x')))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "429 with a wave before its figure and an escaped question mark",
        response: "return onceThen(n, () => refuse(429, limited('TPM', 'Limit 8000, Used ~7000, Requested ~1010. Please try again in 75ms. Need more tokens%3F')))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "429 of a day on both models, which shows no organisation",
        response: "return refuse(429, error('Rate limit reached in organization `org_01secret` on tokens per day (TPD): Limit 200000, Used 200000, Requested 1500. Please try again in 10m48s.', 'rate_limit_exceeded'))",
        ends: "quota",
        message: "organization `org_…` on tokens per day",
        charged: 0,
    },
    Case {
        what: "429 of output tokens that no wait mends",
        response: "return refuse(429, error('Request too large on output tokens per minute (OTPM): Limit 100, Requested 1500. reduce max_tokens', 'rate_limit_exceeded'))",
        ends: "too_large",
        message: "",
        charged: 0,
    },
    // Streams.
    Case {
        what: "an answer byte by byte, inside its characters too",
        response: "return pieces([...bytes(event({ content: program }) + last() + done)].map((b) => new Uint8Array([b])))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "events with comments, carriage returns and other fields between them",
        response: "return pieces([': ping\\r\\n\\r\\nid: 7\\r\\nretry: 10\\r\\n', event({ content: program }).replaceAll('\\n\\n', '\\r\\n\\r\\n'), ': ping\\n\\n', last(), done])",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "two events in one line of the net, interleaved with empty ones",
        response: "return pieces(['\\n\\n' + event({ content: program.slice(0, 20) }) + '\\n' + event({ content: program.slice(20) }) + last() + done])",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "no [DONE] after a reason to stop",
        response: "return pieces([event({ content: program }), last()])",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "neither [DONE] nor a reason to stop, but a whole program",
        response: "return pieces([event({ content: program })])",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "a stream that ends before its first word",
        response: "return pieces([event({ role: 'assistant', content: '' })])",
        ends: "broken_stream",
        message: "the connection broke",
        charged: 2,
    },
    Case {
        what: "a reset after a whole program",
        response: "return pieces([event({ content: program })], new TypeError('network error'))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "a reset in the middle of the program, which is asked to go on",
        response: "return onceThen(n, () => pieces([event({ content: program.slice(0, -12) })], new TypeError('network error')))",
        ends: "program",
        message: "",
        charged: 2,
    },
    Case {
        what: "a reset inside an event",
        response: "return pieces(['data: {\"choi'], new TypeError('network error'))",
        ends: "broken_stream",
        message: "",
        charged: 2,
    },
    Case {
        what: "an error event after the program's text",
        response: "return pieces([event({ content: program }), 'event: error\\ndata: {\"error\":{\"message\":\"failed\",\"code\":\"tool_use_failed\",\"status_code\":400}}\\n\\n'])",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "an error event before any text",
        response: "return pieces(['event: error\\ndata: {\"error\":{\"message\":\"ran away\",\"status_code\":400}}\\n\\n'])",
        ends: "bad_request",
        message: "ran away",
        charged: 1,
    },
    Case {
        what: "a generation that fails inside the answer, twice; the other model answers",
        response: "return n <= 2 ? pieces(['event: error\\ndata: {\"error\":{\"message\":\"failed\",\"code\":\"tool_use_failed\",\"status_code\":400}}\\n\\n']) : good()",
        ends: "program",
        message: "gpt-oss-120b",
        charged: 3,
    },
    Case {
        what: "a generation that fails as a status",
        response: "return onceThen(n, () => refuse(400, error('failed', 'tool_use_failed')))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "a quota inside an answer",
        response: "return onceThen(n, () => pieces([`data: ${JSON.stringify(limited('TPM', 'Limit 8000, Used 7990, Requested 20. Please try again in 75ms.'))}\\n\\n`]))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "a model that the organisation blocks",
        response: "return onceThen(n, () => refuse(403, error('blocked', 'model_permission_blocked_org')))",
        ends: "program",
        message: "gpt-oss-120b",
        charged: 1,
    },
    Case {
        what: "a restricted account",
        response: "return refuse(400, error('restricted', 'organization_restricted'))",
        ends: "auth",
        message: "restricted the account",
        charged: 0,
    },
    Case {
        what: "the page of a firewall",
        response: "return refuse(403, '<!DOCTYPE html><html>Sorry, you have been blocked</html>', { 'content-type': 'text/html' })",
        ends: "auth",
        message: "the key may be valid",
        charged: 0,
    },
    Case {
        what: "reasoning in the content, in pieces",
        response: "return pieces(['<th', 'ink>a program: ' + program, '</thi', 'nk>', program].map((content) => event({ content })).concat(last(), done))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "an answer in words, then in Terraform by the other model",
        response: "return onceThen(n, () => pieces([event({ content: 'I am sorry.' }), last(), done]))",
        ends: "program",
        message: "gpt-oss-120b",
        charged: 2,
    },
    Case {
        what: "503 with the date of the next try",
        response: "return onceThen(n, () => refuse(503, '', { 'retry-after': new Date(Date.now() + 1000).toUTCString() }))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "503 with a fraction of a second",
        response: "return onceThen(n, () => refuse(503, '', { 'retry-after': '0.2' }))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "an error in the part of groq",
        response: "return pieces(['data: {\"choices\":[],\"x_groq\":{\"error\":\"ran away\"}}\\n\\n'])",
        ends: "broken_stream",
        message: "ran away",
        charged: 2,
    },
    Case {
        what: "an event that is no JSON",
        response: "return pieces(['data: {{{\\n\\n'])",
        ends: "broken_stream",
        message: "does not have the format",
        charged: 2,
    },
    Case {
        what: "a page under a 200",
        response: "return new Response('<html><body>sign in to the network</body></html>')",
        ends: "network",
        message: "a page of your network",
        charged: 0,
    },
    Case {
        what: "an empty body under a 200",
        response: "return new Response('')",
        ends: "broken_stream",
        message: "the connection broke",
        charged: 2,
    },
    Case {
        what: "an answer that is no stream",
        response: "return new Response(JSON.stringify({ choices: [{ message: { content: program }, finish_reason: 'stop' }], usage: { prompt_tokens: 200, completion_tokens: 40, total_tokens: 240 } }))",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "bytes that are no text",
        response: "return pieces([new Uint8Array(4096).map((_, i) => (i * 197) % 256)])",
        ends: "broken_stream",
        message: "",
        charged: 2,
    },
    Case {
        what: "a chunk that comes twice",
        response: "return pieces([event({ content: program }), event({ content: program }), last(), done])",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "a reason to stop before the text",
        response: "return pieces([last(), event({ content: program }), done])",
        ends: "program",
        message: "",
        charged: 1,
    },
    // Impossible usage.
    Case {
        what: "usage of another planet",
        response: "return pieces([event({ content: program }), last({ prompt_tokens: 4000000000, completion_tokens: 4000000000, total_tokens: 4000000000 }), done])",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "usage of words",
        response: "return pieces([event({ content: program }), last({ prompt_tokens: 'many' }), done])",
        ends: "program",
        message: "",
        charged: 1,
    },
    Case {
        what: "no usage at all",
        response: "return pieces([event({ content: program }), last(null), done])",
        ends: "program",
        message: "",
        charged: 1,
    },
    // Unreachable network.
    Case {
        what: "an opaque network error: a refused connection, no name, a missing header of CORS",
        response: "throw new TypeError('Failed to fetch')",
        ends: "network",
        message: "could not be reached",
        charged: 1,
    },
];

fn prepare() {
    Function::new_no_args(WORDS)
        .call0(&JsValue::NULL)
        .expect("the words are JavaScript");
    let ascii = include_bytes!("../www/public/data/o200k-ascii.9e8e05122268c673.pack");
    let rest = include_bytes!("../www/public/data/o200k-rest.76e2771601b3ecea.pack");
    for (name, pack) in [("asciiPack", ascii.as_slice()), ("restPack", rest)] {
        let bytes = js_sys::Uint8Array::from(pack);
        Reflect::set(&js_sys::global(), &name.into(), &bytes).unwrap();
    }
}

/// Replaces `fetch` by one that counts the calls and serves the list of models.
fn with_fetch(response: &str) {
    let body = format!(
        "if (!request.url.includes('/openai/')) return Promise.resolve(new Response(
             request.url.includes('o200k-ascii') ? asciiPack : request.url.includes('o200k-rest') ? restPack : ''));
         globalThis.urls = (globalThis.urls ?? '') + request.url;
         if (request.url.endsWith('/models')) return Promise.resolve(new Response(JSON.stringify(
             {{ data: [{{ id: 'openai/gpt-oss-120b' }}, {{ id: 'openai/gpt-oss-20b' }}] }})));
         const n = ++globalThis.calls;
         return (async (n) => {{ {response} }})(n);"
    );
    Reflect::set(&js_sys::global(), &"calls".into(), &0.into()).unwrap();
    let fetch = Function::new_with_args("request", &body);
    Reflect::set(&js_sys::global(), &"fetch".into(), &fetch).unwrap();
}

fn text(value: &JsValue, path: &[&str]) -> String {
    let mut value = value.clone();
    for name in path {
        value = Reflect::get(&value, &(*name).into()).unwrap();
    }
    value
        .as_string()
        .unwrap_or_else(|| JSON::stringify(&value).unwrap().into())
}

#[wasm_bindgen_test]
async fn every_case_ends_as_expected() {
    prepare();
    with_fetch("throw 'not yet'");
    js::load("o200k-ascii".into(), "https://example.test/data".into())
        .await
        .unwrap();
    let mut failures = Vec::new();
    for case in CASES {
        with_fetch(case.response);
        if let Err(why) = check(case).await {
            failures.push(format!("{}: {why}", case.what));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

async fn check(case: &Case) -> Result<(), String> {
    let events = Array::new();
    let listen = Function::new_with_args("heard, progress", "heard.push(progress)");
    let listen: Function = listen.bind1(&JsValue::NULL, &events).unchecked_into();
    let options = Object::new();
    let report = js::generate(
        REQUEST.into(),
        KEY.into(),
        options.into(),
        listen,
        None,
        None,
        None,
    )
    .await
    .map_err(|thrown| text(&thrown, &["message"]))?;
    let failure = Reflect::get(&report, &"failure".into()).unwrap();
    let (ends, message) = if failure.is_null() {
        let attempts = Reflect::get(&report, &"attempts".into()).unwrap();
        ("program".to_owned(), text(&attempts, &[]))
    } else {
        (text(&failure, &["kind"]), text(&failure, &["message"]))
    };
    if ends != case.ends || !message.contains(case.message) {
        return Err(format!("ended as {ends}: {message}"));
    }
    if ends == "program" && !text(&report, &["base"]).contains("aws_sqs_queue") {
        return Err("the program is lost".to_owned());
    }
    let ledger = Reflect::get(&report, &"ledger".into()).unwrap();
    let quota: Array = js::quota(ledger, JsValue::NULL).unwrap().unchecked_into();
    let left = quota
        .iter()
        .map(|model| text(&model, &["requestsLeftToday"]));
    let charged: u32 = left.map(|left| 1_000 - left.parse::<u32>().unwrap()).sum();
    if charged != case.charged {
        return Err(format!("{charged} calls are charged"));
    }
    let urls = text(&js_sys::global(), &["urls"]);
    let whole = format!(
        "{}{}{urls}",
        text(&report, &[]),
        JSON::stringify(&events).unwrap().as_string().unwrap()
    );
    if whole.contains(KEY) || whole.contains("org_01secret") {
        return Err("the key or the organisation is repeated".to_owned());
    }
    Ok(())
}

#[wasm_bindgen_test]
async fn readable_headers_correct_the_ledger() {
    prepare();
    with_fetch(
        "const answer = good(); return new Response(answer.body, { headers: {
             'x-ratelimit-limit-requests': '14400', 'x-ratelimit-remaining-requests': '14000',
             'x-ratelimit-limit-tokens': '250000', 'x-ratelimit-remaining-tokens': '100000' } })",
    );
    js::load("o200k-ascii".into(), "https://example.test/data".into())
        .await
        .unwrap();
    let listen = Function::new_no_args("");
    let report = js::generate(
        REQUEST.into(),
        KEY.into(),
        JsValue::NULL,
        listen,
        None,
        None,
        None,
    )
    .await
    .unwrap();
    let ledger = Reflect::get(&report, &"ledger".into()).unwrap();
    let quota: Array = js::quota(ledger, JsValue::NULL).unwrap().unchecked_into();
    let figures: Vec<String> = quota
        .iter()
        .map(|model| text(&model, &["tokensPerMinute"]))
        .collect();
    assert!(figures.contains(&"250000".to_owned()), "{figures:?}");
}

#[wasm_bindgen_test]
async fn does_not_send_a_call_that_another_tab_displaced() {
    prepare();
    with_fetch("return good()");
    js::load("o200k-ascii".into(), "https://example.test/data".into())
        .await
        .unwrap();
    // The shared ledger is briefly full on every model the first time, and empty after that.
    let book = Function::new_with_args(
        "entries",
        "globalThis.booked = (globalThis.booked ?? 0) + 1;
         const soon = Date.now() - 59500;
         return Promise.resolve(globalThis.booked === 1 ? { version: 2, models: {
             'openai/gpt-oss-20b': { buckets: { TPM: { limit: 8000, printed: true, charged: 15000, used: 15000, at: soon } } },
             'openai/gpt-oss-120b': { buckets: { TPM: { limit: 8000, printed: true, charged: 15000, used: 15000, at: soon } } } } }
           : { version: 2, models: {} });",
    );
    let events = Array::new();
    let listen = Function::new_with_args("heard, progress", "heard.push(progress)");
    let listen: Function = listen.bind1(&JsValue::NULL, &events).unchecked_into();
    let report = js::generate(
        REQUEST.into(),
        KEY.into(),
        JsValue::NULL,
        listen,
        None,
        Some(book),
        None,
    )
    .await
    .unwrap();
    assert_eq!(text(&report, &["failure"]), "null");
    let calls = Reflect::get(&js_sys::global(), &"calls".into()).unwrap();
    assert_eq!(calls.as_f64(), Some(1.0));
}
