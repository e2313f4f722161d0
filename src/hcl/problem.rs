//! What is wrong with a text, and where: a kind that maps to Terraform's own summary, and one line.

use super::Span;

/// One thing that is wrong, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What sort of thing.
    pub kind: Kind,
    /// Where.
    pub span: Span,
    /// One line of at most 100 characters: lower case, names in backticks, the remedy if there is
    /// one.
    pub message: String,
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident $summary:literal,)+) => {
        /// The sorts of problems. Each stands for one summary of Terraform's.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[doc = $doc])+ $kind,)+
        }

        impl Kind {
            /// Every kind, in the order of this file.
            pub const ALL: &[Kind] = &[$(Kind::$kind),+];

            /// Whether the text does not read, so that Terraform looks no further. The kinds up to
            /// [`Kind::TooDeep`] are of that sort.
            pub fn is_syntax(self) -> bool {
                self <= Kind::TooDeep
            }

            /// Terraform's summary for the kind.
            pub fn summary(self) -> &'static str {
                match self {
                    $(Kind::$kind => $summary,)+
                }
            }
        }
    };
}

kinds! {
    /// A character that no token starts with.
    InvalidCharacter "Invalid character",
    /// `&`, `|`, `^` or `~`.
    UnsupportedOperator "Unsupported operator",
    /// A quoted string that is not closed on its line.
    MultiLineString "Invalid multi-line string",
    /// A string or heredoc without its end.
    UnterminatedTemplate "Unterminated template string",
    /// An escape that strings do not have.
    InvalidEscape "Invalid escape sequence",

    /// An attribute or a block was expected.
    ArgumentOrBlockRequired "Argument or block definition required",
    /// A block inside a block of one line.
    ArgumentRequired "Argument definition required",
    /// A quoted name before an equals sign.
    InvalidArgumentName "Invalid argument name",
    /// The same attribute twice in one body.
    AttributeRedefined "Attribute redefined",
    /// What stands behind an attribute should have been a line end.
    MissingNewline "Missing newline after argument",
    /// A comma behind an attribute of a body.
    UnexpectedComma "Unexpected comma after argument",
    /// Neither a label nor a brace behind the kind of a block.
    InvalidBlockDefinition "Invalid block definition",
    /// A block of one line that holds more than one attribute, or does not end on its line.
    InvalidSingleArgumentBlock "Invalid single-argument block definition",
    /// What stands behind a block should have been a line end.
    MissingNewlineAfterBlock "Missing newline after block definition",
    /// A block that is not closed.
    Unclosed "Unclosed configuration block",
    /// A label that is no plain string.
    InvalidStringLiteral "Invalid string literal",
    /// A label without its closing quote before the end of the text.
    UnterminatedStringLiteral "Unterminated string literal",

    /// Something else stands where an expression should begin.
    InvalidExpression "Invalid expression",
    /// The text ends where an expression should begin.
    MissingExpression "Missing expression",
    /// A conditional without its colon.
    MissingFalseExpression "Missing false expression in conditional",
    /// A parenthesis that is not closed.
    UnbalancedParentheses "Unbalanced parentheses",
    /// A number that does not read.
    InvalidNumber "Invalid number literal",
    /// No name behind a dot.
    InvalidAttributeName "Invalid attribute name",
    /// `.0.1`
    InvalidLegacyIndex "Invalid legacy index syntax",
    /// `.*.*`
    NestedSplat "Nested splat expression not allowed",
    /// `[*` without its bracket.
    MissingSplatBracket "Missing close bracket on splat index",
    /// An index without its bracket.
    MissingIndexBracket "Missing close bracket on index",
    /// No name behind `::`.
    MissingFunctionName "Missing function name",
    /// A function name with `::` that is not called.
    MissingOpenParenthesis "Missing open parenthesis",
    /// Something behind the `...` of a call.
    MissingCloseParenthesis "Missing closing parenthesis",
    /// A call that is not closed before the end of the text.
    UnterminatedCall "Unterminated function call",
    /// Two arguments of a call without a comma between them.
    MissingArgumentSeparator "Missing argument separator",
    /// A list that is not closed before the end of the text.
    UnterminatedList "Unterminated tuple constructor expression",
    /// Two items of a list without a comma between them.
    MissingItemSeparator "Missing item separator",
    /// A key of an object without a value.
    MissingAttributeValue "Missing attribute value",
    /// A key of an object without an equals sign behind it.
    MissingKeyValueSeparator "Missing key/value separator",
    /// Two entries of an object on one line without a comma between them.
    MissingAttributeSeparator "Missing attribute separator",
    /// An object that is not closed before the end of the text.
    UnterminatedObject "Unterminated object constructor expression",
    /// A `for` expression that does not read.
    InvalidFor "Invalid 'for' expression",

    /// `${` without its brace.
    UnclosedInterpolation "Unclosed template interpolation sequence",
    /// Something behind the expression of a `${ }`.
    ExtraInInterpolation "Extra characters after interpolation expression",
    /// `%{` without a word.
    InvalidDirective "Invalid template directive",
    /// `%{` with a word that is none of the directives.
    InvalidDirectiveKeyword "Invalid template control keyword",
    /// `%{ for` that does not read.
    InvalidForDirective "Invalid 'for' directive",
    /// Something behind the expression of an `%{ if }`.
    ExtraInIf "Extra characters in if marker",
    /// Something behind `%{ else`.
    ExtraInElse "Extra characters in else marker",
    /// Something behind `%{ endif`.
    ExtraInEndif "Extra characters in endif marker",
    /// Something behind the expression of a `%{ for }`.
    ExtraInForDirective "Extra characters in for marker",
    /// Something behind `%{ endfor`.
    ExtraInEndfor "Extra characters in endfor marker",
    /// `%{ else }` without its `if`.
    UnexpectedElse "Unexpected else directive",
    /// `%{ endif }` without its `if`.
    UnexpectedEndif "Unexpected endif directive",
    /// `%{ endfor }` without its `for`.
    UnexpectedEndfor "Unexpected endfor directive",
    /// `%{ if }` or `%{ for }` without its end.
    UnexpectedEndOfTemplate "Unexpected end of template",

    /// Nested deeper than is read. Terraform has no such bound.
    TooDeep "Nested too deeply",

    /// Two resources of the same type and name.
    DuplicateResource "Duplicate resource configuration",
    /// Two data sources of the same type and name.
    DuplicateData "Duplicate data configuration",
    /// Two variables of the same name.
    DuplicateVariable "Duplicate variable declaration",
    /// Two local values of the same name in different blocks.
    DuplicateLocal "Duplicate local value definition",
    /// Two outputs of the same name.
    DuplicateOutput "Duplicate output definition",
    /// Two module calls of the same name.
    DuplicateModule "Duplicate module call",
    /// Two configurations of a provider with the same alias, or both without one.
    DuplicateProvider "Duplicate provider configuration",
    /// Two lifecycle blocks in one resource.
    DuplicateLifecycle "Duplicate lifecycle block",
    /// A resource or data source that no block declares.
    UndeclaredResource "Reference to undeclared resource",
    /// A variable that no block declares.
    UndeclaredVariable "Reference to undeclared input variable",
    /// A local value that no block defines.
    UndeclaredLocal "Reference to undeclared local value",
    /// A module that no block calls.
    UndeclaredModule "Reference to undeclared module",
    /// A bare name where a value should stand.
    InvalidReference "Invalid reference",

    /// An argument that its block does not have.
    UnsupportedArgument "Unsupported argument",
    /// A block that its block does not have.
    UnsupportedBlock "Unsupported block type",
    /// A required argument that is not there.
    MissingArgument "Missing required argument",
    /// Fewer blocks of a name than there must be.
    InsufficientBlocks "Insufficient blocks",
    /// More blocks of a name than there may be.
    TooManyBlocks "Too many blocks",
    /// A required single block that is not there.
    MissingBlock "Missing block",
    /// A second block where one is allowed.
    DuplicateBlock "Duplicate block",
    /// A resource type that its provider does not have.
    InvalidResourceType "Invalid resource type",
    /// A data source that its provider does not have.
    InvalidDataSource "Invalid data source",
    /// A value that cannot be converted to the type of its argument.
    IncorrectType "Incorrect attribute value type",
    /// A value for what the provider decides.
    Unconfigurable "Value for unconfigurable attribute",
    /// A value for `id`, which the provider decides.
    InvalidKey "Invalid or unknown key",
    /// An attribute that a resource does not have.
    UnsupportedAttribute "Unsupported attribute",

    /// A block without one of its labels.
    MissingLabel "Missing label",
    /// A label too many.
    ExtraneousLabel "Extraneous label",
    /// A resource type that is no name.
    InvalidTypeName "Invalid resource type name",
    /// A resource name that is none.
    InvalidResourceName "Invalid resource name",
    /// The name of a data source that is none.
    InvalidDataName "Invalid data resource name",
    /// The name of a variable that is none, or is reserved.
    InvalidVariableName "Invalid variable name",
    /// The name of an output that is none.
    InvalidOutputName "Invalid output name",
    /// The name of a module that is none.
    InvalidModuleName "Invalid module instance name",
    /// A block among local values or required providers.
    UnexpectedBlock "Unexpected block",
    /// A reference where only a constant may stand.
    VariablesNotAllowed "Variables not allowed",
    /// A call where only a constant may stand.
    CallsNotAllowed "Function calls not allowed",
    /// A type of Terraform 0.11, in quotes.
    QuotedType "Invalid quoted type constraints",
    /// Another type in quotes.
    LegacyType "Invalid legacy variable type hint",
    /// A type that there is not.
    InvalidType "Invalid type specification",
    /// A default that its variable's type does not take.
    InvalidDefault "Invalid default value for variable",
    /// A provisioner that Terraform does not have.
    MissingProvisioner "Missing required provisioner plugin",

    /// A function that there is not.
    UnknownFunction "Call to unknown function",
    /// Fewer arguments than a function needs.
    TooFewArguments "Not enough function arguments",
    /// More arguments than a function takes.
    TooManyArguments "Too many function arguments",
    /// A file that was not given, read by `file` and the like. Terraform looks on the disk.
    MissingFile "Invalid function argument",
    /// An argument that a function does not take.
    InvalidArgument "Invalid function argument",
    /// A call that cannot give anything.
    FailedCall "Error in function call",
    /// A function that later versions of Terraform do not have any more.
    RemovedFunction "Error in function call",
    /// A file that was not given, hashed by `filebase64sha256` and the like.
    MissingHashedFile "Error in function call",

    /// A resource with `count` or `for_each` is referred to without its key.
    MissingKey "Missing resource instance key",
    /// A resource without `count` and `for_each` is referred to with a key.
    UnexpectedKey "Unexpected resource instance key",
    /// `each` in a block without `for_each`.
    EachWithoutForEach "Reference to in context without for_each",
    /// `count` in a block without `count`.
    CountWithoutCount "Reference to in non-counted context",
    /// An index into what has no items.
    InvalidIndex "Invalid index",
    /// A block that is used as an object and is a list of them.
    InvalidOperation "Invalid operation",
    /// `self` where there is none.
    InvalidSelf "Invalid reference",
    /// An attribute that `path` or `terraform` does not have.
    InvalidBuiltIn "Invalid attribute",
    /// A list, a map or null within a text.
    InvalidInterpolation "Invalid template interpolation value",
    /// An operand that its operator does not take.
    InvalidOperand "Invalid operand",
    /// A condition that is no bool.
    IncorrectCondition "Incorrect condition type",
    /// A `for` over what has no items.
    NotIterable "Iteration over non-iterable value",
    /// A `for_each` that is neither a map nor a set of strings.
    InvalidForEach "Invalid for_each argument",
    /// A `count` that is no whole number from 0.
    InvalidCount "Invalid count argument",
    /// A value of another type than Terraform's own argument takes.
    IncorrectValueType "Incorrect value type",
    /// `count` and `for_each` in one block.
    CountAndForEach "Invalid combination of and",
    /// A constant of another type than Terraform's own argument takes.
    UnsuitableType "Unsuitable value type",
    /// A dynamic block that does not say what it makes.
    MissingContent "Missing dynamic content block",
    /// A dynamic block that says so twice.
    ExtraContent "Extraneous dynamic content block",
    /// `"*"` in `ignore_changes`.
    InvalidWildcard "Invalid ignore_changes wildcard",
    /// An attribute in `depends_on`.
    InvalidDependsOn "Invalid depends_on reference",
    /// No resource in `replace_triggered_by`.
    InvalidTrigger "Invalid replace_triggered_by expression",
    /// Something else than a resource in it.
    InvalidTriggerReference "Invalid reference in replace_triggered_by expression",
    /// An argument for resources in the `lifecycle` of a data source.
    DataLifecycle "Invalid data resource lifecycle argument",
    /// A module that comes from nowhere.
    InvalidModuleSource "Invalid module source address",
    /// A module with a version that comes from no registry.
    InvalidRegistrySource "Invalid registry module source address",
    /// A constraint of versions that does not read.
    InvalidVersion "Invalid version constraint",
    /// A block that module calls may hold some day.
    ReservedBlock "Reserved block type name in module block",
    /// A conditional that may give values of types that do not go together.
    InconsistentConditional "Inconsistent conditional result types",
    /// Two `required_providers` blocks.
    DuplicateRequiredProviders "Duplicate required providers configuration",
    /// A secret that an output would show.
    SensitiveOutput "Output refers to sensitive values",
    /// Resources that need each other.
    Cycle "Cycle",
    /// An alias of a provider that is not configured.
    ProviderNotPresent "Provider configuration not present",

    /// A value that is none of those that its argument takes.
    NotOneOf "expected to be one of",
    /// Likewise, in the words of newer resources.
    NotInEnum "Invalid String Enum Value",
    /// Likewise.
    NotMatching "Invalid Attribute Value Match",
    /// A number outside of its bounds.
    NotInRange "expected to be in the range",
    /// A number below its bound.
    TooSmall "expected to be at least",
    /// A number above its bound.
    TooLarge "expected to be at most",
    /// A number that is no multiple of what it must be.
    NotDivisible "expected to be divisible by",
    /// A number outside of its bounds, in the words of newer resources.
    InvalidAttributeValue "Invalid Attribute Value",
    /// A text that is too short or too long.
    LengthNotInRange "expected length of to be in the range",
    /// Likewise, in the words of newer resources.
    InvalidLength "Invalid Attribute Value Length",
    /// A name that is too long.
    NameTooLong "cannot be longer than",
    /// A text that is no ARN.
    InvalidArn "is an invalid ARN",
    /// Likewise, in the words of newer resources.
    InvalidArnValue "Invalid ARN Value",
    /// A text that is no JSON.
    InvalidJson "contains an invalid JSON",
    /// Likewise, in the words of newer resources.
    InvalidJsonValue "Invalid JSON String Value",
    /// A text that is no range of addresses.
    InvalidCidr "is not a valid CIDR block",
    /// Likewise, where a network is expected.
    InvalidNetwork "expected to contain a valid Value",
    /// Likewise, where either sort of address is taken.
    InvalidCidrValue "expected to be a valid CIDR Value",
    /// A text that is no address.
    InvalidAddress "expected to contain a valid IPv4 address",
    /// A text that is no account.
    InvalidAccount "doesn't look like AWS Account ID",
    /// A text that is no region.
    InvalidRegion "doesn't look like AWS Region",
    /// A number that is no port.
    InvalidPort "expected to be a valid port number",
    /// A window of time that does not read.
    InvalidWindow "must satisfy the format of",
    /// A text that is no bool or no number.
    NotParsed "cannot parse",
    /// A text with something in it that its argument does not take.
    InvalidValue "invalid value for",
    /// Likewise, where the characters of a name are restricted.
    InvalidCharacters "characters allowed in",
    /// Likewise, where a pattern is told.
    PatternNotMatched "expected value of to match regular expression",
    /// A name that the service keeps for itself.
    NameNotAllowed "is not allowed as",
    /// Arguments that exclude each other.
    ConflictingArguments "Conflicting configuration arguments",
    /// None of the arguments of which there must be one, or more than one of them.
    InvalidCombination "Invalid combination of arguments",
    /// Likewise, in the words of newer resources.
    AttributeCombination "Invalid Attribute Combination",
    /// None of the arguments of which there must be one, likewise.
    MissingConfiguration "Missing Attribute Configuration",
}
