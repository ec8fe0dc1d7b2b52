//! The HTML page, read back by a parser of HTML.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Selector};

use super::{Checked, Shown};
use crate::support::{corpus, folder, good, run_in, sending};

/// The elements that pages are made of. None of them runs or fetches anything.
const ELEMENTS: [&str; 50] = [
    "html", "head", "meta", "title", "style", "body", "svg", "defs", "path", "header", "p", "h1", "h2", "h3",
    "h4", "span", "rect", "dl", "div", "dt", "dd", "code", "nav", "ul", "li", "a", "main", "section",
    "details", "summary", "article", "pre", "mark", "cite", "em", "strong", "g", "line", "text", "use",
    "table", "thead", "tbody", "tr", "th", "td", "footer", "del", "ins", "br",
];

/// The attributes beside `href`, of which none can run or fetch anything.
const ATTRIBUTES: [&str; 26] = [
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "class",
    "id",
    "aria-label",
    "aria-labelledby",
    "aria-hidden",
    "role",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "rx",
    "d",
    "text-anchor",
    "open",
    "scope",
    "href",
    "title",
];

fn select<'p>(page: &'p Html, selector: &str) -> Vec<ElementRef<'p>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn texts(page: &Html, selector: &str) -> BTreeSet<String> {
    select(page, selector).into_iter().map(|element| element.text().collect()).collect()
}

/// What holds for every page: nothing in it runs or is fetched, and every link leads somewhere in it.
fn inert(page: &Html) {
    let mut ids = BTreeSet::new();
    for element in select(page, "*") {
        let name = element.value().name();
        assert!(ELEMENTS.contains(&name), "{name}");
        for (attribute, value) in element.value().attrs() {
            assert!(ATTRIBUTES.contains(&attribute), "{name} {attribute}={value}");
            assert!(attribute != "href" || value.starts_with('#'), "{value}");
            assert!(attribute != "id" || ids.insert(value.to_owned()), "two elements have the id {value}");
        }
    }
    for link in select(page, "[href]") {
        let target = link.value().attr("href").unwrap().trim_start_matches('#');
        assert!(ids.contains(target), "nothing has the id {target}");
    }
    let policy = select(page, "meta[http-equiv=Content-Security-Policy]");
    let policy = policy[0].value().attr("content").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'unsafe-inline';"), "{policy}");
    let style: String = texts(page, "style").into_iter().collect();
    assert!(!style.contains("url(") && !style.contains("@import"), "{style}");
    let levels: Vec<u8> =
        select(page, "h1, h2, h3, h4").iter().map(|heading| heading.value().name().as_bytes()[1]).collect();
    assert!(
        levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
        "a level of headings is left out: {levels:?}"
    );
}

/// The page is inert and says the verdict.
pub(super) fn check(page: &str, run: &Checked) {
    let page = Html::parse_document(page);
    inert(&page);
    let heading: String = texts(&page, "h1").into_iter().collect();
    assert!(
        ["✖ violates", "! known", "! incomplete", "✓ conforms", "? inconclusive"].contains(&heading.as_str()),
        "{}: {heading}",
        run.what
    );
}

/// The message of each finding, and the rule that it links to.
pub(super) fn read_back(page: &str) -> Vec<Shown> {
    let page = Html::parse_document(page);
    let (message, link) =
        (Selector::parse(".message span").unwrap(), Selector::parse("a[href^='#rule-']").unwrap());
    let shown = |finding: ElementRef<'_>| Shown {
        rule: finding.select(&link).next().unwrap().text().collect(),
        message: finding.select(&message).next().unwrap().text().collect(),
    };
    select(&page, "article.finding").into_iter().map(shown).collect()
}

