//! Whom the module asks for answers and for the time: the browser, or what a host puts in its place.

use crate::ledger::Millis;
use js_sys::{Function, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The global `fetch`. Awaited here and not by gloo-net, which ends in a panic where a
    /// promise is rejected with something other than an `Error`.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;
}

thread_local! {
    static FETCH: RefCell<Option<Function>> = RefCell::default();
    static CLOCK: RefCell<Option<Function>> = RefCell::default();
}

/// Puts a host's own `fetch` and clock in the place of the global ones; what it leaves out is the
/// global one again. The clock gives milliseconds since 1970.
///
/// ```js
/// setWorld({ fetch: (request) => fetch(request), now: () => Date.now() });
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

/// Sends a request: a promise of its answer.
pub fn send(request: &web_sys::Request) -> Result<JsValue, JsValue> {
    match FETCH.with_borrow(Clone::clone) {
        Some(fetch) => fetch.call1(&JsValue::NULL, request),
        None => global_fetch(request),
    }
}

/// The time. A clock that gives no number is not asked.
pub fn now() -> Millis {
    let time = CLOCK.with_borrow(Clone::clone).and_then(|clock| {
        let time = clock.call0(&JsValue::NULL).ok()?;
        time.as_f64().filter(|millis| millis.is_finite())
    });
    time.unwrap_or_else(js_sys::Date::now) as Millis
}
