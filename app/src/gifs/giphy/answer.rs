//! GIPHY's answers, of which nothing is believed.

use serde::Deserialize;

use crate::gifs::{GifError, GifId, Item, MAX_GIF_BYTES, MAX_ITEMS, Page};

/// Longest title, in characters.
const MAX_TITLE_CHARS: usize = 80;
/// Longest URL, in bytes.
const MAX_URL_BYTES: usize = 1024;
/// Largest side, in pixels.
const MAX_SIDE: u32 = 8192;

/// Where the media of an item are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) preview: String,
    pub(super) gif: String,
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<serde_json::Value>,
    pagination: Option<Pagination>,
}

#[derive(Deserialize)]
struct Pagination {
    #[serde(default)]
    total_count: u32,
    #[serde(default)]
    count: u32,
}

#[derive(Deserialize)]
struct Gif {
    id: String,
    #[serde(default)]
    title: String,
    images: Images,
}

/// Renditions, of which some may be missing.
#[derive(Deserialize)]
struct Images {
    fixed_width_small: Option<Image>,
    fixed_width: Option<Image>,
    downsized: Option<Image>,
    original: Option<Image>,
}

/// Numbers come as texts.
#[derive(Deserialize)]
struct Image {
    url: String,
    width: String,
    height: String,
    size: Option<String>,
}

/// A page, and where its media are. Items that make no sense, or whose media
/// are where `may_fetch` does not want them, are left out.
pub(super) fn parse(
    body: &[u8],
    offset: u32,
    may_fetch: impl Fn(&str) -> bool,
) -> Result<(Page, Vec<(GifId, Found)>), GifError> {
    let answer: Answer = serde_json::from_slice(body).map_err(|_| GifError::Garbled)?;
    let all: Vec<(Item, Found)> = answer
        .data
        .into_iter()
        .take(MAX_ITEMS)
        .filter_map(|gif| item(serde_json::from_value(gif).ok()?, &may_fetch))
        .collect();
    let next = answer.pagination.and_then(|pages| {
        let next = offset.checked_add(pages.count)?;
        (pages.count > 0 && next < pages.total_count).then_some(next)
    });
    let found = all
        .iter()
        .map(|(item, found)| (item.id.clone(), found.clone()));
    let found = found.collect();
    let items = all.into_iter().map(|(item, _)| item).collect();
    Ok((Page { items, next }, found))
}

fn item(gif: Gif, may_fetch: &impl Fn(&str) -> bool) -> Option<(Item, Found)> {
    let fits = |image: &Image| {
        let size = image
            .size
            .as_deref()
            .and_then(|size| size.parse::<u64>().ok());
        size.is_none_or(|size| size <= MAX_GIF_BYTES)
            && image.url.len() <= MAX_URL_BYTES
            && may_fetch(&image.url)
    };
    let Images {
        fixed_width_small,
        fixed_width,
        downsized,
        original,
    } = gif.images;
    let full = [downsized, original].into_iter().flatten().find(fits)?;
    let small = [fixed_width_small, fixed_width].into_iter().flatten();
    let small = small.into_iter().find(fits);
    let side = |text: &str| {
        text.parse()
            .ok()
            .filter(|side| (1..=MAX_SIDE).contains(side))
    };
    let plain = |c: &char| !c.is_control();
    Some((
        Item {
            id: gif.id.parse().ok()?,
            title: gif
                .title
                .chars()
                .filter(plain)
                .take(MAX_TITLE_CHARS)
                .collect(),
            width: side(&full.width)?,
            height: side(&full.height)?,
        },
        Found {
            preview: small.map_or_else(|| full.url.clone(), |image| image.url),
            gif: full.url,
        },
    ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn image(url: &str) -> serde_json::Value {
        json!({"url": url, "width": "200", "height": "150", "size": "1000"})
    }

    #[test]
    fn what_makes_no_sense_is_left_out() {
        let good = json!({"id": "abc", "title": "A\u{7} cat", "images": {
            "fixed_width_small": image("good/small"), "original": image("good/full"),
        }});
        let elsewhere = json!({"id": "evil", "title": "", "images": {
            "original": image("bad/full"),
        }});
        let huge = json!({"id": "huge", "title": "", "images": {
            "original": {"url": "good/x", "width": "9", "height": "9", "size": "99999999"},
        }});
        let id = json!({"id": "../..", "images": {"original": image("good/full")}});
        let sides = json!({"id": "flat", "images": {
            "original": {"url": "good/x", "width": "0", "height": "4294967296"},
        }});
        let body = json!({
            "data": [good, elsewhere, huge, id, sides, 7, null, {"id": "x"}],
            "pagination": {"total_count": 100, "count": 8, "offset": 0},
        });
        let (page, found) = parse(body.to_string().as_bytes(), 0, |url| {
            url.starts_with("good")
        })
        .unwrap();
        assert_eq!(page.next, Some(8));
        assert_eq!(page.items.len(), 1);
        assert_eq!(page.items[0].title, "A cat");
        assert_eq!(found[0].1.preview, "good/small");
        assert_eq!(found[0].1.gif, "good/full");
    }

    proptest! {
        #[test]
        fn any_answer_is_taken_or_refused(body in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = parse(&body, u32::MAX, |_| true);
        }

        #[test]
        fn any_numbers_are_taken_or_refused(
            offset: u32, total: u32, count: u32, side in "[0-9]{0,12}",
        ) {
            let body = json!({
                "data": [{"id": "a", "images": {"original":
                    {"url": "u", "width": side, "height": side, "size": side}}}],
                "pagination": {"total_count": total, "count": count},
            });
            let (page, _) = parse(body.to_string().as_bytes(), offset, |_| true).unwrap();
            prop_assert!(page.next.is_none_or(|next| next > offset));
        }
    }
}
