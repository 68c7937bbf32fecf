//! Pages from templates: text with places such as `{{title}}`.

/// A template's parts: the name of a place, and the text behind it; the text before the first place has an empty name.
pub fn parts(template: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut texts = template.split("{{");
    let first = texts.next().map(|text| ("", text));
    first.into_iter().chain(texts.map(|part| part.split_once("}}").unwrap_or(("", part))))
}

/// A template with every place filled by what `fill` gives for its name.
#[must_use]
pub fn fill(template: &str, mut fill: impl FnMut(&str) -> String) -> String {
    parts(template)
        .map(|(name, rest)| if name.is_empty() { rest.to_owned() } else { fill(name) + rest })
        .collect()
}
