//! Where on a page the article is, and the lines of it.
//!
//! Each line weighs what it has of running text: whole sentences weigh most, headings and links
//! nothing. Parts that names and tags tell to lie beside the article are left out, unless most of
//! the weight of the page is in them. The article is the smallest part that holds nearly all the
//! weight that remains, or the one that the page itself calls so. All in time that grows with the
//! page, however deep.

use super::lines::{self, Kind, Line};
use super::page::{Page, PartId, ROOT};
use super::role::{self, Role};
use super::tags::Tag;

/// The lines of an article, and what the page has besides.
#[derive(Debug)]
pub(super) struct MainText {
    /// Those of the article, captions among them.
    pub(super) lines: Vec<Line>,
    /// Teasers: headings that lead to other pages.
    pub(super) teasers: usize,
}

/// Bytes under which a line is a label, and weighs nothing.
const LABEL: usize = 25;
/// Of the weight of a page that a part must have to be text after all, in hundredths.
const SHARE_OF_ASIDE: usize = 50;
const SHARE_OF_FRAME: usize = 90;
/// Of the weight of the page that a teaser has at most.
const SHARE_OF_TEASER: usize = 30;
/// Of the weight of a part that one in it must have to stand for it.
const SHARE_OF_CHILD: usize = 90;
/// The same, if the page says that it is the text of the article.
const SHARE_OF_BODY: usize = 60;
/// What a line before the text must weigh to sum it up: a sentence.
const LEAD: usize = 160;
/// Letters of links in a line that make it a headline of another page.
const HEADLINE: usize = 25;

/// Finds the article of a page.
pub(super) fn find(page: &Page<'_>) -> MainText {
    let mut words = String::new();
    let roles: Vec<Role> = page.all().map(|it| role::of(page, it, &mut words)).collect();
    let lines = lines::of(page, &roles);
    let raw = weigh(page, &lines, None);
    let (left_out, teasers) = leave_out(page, &roles, &lines, &raw);
    let weights = weigh(page, &lines, Some(&left_out));
    let main = smallest(page, &roles, &weights);
    let end = page.end(main);
    let headlines = lines.iter().filter(|it| it.is_link() && it.linked >= HEADLINE).count();
    let around = article_around(page, main);
    let lines = lines
        .into_iter()
        .filter(|line| {
            let is_within = main <= line.part && line.part < end;
            let is_near = around <= line.part && line.part < page.end(around);
            // Pictures stand above the text at times, and what sums it up before it.
            let is_lead = line.part < main && line.kind == Kind::Paragraph && weight(line) >= LEAD;
            let is_read = is_within || (is_near && (line.kind == Kind::Caption || is_lead));
            is_read && !left_out[line.part.place()]
        })
        .collect();
    MainText { lines, teasers: teasers.max(headlines) }
}

/// The element that the page calls the article around a part, or the part itself.
fn article_around(page: &Page<'_>, main: PartId) -> PartId {
    let mut around = main;
    let mut outer = main;
    while outer != ROOT {
        outer = page.parent(outer);
        let kind = || page.attribute(outer, "itemtype").or_else(|| page.attribute(outer, "typeof"));
        match page.tag(outer) {
            Tag::Article => return outer,
            _ if kind().is_some_and(|it| it.ends_with("Article")) => return outer,
            Tag::Main if around == main => around = outer,
            _ => {}
        }
    }
    around
}

/// What a line has of running text.
fn weight(line: &Line) -> usize {
    let length = line.text.len() * 4;
    match line.kind {
        Kind::Heading | Kind::Caption => 0,
        _ if line.text.len() < LABEL || line.linked * 2 > line.text.len() => 0,
        Kind::Row => length / 4,
        Kind::Item if line.is_sentence() => length / 2,
        Kind::Paragraph if line.is_sentence() => length,
        Kind::Item | Kind::Paragraph => length / 8,
    }
}

/// The weight of each part: of the lines in it, at any depth.
fn weigh(page: &Page<'_>, lines: &[Line], left_out: Option<&[bool]>) -> Vec<usize> {
    let mut weights = vec![0; page.count()];
    for line in lines {
        if left_out.is_none_or(|it| !it[line.part.place()]) {
            weights[line.part.place()] += weight(line);
        }
    }
    for part in page.all().rev() {
        if part != ROOT {
            weights[page.parent(part).place()] += weights[part.place()];
        }
    }
    weights
}

/// Which parts are left out, and how many of them are teasers.
fn leave_out(
    page: &Page<'_>,
    roles: &[Role],
    lines: &[Line],
    weights: &[usize],
) -> (Vec<bool>, usize) {
    let all = weights[ROOT.place()];
    let is_over = |part: PartId, share: usize| weights[part.place()] * 100 >= all * share;
    let mut left_out = vec![false; page.count()];
    let mut teasers = 0;
    for line in lines {
        if line.kind == Kind::Heading && line.is_link() && page.tag(line.part) != Tag::H1 {
            let around = page.parent(line.part);
            let card = if page.tag(around) == Tag::A { page.parent(around) } else { around };
            teasers += 1;
            left_out[line.part.place()] = true;
            if all > 0 && !is_over(card, SHARE_OF_TEASER) {
                left_out[card.place()] = true;
            }
        }
    }
    for part in page.all() {
        let is_beside = match roles[part.place()] {
            Role::Hidden => true,
            Role::Frame => all == 0 || !is_over(part, SHARE_OF_FRAME),
            Role::Aside => all == 0 || !is_over(part, SHARE_OF_ASIDE),
            _ => false,
        };
        if is_beside || left_out[page.parent(part).place()] {
            left_out[part.place()] = true;
        }
    }
    (left_out, teasers)
}

/// The smallest part that holds nearly all the weight.
fn smallest(page: &Page<'_>, roles: &[Role], weights: &[usize]) -> PartId {
    let mut main = ROOT;
    let mut body = None;
    loop {
        if roles[main.place()] == Role::Body {
            body = Some(main);
        }
        let heaviest = page.children(main).max_by_key(|child| weights[child.place()]);
        let Some(child) = heaviest.filter(|&child| {
            let held = weights[child.place()] * 100;
            held > 0 && held >= weights[main.place()] * SHARE_OF_CHILD
        }) else {
            break;
        };
        if page.tag(child).is_leaf() || has_like(page, weights, main, child) {
            break;
        }
        main = child;
    }
    body.or_else(|| named(page, roles, weights, main)).unwrap_or(main)
}

/// Whether another part with weight beside a child is made as that is: paragraphs that have a
/// frame each.
fn has_like(page: &Page<'_>, weights: &[usize], parent: PartId, child: PartId) -> bool {
    let class = page.attribute(child, "class");
    page.children(parent).any(|other| {
        other != child
            && weights[other.place()] > 0
            && page.tag(other) == page.tag(child)
            && page.attribute(other, "class") == class
    })
}

/// The part in another that the page calls the text of the article, or the article.
fn named(page: &Page<'_>, roles: &[Role], weights: &[usize], within: PartId) -> Option<PartId> {
    let all = weights[within.place()];
    let is_heavy = |part: &PartId| weights[part.place()] * 100 > all * SHARE_OF_BODY;
    let body = page.inside(within).rfind(|it| is_heavy(it) && roles[it.place()] == Role::Body);
    body.or_else(|| {
        page.inside(within)
            .rfind(|it| is_heavy(it) && matches!(page.tag(*it), Tag::Article | Tag::Main))
    })
}
