//! The page.

fn main() {
    #[cfg(target_arch = "wasm32")]
    stormglass_web::start();
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("stormglass-web is a page: build and see it with `cargo xtask serve`");
}
