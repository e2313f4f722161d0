//! Provides `fetch` and the clock: the browser's, or those that a host supplies.

use crate::ledger::Millis;
use js_sys::{Function, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The global `fetch`.
    ///
    /// It is awaited here and not by gloo-net, which panics if a promise is rejected with something
    /// other than an `Error`.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;
}

thread_local! {
    static FETCH: RefCell<Option<Function>> = RefCell::default();
    static CLOCK: RefCell<Option<Function>> = RefCell::default();
}

/// Replaces the global `fetch` and clock by those of the host.
///
/// Functions that the host leaves out are reset to the global ones. The clock returns milliseconds
/// since 1970.
///
/// ```js
/// setHost({ fetch: (request) => fetch(request), now: () => Date.now() });
/// ```
#[wasm_bindgen(js_name = setHost)]
pub fn set_host(
    #[wasm_bindgen(
        unchecked_param_type = "{ fetch?(request: Request): Promise<Response>; now?(): number }"
    )]
    host: &Object,
) {
    let own = |name: &str| {
        let function = Reflect::get(host, &name.into()).ok()?;
        let function: Function = function.dyn_into().ok()?;
        Some(function.bind0(host))
    };
    FETCH.set(own("fetch"));
    CLOCK.set(own("now"));
}

/// Sends a request and returns the promise of its response.
pub fn send(request: &web_sys::Request) -> Result<JsValue, JsValue> {
    match FETCH.with_borrow(Clone::clone) {
        Some(fetch) => fetch.call1(&JsValue::NULL, request),
        None => global_fetch(request),
    }
}

/// Returns the current time. A clock that returns no number is ignored.
pub fn now() -> Millis {
    let time = CLOCK.with_borrow(Clone::clone).and_then(|clock| {
        let time = clock.call0(&JsValue::NULL).ok()?;
        time.as_f64().filter(|millis| millis.is_finite())
    });
    time.unwrap_or_else(js_sys::Date::now) as Millis
}
