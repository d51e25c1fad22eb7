//! What never returns becomes a trap at once: what a panic would have said is left out of the file.
//!
//! Nobody could read it, since a browser has no standard error and the app sets no hook. The page
//! stops in both cases; the console then says `unreachable` where it was.
//!
//! Promises: only a function that has no way to its end, or that nothing calls, is changed, to the
//! one instruction that stops. Leaves to wasm-opt what follows: neither what it would have called nor
//! the words that it was called with are needed.

use std::collections::HashSet;

use wasm_encoder::{
    CodeSection, Function, ImportSection, Instruction, Module,
    reencode::{self, Reencode, utils},
};
use wasmparser::{
    BinaryReaderError, CodeSectionReader, FunctionBody, ImportSectionReader, Operator, Parser,
    TypeRef,
};

use super::uncalled::uncalled;

/// The file with a trap in place of each function that never returns or is never called.
pub fn trapping(wasm: &[u8]) -> Result<Vec<u8>, String> {
    let mut module = Module::new();
    let mut trapping = Trapping {
        uncalled: uncalled(wasm)?,
        next: 0,
    };
    trapping
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .map_err(|error| format!("a strange wasm file: {error}"))?;
    Ok(module.finish())
}

struct Trapping {
    uncalled: HashSet<u32>,
    /// The number of the next function.
    next: u32,
}

impl Reencode for Trapping {
    type Error = std::convert::Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        for import in section.clone().into_imports() {
            self.next += u32::from(matches!(import?.ty, TypeRef::Func(_)));
        }
        utils::parse_import_section(self, imports, section)
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        for body in section {
            let body = body?;
            let number = self.next;
            self.next += 1;
            if returns(&body)? && !self.uncalled.contains(&number) {
                utils::parse_function_body(self, code, body)?;
            } else {
                let mut trap = Function::new([]);
                trap.instruction(&Instruction::Unreachable);
                trap.instruction(&Instruction::End);
                code.function(&trap);
            }
        }
        Ok(())
    }
}

/// Whether there may be a way to the function's end. The compiler ends with a trap what it knows to
/// have none.
fn returns(body: &FunctionBody<'_>) -> Result<bool, BinaryReaderError> {
    // how many blocks are open besides the function itself, which is a target of branches too
    let mut open = 0_u32;
    let mut trapped = false;
    for operator in body.get_operators_reader()? {
        let operator = operator?;
        match &operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => open += 1,
            Operator::End if open == 0 => return Ok(!trapped),
            Operator::End => open -= 1,
            Operator::Br { relative_depth } | Operator::BrIf { relative_depth }
                if *relative_depth == open =>
            {
                return Ok(true);
            }
            Operator::BrTable { targets } => {
                let mut leaves = targets.default() == open;
                for target in targets.targets() {
                    leaves |= target? == open;
                }
                if leaves {
                    return Ok(true);
                }
            }
            Operator::Return
            | Operator::ReturnCall { .. }
            | Operator::ReturnCallIndirect { .. }
            | Operator::TryTable { .. } => return Ok(true),
            _ => {}
        }
        trapped = matches!(operator, Operator::Unreachable);
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{BlockType, FunctionSection, TypeSection};
    use wasmparser::Payload;

    /// Whether a function of these instructions is left as it is.
    fn is_kept(instructions: &[Instruction<'_>]) -> bool {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut body = Function::new([]);
        for instruction in instructions {
            body.instruction(instruction);
        }
        let mut code = CodeSection::new();
        code.function(&body);
        let mut module = Module::new();
        let module = module.section(&types).section(&functions).section(&code);
        let before = module.clone().finish();
        let after = trapping(&before).unwrap();
        let trap = after.windows(5).any(|bytes| bytes == [1, 3, 0, 0, 0x0b]);
        assert_ne!(trap, after == before, "either kept or a trap");
        let mut bodies = 0;
        for payload in Parser::new(0).parse_all(&after) {
            bodies += u32::from(matches!(payload.unwrap(), Payload::CodeSectionEntry(_)));
        }
        assert_eq!(bodies, 1);
        !trap
    }

    #[test]
    fn only_what_never_returns_is_a_trap() {
        use Instruction::{Block, Br, BrIf, BrTable, Call, End, I32Const, If, Return, Unreachable};
        let block = Block(BlockType::Empty);
        assert!(!is_kept(&[Call(0), Unreachable, End]));
        let around = [block.clone(), I32Const(1), BrIf(0), Call(0), End];
        assert!(!is_kept(&[&around[..], &[Unreachable, End]].concat()));
        assert!(is_kept(&[Call(0), End]));
        assert!(is_kept(&[
            I32Const(1),
            If(BlockType::Empty),
            Unreachable,
            End,
            End
        ]));
        for leaving in [&[Return][..], &[Br(1)], &[I32Const(1), BrIf(1)]] {
            assert!(is_kept(
                &[
                    std::slice::from_ref(&block),
                    leaving,
                    &[End, Unreachable, End]
                ]
                .concat()
            ));
        }
        let table = BrTable([0, 1][..].into(), 0);
        assert!(is_kept(&[block, I32Const(1), table, End, Unreachable, End]));
    }

    #[test]
    fn what_is_no_wasm_file_is_told() {
        assert!(trapping(b"no wasm").is_err());
    }
}
