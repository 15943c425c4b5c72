//! One question of a form, ready to be shown.

use serde::Serialize;

/// A question: label, hint, error, and the control to answer it with.
#[derive(Clone, Debug, Serialize)]
pub struct FieldView {
    /// The field's id: the name of its input, or the first part of its inputs' names.
    pub id: String,
    /// The question.
    pub label: String,
    /// A line that helps to answer it.
    pub hint: Option<String>,
    /// A longer explanation, a paragraph each; folded away at first.
    pub help: Vec<String>,
    /// Whether it must be answered; the label of a question that need not be says "optional".
    pub required: bool,
    /// What is to be mended: the same words as in the summary.
    pub error: Option<String>,
    /// The control to answer it with.
    pub control: Control,
}

/// What kind of single-line input it is: decides its keyboard, width and autofill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputKind {
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A postal code.
    PostalCode,
    /// A health insurance number.
    HealthInsuranceNumber,
}

/// A control and what it holds, as typed.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Control {
    /// One line, named `{id}`.
    Input {
        /// Which kind of line.
        input: InputKind,
        /// What was typed.
        value: String,
        /// The most characters taken.
        max_length: Option<usize>,
        /// The HTML autofill token, such as `given-name`, when the field is about the citizen.
        autocomplete: Option<String>,
    },
    /// Several lines, named `{id}`.
    Textarea {
        /// What was typed.
        value: String,
        /// The most characters taken; shown, and counted down.
        max_length: Option<usize>,
    },
    /// Three inputs, named `{id}.day`, `{id}.month` and `{id}.year`.
    Date {
        /// The day as typed.
        day: String,
        /// The month as typed.
        month: String,
        /// The year as typed.
        year: String,
        /// Whether it is the citizen's own birth date, for autofill.
        birth: bool,
        /// The full name of the input at fault; none when the date as a whole is.
        invalid: Option<String>,
    },
    /// Radio buttons, named `{id}`; yes or no as well, with the codes `yes` and `no`. The first
    /// button has the id `{id}`, the others `{id}-{code}`.
    Choice {
        /// What can be chosen.
        options: Vec<OptionView>,
    },
    /// Check boxes, all named `{id}`; ids as for a choice.
    Choices {
        /// What can be ticked.
        options: Vec<OptionView>,
    },
    /// Several lines that make an address.
    Address {
        /// Its lines, in order.
        parts: Vec<AddressPart>,
    },
    /// Files: those added, each with a button `remove` whose value is its id, and an input named
    /// `{id}` to add others. The button `upload` adds them; every other button does too.
    Files {
        /// What is taken, in words.
        limits: String,
        /// What the browser offers: the attribute `accept`.
        accept: String,
        /// The largest file, in bytes.
        largest: u64,
        /// Whether several can be chosen at once.
        multiple: bool,
        /// Whether there is room for another.
        room: bool,
        /// Whether one is being checked.
        checking: bool,
        /// Those added.
        files: Vec<FileView>,
    },
    /// Text to read; nothing to answer. The label is its heading, which may be empty.
    Info {
        /// The text, a paragraph each.
        paragraphs: Vec<String>,
    },
    /// What the federation says and cannot be changed here, as words.
    Fixed {
        /// The answer.
        value: String,
    },
    /// The entries of a group, with buttons that post `change.{entry}`, `remove.{entry}` and
    /// `add.{id}`.
    Group {
        /// The entries, in the order in which they were added.
        entries: Vec<EntryView>,
        /// The words of the button that adds one; none when the group is full.
        add: Option<String>,
    },
    /// One check box, named `{id}`, with the value `yes`; the label is the declaration.
    Declaration {
        /// Whether it is ticked.
        checked: bool,
    },
}

/// One entry of a group.
#[derive(Clone, Debug, Serialize)]
pub struct EntryView {
    /// The group's id, a dot, and the entry's: `children.3f9c2a71d0`. The id of its change button.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its first answers, as words.
    pub summary: String,
    /// Whether something in it is to be answered or mended.
    pub incomplete: bool,
}

/// How far a file has come. The words are `file-state-{word}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileWord {
    /// It is being checked for malware.
    Checking,
    /// Nothing was found.
    Safe,
    /// Nothing is checked here.
    Unchecked,
    /// Malware was found.
    Refused,
}

/// A file that was added.
#[derive(Clone, Debug, Serialize)]
pub struct FileView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its size in words.
    pub size: String,
    /// How far it has come.
    pub state: FileWord,
    /// Where it can be downloaded, once it may be.
    pub href: Option<String>,
}

/// One thing that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub struct OptionView {
    /// The stable code: the input's value.
    pub code: String,
    /// The words.
    pub label: String,
    /// A line that helps to choose.
    pub hint: Option<String>,
    /// Whether it is chosen.
    pub checked: bool,
}

/// One line of an address.
#[derive(Clone, Debug, Serialize)]
pub struct AddressPart {
    /// The full name of its input, such as `home.street`.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What was typed.
    pub value: String,
    /// The HTML autofill token, such as `address-line1`; empty for none.
    pub autocomplete: String,
    /// Whether the line is short, as a postal code is.
    pub short: bool,
    /// Whether this is the line at fault.
    pub invalid: bool,
}
