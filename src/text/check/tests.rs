use super::*;

fn files(name: &str, text: &str) -> Vec<File> {
    vec![(name.to_owned(), text.to_owned())]
}

fn said(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}

fn between(fr: &str, en: &str) -> Vec<String> {
    said(&languages(&files("fr.ftl", fr), &files("en.ftl", en)))
}

/// Findings on French words, with fitting English beside them.
fn french(words: &str) -> Vec<String> {
    between(&format!("k = {words}"), "k = Fine")
}

fn english(words: &str) -> Vec<String> {
    between("k = Bien", &format!("k = {words}"))
}

fn portal(fr: &str, en: &str, template: &str, code: &str) -> Vec<String> {
    said(&house(&House {
        fr: files("fr.ftl", fr),
        en: files("en.ftl", en),
        templates: files("page.html", template),
        code: files("page.rs", code),
    }))
}

#[test]
fn good_words_pass() {
    let fr = "# same\nname = Parvis\ncount = { $count ->\n    [0] Aucune demande\n    [one] Une demande\n   *[other] { $count } demandes\n }\nask = Où\u{a0}: « ici »?\n"
        .replace("« ici »", "«\u{a0}ici\u{a0}»");
    let en = "name = Parvis\ncount = { $count ->\n    [0] No requests\n    [one] One request\n   *[other] { $count } requests\n }\nask = Where: “here”?\n";
    assert_eq!(between(&fr, en), [""; 0]);
}

#[test]
fn both_languages_say_everything() {
    assert_eq!(
        between("a = Un\nb = Deux\n", "b = Two\nc = Three\n"),
        ["en.ftl:2: `c` has no words in fr-CA", "fr.ftl:1: `a` has no words in en-CA"]
    );
}

#[test]
fn both_languages_have_the_same_variables_also_through_what_they_refer_to() {
    let fr = "a = { $name } et { $day }\n-brand = { $case }\nb = Un { -brand }\n";
    let en = "a = { $nam } and { $day }\n-brand = Brand\nb = One { -brand }\n";
    assert_eq!(
        between(fr, en),
        [
            "en.ftl:1: `a` leaves out `$name`, which the French has",
            "en.ftl:2: `-brand` leaves out `$case`, which the French has",
            "en.ftl:3: `b` leaves out `$case`, which the French has",
            "fr.ftl:1: `a` leaves out `$nam`, which the English has",
        ]
    );
}

#[test]
fn what_fluent_cannot_read_is_told_with_its_line_and_the_rest_is_still_checked() {
    let found = between("a = Un\n\nb = { $\nc = Trois\n", "a = One\nb = Two\nc = Three\n");
    assert!(found.iter().any(|finding| finding.starts_with("fr.ftl:3: ")), "{found:?}");
    assert!(!found.iter().any(|finding| finding.contains("`c`")), "{found:?}");
}

#[test]
fn a_key_has_one_definition() {
    let twice = between("a = Un\na = Une\n", "a = One\n");
    assert_eq!(twice, ["fr.ftl:2: `a` is defined already, in fr.ftl:1"]);
    assert_eq!(between("a = Un { b }", "a = One"), ["fr.ftl:1: `a` refers to `b`, which does not exist"]);
}

#[test]
fn english_left_in_french_is_found_unless_it_is_meant() {
    let found = between("a = Service\n", "a = Service\n");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("en.ftl:1: `a` is the same in English as in French"));
    assert_eq!(between("# same\na = Service\n", "a = Service\n"), [""; 0]);
    assert_eq!(between("a = Service\n", "# Also in French.\n# same\na = Service\n"), [""; 0]);
    assert_eq!(between("a = { $x } – { $y }\n", "a = { $x } – { $y }\n"), [""; 0]);
}

#[test]
fn a_plural_falls_back_to_other() {
    let fr = "a = { $n ->\n    [one] Une\n   *[many] Plusieurs\n }\n";
    let en = "a = { $n ->\n    [one] One\n   *[other] Many\n }\n";
    assert_eq!(between(fr, en), ["fr.ftl:1: `a` chooses by plural form but its default is not `other`"]);
}

#[test]
fn french_typography() {
    let no_break = "fr.ftl:1: `k` needs a no-break space";
    for colon in ["Nom : ici", "Nom: ici", "Nom:", "{\"Nom\"}: ici"] {
        assert_eq!(french(colon), [format!("{no_break} before `:`")], "{colon}");
    }
    for fine in ["Nom\u{a0}: ici", "Nom{\"\\u00A0\"}: ici", "À 12:30", "https://exemple.ca"] {
        assert_eq!(french(fine), [""; 0], "{fine}");
    }
    assert_eq!(french("« ici\u{a0}»"), [format!("{no_break} after `«`")]);
    assert_eq!(french("«\u{a0}ici »"), [format!("{no_break} before `»`")]);
    for sign in ["10 %", "10 $", "{\"\"}10 % de rabais"] {
        assert_eq!(french(sign), [format!("{no_break} between a number and its sign")], "{sign}");
    }
    assert_eq!(french("Reste %n% signes"), [""; 0]);
    assert_eq!(french("Quoi ?"), ["fr.ftl:1: `k` has a space before `?`, where Québec usage has none"]);
    assert_eq!(french("Quoi\u{a0}!").len(), 1);
    assert_eq!(french("Le \"nom\""), ["fr.ftl:1: `k` uses `\"` where French has « »"]);
    assert_eq!(french("Veuillez patienter"), ["fr.ftl:1: `k` says `veuillez`; say directly what to do"]);
}

