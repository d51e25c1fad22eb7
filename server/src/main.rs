//! The binary `seatkeeper`: serves the portal, a demo of it, its sandbox gateway, or answers
//! quotes on standard input.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;
use seatkeeper_server::{config::Settings, day, demo, portal, quote_lines, sandbox, telemetry};

#[derive(Parser)]
#[command(
    name = "seatkeeper",
    version,
    about = "A reseller subscription portal: the price you watch is the price you are charged."
)]
struct Cli {
    /// What is logged, as `info,seatkeeper_server=debug`.
    #[arg(long, env = "SEATKEEPER_LOG", default_value = "info", global = true)]
    log: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal on a real database.
    Serve(Box<Settings>),
    /// Create demo data if there is none, and serve it with a sandbox gateway.
    Demo(Box<DemoArgs>),
    /// Run the sandbox gateway by itself, so that its record outlives the portal.
    Sandbox(SandboxArgs),
    /// Have the sandbox gateway's bank want a payment back, or decide about it.
    Dispute(DisputeArgs),
    /// Do the work of every unfinished business day up to a day; once, however often it is called.
    Day {
        /// The last of these days; one to come only on a demo database.
        #[arg(long)]
        on: Date,
        #[command(flatten)]
        settings: Box<Settings>,
    },
    /// Answer one JSON quote for each JSON request on standard input.
    Quote,
    /// Publish a price list: what a licence costs a month from a day on.
    PriceList {
        /// A JSON file; the README shows one.
        file: PathBuf,
        #[command(flatten)]
        settings: Box<Settings>,
    },
    /// The seller's own people.
    Staff {
        #[command(subcommand)]
        command: StaffCommand,
    },
    /// Forget a person who wants that: name and address go from everywhere but orders, issued documents
    /// and the books.
    Erase {
        /// The address.
        email: String,
        #[command(flatten)]
        settings: Box<Settings>,
    },
    /// Second factors of accounts.
    SecondFactor {
        #[command(subcommand)]
        command: SecondFactorCommand,
    },
}

#[derive(Args)]
struct DemoArgs {
    #[command(flatten)]
    settings: Settings,
    /// The port of 127.0.0.1 to listen on, instead of --listen.
    #[arg(long)]
    port: Option<u16>,
    /// The business date, instead of the real one.
    #[arg(long)]
    today: Option<Date>,
    /// The port of the sandbox gateway; any free one when left out.
    #[arg(long, default_value_t = 0)]
    gateway_port: u16,
}

#[derive(Args)]
struct SandboxArgs {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8081")]
    listen: SocketAddr,
    /// The folder of its record.
    #[arg(long)]
    data: PathBuf,
    /// Where the portal takes hints.
    #[arg(long)]
    webhook_url: String,
    /// The merchant's secret.
    #[arg(long, env = "SEATKEEPER_GATEWAY_SECRET", hide_env_values = true)]
    secret: String,
    /// The secret that signs hints.
    #[arg(long, env = "SEATKEEPER_WEBHOOK_SECRET", hide_env_values = true)]
    webhook_secret: String,
}

#[derive(Args)]
struct DisputeArgs {
    /// The order whose payment it is about.
    order: uuid::Uuid,
    /// `open`, `won` or `lost`.
    state: String,
    /// At which attempt the order was paid.
    #[arg(long, default_value_t = 1)]
    attempt: u32,
    /// Where the sandbox gateway is.
    #[arg(long, default_value = "http://127.0.0.1:8081")]
    gateway: String,
    /// The merchant's secret; the demo's when left out.
    #[arg(long, env = "SEATKEEPER_GATEWAY_SECRET", hide_env_values = true, default_value = demo::SANDBOX_SECRET)]
    secret: String,
}

#[derive(Subcommand)]
enum StaffCommand {
    /// Give an address the role of staff; a link to choose a password is mailed to it.
    Add {
        /// The address.
        email: String,
        #[command(flatten)]
        settings: Box<Settings>,
    },
    /// Take the role from an address; its sessions end.
    Remove {
        /// The address.
        email: String,
        #[command(flatten)]
        settings: Box<Settings>,
    },
    /// The addresses that have the role.
    List {
        #[command(flatten)]
        settings: Box<Settings>,
    },
}

#[derive(Subcommand)]
enum SecondFactorCommand {
    /// Take the second factor of an account away that has lost it; its sessions end, and it is mailed.
    Remove {
        /// The address.
        email: String,
        #[command(flatten)]
        settings: Box<Settings>,
    },
}

fn main() -> ExitCode {
    let Cli { log, command } = Cli::parse();
    match run(command, &log) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("seatkeeper: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What a command ends with when it cannot go on: sentences for whoever started it.
type Ended = Result<(), Box<dyn std::error::Error + Send + Sync>>;

fn run(command: Command, log: &str) -> Ended {
    match command {
        Command::Quote => quote_lines::run().map_err(Into::into),
        Command::Serve(settings) => {
            telemetry::start(log);
            block_on(portal::serve(*settings))
        }
        Command::Demo(args) => {
            telemetry::start(log);
            let DemoArgs {
                mut settings,
                port,
                today,
                gateway_port,
            } = *args;
            if let Some(port) = port {
                settings.listen.set_port(port);
            }
            block_on(demo::serve(settings, today, gateway_port))
        }
        Command::Sandbox(args) => {
            telemetry::start(log);
            block_on(sandbox::serve(
                args.listen,
                &args.data,
                args.webhook_url,
                args.secret,
                args.webhook_secret,
            ))
        }
        Command::Dispute(args) => {
            let path = format!("{}/{}/dispute", args.order, args.attempt);
            block_on(sandbox::dispute(
                &args.gateway,
                &args.secret,
                &path,
                &args.state,
            ))
        }
        Command::Day { on, settings } => {
            telemetry::start(log);
            block_on(day::run(*settings, on))
        }
        Command::Erase { email, settings } => portal::erase(&settings, &email),
        Command::PriceList { file, settings } => portal::prices::publish_file(&settings, &file),
        Command::Staff { command } => match command {
            StaffCommand::Add { email, settings } => portal::staff::add(&settings, &email),
            StaffCommand::Remove { email, settings } => portal::staff::remove(&settings, &email),
            StaffCommand::List { settings } => portal::staff::list(&settings),
        },
        Command::SecondFactor {
            command: SecondFactorCommand::Remove { email, settings },
        } => portal::remove_second_factor(&settings, &email),
    }
}

fn block_on(work: impl Future<Output = Ended>) -> Ended {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}
