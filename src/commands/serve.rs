//! `parvis serve`: the portal, until it is told to stop.

use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context as _, bail};
use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::Outcome;
use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, Severity};
use crate::telemetry;

/// Serves citizens with the settings of `file` until SIGINT or SIGTERM.
///
/// # Errors
/// What keeps the portal from starting, with the way to mend it.
pub fn run(file: Option<&Path>) -> anyhow::Result<Outcome> {
    let config = Config::load(file)?;
    refuse_unsafe(&config)?;
    telemetry::start(&config.log)?;
    runtime()?.block_on(async {
        let stop = stop_on_signal()?;
        let listeners = Listeners::open(&config).await?;
        serve(config, listeners, stop, || Ok(())).await
    })?;
    Ok(Outcome::Fine)
}

/// A runtime with a thread for each core.
///
/// # Errors
/// The operating system's.
pub(super) fn runtime() -> anyhow::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no threads to be had")
}

/// Refuses settings that would put people's data at risk, with every reason.
fn refuse_unsafe(config: &Config) -> anyhow::Result<()> {
    let problems = config.check();
    for problem in problems.iter().filter(|problem| problem.severity == Severity::Warning) {
        eprintln!("parvis: {problem}");
    }
    let errors: Vec<String> = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(ToString::to_string)
        .collect();
    if errors.is_empty() { Ok(()) } else { bail!("these settings are not safe:\n{}", errors.join("\n")) }
}

/// Where the portal listens. Opened before anything else is begun, so that an address in use is
/// told at once and keeps nothing half done.
pub(super) struct Listeners {
    /// For citizens.
    pub(super) portal: TcpListener,
    /// For operators.
    pub(super) metrics: Option<TcpListener>,
}

impl Listeners {
    async fn open(config: &Config) -> anyhow::Result<Self> {
        let portal = listen(config.listen.address).await?;
        let metrics = match config.listen.metrics {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        Ok(Self { portal, metrics })
    }
}

async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// Serves until `stop`; `started` is called once the portal answers.
pub(super) async fn serve(
    config: Config,
    listeners: Listeners,
    stop: CancellationToken,
    started: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let metrics = PrometheusBuilder::new().install_recorder().context("the metrics cannot be kept")?;
    let app = App::build(config, Clock::default()).await?;
    app.log_start().await?;
    let serving_metrics =
        listeners.metrics.map(|listener| tokio::spawn(serve_metrics(listener, metrics, stop.clone())));
    tracing::info!(address = %listeners.portal.local_addr()?, "portal.started");
    started()?;
    app.run(listeners.portal, stop).await;
    if let Some(serving) = serving_metrics {
        serving.await??;
    }
    tracing::info!("portal.stopped");
    Ok(())
}

/// Metrics have an address of their own: they are for operators, not for citizens.
async fn serve_metrics(
    listener: TcpListener,
    metrics: PrometheusHandle,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let router = Router::new().route("/metrics", get(move || std::future::ready(metrics.render())));
    axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await?;
    Ok(())
}

/// A token that SIGINT or SIGTERM cancels.
pub(super) fn stop_on_signal() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let stopping = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        stopping.cancel();
    });
    Ok(stop)
}

/// Runs `work` on a small runtime: for commands that only look.
pub(super) fn block_on<T>(work: impl Future<Output = T>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(work))
}
