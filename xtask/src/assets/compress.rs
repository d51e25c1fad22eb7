//! The compressed forms beside each file: brotli at 11 and gzip at 9, made once here
//! rather than on each request.

use std::fs;
use std::io::Write;
use std::path::Path;

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{files, told};

/// Pictures and fonts are compressed already.
const TEXTS: [&str; 9] = [
    "html",
    "css",
    "js",
    "wasm",
    "json",
    "svg",
    "txt",
    "ico",
    "webmanifest",
];

/// Writes both forms of every file that gains by them.
pub fn all(folder: &Path) -> Result<(), String> {
    for path in files(folder)? {
        let ending = path.extension().and_then(|ending| ending.to_str());
        if !ending.is_some_and(|ending| TEXTS.contains(&ending)) {
            continue;
        }
        let bytes = fs::read(&path).map_err(|error| told(&path, &error))?;
        beside(
            &path,
            "br",
            &bytes,
            &brotli_of(&bytes).map_err(|error| told(&path, &error))?,
        )?;
        beside(
            &path,
            "gz",
            &bytes,
            &gzip_of(&bytes).map_err(|error| told(&path, &error))?,
        )?;
    }
    Ok(())
}

fn beside(path: &Path, ending: &str, plain: &[u8], packed: &[u8]) -> Result<(), String> {
    if packed.len() >= plain.len() {
        return Ok(());
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    fs::write(&name, packed).map_err(|error| told(Path::new(&name), &error))
}

fn brotli_of(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    // the smallest blocks: wasm changes its ways often, and half a percent is gained
    let params = BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        lgblock: 16,
        ..BrotliEncoderParams::default()
    };
    let mut writer = brotli::CompressorWriter::with_params(&mut packed, 1 << 16, &params);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(packed)
}

fn gzip_of(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    #[test]
    fn both_forms_read_back() {
        let bytes = b"the same words, the same words, the same words".repeat(50);
        let (br, gz) = (super::brotli_of(&bytes), super::gzip_of(&bytes));
        let mut read = Vec::new();
        let br = br.expect("memory does not fail");
        assert!(br.len() < 100);
        brotli::Decompressor::new(&br[..], 4096)
            .read_to_end(&mut read)
            .expect("it is brotli");
        assert_eq!(read, bytes);
        read.clear();
        let gz = gz.expect("memory does not fail");
        flate2::read::GzDecoder::new(&gz[..])
            .read_to_end(&mut read)
            .expect("it is gzip");
        assert_eq!(read, bytes);
    }
}
