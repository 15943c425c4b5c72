//! The whole portal, built once: the rooms over their ground, the router put together, the workers.

mod error;
mod probes;
mod releases;
mod rounds;
mod started;
mod work;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use axum::{Extension, Router};
pub use error::Error;
use releases::Shown;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use url::Url;

use crate::announcements::{self, Announcements};
use crate::attachments::Attachments;
use crate::audit::Sequencer;
use crate::base::Base;
use crate::clock::Clock;
use crate::config::{Config, IssuerState, Profile};
use crate::desk::{self, Desk};
use crate::exchange::Exchange;
use crate::frames::{self, Frames};
use crate::help::{self, Help};
use crate::identity::{self, Identity};
use crate::keys::{self, Keys};
use crate::my_notices::{self, MyNotices};
use crate::news;
use crate::notices;
use crate::notices::channels::Channels;
use crate::notices::delivery::Deliveries;
use crate::notices::unread::Counts;
use crate::outbox::{Work, Workers};
use crate::panels::{self, Panels};
use crate::proxy::{self, Proxy};
use crate::releases::Releases;
use crate::requests::{self, Requests};
use crate::text::{Locale, Text, format};
use crate::tiles::{self, Catalogue, LiveCatalogue};
use crate::vault::Vault;
use crate::web::access::{self, AccessRefusals};
use crate::web::answer::{self, Rendering};
use crate::web::client::{self, Proxies};
use crate::web::guard::{self, Guard};
use crate::web::headers::{self, SecurityHeaders};
use crate::web::listener::{self, Limits};
use crate::web::shed::{self, Shed};
use crate::web::tile_hosts::TileHosts;
use crate::web::tls::Tls;
use crate::web::{Assets, Renderer, form, trace};
use crate::{admin, api, feedback, home, my_data, store, web};

/// How long requests and jobs under way may take once the portal stops.
const DRAIN: Duration = Duration::from_secs(10);
/// How often what has expired is cleared away, and what is due is looked for.
const CLEARING: Duration = Duration::from_mins(1);
/// How often the identity providers' metadata and keys are looked at, if it is time to.
const REFRESHING: Duration = Duration::from_mins(1);

/// The whole portal. Cheap to clone.
#[derive(Clone)]
pub struct App {
    base: Base,
    releases: Releases,
    shown: Shown,
    keys: Keys,
    identity: Identity,
    requests: Requests,
    panels: Panels,
    proxy: Proxy,
    frames: Frames,
    desk: Option<Desk>,
    announcements: Announcements,
    unread: Counts,
    sequencer: Sequencer,
    deliveries: Deliveries,
    my_notices: MyNotices,
    access_refusals: AccessRefusals,
    assets: Arc<Assets>,
    rendering: Arc<Rendering>,
    guard: Arc<Guard>,
    headers: Arc<SecurityHeaders>,
    shed: Arc<Shed>,
    tls: Option<Arc<Tls>>,
}

