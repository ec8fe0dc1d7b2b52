//! Whether a program for Linux needs anything of the system it runs on (ELF, chapter 2: Program Loading and Dynamic
//! Linking).

use anyhow::{Context, Result, bail};

/// The segment that names the program interpreter, which loads shared libraries: a static program has none.
const PT_INTERP: u32 = 3;

/// What loads the shared libraries of an ELF program, if anything does.
pub(super) fn interpreter(program: &[u8]) -> Result<Option<String>> {
    let is_64_little = program.starts_with(b"\x7fELF\x02\x01");
    if !is_64_little {
        bail!("the binary is no ELF file of 64 bits, little-endian");
    }
    let table = number::<8>(program, 32)?;
    let size = number::<2>(program, 54)?;
    let count = number::<2>(program, 56)?;
    for index in 0..count {
        let header = index.checked_mul(size).and_then(|at| at.checked_add(table)).context("a wrong table")?;
        if number::<4>(program, header)? != u64::from(PT_INTERP) {
            continue;
        }
        let start = usize::try_from(number::<8>(program, header.saturating_add(8))?)?;
        let length = usize::try_from(number::<8>(program, header.saturating_add(32))?)?;
        let path = program.get(start..start.saturating_add(length)).context("a path outside the file")?;
        return Ok(Some(String::from_utf8_lossy(path).trim_end_matches('\0').to_owned()));
    }
    Ok(None)
}

/// The little-endian number of so many bytes at a place.
fn number<const BYTES: usize>(program: &[u8], at: u64) -> Result<u64> {
    let at = usize::try_from(at)?;
    let bytes = program.get(at..at.saturating_add(BYTES)).context("the binary ends too early")?;
    Ok(bytes.iter().rev().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_that_load_libraries_are_known() {
        let this = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        let found = interpreter(&this).unwrap();
        assert!(found.is_some_and(|path| path.contains("ld-")), "tests are linked dynamically");
    }

    #[test]
    fn a_program_without_such_a_segment_is_static() {
        // A header alone: the table of segments follows it and has one entry, which is loaded (type 1).
        let mut program = b"\x7fELF\x02\x01\x01".to_vec();
        program.resize(64 + 56, 0);
        program[32] = 64;
        program[54] = 56;
        program[56] = 1;
        program[64] = 1;
        assert_eq!(interpreter(&program).unwrap(), None);
        program[64] = 3;
        program[64 + 8] = 1;
        program[64 + 32] = 3;
        assert_eq!(interpreter(&program).unwrap().as_deref(), Some("ELF"));
        assert!(interpreter(&program[..80]).is_err());
        assert!(interpreter(b"MZ").is_err());
    }
}
