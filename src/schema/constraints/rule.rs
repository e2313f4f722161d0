//! A row of the pack in, what it asks of a value out.

use super::Texts;
use crate::hcl::Kind;

/// What is asked of the value of an argument, or of each in a collection.
#[derive(Clone, Copy, Debug)]
pub enum Rule<'a> {
    /// One of these, by letter case or not.
    OneOf(Kind, Values<'a>, bool),
    /// A number between these.
    Range(Kind, i64, i64),
    /// A number at least this.
    AtLeast(Kind, i64),
    /// A number at most this.
    AtMost(Kind, i64),
    /// A text of this many bytes.
    Length(Kind, i64, i64),
    /// A multiple of this.
    Divisible(i64),
    /// A text of a known form.
    Form(Form),
    /// A text with nothing of these in it.
    Without(Kind, ForbiddenText),
    /// A text with a letter or digit of this sort in it: `A`, `a` or `0`.
    Needs(char),
    /// Any text but this.
    Not(&'a str),
}

impl Rule<'_> {
    /// Whether it is of a newer resource: those look at each value by itself, and older ones only
    /// look into a block or a list when all in it is known.
    pub(super) fn is_new(&self) -> bool {
        let kind = match self {
            Rule::OneOf(kind, ..)
            | Rule::Range(kind, ..)
            | Rule::AtLeast(kind, _)
            | Rule::AtMost(kind, _)
            | Rule::Length(kind, ..)
            | Rule::Without(kind, _) => *kind,
            Rule::Form(form) => form.kind(),
            Rule::Divisible(_) | Rule::Needs(_) | Rule::Not(_) => return false,
        };
        matches!(
            kind,
            Kind::NotInEnum
                | Kind::NotMatching
                | Kind::InvalidAttributeValue
                | Kind::InvalidLength
                | Kind::InvalidArnValue
                | Kind::InvalidJsonValue
        )
    }
}

/// The values that an argument takes, sorted.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    values: &'a Texts,
    list: &'a [u16],
}

impl<'a> Values<'a> {
    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = &'a str> {
        let Values { values, list } = self;
        list.iter().map(|id| values.get(*id))
    }

    /// How many they are.
    pub fn len(self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.list.is_empty()
    }
}

macro_rules! forms {
    ($($(#[doc = $doc:literal])+ $form:ident $name:literal $kind:ident,)+) => {
        /// A form that texts have.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Form {
            $($(#[doc = $doc])+ $form,)+
        }

        impl Form {
            /// Every form; the pack numbers them in this order.
            pub const ALL: &[Form] = &[$(Form::$form),+];

            /// What the generator calls it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Form::$form => $name,)+
                }
            }

            /// What a text of another form is.
            pub fn kind(self) -> Kind {
                match self {
                    $(Form::$form => Kind::$kind,)+
                }
            }
        }
    };
}

forms! {
    /// `arn:aws:iam::123456789012:role/web`
    Arn "arn" InvalidArn,
    /// Likewise, of newer resources.
    ArnValue "arn_value" InvalidArnValue,
    /// `{"a":1}`
    Json "json" InvalidJson,
    /// Likewise, of newer resources.
    JsonValue "json_value" InvalidJsonValue,
    /// `10.0.0.0/16`
    Cidr "cidr" InvalidCidr,
    /// Likewise.
    Network "network" InvalidNetwork,
    /// Likewise.
    CidrValue "cidr_value" InvalidCidrValue,
    /// `10.0.0.1`
    Address "ipv4" InvalidAddress,
    /// `123456789012`
    Account "account" InvalidAccount,
    /// `eu-central-1`
    Region "region" InvalidRegion,
    /// 1 to 65535
    Port "port" InvalidPort,
    /// 0 to 65535
    PortOrZero "port_or_zero" InvalidPort,
    /// `mon:03:00-mon:04:00`
    Week "week" InvalidWindow,
    /// `03:00-04:00`
    Day "day" InvalidWindow,
    /// `true`
    Bool "bool" NotParsed,
    /// `12`
    Int "int" NotParsed,
    /// `0.5`
    Float "float" NotParsed,
}

/// Strange things that a text may hold: a bit for each of [`Strange::THINGS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForbiddenText(pub u32);

/// Where a strange thing stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Anywhere.
    Anywhere,
    /// At its start.
    Start,
    /// At its end.
    End,
}

impl ForbiddenText {
    /// What is strange, where it stands and what a message calls it. `A` stands for all capital
    /// letters, `0` for all digits.
    pub const PATTERNS: &[(&'static str, Anchor, &'static str)] = &[
        ("A", Anchor::Anywhere, "capital letters"),
        ("_", Anchor::Anywhere, "`_`"),
        ("-", Anchor::Anywhere, "`-`"),
        (".", Anchor::Anywhere, "`.`"),
        (" ", Anchor::Anywhere, "spaces"),
        ("/", Anchor::Anywhere, "`/`"),
        (":", Anchor::Anywhere, "`:`"),
        ("@", Anchor::Anywhere, "`@`"),
        ("#", Anchor::Anywhere, "`#`"),
        ("$", Anchor::Anywhere, "`$`"),
        ("*", Anchor::Anywhere, "`*`"),
        ("+", Anchor::Anywhere, "`+`"),
        (",", Anchor::Anywhere, "`,`"),
        ("0", Anchor::Start, "a digit at its start"),
        ("-", Anchor::Start, "`-` at its start"),
        ("-", Anchor::End, "`-` at its end"),
        ("--", Anchor::Anywhere, "`--`"),
    ];

    /// What of it a text holds.
    pub fn first_match(self, text: &str) -> Option<&'static str> {
        let patterns = ForbiddenText::PATTERNS.iter().enumerate();
        patterns
            .filter(|(at, _)| self.0 & (1 << at) != 0)
            .find(|(_, (pattern, anchor, _))| match (*pattern, anchor) {
                ("A", _) => text.bytes().any(|byte| byte.is_ascii_uppercase()),
                ("0", _) => text.starts_with(|first: char| first.is_ascii_digit()),
                (thing, Anchor::Anywhere) => text.contains(thing),
                (thing, Anchor::Start) => text.starts_with(thing),
                (thing, Anchor::End) => text.ends_with(thing),
            })
            .map(|(_, (_, _, name))| *name)
    }
}

/// A rule as it stands in the pack.
#[derive(Clone, Copy, Debug)]
pub(super) enum Row {
    OneOf(Kind, u16, bool),
    Not(u16),
    Plain(Rule<'static>),
}

impl Row {
    pub(super) fn with<'a>(&self, values: &'a Texts, lists: &'a [Vec<u16>]) -> Rule<'a> {
        match *self {
            Row::OneOf(kind, list, any_case) => {
                let list = &lists[usize::from(list)];
                Rule::OneOf(kind, Values { values, list }, any_case)
            }
            Row::Not(value) => Rule::Not(values.get(value)),
            Row::Plain(rule) => rule,
        }
    }
}