impl App {
    /// Opens the database, brings it up to date, and builds every room.
    ///
    /// # Errors
    /// What keeps the portal from starting.
    pub async fn build(config: Config, clock: Clock) -> Result<Self, Error> {
        use secrecy::ExposeSecret as _;

        let vault = Vault::new(config.vault.key.expose_secret())?;
        let text = Text::portal()?;
        let source = config.tiles.dir.clone().map_or(tiles::Source::Embedded, tiles::Source::Dir);
        let own = Arc::new(Catalogue::load(&source, &text).map_err(Error::Tiles)?);
        for barred in own.barred(&config, format::day(clock.now())) {
            // The way to that back-end is closed; the other services are not.
            tracing::error!(%barred, "app.backend_barred");
        }
        let db = store::open(&config.database.url, config.database.connections).await?;
        store::migrate(&db).await?;

        let assets = Arc::new(Assets::embedded());
        let rendering = Arc::new(Rendering {
            renderer: Renderer::new(&text, &assets)?,
            text: text.clone(),
            name: Locale::ALL.map(|locale| config.portal.name.get(locale).to_owned()),
            demo: config.portal.profile == Profile::Demo,
            quick_exit: Locale::ALL.map(|locale| config.portal.quick_exit.get(locale).to_string()),
            desk: config.desk.team.is_some(),
        });
        let tls = config.listen.tls.as_ref().map(Tls::open).transpose()?.map(Arc::new);
        let headers = Arc::new(SecurityHeaders::new(&config.portal.public_url, &ways_out(&config)));
        let base = Base::new(config, db, clock, vault, text);
        let public_url = &base.config.portal.public_url;
        let tile_hosts = base.config.tiles.domain.as_deref().map(|domain| TileHosts::new(public_url, domain));
        let guard = Arc::new(Guard::new(public_url, tile_hosts.clone()));
        let shed = Arc::new(Shed::new(base.config.listen.max_requests, &rendering)?);
        let keys = Keys::open(base.clone()).await?;
        let identity = Identity::new(base.clone(), &keys)?;
        let exchange = Exchange::new(base.clone(), keys.clone())?;
        let attachments = Attachments::new(base.clone())?;
        refuse_unchecked(&base.config, &own)?;
        let catalogue = LiveCatalogue::new(Arc::clone(&own));
        let frames = Frames::new(base.clone(), identity.clone(), catalogue.clone(), tile_hosts);
        let releases = Releases::new(base.clone(), own);
        let desk = Desk::open(base.clone(), identity.clone(), releases.clone())?;
        let proxy = Proxy::new(base.clone(), identity.clone(), catalogue.clone(), exchange.clone());
        let panels = Panels::new(base.clone(), catalogue.clone(), exchange.clone(), proxy.breakers.clone());
        let requests = Requests::new(base.clone(), identity.clone(), catalogue, exchange, attachments);
        let announcements = Announcements::new(requests.clone(), releases.clone());
        let unread = Counts::new(base.clone());
        let (db, acts, clock) = (base.db.clone(), base.acts.clone(), base.clock.clone());
        let sequencer = Sequencer::new(db, acts, clock, Arc::clone(&base.vault), &base.config)?;
        let deliveries = Deliveries::new(base.clone(), Channels::new(&base)?);
        let my_notices =
            MyNotices::new(base.clone(), requests.identity.clone(), deliveries.channels().clone());
        let access_refusals = AccessRefusals::new(base.acts.clone(), base.clock.clone());
        let shown = Shown::new(&base);
        let app = Self {
            base,
            releases,
            shown,
            keys,
            identity,
            requests,
            panels,
            proxy,
            frames,
            desk,
            announcements,
            unread,
            sequencer,
            deliveries,
            my_notices,
            access_refusals,
            assets,
            rendering,
            guard,
            headers,
            shed,
            tls,
        };
        if let Err(error) = app.refresh_releases().await {
            // The tiles that came with the portal are shown until it succeeds.
            tracing::error!(%error, "app.releases_not_read");
        }
        Ok(app)
    }

    /// The ground: for commands and tests.
    #[must_use]
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The rooms of requests: for tests.
    #[must_use]
    pub fn requests(&self) -> &Requests {
        &self.requests
    }

    /// The room of panels: for tests.
    #[must_use]
    pub fn panels(&self) -> &Panels {
        &self.panels
    }

    /// The room of calls that tiles make: for `parvis tile dev`.
    #[must_use]
    pub fn proxy(&self) -> &Proxy {
        &self.proxy
    }

    /// The room of frames: for tests.
    #[must_use]
    pub fn frames(&self) -> &Frames {
        &self.frames
    }

    /// What gives the audit log's events their places: for commands and tests.
    #[must_use]
    pub fn sequencer(&self) -> &Sequencer {
        &self.sequencer
    }

