//! Loads packs: fetched by name from the host's folder, or supplied as bytes.

#[cfg(feature = "check")]
use super::facts::Fact;
use super::value::{refused, thrown};
use crate::reply::{Refusal, RefusalKind};
use crate::tokens::{Pack, Vocabulary};
use crate::web::fetch;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

thread_local! {
    static VOCABULARY: RefCell<Arc<Vocabulary>> = RefCell::default();
    /// Folder of the packs, empty until a host sets it.
    static BASE: RefCell<String> = RefCell::default();
}

/// Fetches a pack from the folder of the packs; a schema includes its constraints.
#[wasm_bindgen]
pub async fn load(
    #[wasm_bindgen(
        unchecked_param_type = "Pack | \"aws-5\" | \"aws-6\" | \"deploy-1\" | \"iam-1\" | \"modules-1\" | \"prices-1\""
    )]
    pack: String,
    base: String,
) -> Result<(), JsValue> {
    let pack = DataPack::named(&pack)?;
    BASE.set(base);
    fetched(pack, None)
        .await
        .map_err(|refusal| refused(&refusal))
}

/// Loads a pack from unpacked bytes that the host supplies.
#[wasm_bindgen]
pub fn learn(
    #[wasm_bindgen(
        unchecked_param_type = "Pack | \"aws-5\" | \"aws-5-constraints\" | \"aws-6\" | \"deploy-1\" | \"iam-1\" | \"modules-1\" | \"prices-1\""
    )]
    pack: &str,
    bytes: &[u8],
) -> Result<(), JsValue> {
    let pack = DataPack::named(pack)?;
    pack.learn(bytes)
        .map_err(|malformed| thrown("bad_pack", &malformed))
}

/// Pack that can be loaded.
#[derive(Clone, Copy)]
pub enum DataPack {
    /// Vocabulary for counting tokens.
    Vocabulary(Pack),
    /// Data for checking and scanning.
    #[cfg(feature = "check")]
    Fact(Fact),
}

impl DataPack {
    fn named(name: &str) -> Result<DataPack, JsValue> {
        let vocabulary = Pack::ALL.into_iter().find(|pack| pack.name() == name);
        let pack = vocabulary.map(DataPack::Vocabulary);
        #[cfg(feature = "check")]
        let pack = pack.or_else(|| Fact::named(name).map(DataPack::Fact));
        pack.ok_or_else(|| thrown("bad_pack", &format!("unknown pack `{name}`")))
    }

    fn file(self) -> String {
        match self {
            DataPack::Vocabulary(pack) => pack.file(),
            #[cfg(feature = "check")]
            DataPack::Fact(fact) => fact.file().to_owned(),
        }
    }

    /// Returns the pack that is always loaded with this one.
    fn companion(self) -> Option<DataPack> {
        match self {
            DataPack::Vocabulary(_) => None,
            #[cfg(feature = "check")]
            DataPack::Fact(fact) => fact.companion().map(DataPack::Fact),
        }
    }

    fn learn(self, bytes: &[u8]) -> Result<(), String> {
        match self {
            DataPack::Vocabulary(pack) => {
                let mut more = Vocabulary::clone(&vocabulary());
                more.learn(pack, bytes)
                    .map_err(|malformed| malformed.to_string())?;
                VOCABULARY.set(Arc::new(more));
                Ok(())
            }
            #[cfg(feature = "check")]
            DataPack::Fact(fact) => fact.learn(bytes),
        }
    }
}

/// Fetches and loads a pack; a schema includes its constraints.
pub async fn fetched(pack: DataPack, signal: Option<&AbortSignal>) -> Result<(), Refusal> {
    let mut base = BASE.with_borrow(String::clone);
    if !base.is_empty() && !base.ends_with('/') {
        base.push('/');
    }
    for pack in std::iter::once(pack).chain(pack.companion()) {
        let bytes = fetch::pack(&format!("{base}{}", pack.file()), signal).await?;
        let learnt = pack.learn(&bytes);
        learnt.map_err(|malformed| Refusal::new(RefusalKind::Network, malformed))?;
    }
    Ok(())
}

/// Returns whether a host has set the folder of the packs.
#[cfg(feature = "whole")]
pub fn has_folder() -> bool {
    BASE.with_borrow(|base| !base.is_empty())
}

/// Returns the loaded vocabulary.
pub fn vocabulary() -> Arc<Vocabulary> {
    VOCABULARY.with_borrow(Arc::clone)
}
