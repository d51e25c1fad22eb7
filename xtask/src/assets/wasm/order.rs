//! The functions of a wasm file in an order in which those that are alike stand together: the
//! compressor then finds what repeats near by, and the file is a fiftieth smaller to fetch.
//!
//! Promises: the same file gives the same order; nothing but the order, and so the numbers by which
//! functions are called, is another.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use wasm_encoder::{
    CodeSection, FunctionSection, Module,
    reencode::{self, Reencode, utils},
};
use wasmparser::{
    CodeSectionReader, FunctionBody, FunctionSectionReader, Operator, Parser, Payload,
};

/// How many instructions in a row are compared as one.
const SHINGLE: usize = 4;
/// How many minima stand for a function (MinHash): the share that two have in common estimates how
/// much of them is alike.
const MINIMA: usize = 128;
/// With fewer in common it is only chance, and a function of its size comes next.
const CHANCE: usize = 2;

/// A function as it is compared.
struct Sketch {
    minima: [u32; MINIMA],
    size: usize,
}

/// The file with its functions in another order.
pub fn alike_together(wasm: &[u8]) -> Result<Vec<u8>, String> {
    let strange = |error: wasmparser::BinaryReaderError| format!("a strange wasm file: {error}");
    let (mut imported, mut sketches) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(strange)? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import.map_err(strange)?;
                    imported += u32::from(matches!(import.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sketches.push(sketch(&body).map_err(strange)?),
            _ => {}
        }
    }
    let order = chain(&sketches);
    let mut places = vec![0_u32; order.len()];
    for (place, &old) in (0_u32..).zip(&order) {
        if let Some(known) = places.get_mut(old) {
            *known = imported + place;
        }
    }
    let mut module = Module::new();
    let mut reorder = Reorder {
        imported,
        order,
        places,
    };
    reorder
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .map_err(|error| format!("a wasm file cannot be put in order: {error}"))?;
    Ok(module.finish())
}

/// What a function does, without which locals and functions it does it to.
fn sketch(body: &FunctionBody<'_>) -> wasmparser::Result<Sketch> {
    let mut words = Vec::new();
    for operator in body.get_operators_reader()? {
        words.push(word(&operator?));
    }
    let mut minima = [u32::MAX; MINIMA];
    let shingles: HashSet<u64> = words.windows(SHINGLE).map(|row| hash(&row)).collect();
    for shingle in shingles {
        for (seed, least) in (0_u64..).zip(&mut minima) {
            *least = (*least).min(mixed(shingle, seed));
        }
    }
    Ok(Sketch {
        minima,
        size: words.len(),
    })
}

/// One of many independent hashes (`SplitMix64`'s last step).
fn mixed(value: u64, seed: u64) -> u32 {
    let mut mixed = value ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or_default()
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn word(operator: &Operator<'_>) -> u64 {
    match operator {
        Operator::LocalGet { .. } => 1,
        Operator::LocalSet { .. } => 2,
        Operator::LocalTee { .. } => 3,
        Operator::Call { .. } => 4,
        Operator::CallIndirect { .. } => 5,
        other => hash(&format!("{other:?}")),
    }
}

/// From the smallest function on, always the one that is most like the last.
fn chain(sketches: &[Sketch]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..sketches.len()).collect();
    let mut order: Vec<usize> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let last = order.last().and_then(|last| sketches.get(*last));
        let place = next(sketches, &left, last);
        // the rest stays in the order of the file
        order.push(left.remove(place));
    }
    order
}

/// The place, among those that are left, of the one that comes after `last`.
fn next(sketches: &[Sketch], left: &[usize], last: Option<&Sketch>) -> usize {
    let size = last.map_or(0, |last| last.size);
    let (mut most, mut likest) = (0, 0);
    let (mut nearest, mut distance) = (0, usize::MAX);
    for (place, one) in left.iter().filter_map(|one| sketches.get(*one)).enumerate() {
        let common = last.map_or(0, |last| common(last, one));
        if common > most {
            (most, likest) = (common, place);
        }
        if one.size.abs_diff(size) < distance {
            (nearest, distance) = (place, one.size.abs_diff(size));
        }
    }
    if most < CHANCE { nearest } else { likest }
}

