//! A bug is shown to whoever met it, with what to report; the page stays.

use super::browser::document;

pub(crate) fn install() {
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        let document = document();
        let Ok(notice) = document.create_element("div") else { return };
        notice.set_class_name("broke");
        drop(notice.set_attribute("role", "alert"));
        // Said in both languages: the catalogue may be what is broken.
        let what = "Stormglass met a bug and stopped. Please report this text, with the address of the page:\n\
                    Stormglass 出错并停止了。请报告这段文字和页面地址：";
        notice.set_text_content(Some(&format!("{what}\n\n{text}")));
        if let Some(body) = document.body() {
            drop(body.prepend_with_node_1(&notice));
        }
    }));
}
