//! Pages from templates: text with places such as `{{title}}`.

/// A template with every place filled by what `fill` gives for its name.
#[must_use]
pub fn fill(template: &str, mut fill: impl FnMut(&str) -> String) -> String {
    let mut page = String::new();
    for (index, part) in template.split("{{").enumerate() {
        let (name, rest) = part.split_once("}}").filter(|_| index > 0).unwrap_or(("", part));
        if index > 0 {
            page += &fill(name);
        }
        page += rest;
    }
    page
}
