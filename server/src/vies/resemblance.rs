//! Whether two names are those of one business, as far as names can tell.
//!
//! Promises: blind to case, accents, punctuation, word order and legal forms; a slip of one letter
//! in a long name passes; anything less alike differs, since a wrong "yes" costs VAT and a wrong
//! "no" only a look by staff. Pure.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What follows or precedes a name and says only of which legal form the business is. Written as
/// [`words`] leaves them.
const LEGAL_FORMS: &[&str] = &[
    // Nordic and Baltic
    "ab",
    "publ",
    "hb",
    "kb",
    "as",
    "aps",
    "asa",
    "ks",
    "oy",
    "oyj",
    "ou",
    "aktsiaselts",
    "osauhing",
    "sia",
    "uab",
    "mb",
    "aktiebolag",
    "aktiebolaget",
    "aktieselskab",
    "osakeyhtio",
    // German-speaking
    "gmbh",
    "mbh",
    "ag",
    "kg",
    "kgaa",
    "ohg",
    "gbr",
    "ug",
    "haftungsbeschrankt",
    "haftungsbeschraenkt",
    "eg",
    "ek",
    "ev",
    "gesmbh",
    "co",
    "cokg",
    "aktiengesellschaft",
    // French, Italian, Spanish, Portuguese, Romanian
    "sa",
    "sas",
    "sasu",
    "sarl",
    "eurl",
    "sarls",
    "snc",
    "sca",
    "scs",
    "scop",
    "spa",
    "srl",
    "srls",
    "soc",
    "sl",
    "slu",
    "sll",
    "sau",
    "lda",
    "unipessoal",
    "ltda",
    "societe",
    "anonyme",
    // Dutch and Belgian
    "bv",
    "bvba",
    "nv",
    "vof",
    "cv",
    "cvba",
    // English
    "ltd",
    "limited",
    "plc",
    "llc",
    "llp",
    "inc",
    "corp",
    "corporation",
    "company",
    "cic",
    "dac",
    "teo",
    "uc",
    // Central and eastern
    "sro",
    "spol",
    "vos",
    "doo",
    "dd",
    "jdoo",
    "kft",
    "bt",
    "zrt",
    "nyrt",
    "rt",
    "spzoo",
    "sp",
    "zoo",
    "sj",
    "sk",
    "ood",
    "eood",
    "ad",
    "ead",
    // Greek and Cypriot, in both alphabets
    "αε",
    "επε",
    "ικε",
    "οε",
    "εε",
    "ae",
    "epe",
    "ike",
    // Bulgarian in its own alphabet
    "оод",
    "еоод",
    "ад",
    "еад",
    // European
    "se",
    "sce",
    "eeig",
];

/// What joins the words of a name, and may be written as a sign.
const JOINING_WORDS: &[&str] = &["and", "und", "et", "och", "og", "ja", "en"];

/// Whether they resemble. Two empty names do not.
pub fn resembles(register: &str, typed: &str) -> bool {
    // some states tell two spellings of one name, parted so
    register
        .split("||")
        .flat_map(|spelling| FOLDINGS.map(|fold| words(spelling, fold)))
        .any(|ours| {
            FOLDINGS
                .map(|fold| words(typed, fold))
                .iter()
                .any(|theirs| same_business(&ours, theirs))
        })
}

type Folding = fn(char) -> Option<&'static str>;

/// How letters with marks are written without: ü as u, or as German keyboards without it do, ue.
const FOLDINGS: [Folding; 2] = [
    |letter| match letter {
        'ß' => Some("ss"),
        'æ' => Some("ae"),
        'œ' => Some("oe"),
        'ø' => Some("o"),
        'ł' => Some("l"),
        'đ' | 'ð' => Some("d"),
        'þ' => Some("th"),
        'ħ' => Some("h"),
        'ı' => Some("i"),
        _ => None,
    },
    |letter| match letter {
        'ß' => Some("ss"),
        'ä' | 'æ' => Some("ae"),
        'ö' | 'ø' | 'œ' => Some("oe"),
        'ü' => Some("ue"),
        'å' => Some("aa"),
        'ł' => Some("l"),
        'đ' | 'ð' => Some("d"),
        'þ' => Some("th"),
        _ => None,
    },
];

