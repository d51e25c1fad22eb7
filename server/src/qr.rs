//! QR codes as the page draws them.

use std::fmt::Write;

use fast_qr::qr::QRCode;
use seatkeeper_core::api::QrCode;

/// How many light units surround a QR code (ISO/IEC 18004).
const QUIET: usize = 4;

/// Each row's runs of dark units as one path.
pub(crate) fn drawn(code: &QRCode) -> QrCode {
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let run = (column..code.size)
                .take_while(|at| code[row][*at].value())
                .count();
            if run > 0 {
                let (x, y) = (column + QUIET, row + QUIET);
                // writing into a string cannot fail
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            column += run + 1;
        }
    }
    QrCode {
        size: u32::try_from(code.size + 2 * QUIET).unwrap_or_default(),
        path,
    }
}

/// Reads a drawn code as a camera would: eight pixels a unit.
#[cfg(test)]
pub(crate) fn scanned(code: &QrCode) -> String {
    let size = code.size as usize;
    let mut dark = vec![vec![false; size]; size];
    for run in code.path.split('M').filter(|run| !run.is_empty()) {
        let (at, rest) = run.split_once('h').expect("a run");
        let (x, y) = at.split_once(' ').expect("a place");
        let (length, _) = rest.split_once('v').expect("a length");
        let number = |text: &str| text.parse::<usize>().expect("a number");
        let (x, length) = (number(x), number(length));
        dark[number(y)][x..x + length].fill(true);
    }
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(size * 8, size * 8, |x, y| {
        if dark[y / 8][x / 8] { 0 } else { 255 }
    });
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code is seen");
    grids[0].decode().expect("it can be read").1
}