    /// Every route of the portal, under its layers.
    pub fn router(&self) -> Router {
        let pages = Router::new()
            .merge(home::pages::router(
                self.requests.clone(),
                self.panels.clone(),
                self.announcements.clone(),
            ))
            .merge(frames::pages::router(self.frames.clone()))
            .merge(identity::router(self.identity.clone()))
            .merge(requests::pages::router(self.requests.clone()))
            .merge(help::pages::router(Help::new(self.requests.clone())))
            .merge(announcements::pages::router(self.announcements.clone()))
            .merge(announcements::board::router(self.announcements.clone()))
            .merge(notices::pages::router(self.base.clone()))
            .merge(notices::unsubscribe::router(self.base.clone()))
            .merge(my_data::pages::router(self.requests.clone()))
            .merge(feedback::pages::router(self.requests.clone()))
            .merge(my_notices::router(self.my_notices.clone()))
            .merge(desk::pages::router(self.desk.clone()))
            .merge(home::passport::router(self.requests.clone(), self.releases.clone()))
            .merge(admin::pages::router(self.requests.clone(), self.proxy.clone(), self.releases.clone()))
            .merge(admin::pages::deliveries::router(self.base.clone(), self.deliveries.channels().clone()))
            .merge(admin::services::router(self.requests.clone(), self.releases.clone()));
        let in_language = |locale: Locale| pages.clone().layer(Extension(locale));
        let [fr, en] = Locale::ALL;
        let people = Router::new()
            .route("/", get(choose_language))
            .nest("/fr", in_language(fr))
            .nest("/en", in_language(en))
            .route("/fr/", get(|| async { Redirect::permanent("/fr") }))
            .route("/en/", get(|| async { Redirect::permanent("/en") }))
            .merge(identity::callback_router(self.identity.clone()))
            .merge(self.frames.api_router())
            .merge(proxy::router(self.proxy.clone()))
            // Here and not further out, so that a page that does not exist still knows who asks.
            .fallback(|| async { StatusCode::NOT_FOUND })
            .layer(from_fn_with_state(self.unread.clone(), notices::unread::layer))
            .layer(from_fn_with_state(self.identity.clone(), identity::session_layer));
        let machines = Router::new()
            .merge(keys::api::router(self.keys.clone()))
            .merge(identity::issuer_router(self.identity.clone()))
            .merge(requests::api::router(self.requests.clone()))
            .merge(notices::unsubscribe::api_router(self.base.clone()))
            .merge(notices::api::router(self.base.clone()))
            .merge(requests::schemas::router(self.requests.clone()))
            .merge(panels::api::router(self.panels.clone()))
            .merge(self.frames.router())
            .merge(my_data::pages::root_router())
            .merge(crate::releases::api::router(self.releases.clone()))
            .merge(api::router())
            .merge(self.probes())
            .merge(self.assets.router());
        self.layered(people.merge(machines))
    }

