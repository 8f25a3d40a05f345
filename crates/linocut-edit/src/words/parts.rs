//! Words for taking parts away.

use super::cursor::Cursor;
use crate::{Operation, Target};

/// `remove the roof`, `keep only the door`.
pub(super) fn parts(cursor: &mut Cursor<'_>, _subject: &mut Target) -> Option<Operation> {
    if cursor.eat("remove|delete|drop|hide|erase|without") {
        return cursor.name(&[]).map(Operation::Remove);
    }
    cursor.need("only? keep only?")?;
    cursor.name(&[]).map(Operation::Keep)
}