#[test]
fn every_finding_leads_to_its_exchange_and_to_its_rule() {
    let ran = run_in(&corpus("reports"), &["verify", "sample.ndjson", "-f", "html"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let page = Html::parse_document(&ran.stdout);
    inert(&page);
    assert_eq!(texts(&page, "h1").into_iter().collect::<String>(), "✖ violates");
    let findings = select(&page, "article.finding");
    assert_eq!(findings.len(), 12);
    for finding in findings {
        let links: Vec<&str> = finding
            .select(&Selector::parse("a").unwrap())
            .map(|link| link.value().attr("href").unwrap())
            .collect();
        assert!(links.iter().any(|link| link.starts_with("#exchange-")), "{links:?}");
        assert!(links.iter().any(|link| link.starts_with("#rule-")), "{links:?}");
        let id = finding.value().attr("id").unwrap();
        let from_diagram = format!(".sequence a[href='#{id}']");
        assert!(!select(&page, &from_diagram).is_empty(), "no diagram leads to {id}");
        let marks = finding.select(&Selector::parse("pre mark").unwrap()).count();
        assert_eq!(marks, finding.select(&Selector::parse("pre").unwrap()).count());
    }
    // The exchanges of the conversation in order of time, the two out of scope not among them.
    let indexes: Vec<String> =
        select(&page, ".sequence .index").iter().map(|element| element.text().collect()).collect();
    assert_eq!(indexes, ["0", "1", "2", "3", "4", "5", "6", "7", "8"]);
}

#[test]
fn a_long_conversation_is_drawn_where_its_findings_are() {
    let sound = |count: usize| format!("{}\n", good()).repeat(count);
    let recording = format!("{}{}\n{}", sound(50), sending("{\"from\":\"u\",\"text\":5}"), sound(50));
    let folder = folder(&[("a.ndjson", recording.as_bytes())]);
    let ran = run_in(folder.path(), &["verify", "a.ndjson", "-f", "html", "--only", "message"]);
    let page = Html::parse_document(&ran.stdout);
    inert(&page);
    let shown: Vec<String> = select(&page, ".sequence .index, .sequence .more")
        .iter()
        .map(|element| element.text().collect())
        .collect();
    assert_eq!(
        shown,
        [
            "0",
            "1",
            "2",
            "3",
            "… 44 exchanges left out …",
            "48",
            "49",
            "50",
            "51",
            "52",
            "… 46 exchanges left out …",
            "99",
            "100"
        ]
    );
}

#[test]
fn exchanges_stand_in_order_of_time() {
    let ran = run_in(&corpus("conversations"), &["verify", "reversed.ndjson", "-f", "html"]);
    let page = Html::parse_document(&ran.stdout);
    inert(&page);
    // The recording has the latest first.
    let diagrams = select(&page, ".sequence");
    assert!(!diagrams.is_empty());
    for diagram in diagrams {
        let texts = |selector: &str| -> Vec<String> {
            let selector = Selector::parse(selector).unwrap();
            diagram.select(&selector).map(|element| element.text().collect()).collect()
        };
        assert_eq!(texts(".time")[0], "+0 ms");
        let indexes: Vec<usize> = texts(".index").iter().map(|index| index.parse().unwrap()).collect();
        assert!(indexes.is_sorted_by(|a, b| a > b), "{indexes:?}");
    }
}

#[test]
fn hunts_and_replays_have_pages() {
    let ran = run_in(&corpus("recorded"), &["replay", "wire/curl", "-f", "html"]);
    let page = Html::parse_document(&ran.stdout);
    inert(&page);
    assert!(texts(&page, "#runs h2").iter().any(|text| text.contains("wire/curl")), "{}", ran.stdout);
    let ran = run_in(&corpus("recorded"), &["fuzz", "--cases", "3", "--seed", "1", "-f", "html"]);
    let page = Html::parse_document(&ran.stdout);
    inert(&page);
    assert!(texts(&page, "#runs p").iter().any(|text| text.contains("seed 1")), "{}", ran.stdout);
}

#[test]
fn coverage_is_a_picture_of_named_cells() {
    let arguments = ["verify", "sample.ndjson", "-f", "html", "--coverage", "--min-coverage", "99"];
    let ran = run_in(&corpus("reports"), &arguments);
    let page = Html::parse_document(&ran.stdout);
    inert(&page);
    let json = run_in(&corpus("reports"), &["verify", "sample.ndjson", "-f", "json", "--coverage"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let count = |name: &str| json["coverage"][name].as_array().unwrap().len();
    assert_eq!(select(&page, "#coverage .square").len(), count("rules"));
    let texts: Vec<String> =
        select(&page, "#coverage .matrix .cell").iter().map(|cell| cell.text().collect()).collect();
    let get_messages = texts.iter().find(|text| text.starts_with("✖ 200")).unwrap();
    assert_eq!(get_messages, "✖ 200 ×2, seen, an error");
    assert!(texts.contains(&"· eTag, not seen".to_owned()), "{texts:?}");
    let missed: String = select(&page, ".missed").iter().flat_map(ElementRef::text).collect();
    assert!(missed.contains("is below 99 %"), "{missed}");
    // Nobody asked.
    let ran = run_in(&corpus("reports"), &["verify", "sample.ndjson", "-f", "html"]);
    assert!(select(&Html::parse_document(&ran.stdout), "#coverage").is_empty());
}
