//! A browser without JavaScript: it keeps cookies, follows redirects and sends the forms it is
//! shown.

use parvis::text::Locale;
use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, COOKIE, HeaderMap, LOCATION, ORIGIN, SET_COOKIE, USER_AGENT};
use reqwest::{Client, Method, RequestBuilder};
use url::Url;

use super::document::{Page, Sending};

/// More redirects than this are a loop.
const MOST_REDIRECTS: usize = 10;

/// One person's browser. Whatever page it is shown must be whole: each one is checked for words
/// that are missing. A copy goes its own way from there.
#[derive(Clone)]
pub struct Browser {
    http: Client,
    portal: Url,
    locale: Locale,
    cookies: Vec<Cookie>,
    page: Page,
    typed: Vec<(String, Vec<String>)>,
    stop: Option<String>,
    agent: String,
    chosen: Vec<(String, File)>,
}

/// A file on the person's device.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What the browser takes it for.
    pub media_type: String,
    /// Its content.
    pub content: Vec<u8>,
}

impl File {
    /// A file of that name, taken for what its name says.
    pub fn new(name: &str, content: impl Into<Vec<u8>>) -> Self {
        let media_type = match name.rsplit('.').next() {
            Some("pdf") => "application/pdf",
            Some("jpg") => "image/jpeg",
            Some("png") => "image/png",
            _ => "application/octet-stream",
        };
        Self { name: name.to_owned(), media_type: media_type.to_owned(), content: content.into() }
    }
}

/// A form's parts, as browsers write them (HTML, "multipart/form-data encoding algorithm").
pub fn parts(fields: &[(String, String)], files: &[(String, File)]) -> Vec<u8> {
    let escaped = |text: &str| text.replace('\n', "%0A").replace('\r', "%0D").replace('"', "%22");
    let head =
        |name: &str| format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{}\"", escaped(name));
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("{}\r\n\r\n{value}\r\n", head(name)).into_bytes());
    }
    for (name, file) in files {
        let (head, file_name, kind) = (head(name), escaped(&file.name), &file.media_type);
        let head = format!("{head}; filename=\"{file_name}\"\r\ncontent-type: {kind}\r\n\r\n");
        body.extend([head.as_bytes(), &file.content, b"\r\n"].concat());
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    body
}

/// Between the parts of a form.
pub const BOUNDARY: &str = "----ParvisTestBoundary7f3a9c";

/// A cookie. All hosts of a test are 127.0.0.1, and cookies know no ports.
#[derive(Clone)]
struct Cookie {
    name: String,
    value: String,
    path: String,
}

impl Browser {
    /// A browser that has seen nothing yet.
    pub fn new(portal: Url, locale: Locale) -> Self {
        let http = Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        let page =
            Page { url: portal.clone(), status: 0, headers: HeaderMap::default(), body: String::new() };
        Self {
            http,
            portal,
            locale,
            cookies: Vec::new(),
            page,
            typed: Vec::new(),
            stop: None,
            chosen: Vec::new(),
            agent: String::new(),
        }
    }

    /// What it calls itself from now on.
    pub fn calls_itself(&mut self, agent: &str) {
        agent.clone_into(&mut self.agent);
    }

    /// The page on screen.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// What the page on screen says.
    pub fn text(&self) -> String {
        self.page.text()
    }

    /// The language its person reads.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// Opens a path of the portal, in the browser's language: `open("/requests")`.
    pub async fn open(&mut self, path: &str) -> &Page {
        let path = if path == "/" { "" } else { path };
        let address = self.portal.join(&format!("/{}{path}", self.locale)).unwrap();
        self.visit(address).await
    }

    /// Opens an address, following redirects.
    pub async fn visit(&mut self, address: Url) -> &Page {
        let request = self.http.get(address.clone());
        self.go(request, address).await
    }

    /// Follows the link of those words, or to that address.
    pub async fn follow(&mut self, link: &str) -> &Page {
        let words = self.page.texts("a[href]");
        let addresses = self.page.attributes("a[href]", "href");
        let found = words.iter().zip(&addresses).find(|(text, href)| *text == link || *href == link);
        let href = found.unwrap_or_else(|| panic!("no link {link:?} on {}: {words:?}", self.page.url)).1;
        let address = self.page.url.join(href).unwrap();
        self.visit(address).await
    }

    /// Signs in as one of the demo's people, from wherever; ends where the portal leads.
    pub async fn sign_in(&mut self, username: &str) -> &Page {
        self.open("/sign-in").await;
        self.tell_provider(username).await
    }

    /// On the provider's page, says who it is.
    pub async fn tell_provider(&mut self, username: &str) -> &Page {
        assert!(self.page.url.path().contains("authorize"), "not at the provider: {}", self.page.url);
        let button = if self.page.lang().starts_with("fr") { "Ouvrir la session" } else { "Sign in" };
        self.fill("username", username);
        self.press(button).await;
        assert_eq!(self.page.status, 200, "{}", self.text());
        assert_eq!(self.page.url.origin(), self.portal.origin());
        &self.page
    }

    /// Types into a field, or chooses the option of that code.
    pub fn fill(&mut self, name: &str, value: &str) -> &mut Self {
        self.choose(name, &[value])
    }

    /// Ticks exactly these boxes.
    pub fn choose(&mut self, name: &str, values: &[&str]) -> &mut Self {
        let values = values.iter().map(|&value| value.to_owned()).collect();
        self.typed.retain(|(typed, _)| typed != name);
        self.typed.push((name.to_owned(), values));
        self
    }

