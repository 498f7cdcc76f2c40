//! GIFs that come with the app, drawn by `app/examples/draw-gifs`.

use bytes::Bytes;

use super::{GifError, GifId, Item, Page, Provider, Query};

/// Of every one of them, in pixels.
const WIDTH: u32 = 320;
const HEIGHT: u32 = 224;

/// One of them: its file's name, what it shows, and what it is found by.
struct Gif {
    name: &'static str,
    title: &'static str,
    tags: &'static str,
    bytes: &'static [u8],
}

macro_rules! gif {
    ($name:literal, $title:literal, $tags:literal) => {
        Gif {
            name: $name,
            title: $title,
            tags: $tags,
            bytes: include_bytes!(concat!("../../../assets/gifs/", $name, ".gif")),
        }
    };
}

/// What people reach for most comes first.
static GIFS: [Gif; 24] = [
    gif!("hello", "Hello", "hi hey wave waving greeting morning"),
    gif!("laughing", "Laughing", "haha lol funny joke tears"),
    gif!(
        "party",
        "Party",
        "dance dancing confetti yay celebrate hooray congratulations"
    ),
    gif!("love", "In love", "heart hearts like adore kiss"),
    gif!("yes", "Yes", "nod ok okay agree sure right"),
    gif!("no", "No", "shake nope never disagree"),
    gif!("hug", "Hug", "friends cuddle comfort sorry heart"),
    gif!("high-five", "High five", "great success team nice done"),
    gif!("clapping", "Clapping", "clap applause bravo well done"),
    gif!("wow", "Wow", "surprise surprised amazing oh jump"),
    gif!("mind-blown", "Mind blown", "explode unbelievable what boom"),
    gif!("thinking", "Thinking", "think hmm wait wonder idea"),
    gif!("confused", "Confused", "question what huh why puzzled"),
    gif!("crying", "Crying", "sad cry tears sorry unhappy"),
    gif!("angry", "Angry", "mad furious steam grr annoyed"),
    gif!("meh", "Who knows", "shrug whatever maybe dunno"),
    gif!("cool", "Cool", "sunglasses glasses deal with it nice"),
    gif!("sleepy", "Sleepy", "sleep tired night bed zzz yawn"),
    gif!("coffee", "Coffee", "tea cup break morning drink"),
    gif!("running", "On my way", "run running hurry late fast coming"),
    gif!("rain", "Rainy day", "cloud sad weather gloomy bad"),
    gif!(
        "on-the-line",
        "On the line",
        "talk call string phone chat tin can"
    ),
    gif!(
        "birthday",
        "Happy birthday",
        "cake candles party congratulations"
    ),
    gif!("bye", "Bye", "goodbye leaving wave see you later night"),
];

/// The provider of Tincan's own GIFs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Builtin;

impl Provider for Builtin {
    fn page(&mut self, query: Option<&Query>, offset: u32) -> Result<Page, GifError> {
        let found = GIFS.iter().filter(|gif| gif.answers(query));
        let skip = usize::try_from(offset).unwrap_or(usize::MAX);
        let items: Result<Vec<Item>, GifError> = found.skip(skip).map(Gif::item).collect();
        Ok(Page {
            items: items?,
            next: None,
        })
    }

    fn preview(&mut self, id: &GifId) -> Result<Bytes, GifError> {
        self.gif(id)
    }

    fn gif(&mut self, id: &GifId) -> Result<Bytes, GifError> {
        let gif = GIFS.iter().find(|gif| gif.name == id.0);
        let gif = gif.ok_or(GifError::Unknown)?;
        Ok(Bytes::from_static(gif.bytes))
    }
}

impl Gif {
    /// Whether each word of the query begins a word that this is found by.
    fn answers(&self, query: Option<&Query>) -> bool {
        let words = || self.tags.split(' ').chain(self.title.split(' '));
        let found = |wanted: &str| {
            let mut words = words().map(str::to_lowercase);
            words.any(|word| word.starts_with(wanted))
        };
        query.is_none_or(|query| query.0.to_lowercase().split(' ').all(found))
    }

    fn item(&self) -> Result<Item, GifError> {
        Ok(Item {
            id: self.name.parse()?,
            title: self.title.to_owned(),
            width: WIDTH,
            height: HEIGHT,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(query: &str) -> Vec<String> {
        let page = Builtin.page(Query::new(query).as_ref(), 0).unwrap();
        page.items.iter().map(|item| item.id.to_string()).collect()
    }

    #[test]
    fn all_of_them_are_there_and_have_the_size_that_is_told() {
        let page = Builtin.page(None, 0).unwrap();
        assert_eq!(page.items.len(), GIFS.len());
        for item in &page.items {
            let bytes = Builtin.gif(&item.id).unwrap();
            let size = |at: usize| u32::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
            assert!(bytes.starts_with(b"GIF89a"), "{}", item.id);
            assert_eq!((size(6), size(8)), (item.width, item.height), "{}", item.id);
        }
    }

    #[test]
    fn they_are_found_by_the_beginnings_of_words() {
        assert_eq!(names("CONFET"), ["party"]);
        assert_eq!(names("happy birth"), ["birthday"]);
        assert_eq!(names("heart"), ["love", "hug"]);
        assert!(names("submarine").is_empty());
        assert_eq!(Builtin.page(None, 20).unwrap().items.len(), 4);
        assert_eq!(Builtin.page(None, u32::MAX).unwrap(), Page::default());
    }
}
