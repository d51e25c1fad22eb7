//! The demo: made-up resellers, customers and people, with a sandbox gateway beside the portal.
//! Everything is bought through the same checkout as later purchases, so its books balance too.
//! Refuses a real database.

mod data;
mod seeding;

use std::{net::SocketAddr, sync::Arc};

use jiff::civil::Date;
use tokio::net::TcpListener;

use crate::{
    auth::Limits,
    clock::{Clock, SystemClock, ToldClock},
    config::Settings,
    context::Context,
    gateway::sandbox::{Address, Merchant, SandboxGateway, serve_sandbox},
    mailer::Mailer,
    portal::{self, Connections, Ended},
    store::mark::Mark,
    vies::stand_in::{SLOW, StandIn},
};

pub use data::{PASSWORD, SIGN_INS};
pub use seeding::seed;

/// The sandbox's secrets: it holds no money, so they protect nothing but its tests.
pub const SANDBOX_SECRET: &str = "sandbox-secret";
/// See [`SANDBOX_SECRET`].
pub const SANDBOX_WEBHOOK_SECRET: &str = "sandbox-webhook-secret";

/// The demo seller, where the settings name nobody.
pub fn seller(settings: &mut Settings) {
    let fill = |field: &mut String, value: &str| {
        if field.is_empty() {
            value.clone_into(field);
        }
    };
    fill(&mut settings.seller_name, "Seatkeeper Demo AB");
    fill(&mut settings.seller_address, "Skeppsbron 12");
    fill(&mut settings.seller_postcode, "111 30");
    fill(&mut settings.seller_city, "Stockholm");
    fill(&mut settings.seller_country, "SE");
    fill(&mut settings.seller_vat_number, "SE556967618101");
    fill(
        &mut settings.seller_bank_accounts,
        "EUR:SE4550000000058398257466:ESSESESS,SEK:SE4550000000058398257466:ESSESESS",
    );
    fill(&mut settings.gateway_secret, SANDBOX_SECRET);
    fill(&mut settings.webhook_secret, SANDBOX_WEBHOOK_SECRET);
}

/// `seatkeeper demo`: makes demo data where there is none, and serves it.
///
/// # Errors
/// A sentence for whoever started it.
pub async fn serve(mut settings: Settings, today: Option<Date>, gateway_port: u16) -> Ended {
    seller(&mut settings);
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|error| portal::cannot_listen(&settings, &error))?;
    settings.listen = listener.local_addr()?;
    let config = settings.read()?;
    let system = SystemClock::in_zone(&config.zone)?;
    let clock: Arc<dyn Clock> = match today {
        Some(today) => Arc::new(ToldClock::on(system, today)),
        None => Arc::new(system),
    };
    let store = tokio::task::block_in_place(|| portal::open(&config, Mark::Demo, clock.as_ref()))?;
    let connections = connect(&settings, gateway_port, clock).await?;
    let mailer = portal::mailer(&config)?;
    let context = portal::assemble(config, store, Mark::Demo, connections)?;
    seed(&context)
        .await
        .map_err(|failure| format!("The demo data could not be made: {failure:?}"))?;
    welcome(&context.config.public_url, context.clock.today());
    portal::run(context, mailer, listener, portal::stopped()).await
}

/// The sandbox gateway and the stand-in for VIES.
async fn connect(
    settings: &Settings,
    gateway_port: u16,
    clock: Arc<dyn Clock>,
) -> Result<Connections, Box<dyn std::error::Error + Send + Sync>> {
    let gateway_url = match settings.gateway_url.clone() {
        Some(url) => url,
        None => start_sandbox(settings, gateway_port, Arc::clone(&clock)).await?,
    };
    let gateway = SandboxGateway::new(Address {
        url: gateway_url,
        secret: settings.gateway_secret.clone(),
        webhook_secret: settings.webhook_secret.clone(),
        timeout: portal::GATEWAY_TIMEOUT,
    })?;
    Ok(Connections {
        gateway: Arc::new(gateway),
        vies: Arc::new(StandIn::new(Arc::clone(&clock), SLOW)),
        clock,
        limits: Limits::default(),
    })
}

/// The parts of a portal that is not served, on the database that is there, whichever it is: for
/// commands that do some of its work. The clock is made once it is known which.
///
/// # Errors
/// A sentence for whoever called the command.
pub async fn or_real(
    mut settings: Settings,
    clock: impl FnOnce(&str, Mark) -> Result<Arc<dyn Clock>, String>,
) -> Result<(Context, Arc<dyn Mailer>), Box<dyn std::error::Error + Send + Sync>> {
    let real = settings.clone();
    seller(&mut settings);
    let (store, mark) = tokio::task::block_in_place(|| portal::open_as_marked(&settings.read()?))?;
    if mark == Mark::Real {
        settings = real;
    }
    let config = settings.read()?;
    let clock = clock(&config.zone, mark)?;
    let connections = match mark {
        Mark::Demo => connect(&settings, 0, clock).await?,
        Mark::Real => portal::real(&settings, clock)?,
    };
    let mailer = portal::mailer(&config)?;
    Ok((portal::assemble(config, store, mark, connections)?, mailer))
}

/// The sandbox gateway on a port, and so an origin, of its own.
async fn start_sandbox(
    settings: &Settings,
    port: u16,
    clock: Arc<dyn Clock>,
) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port))).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let public_url = settings
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{}", settings.listen));
    let merchant = Merchant {
        name: settings.seller_name.clone(),
        secret: settings.gateway_secret.clone(),
        webhook_secret: settings.webhook_secret.clone(),
        webhook_url: Some(format!(
            "{public_url}{}",
            seatkeeper_core::api::GATEWAY_WEBHOOK
        )),
        public_url: Some(url.clone()),
    };
    let serving = serve_sandbox(
        listener,
        &settings.data.join("sandbox-gateway"),
        merchant,
        clock,
    );
    tokio::spawn(async move {
        if let Err(error) = serving.await {
            tracing::error!(%error, "the sandbox gateway stopped");
        }
    });
    tracing::info!(%url, "the sandbox gateway is open");
    Ok(url)
}

/// What a stranger needs to know, on standard output.
fn welcome(url: &str, today: Date) {
    println!("\nSeatkeeper demo at {url} (business date {today})\n");
    println!("  Sign in with one of these and the password {PASSWORD}");
    for (email, what) in SIGN_INS {
        println!("    {email:<26} {what}");
    }
    println!(
        "\n  Test card 4242424242424242, any later month, any three digits. Stop with Ctrl-C.\n"
    );
}