    /// Presses a button, named by its value or its words, and follows where it leads.
    pub async fn press(&mut self, button: &str) -> &Page {
        let sending = self.sending(button);
        match sending.file_inputs {
            Some(inputs) => self.post_parts(sending.action, &sending.fields, &inputs).await,
            None => self.post(sending.action, &sending.fields).await,
        }
    }

    /// What pressing that button would send.
    pub fn sending(&mut self, button: &str) -> Sending {
        let typed = std::mem::take(&mut self.typed);
        self.page.send(button, &typed)
    }

    /// Chooses a file in an input for files.
    pub fn attach(&mut self, input: &str, file: File) -> &mut Self {
        self.chosen.push((input.to_owned(), file));
        self
    }

    /// Sends a form in parts: an input without a chosen file sends a file without a name.
    async fn post_parts(&mut self, address: Url, fields: &[(String, String)], inputs: &[String]) -> &Page {
        let mut files = std::mem::take(&mut self.chosen);
        for (name, _) in &files {
            assert!(inputs.contains(name), "no input {name:?} for files on {}", self.page.url);
        }
        let empty = inputs.iter().filter(|input| !files.iter().any(|(name, _)| name == *input));
        let empty: Vec<(String, File)> = empty.map(|input| (input.clone(), File::new("", ""))).collect();
        files.extend(empty);
        let origin = self.page.url.origin().ascii_serialization();
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = self.http.post(address.clone()).header(ORIGIN, origin).header("content-type", kind);
        self.go(request.body(parts(fields, &files)), address).await
    }

    /// Sends a form as if a page held it, and follows where that leads.
    pub async fn post(&mut self, address: Url, fields: &[(String, String)]) -> &Page {
        let origin = self.page.url.origin().ascii_serialization();
        let request = self.http.post(address.clone()).header(ORIGIN, origin).form(fields);
        self.go(request, address).await
    }

    /// Stays where a redirect leads to a path that begins so, instead of going there: an answer of a
    /// provider, say, that never arrives. An empty path goes everywhere again.
    pub fn stop_at(&mut self, path: &str) {
        self.stop = Some(path.to_owned()).filter(|path| !path.is_empty());
    }

    /// A request with this browser's cookies, to be sent by hand.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let address = self.portal.join(path).unwrap();
        let cookies = self.cookies_for(&address);
        self.http.request(method, address).header(COOKIE, cookies)
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|cookie| cookie.name == name).map(|cookie| cookie.value.as_str())
    }

    /// Gets a cookie that nobody set, as an attacker could plant one.
    pub fn plant(&mut self, name: &str, value: &str) {
        self.keep_cookie(&format!("{name}={value}; path=/"));
    }

    /// Loses a cookie, as a browser that was tidied up does.
    pub fn forget(&mut self, name: &str) {
        self.cookies.retain(|cookie| cookie.name != name);
    }

    async fn go(&mut self, mut request: RequestBuilder, mut address: Url) -> &Page {
        self.typed.clear();
        for _ in 0..MOST_REDIRECTS {
            let accept = (ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8");
            let page = self.answer(request.header(accept.0, accept.1), address).await;
            let Some(location) = page.headers.get(LOCATION).filter(|_| (300..400).contains(&page.status))
            else {
                self.page = page;
                self.check_words();
                return &self.page;
            };
            address = page.url.join(location.to_str().unwrap()).unwrap();
            if self.stop.as_ref().is_some_and(|stop| address.path().starts_with(stop)) {
                self.page = Page { url: address, ..page };
                return &self.page;
            }
            request = self.http.get(address.clone());
        }
        panic!("redirects go round: {address}");
    }

    async fn answer(&mut self, request: RequestBuilder, address: Url) -> Page {
        let request =
            request.header(ACCEPT_LANGUAGE, self.locale.tag()).header(COOKIE, self.cookies_for(&address));
        let response = request.header(USER_AGENT, &self.agent).send().await.unwrap();
        for value in response.headers().get_all(SET_COOKIE) {
            self.keep_cookie(value.to_str().unwrap());
        }
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Page { url: address, status, headers, body: response.text().await.unwrap() }
    }

    fn cookies_for(&self, address: &Url) -> String {
        let fits = |cookie: &&Cookie| address.path().starts_with(&cookie.path);
        let pairs =
            self.cookies.iter().filter(fits).map(|cookie| format!("{}={}", cookie.name, cookie.value));
        pairs.collect::<Vec<_>>().join("; ")
    }

    fn keep_cookie(&mut self, header: &str) {
        let mut parts = header.split(';').map(str::trim);
        let (name, value) = parts.next().unwrap().split_once('=').unwrap();
        let attributes: Vec<(&str, &str)> =
            parts.map(|part| part.split_once('=').unwrap_or((part, ""))).collect();
        let attribute = |wanted: &str| attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        let path = attribute("path").map_or("/", |(_, path)| path).to_owned();
        let gone = value.is_empty() || attribute("max-age").is_some_and(|(_, age)| *age == "0");
        self.cookies.retain(|cookie| cookie.name != name || cookie.path != path);
        if !gone {
            self.cookies.push(Cookie { name: name.to_owned(), value: value.to_owned(), path });
        }
    }

    /// A word that no language has shows as ⟦key⟧.
    fn check_words(&self) {
        let missing: Vec<&str> =
            self.page.body.split('⟦').skip(1).filter_map(|rest| rest.split('⟧').next()).collect();
        assert!(missing.is_empty(), "words missing on {}: {missing:?}", self.page.url);
    }
}
