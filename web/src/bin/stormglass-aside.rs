//! The worker that reads pastes and does whatever else the page has done beside it.

fn main() {
    #[cfg(target_arch = "wasm32")]
    stormglass_web::aside::worker::serve();
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("stormglass-aside is a part of the page; see `cargo xtask serve`");
}
