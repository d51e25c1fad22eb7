//! The second factor of an account: set up with an app, asked for at signing in, replaced by backup
//! codes, and asked of whole resellers by staff.

use serde::{Deserialize, Serialize};

use super::{Done, Endpoint, Method, QrCode, SessionState};

/// How the second factor of whoever is signed in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// A code is asked for at signing in.
    pub on: bool,
    /// What the account may do asks for one: it cannot be turned off.
    pub required: bool,
    /// It has to be set up before anything else is answered.
    pub first: bool,
    /// How many backup codes are left.
    pub backup_codes: u32,
}

/// Enters the code that a right password was answered with; signs in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnterCode {
    /// What [`SessionState::half_open`] told.
    pub half_open: String,
    /// The app's code, or a backup code.
    pub code: String,
}

/// Begins to set a second factor up; nothing changes before its first code is confirmed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartSecondFactor {
    /// The account's password.
    pub password: String,
}

/// The key for an app; told this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorKey {
    /// To be typed: letters and digits in groups of four.
    pub key: String,
    /// To be scanned.
    pub qr: Option<QrCode>,
}

/// Proves that the app has the key: a code is asked for at each signing in from now on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmSecondFactor {
    /// The app's code.
    pub code: String,
}

/// New backup codes in the place of all earlier ones.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenewBackupCodes {
    /// The account's password.
    pub password: String,
    /// The app's code, or a backup code.
    pub code: String,
}

/// Each of them signs in once, in the place of the app; told this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupCodes {
    /// As they are to be written down.
    pub codes: Vec<String>,
}

/// Asks for no second factor any more; refused where what the account may do asks for one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TurnOffSecondFactor {
    /// The account's password.
    pub password: String,
    /// The app's code, or a backup code.
    pub code: String,
}

macro_rules! posts {
    ($($name:ident $path:literal -> $reply:ty),+ $(,)?) => {$(
        impl Endpoint for $name {
            const METHOD: Method = Method::Post;
            const PATH: &'static str = $path;
            type Reply = $reply;
        }
    )+};
}

posts! {
    EnterCode "/api/sign-in/code" -> SessionState,
    StartSecondFactor "/api/second-factor/start" -> FactorKey,
    ConfirmSecondFactor "/api/second-factor/confirm" -> BackupCodes,
    RenewBackupCodes "/api/second-factor/backup-codes" -> BackupCodes,
    TurnOffSecondFactor "/api/second-factor/off" -> Done,
}