#[test]
fn french_typography_within_choices() {
    let fr = "k = { $n ->\n    [one] Un : une\n   *[other] Des\n }\n";
    let found = between(fr, "k = Fine { $n }");
    assert_eq!(found, ["fr.ftl:1: `k` needs a no-break space before `:`"]);
}

#[test]
fn english_typography() {
    assert_eq!(english("Name : here"), ["en.ftl:1: `k` has a space before `:`, where English has none"]);
    assert_eq!(english("«here»").len(), 2);
    assert_eq!(english("Please note this"), ["en.ftl:1: `k` says `please note`; say it directly"]);
    assert_eq!(english("10 %"), ["en.ftl:1: `k` has a space before `%`, where English has none"]);
    assert_eq!(english("Name: here, 10%!"), [""; 0]);
}

#[test]
fn markup_stays_in_templates() {
    assert_eq!(french("Un <b>mot</b>"), ["fr.ftl:1: `k` holds HTML; markup belongs in the template"]);
    assert_eq!(french("Un&nbsp;mot").len(), 1);
    assert_eq!(french("Moins de < 5"), [""; 0]);
}

#[test]
fn what_leaves_the_portal_says_nothing_of_a_person() {
    let fr = "mail-news-body = Bonjour { $name }, { $portal }, { $link }\n";
    let en = "mail-news-body = Hello { $name }, { $portal }, { $link }\n";
    let found = between(fr, en);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("uses `$name`; what leaves the portal says nothing of a person"));
    let hidden = between(
        "who = de { $name }\nmail-news-body = Nouvelle { who }\n",
        "who = from { $name }\nmail-news-body = News { who }\n",
    );
    assert_eq!(hidden.len(), 2, "{hidden:?}");
}

#[test]
fn a_subject_is_short() {
    let long = "x".repeat(79);
    let found = between(&format!("mail-a-subject = {long}"), "mail-a-subject = Short");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("is a subject of 79 characters"));
}

#[test]
fn a_code_goes_where_an_address_is_confirmed_and_nowhere_else() {
    let both = |key: &str| {
        between(&format!("{key} = Voici {{ $code }}"), &format!("{key} = Here {{ $code }}")).len()
    };
    assert_eq!(both("mail-code-body"), 0);
    assert_eq!(both("sms-code"), 0);
    assert_eq!(both("mail-changed-body"), 2);
    assert_eq!(both("push-changed"), 2);
}

#[test]
fn where_news_ends_is_said_in_the_e_mail_of_news_and_nowhere_else() {
    let both = |key: &str| {
        between(&format!("{key} = Fin {{ $unsubscribe }}"), &format!("{key} = End {{ $unsubscribe }}"))
    };
    assert_eq!(both("mail-news-body"), [""; 0]);
    for key in ["mail-news-subject", "mail-changed-body", "push-news", "sms-news"] {
        assert_eq!(both(key).len(), 2, "{key}");
    }
}

#[test]
fn a_text_message_is_one_segment_in_letters_that_telephones_have() {
    let found = between("sms-a = C’est là", "sms-a = Here it is");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("holds `’` (U+2019), which cuts a text message from 160 letters to 70"));
    let long = "x".repeat(129);
    let found = between(&format!("sms-a = {long}{{ $link }}"), "sms-a = Short { $link }");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("takes 161 letters; a text message of one segment has 160"));
}

#[test]
fn what_templates_show_exists_and_is_complete() {
    let found = portal(
        "title = Titre { $name }\n",
        "title = Title { $name }\n",
        "{{ t(\"titel\", name=1) }}\n{{ t(\"title\") }}\n{{ t(\"title\", name=1, x=2) }}\n{{ t(key) }}{{ t_enum(\"state\", s) }}",
        "",
    );
    assert_eq!(
        found,
        [
            "page.html:1: `titel` has no words; did you mean `title`?",
            "page.html:2: `title` needs `name=…`",
            "page.html:3: `title` has no variable `$x`",
            "page.html:4: no message begins with `state-`",
            "page.html:4: shows a message whose key is not written here; use t_enum(\"prefix\", value)",
        ]
    );
}

#[test]
fn what_exists_is_shown() {
    let fr = "a = Un { f }\nb = Deux\nstate-x = Trois\ncode = Quatre\nbuilt-y = Cinq\nf = Six\nlost = Sept\n";
    let en =
        "a = One { f }\nb = Two\nstate-x = Three\ncode = Four\nbuilt-y = Five\nf = Six (6)\nlost = Seven\n";
    let template = "{{ t(\"a\") }}{{ t_enum(\"state\", s) }}";
    let code = "let b = \"b\"; text.get(locale, \"code\"); // text: built-*\ntext.get(locale, \"absent\");\n// text: no-*\n";
    assert_eq!(
        portal(fr, en, template, code),
        [
            "fr.ftl:7: `lost` is shown nowhere",
            "page.rs:2: `absent` has no words",
            "page.rs:3: no message begins with `no-`",
        ]
    );
}