/// The words of a name that tell it from others.
fn words(name: &str, fold: Folding) -> Vec<String> {
    let mut text = String::new();
    for letter in name.nfkc().flat_map(char::to_lowercase) {
        match fold(letter) {
            Some(written) => text.push_str(written),
            None => text.push(letter),
        }
    }
    let text: String = text
        .nfkd()
        .filter(|letter| !is_combining_mark(*letter))
        .collect();
    // an apostrophe or the point of an abbreviation joins, everything else parts
    let text = text.replace(['\'', '’', '`'], "");
    let parts: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let telling = parts.iter().filter(|part| !JOINING_WORDS.contains(part));
    without_legal_forms(&joined_initials(telling.copied()))
        // nothing but joining words is a name as well: "En AB", "Og"
        .or_else(|| without_legal_forms(&joined_initials(parts.iter().copied())))
        .unwrap_or_else(|| joined_initials(parts.into_iter()))
}

/// `s a r l` was `S.A.R.L.`: single letters beside each other are one word.
fn joined_initials<'a>(parts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut follows_initial = false;
    for part in parts {
        let is_initial = part.chars().count() == 1 && part.chars().all(char::is_alphabetic);
        match words.last_mut().filter(|_| is_initial && follows_initial) {
            Some(word) => word.push_str(part),
            None => words.push(part.to_owned()),
        }
        follows_initial = is_initial;
    }
    words
}

/// Legal forms stand at either end; nothing is left of a name that is nothing else.
fn without_legal_forms(words: &[String]) -> Option<Vec<String>> {
    let is_form = |word: &String| LEGAL_FORMS.contains(&word.as_str());
    let from = words.iter().position(|word| !is_form(word))?;
    let until = words.iter().rposition(|word| !is_form(word))?;
    words.get(from..=until).map(<[String]>::to_vec)
}

fn same_business(ours: &[String], theirs: &[String]) -> bool {
    let (ours_joined, theirs_joined) = (ours.concat(), theirs.concat());
    if ours_joined.is_empty() || theirs_joined.is_empty() {
        return false;
    }
    ours_joined == theirs_joined
        || sorted(ours) == sorted(theirs)
        || contains_most(ours, theirs)
        || contains_most(theirs, ours)
        || is_one_slip(&ours_joined, &theirs_joined)
}

fn sorted(words: &[String]) -> Vec<&String> {
    let mut words: Vec<_> = words.iter().collect();
    words.sort();
    words
}

/// One name leaves words out but says two at least, and half of the letters: "Nordwind Logistik
/// Hamburg" of "Nordwind Logistik". One word alone ("Deutsche") names too many.
fn contains_most(long: &[String], short: &[String]) -> bool {
    let letters = |words: &[String]| words.iter().map(|word| word.chars().count()).sum::<usize>();
    short.len() >= 2
        && short.iter().all(|word| long.contains(word))
        && letters(short) * 2 >= letters(long)
}

