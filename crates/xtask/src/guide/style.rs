//! The guide's style: its own, in the page's colours.

use crate::Outcome;

const OWN: &str = include_str!("guide.css");

/// The colours are those of `page.css`; the guide follows the system between light and dark.
pub(super) fn of_guide(page: &str) -> Outcome<String> {
    let light = block(page, ":root {")?;
    let dark = block(page, ":root[data-theme=\"dark\"] {")?;
    Ok(format!(
        ":root {{{light}}}\n@media (prefers-color-scheme: dark) {{\n:root {{{dark}}}\n}}\n{OWN}"
    ))
}

fn block<'a>(page: &'a str, opens: &str) -> Outcome<&'a str> {
    let rest = page.split_once(opens).map(|(_, rest)| rest);
    let found = rest.and_then(|rest| rest.split_once('}')).map(|(block, _)| block);
    found.ok_or_else(|| format!("page.css has no `{opens}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_are_the_page_s() {
        let page = ":root { --bg: white; }\n:root[data-theme=\"dark\"] { --bg: black; }\np {}";
        let style = of_guide(page).unwrap();
        assert!(style.starts_with(":root { --bg: white; }\n@media (prefers-color-scheme: dark)"));
        assert!(style.contains(":root { --bg: black; }"), "{style}");
        assert!(of_guide("p {}").is_err());
    }
}
