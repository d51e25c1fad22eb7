//! Check digits, by prefix.

/// Whether the check digits fit.
pub(super) fn fits(_prefix: &str, _rest: &str) -> bool {
    true
}
