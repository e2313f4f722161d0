//! Sends calls to Groq and fetches packs.
//!
//! Anything that `fetch` or a stream throws, an `Error` or not, becomes a [`Refusal`].

use super::host;
use super::wire::{self, Stream};
use crate::hcl::number;
use crate::ledger::{Millis, Spent, Window};
use crate::prompt::Plan;
use crate::reply::{Refusal, RefusalKind, Reply, RetryHeaders};
use futures_util::FutureExt;
use futures_util::future::{Either, select};
use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Date, Promise, Reflect, Uint8Array};
use std::pin::pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultReader};

/// Base URL of Groq's API.
///
/// It is a constant, so that no link, hash or storage can send a key elsewhere.
const GROQ: &str = "https://api.groq.com/openai/v1";
/// Maximum time without a byte, in milliseconds.
const IDLE_MILLIS: u32 = 60_000;
/// Maximum bytes of a body that is not a stream: a list of models or an error.
const BODY_BYTES_MAX: usize = 4_000_000;
/// Maximum bytes of an unpacked pack.
const PACK_BYTES_MAX: usize = 8_000_000;

#[wasm_bindgen]
extern "C" {
    /// The browser's gzip decompression.
    type DecompressionStream;
    #[wasm_bindgen(catch, constructor)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// Partial result of a call.
pub enum Piece<'a> {
    /// Quota from the headers; an extension may read them, a page may not.
    Quota(Spent),
    /// Text of the answer.
    Text(&'a str),
}

/// Sends a plan and passes partial results to `on_piece`.
pub async fn complete(
    plan: &Plan,
    key: &str,
    signal: Option<&AbortSignal>,
    on_piece: impl FnMut(Piece<'_>),
) -> Result<Reply, Refusal> {
    let answer = completed(plan, key, signal, on_piece).await;
    answer.map_err(|refusal| refusal.without_secret(key))
}

/// Lists the models that the key has access to.
///
/// The call costs no tokens, so it also serves to check a key.
pub async fn models(key: &str, signal: Option<&AbortSignal>) -> Result<Vec<String>, Refusal> {
    let ids = listed(key, signal).await;
    ids.map_err(|refusal| refusal.without_secret(key))
}

/// Fetches a pack and returns its unpacked bytes.
pub async fn pack(url: &str, signal: Option<&AbortSignal>) -> Result<Vec<u8>, Refusal> {
    unpacked(url, signal).await.map_err(|refusal| {
        if refusal.kind == RefusalKind::Cancelled {
            return refusal;
        }
        let message =
            format!("the pack `{url}` could not be loaded; check the connection and reload");
        Refusal::new(RefusalKind::Network, message)
    })
}

async fn completed(
    plan: &Plan,
    key: &str,
    signal: Option<&AbortSignal>,
    mut on_piece: impl FnMut(Piece<'_>),
) -> Result<Reply, Refusal> {
    let call = Call::new(signal)?;
    let request = authorised(Request::post(&format!("{GROQ}/chat/completions")), key)?
        .header("Content-Type", "application/json")
        .abort_signal(Some(&call.controller.signal()))
        .body(plan.body().to_string())
        .map_err(|_| unsendable())?;
    let response = call.answered(request).await?;
    for spent in printed(&response) {
        on_piece(Piece::Quota(spent));
    }
    let mut stream = Stream::default();
    let mut received = 0_usize;
    let read = call.read(&response, |bytes| {
        received += bytes.len();
        let text = stream.feed(bytes);
        if !text.is_empty() {
            on_piece(Piece::Text(&text));
        }
        !stream.is_over()
    });
    match read.await {
        Ok(()) => stream.end(),
        // The answer is complete; only its usage is lost.
        Err(refusal) if refusal.kind != RefusalKind::Cancelled && stream.is_finished() => {
            stream.end()
        }
        Err(refusal) if refusal.kind == RefusalKind::Network && received > 0 => Err(Refusal {
            kind: RefusalKind::BrokenStream,
            ..refusal
        }),
        Err(refusal) => Err(refusal),
    }
}

async fn listed(key: &str, signal: Option<&AbortSignal>) -> Result<Vec<String>, Refusal> {
    let call = Call::new(signal)?;
    let request = authorised(Request::get(&format!("{GROQ}/models")), key)?
        .abort_signal(Some(&call.controller.signal()))
        .build()
        .map_err(|_| unsendable())?;
    let response = call.answered(request).await?;
    let body = call.body(&response, BODY_BYTES_MAX).await?;
    let body = String::from_utf8_lossy(&body);
    if body.trim_start().starts_with('<') {
        return Err(Refusal::from_portal());
    }
    let list: serde_json::Value = serde_json::from_str(&body).unwrap_or_default();
    let is_active = |model: &&serde_json::Value| model["active"].as_bool().unwrap_or(true);
    let models = list["data"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let ids: Vec<String> = models
        .iter()
        .filter(is_active)
        .filter_map(|model| model["id"].as_str().map(str::to_owned))
        .collect();
    if ids.is_empty() {
        let message = "Groq's list of models does not have the documented format";
        return Err(Refusal::new(RefusalKind::BadRequest, message));
    }
    Ok(ids)
}

async fn unpacked(url: &str, signal: Option<&AbortSignal>) -> Result<Vec<u8>, Refusal> {
    let call = Call::new(signal)?;
    let request = Request::get(url)
        .abort_signal(Some(&call.controller.signal()))
        .build()
        .map_err(|_| unsendable())?;
    let response = call.answered(request).await?;
    let unreadable = |_| Refusal::new(RefusalKind::Network, "this browser cannot unpack gzip");
    let gunzip = DecompressionStream::new("gzip").map_err(unreadable)?;
    let Some(body) = response.body() else {
        return Ok(Vec::new());
    };
    let transform = gunzip.unchecked_into::<web_sys::ReadableWritablePair>();
    let unpacked = body.pipe_through(&transform);
    let unpacked = web_sys::Response::new_with_opt_readable_stream(Some(&unpacked))
        .map_err(|_| Refusal::new(RefusalKind::Network, "the pack could not be read"))?;
    call.body(&Response::from(unpacked), PACK_BYTES_MAX).await
}

/// Reads the quotas in the headers: requests of the day and tokens of the minute.
fn printed(response: &Response) -> Vec<Spent> {
    let headers = response.headers();
    let figure = |name: &str| -> Option<u64> { headers.get(name)?.trim().parse().ok() };
    let quota = |window, limit: &str, remaining: &str| {
        let (limit, remaining) = (figure(limit)?, figure(remaining)?);
        Some(Spent {
            window,
            limit: Some(limit),
            used: Some(limit.saturating_sub(remaining)),
            requested: None,
        })
    };
    let quotas = [
        quota(
            Window::RequestsDay,
            "x-ratelimit-limit-requests",
            "x-ratelimit-remaining-requests",
        ),
        quota(
            Window::TokensMinute,
            "x-ratelimit-limit-tokens",
            "x-ratelimit-remaining-tokens",
        ),
    ];
    quotas.into_iter().flatten().collect()
}

/// Reads when the same call may be sent again.
///
/// `retry-after` is a number of seconds, whole or not, or a date. A date is compared with the
/// server's own clock, if the page may read it.
fn retry_headers(response: &Response) -> RetryHeaders {
    let headers = response.headers();
    let time = |text: &str| Some(Date::parse(text)).filter(|time| time.is_finite());
    let wait = headers.get("retry-after").and_then(|text| {
        let seconds = number(text.trim()).map(|seconds| 1_000.0 * seconds);
        seconds.or_else(|| {
            let clock = headers.get("date").and_then(|date| time(&date));
            Some(time(&text)? - clock.unwrap_or(host::now() as f64))
        })
    });
    RetryHeaders {
        wait: wait.map(|millis| millis.max(0.0).ceil() as Millis),
        may_retry: headers
            .get("x-should-retry")
            .and_then(|text| text.trim().parse().ok()),
    }
}

/// HTTP exchange that the user can cancel and that times out when no data arrives.
struct Call<'a> {
    user: Option<&'a AbortSignal>,
    controller: AbortController,
}

impl Call<'_> {
    fn new(user: Option<&AbortSignal>) -> Result<Call<'_>, Refusal> {
        let controller = AbortController::new().map_err(|_| unsendable())?;
        let call = Call { user, controller };
        if call.is_cancelled() {
            Err(cancelled())
        } else {
            Ok(call)
        }
    }

    fn is_cancelled(&self) -> bool {
        self.user.is_some_and(|user| user.aborted())
    }

    /// Sends the request and returns the response if its status is a success.
    async fn answered(&self, request: Request) -> Result<Response, Refusal> {
        let promise = host::send(&request.into()).map_err(|_| self.unreached())?;
        let answer = self
            .within(JsFuture::from(Promise::resolve(&promise)))
            .await?;
        let response: web_sys::Response = answer
            .and_then(|it| it.dyn_into())
            .map_err(|_| self.unreached())?;
        let response = Response::from(response);
        if response.ok() {
            return Ok(response);
        }
        let body = match self.body(&response, BODY_BYTES_MAX).await {
            Err(refusal) if refusal.kind == RefusalKind::Cancelled => return Err(refusal),
            body => body.unwrap_or_default(),
        };
        Err(Refusal::from_http(
            response.status(),
            &String::from_utf8_lossy(&body),
            retry_headers(&response),
        ))
    }

    /// Reads the whole body, up to a maximum size.
    async fn body(&self, response: &Response, bytes_max: usize) -> Result<Vec<u8>, Refusal> {
        let mut whole = Vec::new();
        self.read(response, |bytes| {
            let bytes_left = bytes_max.saturating_sub(whole.len());
            whole.extend_from_slice(&bytes[..bytes.len().min(bytes_left)]);
            whole.len() < bytes_max
        })
        .await
        .map_err(|refusal| match refusal.kind {
            RefusalKind::BrokenStream => self.unreached(),
            _ => refusal,
        })?;
        Ok(whole)
    }

    /// Passes the body to `more` as it arrives, until it ends or `more` returns false.
    async fn read(
        &self,
        response: &Response,
        mut more: impl FnMut(&[u8]) -> bool,
    ) -> Result<(), Refusal> {
        let Some(body) = response.body() else {
            return Ok(());
        };
        let broken = |_| self.interrupted();
        let reader = ReadableStreamDefaultReader::new(&body).map_err(broken)?;
        loop {
            let chunk = self.within(JsFuture::from(reader.read())).await?;
            let chunk = chunk.map_err(broken)?;
            let field = |name: &str| Reflect::get(&chunk, &name.into()).map_err(broken);
            if field("done")?.is_truthy() {
                return Ok(());
            }
            let bytes: Uint8Array = field("value")?.dyn_into().map_err(broken)?;
            if !more(&bytes.to_vec()) {
                self.controller.abort();
                return Ok(());
            }
        }
    }

    /// Awaits a future for at most [`IDLE_MILLIS`] or until the user cancels.
    async fn within<T>(&self, future: impl Future<Output = T>) -> Result<T, Refusal> {
        let stop = pin!(stopped(self.user, IDLE_MILLIS));
        match select(pin!(future), stop).await {
            Either::Left((value, _)) => Ok(value),
            Either::Right((by_user, _)) => {
                self.controller.abort();
                Err(if by_user { cancelled() } else { silent() })
            }
        }
    }

    /// Returns the refusal for a connection that ends within an answer.
    fn interrupted(&self) -> Refusal {
        if self.is_cancelled() {
            return cancelled();
        }
        wire::broken()
    }

    /// Returns the refusal for a failed connection.
    fn unreached(&self) -> Refusal {
        if self.is_cancelled() {
            return cancelled();
        }
        Refusal::new(
            RefusalKind::Network,
            "Groq could not be reached; check the connection, and that nothing blocks api.groq.com",
        )
    }
}

/// Waits for a time and returns whether the user cancelled before its end.
pub async fn stopped(signal: Option<&AbortSignal>, millis: u32) -> bool {
    let time = TimeoutFuture::new(millis).map(|()| false);
    let Some(signal) = signal else {
        return time.await;
    };
    if signal.aborted() {
        return true;
    }
    let (sender, receiver) = futures_channel::oneshot::channel::<()>();
    let mut sender = Some(sender);
    // Dropping the listener removes it from the signal.
    let _listener = gloo_events::EventListener::new(signal, "abort", move |_| {
        if let Some(sender) = sender.take() {
            let _ = sender.send(());
        }
    });
    match select(pin!(time), receiver).await {
        Either::Left((by_user, _)) => by_user,
        Either::Right(_) => true,
    }
}

fn authorised(request: RequestBuilder, key: &str) -> Result<RequestBuilder, Refusal> {
    let key = key.trim();
    // A header accepts only visible ASCII; other characters would throw a JavaScript exception.
    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = "the key is empty or contains invalid characters; copy it again";
        return Err(Refusal::new(RefusalKind::Auth, message));
    }
    Ok(request.header("Authorization", &format!("Bearer {key}")))
}

fn unsendable() -> Refusal {
    Refusal::new(RefusalKind::Network, "the browser blocked the request")
}

fn silent() -> Refusal {
    let seconds = IDLE_MILLIS / 1_000;
    Refusal::new(
        RefusalKind::Network,
        format!("Groq sent nothing for {seconds} s; try again"),
    )
}

fn cancelled() -> Refusal {
    Refusal::new(RefusalKind::Cancelled, "cancelled")
}
