//! The portal as a running program: opens the database, puts the parts together, starts the
//! workers, serves. The demo and the tests start it by the same functions.

pub mod prices;
pub mod staff;
mod unconnected;

use std::{fs::DirBuilder, future::Future, path::Path, sync::Arc, time::Duration};

use tokio::net::TcpListener;

use crate::{
    auth::{Limits, erasing, second_factor},
    checkout,
    clock::{Clock, SystemClock},
    config::{Config, Settings},
    context::{Context, Parts},
    day, demo,
    gateway::PaymentGateway,
    http,
    mailer::{FolderMailer, Mailer, SmtpMailer},
    numbering, outbox, rendering, routes,
    store::{DatabaseUrl, Store, StoreError, ledger, mark, mark::Mark, price_lists},
    vat_numbers,
    vies::{self, VatNumberCheck, client::Vies},
};

pub use unconnected::Unconnected;

/// What a command ends with: sentences for whoever started it.
pub type Ended = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// How long an answer of the gateway may take.
pub const GATEWAY_TIMEOUT: Duration = Duration::from_secs(5);

/// What the portal is connected to.
pub struct Connections {
    /// Time and business date.
    pub clock: Arc<dyn Clock>,
    /// Where cards are charged.
    pub gateway: Arc<dyn PaymentGateway>,
    /// Who tells whether a VAT number is valid.
    pub vies: Arc<dyn VatNumberCheck>,
    /// The limits of what may be tried how often.
    pub limits: Limits,
}

/// Opens the database of a configuration, marked as wanted.
///
/// # Errors
/// When it cannot be opened, is newer than the program, or bears the other mark.
pub fn open(
    config: &Config,
    wanted: Mark,
    clock: &dyn Clock,
) -> Result<Store, Box<dyn std::error::Error + Send + Sync>> {
    make_private(&config.data).map_err(|error| {
        format!(
            "The data folder {} cannot be made: {error}.",
            config.data.display()
        )
    })?;
    let store = Store::open(&config.database.parse::<DatabaseUrl>()?)?;
    let now = clock.now();
    let found = store.write_blocking(move |tx| {
        ledger::open_accounts(tx)?;
        mark::mark(tx, wanted, now)
    });
    match (found.map_err(|error: StoreError| error)?, wanted) {
        (Mark::Real, Mark::Demo) => {
            Err("This database is real: demo data and the sandbox gateway are refused.".into())
        }
        (Mark::Demo, Mark::Real) => {
            Err("This database is a demo's: serve it with `seatkeeper demo`.".into())
        }
        _ => Ok(store),
    }
}

/// Opens a database as what it is marked as.
///
/// # Errors
/// When it cannot be opened, is newer than the program, or is new.
pub fn open_as_marked(
    config: &Config,
) -> Result<(Store, Mark), Box<dyn std::error::Error + Send + Sync>> {
    let store = Store::open(&config.database.parse::<DatabaseUrl>()?)?;
    let found = store.read_blocking(mark::find)?;
    let mark = found.ok_or("This database is new: serve it first, for real or as a demo.")?;
    Ok((store, mark))
}

/// The data folder holds the database and, without a mail server, mails with links that work:
/// nobody else on the machine may read it.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Puts the parts together.
///
/// # Errors
/// When a sandbox meets a real database, or a real gateway a demo.
pub fn assemble(
    config: Config,
    store: Store,
    mark: Mark,
    connections: Connections,
) -> Result<Context, String> {
    let demo = mark == Mark::Demo;
    let Connections {
        clock,
        gateway,
        vies,
        limits,
    } = connections;
    if demo != gateway.is_sandbox() {
        return Err(
            "A sandbox gateway belongs to a demo database, and a real one to a real database."
                .to_owned(),
        );
    }
    Ok(Context::new(Parts {
        store,
        config,
        clock,
        gateway,
        vies,
        demo,
        limits,
        wake: tokio::sync::Notify::new(),
    }))
}

/// Who sends the mails of a configuration.
///
/// # Errors
/// When the sender, the server's address or the folder cannot be used; a sentence.
pub fn mailer(config: &Config) -> Result<Arc<dyn Mailer>, String> {
    if let Some(url) = &config.smtp_url {
        return Ok(Arc::new(SmtpMailer::new(url, &config.mail_from)?));
    }
    let folder = FolderMailer::new(&config.data.join("mail"), &config.mail_from)?;
    tracing::info!(folder = %folder.folder().display(), "no mail server is configured: mails are written to this folder");
    Ok(Arc::new(folder))
}