    /// The layers, from the handler outwards. Their order matters: the trace id comes first of
    /// all, so that even a refusal at the door has one; rendering sees every answer below it,
    /// panics included; the security headers go on whatever comes out.
    fn layered(&self, routes: Router) -> Router {
        let listen = &self.base.config.listen;
        let deadline = Duration::from_secs(listen.answer_deadline_s);
        let proxies = Arc::new(Proxies::of(listen));
        routes
            .layer(from_fn_with_state(self.access_refusals.clone(), access::layer))
            .layer(from_fn_with_state(self.base.acts.tally().clone(), web::audience::layer))
            .layer(from_fn(trace::note_route))
            .layer(DefaultBodyLimit::max(form::LONGEST_FORM + 1))
            .layer(from_fn_with_state(deadline, web::deadline::layer))
            .layer(CatchPanicLayer::new())
            .layer(Extension(self.base.limits.clone()))
            .layer(from_fn_with_state(self.guard.clone(), guard::layer))
            .layer(from_fn_with_state(self.rendering.clone(), answer::layer))
            .layer(CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest))
            .layer(from_fn_with_state(self.shed.clone(), shed::layer))
            .layer(from_fn_with_state(self.headers.clone(), headers::layer))
            .layer(from_fn_with_state(proxies, client::layer))
            .layer(from_fn(trace::layer))
    }

    /// Serves citizens on `listener` and works the outbox until `stop`; then finishes what is
    /// under way and hands the rest back.
    pub async fn run(self, listener: TcpListener, stop: CancellationToken) {
        let listen = &self.base.config.listen;
        let limits = Limits::of(listen, DRAIN);
        let doors = (Arc::new(Proxies::of(listen)), self.tls.clone());
        let fresh = self.tls.clone().map(|tls| tokio::spawn(tls.keep_fresh(stop.clone())));
        let work: Arc<dyn Work> = Arc::new(self.clone());
        let workers = tokio::spawn(self.workers().run(work, stop.clone()));
        let clearing = tokio::spawn(self.clone().clear_expired(stop.clone()));
        let issuers = tokio::spawn(self.clone().refresh_issuers(stop.clone()));
        let listening = news::listen(self.base.db.clone(), self.base.news.clone(), stop.clone());
        let listening = tokio::spawn(listening);
        let rounds = tokio::spawn(self.clone().make_rounds(stop.clone()));
        let releases = tokio::spawn(self.clone().keep_releases_fresh(stop.clone()));
        let sequencing = tokio::spawn(self.sequencer.clone().run(stop.clone()));
        listener::serve(listener, self.router(), limits, doors, stop).await;
        let tasks = [workers, clearing, rounds, releases, issuers, listening, sequencing].map(Some);
        for task in tasks.into_iter().chain([fresh]).flatten() {
            if let Err(error) = task.await {
                tracing::error!(%error, "app.task_failed");
            }
        }
        self.settle_counts(true).await;
        self.base.db.close().await;
    }

    fn workers(&self) -> Workers {
        let outbox = &self.base.config.outbox;
        Workers {
            db: self.base.db.clone(),
            acts: self.base.acts.clone(),
            clock: self.base.clock.clone(),
            wake: self.base.wake.clone(),
            at_once: outbox.workers,
            lease: Duration::from_secs(outbox.lease_s),
            poll: Duration::from_millis(outbox.poll_ms),
            drain: DRAIN,
        }
    }

    async fn refresh_issuers(self, stop: CancellationToken) {
        let round = async || {
            identity::refresh_issuers(&self.identity).await;
            tokio::time::sleep(REFRESHING).await;
        };
        while stop.run_until_cancelled(round()).await.is_some() {}
    }

    /// Makes one round of what is due with requests: pulls, reminders, drafts that end.
    pub async fn make_round(&self) {
        self.requests.make_round().await;
        if let Err(error) = self.announcements.make_round().await {
            tracing::warn!(%error, "app.announcements_not_looked_at");
        }
        if let Err(error) = self.requests.exchange.tell_of_ended_certifications().await {
            tracing::warn!(%error, "app.certifications_not_looked_at");
        }
    }

    /// What became of all that citizens sent, for each back-end.
    ///
    /// # Errors
    /// The database's.
    pub async fn reconcile(&self) -> Result<Vec<requests::reconcile::Account>, requests::Error> {
        self.requests.reconcile().await
    }
}

/// In production no file goes on unless a scanner has looked at it (ASVS 12.4.2).
fn refuse_unchecked(config: &Config, catalogue: &Catalogue) -> Result<(), Error> {
    match catalogue.iter().find(|tile| tile.takes_unchecked_files(config)) {
        Some(tile) => Err(Error::Unchecked(tile.id().to_string())),
        None => Ok(()),
    }
}

/// Where a browser may be sent from a form: to the issuers, and away by the quick exit.
fn ways_out(config: &Config) -> Vec<Url> {
    let open = config.issuer.values().filter(|issuer| issuer.state != IssuerState::Closed);
    let issuers = open.filter_map(|issuer| Url::parse(&issuer.url).ok());
    issuers.chain(Locale::ALL.map(|locale| config.portal.quick_exit.get(locale).clone())).collect()
}

/// The root has no language: the browser's, or French.
async fn choose_language(headers: HeaderMap) -> impl IntoResponse {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let locale = Locale::negotiate(asked.unwrap_or_default());
    ([(header::VARY, "accept-language")], Redirect::to(&format!("/{locale}")))
}
