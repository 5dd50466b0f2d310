//! The names of the files in an archive.

/// What a name in an archive is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// The path of a file, with `/` between its parts.
    File(String),
    /// It leads out of the archive, where it would be taken for another file.
    Leaving(String),
    /// A folder, a hidden file, or what a system keeps beside files.
    PassedOver,
}

/// Folders that systems add to archives.
const KEPT_BY_SYSTEMS: &[&str] = &["__MACOSX", "$RECYCLE.BIN", "System Volume Information"];

impl Name {
    /// Reads a name as an archive has it.
    pub(super) fn of(raw: &str) -> Self {
        // What moves the cursor of a terminal is no letter of a name.
        let clean: String =
            raw.chars().map(|it| if it.is_control() { '\u{fffd}' } else { it }).collect();
        let path = clean.replace('\\', "/");
        let mut letters = path.chars();
        let has_drive = letters.next().is_some_and(|it| it.is_ascii_alphabetic())
            && letters.next() == Some(':');
        if path.starts_with('/') || has_drive || path.split('/').any(|part| part == "..") {
            return Self::Leaving(clean);
        }
        let parts: Vec<&str> =
            path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
        let is_passed_over = path.ends_with('/')
            || parts.is_empty()
            || parts.iter().any(|part| part.starts_with('.') || KEPT_BY_SYSTEMS.contains(part));
        if is_passed_over { Self::PassedOver } else { Self::File(parts.join("/")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_a_path_of_one_form() {
        for (raw, path) in
            [("a.txt", "a.txt"), ("./in/a.txt", "in/a.txt"), ("in\\b\\a.txt", "in/b/a.txt")]
        {
            assert_eq!(Name::of(raw), Name::File(path.to_owned()), "{raw}");
        }
        assert_eq!(Name::of("a\u{1b}[2J.txt"), Name::File("a\u{fffd}[2J.txt".to_owned()));
    }

    #[test]
    fn names_that_lead_out_are_told_and_hidden_ones_passed_over() {
        for raw in
            ["../a.txt", "in/../../a.txt", "/etc/a.txt", "C:\\a.txt", "c:a.txt", "\\\\host\\a"]
        {
            assert_eq!(Name::of(raw), Name::Leaving(raw.to_owned()));
        }
        for raw in ["in/", ".a.txt", "in/.git/a.txt", "__MACOSX/in/._a.txt", "", "./"] {
            assert_eq!(Name::of(raw), Name::PassedOver, "{raw}");
        }
    }
}