/// Serves until told to stop; the workers stop with it.
///
/// # Errors
/// When the socket breaks.
pub async fn run(
    context: Context,
    mailer: Arc<dyn Mailer>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> Ended {
    let post = Arc::new(outbox::Post::new(&context, mailer));
    let workers = [
        tokio::spawn(checkout::work(context.clone())),
        tokio::spawn(numbering::work(context.clone())),
        tokio::spawn(rendering::work(context.clone())),
        tokio::spawn(outbox::work(context.clone(), Arc::clone(&post))),
        tokio::spawn(vat_numbers::work(context.clone())),
        tokio::spawn(day::work(context.clone())),
    ];
    let served = http::serve(listener, routes::router(context), shutdown).await;
    for worker in workers {
        worker.abort();
    }
    if let Err(error) = post.close().await {
        tracing::warn!(%error, "the next server waits for the lease of this one");
    }
    Ok(served?)
}

/// `seatkeeper serve`: a real database. There is no connection to a real card gateway yet: nothing
/// can be paid by card.
///
/// # Errors
/// A sentence for whoever started it.
pub async fn serve(settings: Settings) -> Ended {
    let config = settings.read()?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::in_zone(&config.zone)?);
    let store = tokio::task::block_in_place(|| open(&config, Mark::Real, clock.as_ref()))?;
    tracing::warn!("no card gateway is connected: orders cannot be paid by card");
    if store.read(price_lists::all).await?.is_empty() {
        tracing::warn!(
            "there is no price list: nothing is sold before `seatkeeper price-list FILE`"
        );
    }
    let mailer = mailer(&config)?;
    let context = assemble(config, store, Mark::Real, real(&settings, clock)?)?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|error| cannot_listen(&settings, &error))?;
    tracing::info!(address = %context.config.public_url, "serving");
    run(context, mailer, listener, stopped()).await
}

/// What a real portal is connected to: VIES, and no gateway.
///
/// # Errors
/// When no TLS client can be made; a sentence.
pub fn real(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Connections, String> {
    Ok(Connections {
        clock,
        gateway: Arc::new(Unconnected),
        vies: Arc::new(Vies::new(&settings.vies_url, vies::client::TIMEOUT)?),
        limits: Limits::default(),
    })
}

/// The sentence for an address that cannot be listened on.
pub fn cannot_listen(settings: &Settings, error: &std::io::Error) -> String {
    format!(
        "Cannot listen on {}: {error}. Is another server running there?",
        settings.listen
    )
}

/// Resolves when the process is asked to stop (Ctrl-C, SIGTERM).
pub async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = interrupt.await;
        }
    }
}

/// `seatkeeper second-factor remove`: takes the second factor of an account away.
///
/// # Errors
/// A sentence for whoever called it.
pub fn remove_second_factor(settings: &Settings, email: &str) -> Ended {
    let mut settings = settings.clone();
    // only the place of the database counts: who sells need not be told
    demo::seller(&mut settings);
    let config = settings.read()?;
    let (store, _) = open_as_marked(&config)?;
    let clock = SystemClock::in_zone(&config.zone)?;
    second_factor::remove(&store, email, clock.now())?;
    println!("{email} signs in with its password alone; it is mailed as soon as the server runs.");
    Ok(())
}

/// `seatkeeper erase`: forgets whoever has an address.
///
/// # Errors
/// A sentence for whoever called it.
pub fn erase(settings: &Settings, email: &str) -> Ended {
    let mut settings = settings.clone();
    // only the place of the database and the zone count: who sells need not be told
    demo::seller(&mut settings);
    let config = settings.read()?;
    let (store, _) = open_as_marked(&config)?;
    let clock = SystemClock::in_zone(&config.zone)?;
    erasing::erase(&store, email, clock.now(), clock.today())?;
    println!(
        "{email} is forgotten, but for orders, issued documents and the books. Mails and backups of the database are yours to delete."
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_data() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("new/data");
        make_private(&data).unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&data), 0o700);
        // one that is there is kept as its owner has it
        make_private(folder.path()).unwrap();
    }
}