fn common(one: &Sketch, other: &Sketch) -> usize {
    let pairs = one.minima.iter().zip(&other.minima);
    pairs.filter(|(one, other)| one == other).count()
}

/// Writes the file anew, with each function at its new place.
struct Reorder {
    imported: u32,
    order: Vec<usize>,
    /// By the old place among the functions of the file: the new number.
    places: Vec<u32>,
}

impl Reencode for Reorder {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error<Self::Error>> {
        let own = function.checked_sub(self.imported);
        let place = own.and_then(|own| self.places.get(usize::try_from(own).ok()?));
        Ok(place.copied().unwrap_or(function))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        let types: Vec<u32> = section.into_iter().collect::<Result<_, _>>()?;
        for old in &self.order {
            if let Some(of) = types.get(*old) {
                functions.function(*of);
            }
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        let bodies: Vec<FunctionBody<'_>> = section.into_iter().collect::<Result<_, _>>()?;
        for old in self.order.clone() {
            if let Some(body) = bodies.get(old) {
                utils::parse_function_body(self, code, body.clone())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ExportKind, ExportSection, Function, Instruction, TypeSection};

    /// `double` calls `add`; between them stands one that is like `add`.
    fn file() -> Vec<u8> {
        let mut types = TypeSection::new();
        let number = wasm_encoder::ValType::I32;
        types.ty().function([number], [number]);
        let mut functions = FunctionSection::new();
        let mut exports = ExportSection::new();
        let mut code = CodeSection::new();
        for (place, name) in (0..).zip(["double", "long", "add", "again"]) {
            functions.function(0);
            exports.export(name, ExportKind::Func, place);
            let mut body = Function::new([]);
            body.instruction(&Instruction::LocalGet(0));
            if name == "double" {
                body.instruction(&Instruction::Call(2));
            }
            let times = if name == "long" { 40 } else { 2 };
            for value in 0..times {
                body.instruction(&Instruction::I32Const(value * times));
                body.instruction(&Instruction::I32Add);
            }
            body.instruction(&Instruction::End);
            code.function(&body);
        }
        let mut module = Module::new();
        let module = module.section(&types).section(&functions).section(&exports);
        module.section(&code).clone().finish()
    }

    /// By its exported name, what each function calls.
    fn calls(wasm: &[u8]) -> Vec<(String, Vec<String>)> {
        let (mut names, mut called) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.unwrap() {
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export.unwrap();
                        names.push((export.index, export.name.to_owned()));
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let operators = body.get_operators_reader().unwrap().into_iter();
                    called.push(
                        operators
                            .filter_map(|operator| match operator.unwrap() {
                                Operator::Call { function_index } => Some(function_index),
                                _ => None,
                            })
                            .collect::<Vec<u32>>(),
                    );
                }
                _ => {}
            }
        }
        let name = |of: u32| {
            names
                .iter()
                .find(|(index, _)| *index == of)
                .unwrap()
                .1
                .clone()
        };
        let mut calls: Vec<_> = (0..)
            .zip(called)
            .map(|(place, called)| (name(place), called.into_iter().map(name).collect()))
            .collect();
        calls.sort();
        calls
    }

    #[test]
    fn what_is_called_is_the_same_and_what_is_alike_stands_together() {
        let before = file();
        let after = alike_together(&before).unwrap();
        assert_eq!(calls(&after), calls(&before));
        let order: Vec<String> = {
            let mut places = Vec::new();
            for payload in Parser::new(0).parse_all(&after) {
                if let Payload::ExportSection(section) = payload.unwrap() {
                    places.extend(section.into_iter().map(|export| {
                        let export = export.unwrap();
                        (export.index, export.name.to_owned())
                    }));
                }
            }
            places.sort();
            places.into_iter().map(|(_, name)| name).collect()
        };
        let place = |name: &str| order.iter().position(|known| known == name).unwrap();
        assert_eq!(place("add").abs_diff(place("again")), 1, "{order:?}");
        assert_eq!(
            alike_together(&before).unwrap(),
            after,
            "the same each time"
        );
    }

    #[test]
    fn what_is_no_wasm_file_is_told() {
        assert!(alike_together(b"no wasm").is_err());
    }
}
