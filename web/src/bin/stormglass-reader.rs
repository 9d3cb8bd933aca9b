//! The worker that reads pastes.

fn main() {
    #[cfg(target_arch = "wasm32")]
    stormglass_web::reading::worker::serve();
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("stormglass-reader is a part of the page; see `cargo xtask serve`");
}
