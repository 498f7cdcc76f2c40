//! GIPHY, by its API v1: <https://developers.giphy.com/docs/api/endpoint>.
//!
//! Off until the person gives a key of their own. Only the API and the media
//! hosts of GIPHY are talked to, over TLS, whatever its answers say.

mod answer;
mod quiet;

use std::{
    collections::HashMap,
    io,
    time::{Duration, Instant},
};

use bytes::Bytes;
use ureq::{
    Agent,
    http::{Response, StatusCode, Uri},
};

use self::{answer::Found, quiet::Quiet};
use super::{ApiKey, GifError, GifId, MAX_GIF_BYTES, Page, Provider, Query, Rating, cache::Cache};

/// Where GIPHY is.
pub(super) const API: &str = "https://api.giphy.com/v1/gifs";
const PAGE_ITEMS: u32 = 24;
const MAX_ANSWER_BYTES: u64 = 2 * 1024 * 1024;
const WITHIN: Duration = Duration::from_secs(15);
const PAGES_FRESH_FOR: Duration = Duration::from_secs(10 * 60);
const GIFS_FRESH_FOR: Duration = Duration::from_secs(60 * 60);
const MAX_CACHED_PAGES: usize = 64;
const MAX_CACHED_BYTES: usize = 32 * 1024 * 1024;
/// Items whose media we remember; past it they are forgotten, all at once.
const MAX_REMEMBERED: usize = 4096;

type PageKey = (Option<Query>, u32);

/// The provider of GIPHY's GIFs.
pub struct Giphy {
    agent: Agent,
    api: Uri,
    key: ApiKey,
    rating: Rating,
    quiet: Quiet,
    found: HashMap<GifId, Found>,
    pages: Cache<PageKey, Page>,
    media: Cache<String, Bytes>,
}

impl Giphy {
    /// With the person's key; nothing is asked yet. With an API at another place
    /// than [`API`], media come from there too.
    pub(super) fn at(api: Uri, key: ApiKey, rating: Rating) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(WITHIN))
            .https_only(api.scheme_str() == Some("https"))
            // It could lead anywhere.
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent("tincan")
            .build();
        Self {
            agent: config.into(),
            api,
            key,
            rating,
            quiet: Quiet::default(),
            found: HashMap::new(),
            pages: Cache::new(MAX_CACHED_PAGES, PAGES_FRESH_FOR),
            media: Cache::new(MAX_CACHED_BYTES, GIFS_FRESH_FOR),
        }
    }

    fn fetch_page(&mut self, query: Option<&Query>, offset: u32) -> Result<Page, GifError> {
        self.quiet.check(Instant::now())?;
        let endpoint = if query.is_some() {
            "search"
        } else {
            "trending"
        };
        let mut request = self
            .agent
            .get(format!("{}/{endpoint}", self.api))
            .query("api_key", self.key.as_str())
            .query("rating", self.rating.as_str())
            .query("limit", PAGE_ITEMS.to_string())
            .query("offset", offset.to_string());
        if let Some(query) = query {
            request = request.query("q", query.as_str());
        }
        self.quiet.asked(Instant::now());
        let response = request.call().map_err(|_| GifError::Unreachable)?;
        self.check_status(&response)?;
        let body = read(response, MAX_ANSWER_BYTES, GifError::Garbled)?;
        let (page, found) = answer::parse(&body, offset, |url| self.is_media(url))?;
        if self.found.len() + found.len() > MAX_REMEMBERED {
            self.found.clear();
        }
        self.found.extend(found);
        Ok(page)
    }

    fn check_status<B>(&mut self, response: &Response<B>) -> Result<(), GifError> {
        match response.status() {
            StatusCode::OK => Ok(()),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(GifError::BadKey),
            StatusCode::TOO_MANY_REQUESTS => {
                let after = response.headers().get("retry-after");
                let seconds = after.and_then(|value| value.to_str().ok()?.parse().ok());
                Err(self.quiet.refused(Instant::now(), seconds))
            }
            status if status.is_server_error() => Err(GifError::Unreachable),
            _ => Err(GifError::Garbled),
        }
    }

    fn fetch_media(&mut self, url: String) -> Result<Bytes, GifError> {
        let now = Instant::now();
        if let Some(bytes) = self.media.find(now, &url) {
            return Ok(bytes);
        }
        let response = self.agent.get(&url).call();
        let response = response.map_err(|_| GifError::Unreachable)?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND | StatusCode::GONE => return Err(GifError::Unknown),
            _ => return Err(GifError::Unreachable),
        }
        let bytes = Bytes::from(read(response, MAX_GIF_BYTES, GifError::TooBig)?);
        if !bytes.starts_with(b"GIF8") {
            return Err(GifError::Garbled);
        }
        self.media.keep(now, url, bytes.clone(), bytes.len());
        Ok(bytes)
    }

    /// Whether media may be fetched there.
    fn is_media(&self, url: &str) -> bool {
        let Ok(url) = url.parse::<Uri>() else {
            return false;
        };
        let (Some(host), Some(authority)) = (url.host(), url.authority()) else {
            return false;
        };
        let same_place = Some(authority) == self.api.authority();
        let giphys = host.ends_with(".giphy.com") && authority.as_str() == host;
        url.scheme() == self.api.scheme() && (same_place || giphys)
    }

    fn found(&self, id: &GifId) -> Result<&Found, GifError> {
        self.found.get(id).ok_or(GifError::Unknown)
    }
}

impl Provider for Giphy {
    fn page(&mut self, query: Option<&Query>, offset: u32) -> Result<Page, GifError> {
        let now = Instant::now();
        let key = (query.cloned(), offset);
        if let Some(page) = self.pages.find(now, &key)
            && page
                .items
                .iter()
                .all(|item| self.found.contains_key(&item.id))
        {
            return Ok(page);
        }
        let page = self.fetch_page(query, offset)?;
        self.pages.keep(now, key, page.clone(), 1);
        Ok(page)
    }

    fn preview(&mut self, id: &GifId) -> Result<Bytes, GifError> {
        let url = self.found(id)?.preview.clone();
        self.fetch_media(url)
    }

    fn gif(&mut self, id: &GifId) -> Result<Bytes, GifError> {
        let url = self.found(id)?.gif.clone();
        self.fetch_media(url)
    }
}

/// The body of an answer, or `too_long` past `max` bytes.
fn read(response: Response<ureq::Body>, max: u64, too_long: GifError) -> Result<Vec<u8>, GifError> {
    let body = response.into_body().into_with_config().limit(max);
    body.read_to_vec().map_err(|error| match error {
        ureq::Error::BodyExceedsLimit(_) => too_long,
        ureq::Error::Io(io) if exceeds(&io) => too_long,
        _ => GifError::Unreachable,
    })
}

fn exceeds(error: &io::Error) -> bool {
    let inner = error
        .get_ref()
        .and_then(|e| e.downcast_ref::<ureq::Error>());
    matches!(inner, Some(ureq::Error::BodyExceedsLimit(_)))
}

#[cfg(test)]
mod tests;