/// One letter too many, too few or wrong, in a name of eight or more; digits must be right.
fn is_one_slip(ours: &str, theirs: &str) -> bool {
    let (ours, theirs): (Vec<char>, Vec<char>) = (ours.chars().collect(), theirs.chars().collect());
    let (long, short) = if ours.len() >= theirs.len() {
        (ours, theirs)
    } else {
        (theirs, ours)
    };
    if short.len() < 8 || long.len() - short.len() > 1 {
        return false;
    }
    let start = long
        .iter()
        .zip(&short)
        .take_while(|(one, other)| one == other)
        .count();
    let (long_rest, short_rest) = (
        long.get(start..).unwrap_or_default(),
        short.get(start..).unwrap_or_default(),
    );
    let end = long_rest
        .iter()
        .rev()
        .zip(short_rest.iter().rev())
        .take_while(|(one, other)| one == other)
        .count();
    let (wrong, right) = (long_rest.len() - end, short_rest.len() - end);
    wrong <= 1
        && right <= 1
        && !long_rest
            .iter()
            .take(wrong)
            .chain(short_rest.iter().take(right))
            .any(|l| l.is_numeric())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn alike() {
        for (register, typed) in [
            ("NORDWIND LOGISTIK GMBH", "Nordwind Logistik GmbH"),
            ("Nordwind Logistik GmbH", "nordwind logistik"),
            ("Nordwind Logistik GmbH & Co. KG", "Nordwind Logistik"),
            ("MUELLER MASCHINENBAU GMBH", "Müller Maschinenbau"),
            ("MULLER MASCHINENBAU GMBH", "Müller Maschinenbau"),
            ("GROSSE STRASSE AG", "Große Straße AG"),
            ("S.A.R.L. CAFÉ DES ARTS", "Cafe des Arts SARL"),
            ("SAS L'ÉTOILE DU NORD", "L’Etoile du Nord"),
            ("AKTIEBOLAGET VOLVO", "Volvo AB"),
            ("AB VOLVO (publ)", "Volvo"),
            ("ØRSTED A/S", "Orsted"),
            ("ØRSTED A/S", "Oersted A/S"),
            ("SMØRREBRØD APS", "Smörrebröd"),
            ("ŁÓDŹ TRANSPORT SP. Z O.O.", "Lodz Transport"),
            ("Škoda s.r.o.", "SKODA"),
            ("UAB „BALTIC FREIGHT“", "Baltic Freight"),
            ("Nord Wind GmbH", "Nordwind"),
            ("LOGISTIK NORDWIND", "Nordwind Logistik"),
            ("NORDWIND LOGISTIK HAMBURG GMBH", "Nordwind Logistik"),
            ("MÜLLER & SÖHNE OHG", "Müller und Söhne"),
            ("ΑΙΓΑΊΟ ΤΡΌΦΙΜΑ Α.Ε.", "Αιγαιο Τροφιμα"),
            ("ＮＯＲＤＷＩＮＤ", "Nordwind"),
            ("Nordwimd Logistik GmbH", "Nordwind Logistik GmbH"),
            ("3 M GmbH", "3M"),
            ("AB", "ab"),
            ("ÈÑ", "èñ"),
            ("OG & EN ApS", "Og en"),
        ] {
            assert!(resembles(register, typed), "{register} | {typed}");
            assert!(resembles(typed, register), "{typed} | {register}");
        }
    }

    #[test]
    fn either_spelling_of_a_register_that_tells_two() {
        for typed in ["Aigaio Trofima", "Αιγαίο Τρόφιμα"] {
            assert!(
                resembles("ΑΙΓΑΙΟ ΤΡΟΦΙΜΑ ΑΕ||AIGAIO TROFIMA AE", typed),
                "{typed}"
            );
        }
    }

    #[test]
    fn different() {
        for (register, typed) in [
            ("", ""),
            ("", "Nordwind"),
            ("GmbH", "AG"),
            ("---", "---"),
            ("Nordwind Logistik GmbH", "Südwind Logistik GmbH"),
            ("Deutsche Bank AG", "Deutsche"),
            ("Nordwind Logistik GmbH", "Nordwind"),
            ("Nordwind GmbH", "Logistik GmbH"),
            ("Filiale 12 Handel", "Filiale 13 Handel"),
            ("Volvo", "Volva"),
            ("The Good Company of Bremen and Hamburg Traders", "The Good"),
            ("Acme Ltd", "Apex Ltd"),
        ] {
            assert!(!resembles(register, typed), "{register} | {typed}");
            assert!(!resembles(typed, register), "{typed} | {register}");
        }
    }

    proptest! {
        #[test]
        fn the_order_of_the_two_does_not_matter(one in "\\PC{0,40}", other in "\\PC{0,40}") {
            // only the register's side may hold two spellings
            let (one, other) = (one.replace('|', ""), other.replace('|', ""));
            prop_assert_eq!(resembles(&one, &other), resembles(&other, &one));
        }

        #[test]
        fn a_name_resembles_itself_in_capitals(name in "[a-zäöüåéèñçø]{2,12}( [a-zäöüåéèñçø]{2,12}){0,3}") {
            prop_assert!(resembles(&name.to_uppercase(), &name));
        }
    }
}
