//! Writes the JavaScript and the types of a wasm module.
//!
//! Usage: `bindgen MODULE NAME FOLDER`. The files are those of `wasm-bindgen --target web
//! --remove-name-section --remove-producers-section --out-name NAME --out-dir FOLDER MODULE`. The whole
//! command-line program of wasm-bindgen takes minutes to build, its library a part of that.

use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, name, folder] = arguments.as_slice() else {
        eprintln!("usage: bindgen MODULE NAME FOLDER");
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    let generated = bindgen.web(true).and_then(|web| {
        web.input_path(module)
            .out_name(name)
            .remove_name_section(true)
            .remove_producers_section(true)
            .typescript(true)
            .omit_default_module_path(false)
            .generate(folder)
    });
    match generated {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}
