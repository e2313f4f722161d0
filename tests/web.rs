//! Tests the JavaScript API in a browser, including exceptions from JavaScript.

use infragenie::web::js;
use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::AbortController;

wasm_bindgen_test_configure!(run_in_browser);

const KEY: &str = "gsk_test_only_here";
const REQUEST: &str = "create an sqs queue for accounting";

/// Replaces the browser's `fetch`.
fn with_fetch(body: &str) {
    let fetch = Function::new_with_args("request", body);
    Reflect::set(&js_sys::global(), &"fetch".into(), &fetch).unwrap();
}

/// Loads a vocabulary with the function that pages use.
async fn with_vocabulary() {
    let pack = include_bytes!("../www/public/data/o200k-ascii.9e8e05122268c673.pack");
    let bytes = js_sys::Uint8Array::from(pack.as_slice());
    Reflect::set(&js_sys::global(), &"testPack".into(), &bytes).unwrap();
    with_fetch("return Promise.resolve(new Response(testPack))");
    js::load("o200k-ascii".into(), "https://example.test/data".into())
        .await
        .unwrap();
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

/// Runs a request and returns the report and the text of all events.
async fn generated(signal: Option<web_sys::AbortSignal>) -> (JsValue, String) {
    let events = Array::new();
    let listen = Function::new_with_args("heard, progress", "heard.push(progress)");
    let listen: Function = listen.bind1(&JsValue::NULL, &events).unchecked_into();
    let report = js::generate(
        REQUEST.into(),
        KEY.into(),
        Object::new().into(),
        listen,
        signal,
        None,
        None,
    )
    .await;
    (report.unwrap(), JSON::stringify(&events).unwrap().into())
}

#[wasm_bindgen_test]
fn rejects_invalid_requests_with_their_kind() {
    for (request, kind) in [("  ", "empty"), ("a\0b", "control_character")] {
        let error = js::preview(request, JsValue::UNDEFINED, JsValue::NULL).unwrap_err();
        assert!(error.is_instance_of::<js_sys::Error>());
        assert_eq!(text(&error, &["kind"]), kind);
    }
    let long = "x".repeat(5_000);
    assert_eq!(
        text(
            &js::preview(&long, JsValue::NULL, JsValue::NULL).unwrap_err(),
            &["kind"]
        ),
        "too_long"
    );
}

#[wasm_bindgen_test]
fn rejects_invalid_options_models_and_profiles() {
    let error = js::preview(REQUEST, JsValue::from_str("fast"), JsValue::NULL).unwrap_err();
    assert_eq!(text(&error, &["kind"]), "bad_options");
    let options = JSON::parse(r#"{"model": "gpt-2"}"#).unwrap();
    let error = js::preview(REQUEST, options, JsValue::NULL).unwrap_err();
    assert_eq!(text(&error, &["kind"]), "unknown_model");
    let options = JSON::parse(r#"{"profile": "lavish"}"#).unwrap();
    let error = js::preview(REQUEST, options, JsValue::NULL).unwrap_err();
    assert_eq!(text(&error, &["kind"]), "unknown_profile");
    assert!(text(&error, &["message"]).contains("`thorough`"));
}

#[wasm_bindgen_test]
async fn profiles_change_the_prompt() {
    with_vocabulary().await;
    let sized = |profile: &str| {
        let options = JSON::parse(&format!(r#"{{"profile": "{profile}"}}"#)).unwrap();
        let preview = js::preview(REQUEST, options, JsValue::NULL).unwrap();
        let size = text(&preview, &["plan", "promptTokens"]);
        size.parse::<u32>().unwrap()
    };
    assert!(sized("thorough") > sized("minimal"));
}

#[wasm_bindgen_test]
async fn survives_every_exception_of_fetch() {
    with_vocabulary().await;
    for thrown in [
        "'a string'",
        "undefined",
        "null",
        "42",
        "new Error('x')",
        "{}",
        "Symbol('s')",
    ] {
        for body in [
            format!("throw {thrown}"),
            format!("return Promise.reject({thrown})"),
        ] {
            with_fetch(&body);
            let (report, _) = generated(None).await;
            assert_eq!(text(&report, &["failure", "kind"]), "network", "{body}");
        }
    }
    for body in [
        "return 7",
        "return Promise.resolve(undefined)",
        "return Promise.resolve('no')",
    ] {
        with_fetch(body);
        let (report, _) = generated(None).await;
        assert_eq!(text(&report, &["failure", "kind"]), "network", "{body}");
    }
    assert!(js::count("still here").unwrap() > 0);
}

#[wasm_bindgen_test]
async fn reports_a_failing_body_as_a_broken_stream() {
    with_vocabulary().await;
    for thrown in ["'a string'", "undefined", "new TypeError('lost')"] {
        with_fetch(&format!(
            "const stream = new ReadableStream({{ pull(c) {{ if (this.sent) c.error({thrown}); \
             else {{ this.sent = true; c.enqueue(new TextEncoder().encode('data: {{')); }} }} }}); \
             return Promise.resolve(new Response(stream))"
        ));
        let (report, _) = generated(None).await;
        assert_eq!(
            text(&report, &["failure", "kind"]),
            "broken_stream",
            "{thrown}"
        );
    }
    with_fetch(
        "return Promise.resolve(new Response(new ReadableStream({ start(c) { c.enqueue('text'); c.close(); } })))",
    );
    let (report, _) = generated(None).await;
    assert_eq!(text(&report, &["end"]), "failed");
}

#[wasm_bindgen_test]
async fn aborting_with_any_reason_cancels_the_job() {
    with_vocabulary().await;
    with_fetch(
        "return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason)))",
    );
    for reason in [
        JsValue::from_str("x"),
        JsValue::UNDEFINED,
        JsValue::from_f64(1.0),
    ] {
        let controller = AbortController::new().unwrap();
        let running = generated(Some(controller.signal()));
        let abort = async {
            JsFuture::from(Promise::resolve(&JsValue::NULL))
                .await
                .unwrap();
            controller.abort_with_reason(&reason);
        };
        let ((report, _), ()) = futures_util::future::join(running, abort).await;
        assert_eq!(text(&report, &["failure", "kind"]), "cancelled");
    }
    let controller = AbortController::new().unwrap();
    controller.abort();
    let (report, _) = generated(Some(controller.signal())).await;
    assert_eq!(text(&report, &["failure", "kind"]), "cancelled");
}

#[wasm_bindgen_test]
async fn reads_answers_byte_by_byte_and_never_returns_the_key() {
    with_vocabulary().await;
    with_fetch(
        r#"
        globalThis.seenKey = request.headers.get("authorization");
        const answer = "```hcl\nresource \"aws_sqs_queue\" \"größe\" {\n}\n```";
        const events = [
            { choices: [{ delta: { content: answer }, finish_reason: null }] },
            { choices: [{ delta: {}, finish_reason: "stop" }], x_groq: { usage: { prompt_tokens: 9, completion_tokens: 5, total_tokens: 14 } } },
        ];
        const bytes = new TextEncoder().encode(events.map((e) => `data: ${JSON.stringify(e)}\n\n`).join("") + "data: [DONE]\n\n");
        let at = 0;
        const stream = new ReadableStream({ pull(c) {
            if (at < bytes.length) c.enqueue(bytes.slice(at, ++at)); else c.close();
        } });
        return Promise.resolve(new Response(stream));
        "#,
    );
    let (report, events) = generated(None).await;
    let seen = Reflect::get(&js_sys::global(), &"seenKey".into()).unwrap();
    assert_eq!(seen.as_string().unwrap(), format!("Bearer {KEY}"));
    assert!(text(&report, &["base"]).contains("größe"));
    assert_eq!(text(&report, &["used", "totalTokens"]), "14");
    let whole: String = JSON::stringify(&report).unwrap().into();
    assert!(!whole.contains(KEY) && !events.contains(KEY));
    assert!(events.contains("\"event\":\"sending\"") && events.contains("\"event\":\"evaluated\""));
}

#[wasm_bindgen_test]
async fn keeps_an_answer_that_was_complete_before_the_failure() {
    with_vocabulary().await;
    with_fetch(
        r#"
        const answer = "```hcl\nresource \"aws_sqs_queue\" \"jobs\" {\n}\n```";
        const event = { choices: [{ delta: { content: answer }, finish_reason: "stop" }] };
        const stream = new ReadableStream({ pull(c) {
            if (this.sent) c.error(new TypeError("lost"));
            else { this.sent = true; c.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`)); }
        } });
        return Promise.resolve(new Response(stream));
        "#,
    );
    let (report, _) = generated(None).await;
    assert_eq!(text(&report, &["attempts", "0", "finish"]), "stop");
    assert_eq!(text(&report, &["failure"]), "null");
}

#[wasm_bindgen_test]
async fn rejects_options_that_are_not_json() {
    for made in [
        "const o = { ledger: {} }; o.ledger.models = o; return o",
        "return { get ledger() { throw 'from a getter' } }",
        "return { ledger: 1n }",
        "return Symbol('s')",
        "let o = {}; for (let i = 0; i < 1000; i++) o = { o }; return { ledger: o }",
    ] {
        let options = Function::new_no_args(made).call0(&JsValue::NULL).unwrap();
        let error = js::preview(REQUEST, options, JsValue::NULL).unwrap_err();
        assert_eq!(text(&error, &["kind"]), "bad_options", "{made}");
        assert!(!text(&error, &["message"]).contains("struct"));
    }
    assert!(js::quota(Object::new().into(), JsValue::NULL).is_ok());
}

#[wasm_bindgen_test]
async fn reports_an_unreachable_pack_without_blaming_groq() {
    for fetch in [
        "return Promise.reject('x')",
        "return Promise.resolve(new Response('no', { status: 404 }))",
    ] {
        with_fetch(fetch);
        let loaded = js::load("o200k-rest".into(), "https://example.test".into()).await;
        let message = text(&loaded.unwrap_err(), &["message"]);
        assert!(
            message.contains("example.test") && !message.contains("groq"),
            "{message}"
        );
    }
}

#[wasm_bindgen_test]
async fn cancelling_during_a_pack_load_ends_the_job() {
    with_vocabulary().await;
    with_fetch(
        "return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject('x')))",
    );
    let controller = AbortController::new().unwrap();
    let listen = Function::new_no_args("");
    let request = "eine warteschlange für aufträge";
    let signal = Some(controller.signal());
    let running = js::generate(
        request.into(),
        KEY.into(),
        JsValue::NULL,
        listen,
        signal,
        None,
        None,
    );
    let abort = async {
        JsFuture::from(Promise::resolve(&JsValue::NULL))
            .await
            .unwrap();
        controller.abort();
    };
    let (report, ()) = futures_util::future::join(running, abort).await;
    assert_eq!(text(&report.unwrap(), &["failure", "kind"]), "cancelled");
}

#[wasm_bindgen_test]
async fn calls_cancelled_before_sending_are_not_charged() {
    with_vocabulary().await;
    let controller = AbortController::new().unwrap();
    controller.abort();
    let (report, events) = generated(Some(controller.signal())).await;
    let ledger = Reflect::get(&report, &"ledger".into()).unwrap();
    let quota: Array = js::quota(ledger, JsValue::NULL).unwrap().unchecked_into();
    for model in quota.iter() {
        assert_eq!(
            text(&model, &["leftToday"]),
            text(&model, &["tokensPerDay"])
        );
    }
    assert_eq!(
        (events.as_str(), text(&report, &["attempts"]).as_str()),
        ("[]", "[]")
    );
}

#[wasm_bindgen_test]
async fn removes_the_key_from_error_messages() {
    with_vocabulary().await;
    with_fetch(
        "return Promise.resolve(new Response('{\"error\":{\"message\":\"no access for other-key/1234\"}}', { status: 403 }))",
    );
    let listen = Function::new_no_args("");
    let key = "other-key/1234".to_owned();
    let report = js::generate(
        REQUEST.into(),
        key.clone(),
        JsValue::NULL,
        listen,
        None,
        None,
        None,
    )
    .await;
    assert_eq!(
        text(&report.unwrap(), &["failure", "message"]),
        "no access for …"
    );
    let error = js::models(key, None).await.unwrap_err();
    assert_eq!(text(&error, &["message"]), "no access for …");
}

#[wasm_bindgen_test]
async fn survives_a_throwing_listener() {
    with_vocabulary().await;
    with_fetch("return Promise.reject('x')");
    let listen = Function::new_no_args("throw 'from the listener'");
    let report = js::generate(
        REQUEST.into(),
        KEY.into(),
        JsValue::NULL,
        listen,
        None,
        None,
        None,
    )
    .await;
    assert_eq!(text(&report.unwrap(), &["failure", "kind"]), "network");
}

#[wasm_bindgen_test]
async fn rejects_keys_that_no_header_accepts() {
    with_fetch("globalThis.wasSent = true; return Promise.reject('x')");
    for key in ["", "  ", "gsk_a\nb", "gsk_ü"] {
        let error = js::models(key.into(), None).await.unwrap_err();
        assert_eq!(text(&error, &["kind"]), "auth");
    }
    assert!(
        Reflect::get(&js_sys::global(), &"wasSent".into())
            .unwrap()
            .is_undefined()
    );
}

#[wasm_bindgen_test]
async fn checking_a_key_lists_the_live_models() {
    with_fetch(
        "return Promise.resolve(new Response(JSON.stringify({ data: [{ id: 'openai/gpt-oss-20b', active: true }] })))",
    );
    let models: Array = js::models(KEY.into(), None).await.unwrap().unchecked_into();
    let live: Vec<String> = models.iter().map(|model| text(&model, &["live"])).collect();
    assert_eq!(live, ["false", "true", "false"]);
    with_fetch(
        "return Promise.resolve(new Response('{\"error\":{\"message\":\"Invalid API Key\",\"code\":\"invalid_api_key\"}}', { status: 401 }))",
    );
    let error = js::models(KEY.into(), None).await.unwrap_err();
    assert_eq!(text(&error, &["kind"]), "auth");
    assert!(!text(&error, &["message"]).contains(KEY));
}

#[wasm_bindgen_test]
async fn rejects_malformed_and_unknown_packs() {
    with_fetch("return Promise.resolve(new Response('not a pack'))");
    assert!(
        js::load("o200k-rest".into(), "https://example.test/".into())
            .await
            .is_err()
    );
    assert_eq!(
        text(&js::learn("o200k-rest", b"junk").unwrap_err(), &["kind"]),
        "bad_pack"
    );
    assert_eq!(
        text(&js::learn("tea", b"").unwrap_err(), &["kind"]),
        "bad_pack"
    );
}

const TEXTS: [&str; 3] = ["", "\0\u{1}", "resource \"a\" {{{"];
const VOLUME: &str = "resource \"aws_ebs_volume\" \"a\" {\n  size = file(\"./init.sh\")\n}\n";

fn object(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn length(value: &JsValue) -> u32 {
    Array::from(value).length()
}

#[wasm_bindgen_test]
fn fixes_and_validates_arbitrary_text() {
    let nested = ["(".repeat(10_000), "a {".repeat(10_000)];
    for code in TEXTS.into_iter().chain(nested.iter().map(String::as_str)) {
        for options in [
            JsValue::UNDEFINED,
            object(r#"{"request": "a server", "harden": true}"#),
        ] {
            let mended = js::fix(code, options).unwrap();
            assert!(Reflect::has(&mended, &"problems".into()).unwrap());
        }
        assert!(js::validate(code, JsValue::NULL).is_ok() && js::scan(code, JsValue::NULL).is_ok());
        let error = js::read_report(code).unwrap_err();
        assert_eq!(text(&error, &["kind"]), "bad_report");
    }
}

#[wasm_bindgen_test]
fn excludes_and_accepts_fixes_by_id() {
    let own = js::fix(VOLUME, JsValue::UNDEFINED).unwrap();
    assert_eq!(text(&own, &["code"]), VOLUME);
    let fixed = js::fix(VOLUME, object(r#"{"reach": "draft"}"#)).unwrap();
    let id = text(&fixed, &["changes", "0", "id"]);
    assert_eq!(id, "fix:CKV_AWS_3:aws_ebs_volume.a");
    assert!(text(&fixed, &["code"]).contains("encrypted = true"));
    let undone = js::fix(
        VOLUME,
        object(&format!(r#"{{"reach": "draft", "exclude": ["{id}"]}}"#)),
    )
    .unwrap();
    assert_eq!(text(&undone, &["code"]), VOLUME);
    let hardened = js::fix(VOLUME, object(r#"{"reach": "draft", "harden": true}"#)).unwrap();
    assert!(text(&hardened, &["added"]).contains("aws_kms_key.main"));
    let accepted = r#"{"accept": ["fix:CKV_AWS_189:aws_ebs_volume.a"]}"#;
    let one = js::fix(VOLUME, object(accepted)).unwrap();
    assert_eq!(text(&one, &["added"]), text(&hardened, &["added"]));
    let asked = js::fix(VOLUME, object(r#"{"request": "a volume"}"#)).unwrap();
    assert!(text(&asked, &["code"]).contains("required_providers"));
}

#[wasm_bindgen_test]
fn problems_have_kind_address_and_range() {
    let problems = js::validate(VOLUME, JsValue::NULL).unwrap();
    let report = js::validate("output \"x\" {\n  value = var.größe\n}\n", JsValue::NULL).unwrap();
    let first = Reflect::get(&report, &0.into()).unwrap();
    assert_eq!(text(&first, &["kind"]), "UndeclaredVariable");
    assert_eq!(text(&first, &["address"]), "output.x");
    assert_eq!(text(&first, &["start"]), r#"{"line":2,"column":11}"#);
    assert_eq!(text(&first, &["end"]), r#"{"line":2,"column":20}"#);
    let given = js::validate(VOLUME, object(r#"{"files": ["init.sh"]}"#)).unwrap();
    assert!(length(&given) <= length(&problems));
}

#[wasm_bindgen_test]
fn rejects_invalid_options_of_free_functions() {
    for options in [r#""all""#, "7", r#"{"harden": "yes", "files": 7}"#] {
        for error in [
            js::fix("", object(options)).unwrap_err(),
            js::validate("", object(options)).unwrap_err(),
        ] {
            assert_eq!(text(&error, &["kind"]), "bad_options", "{options}");
        }
    }
    let long = "#".repeat(5_000_000);
    for error in [
        js::fix(&long, JsValue::NULL).unwrap_err(),
        js::validate(&long, JsValue::NULL).unwrap_err(),
        js::scan(&long, JsValue::NULL).unwrap_err(),
    ] {
        assert_eq!(text(&error, &["kind"]), "too_long");
    }
}

#[wasm_bindgen_test]
fn groups_reports_of_other_tools() {
    let report = r#"[{"results": {"failed_checks": [
        {"check_id": "CKV_AWS_26", "resource": "aws_sns_topic.a"},
        {"check_id": "CKV_AWS_26", "resource": "aws_sns_topic.b"}]}}]"#;
    let import = js::read_report(report).unwrap();
    assert_eq!(text(&import, &["groups", "0", "count"]), "2");
    assert_eq!(text(&import, &["groups", "0", "severity"]), "medium");
}

#[wasm_bindgen_test]
fn reports_how_many_calls_fit_the_quota() {
    let call = |tokens: u32| {
        let call = format!(r#"{{"promptTokens": {tokens}, "maxCompletionTokens": 1500}}"#);
        let quota: Array = js::quota(JsValue::NULL, object(&call))
            .unwrap()
            .unchecked_into();
        quota.get(0)
    };
    let small = call(200);
    let left: u32 = text(&small, &["runsLeft"]).parse().unwrap();
    assert!(left > 50, "{left}");
    let opens: f64 = text(&small, &["opensAt"]).parse().unwrap();
    assert!(opens <= js_sys::Date::now());
    assert_eq!(text(&call(900_000), &["runsLeft"]), "0");
    let none: Array = js::quota(JsValue::NULL, JsValue::NULL)
        .unwrap()
        .unchecked_into();
    assert_eq!(text(&none.get(0), &["runsLeft"]), "null");
}
