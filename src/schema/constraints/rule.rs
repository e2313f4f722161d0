//! Defines the rules for values of arguments.

use super::super::pack::Texts;
use crate::hcl::Kind;

/// Rule for the value of an argument, or for each element of a collection.
#[derive(Clone, Copy, Debug)]
pub enum Rule<'a> {
    /// One of these values; if the flag is set, in any letter case.
    OneOf(Kind, Values<'a>, bool),
    /// A number between these bounds.
    Range(Kind, i64, i64),
    /// A number of at least this value.
    AtLeast(Kind, i64),
    /// A number of at most this value.
    AtMost(Kind, i64),
    /// A text with a length between these bounds, in bytes.
    Length(Kind, i64, i64),
    /// A multiple of this number.
    Divisible(i64),
    /// A text of a known form.
    Form(Form),
    /// A text that contains none of these patterns.
    Without(Kind, ForbiddenText),
    /// A text that contains a letter or digit of this kind: `A`, `a` or `0`.
    Needs(char),
    /// Any text except this one.
    Not(&'a str),
    /// One of these numbers, or a multiple of the other.
    OneOfOrMultiple(Values<'a>, i64),
    /// One of these numbers, or a number between these bounds.
    OneOfOrRange(Values<'a>, i64, i64),
    /// A text with this start, or without it if the flag is not set.
    Begins(&'a str, bool),
    /// A network whose prefix length is between these bounds.
    Prefix(i64, i64),
}

impl Rule<'_> {
    /// Returns whether the rule belongs to a newer resource.
    ///
    /// Newer resources check each value separately. Older ones check the contents of a block or
    /// list only if everything in it is known.
    pub(super) fn is_new(&self) -> bool {
        let kind = match self {
            Rule::OneOf(kind, ..)
            | Rule::Range(kind, ..)
            | Rule::AtLeast(kind, _)
            | Rule::AtMost(kind, _)
            | Rule::Length(kind, ..)
            | Rule::Without(kind, _) => *kind,
            Rule::Form(form) => form.kind(),
            Rule::Divisible(_)
            | Rule::Needs(_)
            | Rule::Not(_)
            | Rule::OneOfOrMultiple(..)
            | Rule::OneOfOrRange(..)
            | Rule::Begins(..)
            | Rule::Prefix(..) => return false,
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

/// Values that an argument takes, sorted.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    values: &'a Texts,
    list: &'a [u16],
}

impl<'a> Values<'a> {
    /// Returns the values.
    pub fn iter(self) -> impl Iterator<Item = &'a str> {
        let Values { values, list } = self;
        list.iter().map(|id| values.get(*id))
    }

    /// Returns the number of values.
    pub fn len(self) -> usize {
        self.list.len()
    }

    /// Returns whether the list of values is empty.
    pub fn is_empty(self) -> bool {
        self.list.is_empty()
    }
}

macro_rules! forms {
    ($($(#[doc = $doc:literal])+ $form:ident $name:literal $kind:ident,)+) => {
        /// Form of a text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Form {
            $($(#[doc = $doc])+ $form,)+
        }

        impl Form {
            /// Every form; the pack numbers them in this order.
            pub const ALL: &[Form] = &[$(Form::$form),+];

            /// Returns the name of the form in the generator.
            pub fn name(self) -> &'static str {
                match self {
                    $(Form::$form => $name,)+
                }
            }

            /// Returns the kind of diagnostic for a text of another form.
            pub fn kind(self) -> Kind {
                match self {
                    $(Form::$form => Kind::$kind,)+
                }
            }
        }
    };
}

forms! {
    /// An ARN, such as `arn:aws:iam::123456789012:role/web`.
    Arn "arn" InvalidArn,
    /// An ARN in a newer resource.
    ArnValue "arn_value" InvalidArnValue,
    /// JSON, such as `{"a":1}`.
    Json "json" InvalidJson,
    /// JSON in a newer resource.
    JsonValue "json_value" InvalidJsonValue,
    /// A CIDR block, such as `10.0.0.0/16`.
    Cidr "cidr" InvalidCidr,
    /// A CIDR block without host bits, reported as an invalid network.
    Network "network" InvalidNetwork,
    /// A CIDR block, reported as an invalid CIDR value.
    CidrValue "cidr_value" InvalidCidrValue,
    /// An IP address, such as `10.0.0.1`.
    Address "ipv4" InvalidAddress,
    /// An account id, such as `123456789012`.
    Account "account" InvalidAccount,
    /// A region, such as `eu-central-1`.
    Region "region" InvalidRegion,
    /// A port from 1 to 65535.
    Port "port" InvalidPort,
    /// A port from 0 to 65535.
    PortOrZero "port_or_zero" InvalidPort,
    /// A weekly window, such as `mon:03:00-mon:04:00`.
    Week "week" InvalidWindow,
    /// A daily window, such as `03:00-04:00`.
    Day "day" InvalidWindow,
    /// A bool, such as `true`.
    Bool "bool" NotParsed,
    /// A whole number, such as `12`.
    Int "int" NotParsed,
    /// A number, such as `0.5`.
    Float "float" NotParsed,
    /// A network of either family, without host bits, such as `10.0.0.0/16`.
    CidrAny "cidr_any" InvalidCidr,
    /// An IPv4 network without host bits, such as `10.0.0.0/16`.
    CidrV4 "cidr_v4" InvalidIpv4Cidr,
    /// An IPv4 address with a prefix length, such as `10.0.0.1/16`.
    CidrV4Host "cidr_v4_host" InvalidIpv4Cidr,
    /// An IPv6 network without host bits, such as `2001:db8::/56`.
    CidrV6 "cidr_v6" InvalidIpv6Cidr,
    /// An IPv6 address with a prefix length, such as `2001:db8::1/56`.
    CidrV6Host "cidr_v6_host" InvalidIpv6Cidr,
    /// A JSON object in which no key occurs twice, as IAM policies are.
    Policy "policy" InvalidJson,
    /// A date with a time, such as `2030-01-02T03:04:05Z`.
    Date "date" InvalidWindow,
    /// A port of a target, or `traffic-port`.
    TargetPort "target_port" InvalidPort,
    /// A text that is not empty.
    Filled "filled" InvalidValue,
}

/// Patterns that a text must not contain: a bit per [`ForbiddenText::PATTERNS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForbiddenText(pub u32);

/// Position of a forbidden pattern in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Anywhere in the text.
    Anywhere,
    /// At the start of the text.
    Start,
    /// At the end of the text.
    End,
}

impl ForbiddenText {
    /// Patterns with their position and their name in messages.
    ///
    /// `A` matches all capital letters, `0` all digits.
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
        (".", Anchor::End, "`.` at its end"),
    ];

    /// Returns the name of the first forbidden pattern that a text contains.
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

/// Rule as stored in the pack.
#[derive(Clone, Copy, Debug)]
pub(super) enum Row {
    OneOf(Kind, u16, bool),
    Not(u16),
    OneOfOrMultiple(u16, i64),
    OneOfOrRange(u16, i64, i64),
    Begins(u16, bool),
    Plain(Rule<'static>),
}

impl Row {
    pub(super) fn with<'a>(&self, values: &'a Texts, lists: &'a [Vec<u16>]) -> Rule<'a> {
        match *self {
            Row::OneOf(kind, list, any_case) => {
                let list = &lists[usize::from(list)];
                Rule::OneOf(kind, Values { values, list }, any_case)
            }
            Row::OneOfOrMultiple(list, of) => {
                let list = &lists[usize::from(list)];
                Rule::OneOfOrMultiple(Values { values, list }, of)
            }
            Row::OneOfOrRange(list, low, high) => {
                let list = &lists[usize::from(list)];
                Rule::OneOfOrRange(Values { values, list }, low, high)
            }
            Row::Not(value) => Rule::Not(values.get(value)),
            Row::Begins(value, does) => Rule::Begins(values.get(value), does),
            Row::Plain(rule) => rule,
        }
    }
}
