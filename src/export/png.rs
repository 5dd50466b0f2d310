//! PNG: the drawing in SVG as a picture, with letters of a font that comes with the program.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{FontResolver, Options, Tree, fontdb::Database},
};

use super::{Drawing, Drawn, Error, Format, svg};
use crate::network::Network;

pub(super) const FORMAT: Format =
    Format { name: "png", extension: "png", about: "Picture for slides and documents", write };

/// Pixels a point, so that letters are sharp on fine screens and on paper.
const FINE: f32 = 2.0;

/// Pixels along the longer side; more would not open everywhere.
const MOST: f32 = 12_000.0;

/// Letters without a font that are named in a note.
const NAMED: usize = 8;

fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let drawn = draw(network, &Drawing::default()).map_err(io::Error::other)?;
    out.write_all(&drawn.bytes)
}

pub(super) fn draw(network: &Network, drawing: &Drawing) -> Result<Drawn, Error> {
    let drawn = svg::draw(network, drawing)?;
    let text = String::from_utf8(drawn.bytes).expect("SVG is UTF-8");
    let (bytes, missing) = picture(&text)?;
    let mut notes = drawn.notes;
    if !missing.is_empty() {
        let some: String = missing.iter().take(NAMED).collect();
        let more = if missing.len() > NAMED { " …" } else { "" };
        notes.push(format!(
            "no font here has these letters, which are boxes in the picture: {some}{more}; install \
             a font with them (such as Noto), or take SVG"
        ));
    }
    Ok(Drawn { bytes, notes })
}

/// A drawing as a picture, and the letters that no font has.
fn picture(svg: &str) -> Result<(Vec<u8>, Vec<char>), Error> {
    let missing: Mutex<Vec<char>> = Mutex::new(Vec::new());
    let mut options = Options::default();
    let fonts = options.fontdb_mut();
    let regular = [dejavu::sans_condensed::regular(), dejavu::sans_condensed::bold()];
    for font in regular {
        fonts.load_font_data(font.to_vec());
    }
    let own: Vec<_> = fonts.faces().map(|face| (face.id, face.weight.0)).collect();
    let known = FontResolver::default_fallback_selector();
    let seen = &missing;
    options.font_resolver = FontResolver {
        select_font: Box::new(move |font, _| {
            own.iter().min_by_key(|(_, weight)| weight.abs_diff(font.weight())).map(|&(id, _)| id)
        }),
        // Fonts of the system are looked at only for what the own ones lack.
        select_fallback: Box::new(move |letter, used, fonts| {
            known(letter, used, fonts).or_else(|| {
                load_system(fonts);
                let found = known(letter, used, fonts);
                if found.is_none() {
                    let mut seen = seen.lock().expect("no thread died with it");
                    if !seen.contains(&letter) {
                        seen.push(letter);
                    }
                }
                found
            })
        }),
    };
    let broken = |said: String| Error::Picture { said };
    let tree = Tree::from_str(svg, &options).map_err(|error| broken(error.to_string()))?;
    let size = tree.size();
    let scale = FINE.min(MOST / size.width().max(size.height()));
    let (width, height) = (pixels(size.width() * scale), pixels(size.height() * scale));
    let mut picture = Pixmap::new(width, height)
        .ok_or_else(|| broken(format!("{width} by {height} pixels are too many")))?;
    picture.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    let bytes = picture.encode_png().map_err(|error| broken(error.to_string()))?;
    drop(tree);
    drop(options);
    Ok((bytes, missing.into_inner().expect("no thread died with it")))
}

/// Adds the fonts of the system, once.
fn load_system(fonts: &mut Arc<Database>) {
    // Two are those that come with the program.
    if fonts.len() <= 2 {
        Arc::make_mut(fonts).load_system_fonts();
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a side is positive and at most as long as MOST"
)]
fn pixels(side: f32) -> u32 {
    side.ceil().max(1.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::sample;

    /// Width and height as the file has them.
    fn size(png: &[u8]) -> [u32; 2] {
        let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
        [side(16), side(20)]
    }

    #[test]
    fn a_picture_is_twice_as_fine_as_the_drawing_and_not_empty() {
        let network = sample();
        let drawn = draw(&network, &Drawing::default()).expect("it can be drawn");
        assert!(drawn.bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
        let svg = svg::draw(&network, &Drawing::default()).expect("it can be drawn").bytes;
        let tree = Tree::from_data(&svg, &Options::default()).expect("it is SVG");
        let twice = [tree.size().width(), tree.size().height()].map(|side| pixels(side * FINE));
        assert_eq!(size(&drawn.bytes), twice);
        let picture = Pixmap::decode_png(&drawn.bytes).expect("it is PNG");
        let dark = picture.pixels().iter().filter(|pixel| pixel.red() < 80).count();
        assert!(dark > 1_000, "{dark} dark pixels: the letters are not there");
        assert_eq!(drawn.notes, Vec::<String>::new());
    }

    #[test]
    fn letters_of_many_scripts_come_with_the_program() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"40\">\
                   <text x=\"9\" y=\"30\">Київ Αθήνα الرياض Erdoğan Łódź “–”</text></svg>";
        let (bytes, missing) = picture(svg).expect("it is SVG");
        assert_eq!(missing, Vec::<char>::new());
        assert_eq!(size(&bytes), [800, 80]);
    }
}
