//! The page as one file, which opens from a disk: `cargo xtask dist --single`.
//!
//! The page makes the same file of itself (`web/static/single.js`); both fill `single.html`.

use crate::bundle::{Bundle, bytes, text, write};
use crate::{Outcome, place};
use std::io::Write;
use std::path::Path;

/// Where it is written, beside the bundle.
pub(crate) const FILE: &str = "stormglass.html";

/// Makes one file of the bundle.
pub(crate) fn make() -> Outcome {
    let file = place::root().join(FILE);
    let page = filled(&place::dist())?;
    write(&file, page.as_bytes())?;
    println!("The page as one file is {FILE}, {} bytes; it opens from a disk.", page.len());
    Ok(())
}

fn filled(dir: &Path) -> Outcome<String> {
    let bundle = Bundle::read(dir)?;
    let mut parts = Vec::new();
    for (name, file) in bundle.parts() {
        parts.push(format!("{name:?}:\"{}\"", base64(&packed(&bytes(&bundle.path(file))?))));
    }
    let style = text(&bundle.path(bundle.style()?))?;
    let template = text(&dir.join("single.html"))?;
    // The start last: nothing after it may be taken for a gap.
    let gaps = [("@style@", style), ("@parts@", format!("{{{}}}", parts.join(",")))];
    let page = gaps.iter().fold(template, |page, (gap, content)| page.replacen(gap, content, 1));
    Ok(page.replacen("@start@", "\"\"", 1))
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .expect("writing to memory does not fail")
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place)) & 63;
            let filler = place > chunk.len();
            out.push(if filler { '=' } else { char::from(DIGITS[digit as usize]) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::tests::made;

    #[test]
    fn everything_is_inside_and_no_gap_is_left() {
        let dir = made("single");
        let page = filled(&dir).unwrap();
        assert!(page.starts_with("<style>p { color: red }</style>{\"lessons/one.lesson\":\""));
        let wasm = base64(&packed(b"wasm"));
        assert!(page.contains(&format!("\"stormglass-web_bg.wasm\":\"{wasm}\"")), "{page}");
        assert!(page.ends_with("} \"\"") && !page.contains('@'), "{page}");
        std::fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn base64_is_that_of_the_standard() {
        let cases =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")];
        for (plain, coded) in cases {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
