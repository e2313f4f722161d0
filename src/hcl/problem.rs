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
    ($($(#[doc = $doc:literal])+ $kind:ident $name:literal $summary:literal,)+) => {
        /// The sorts of problems. Each stands for one summary of Terraform's.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ProblemKind"))]
        pub enum Kind {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $kind,)+
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
    InvalidCharacter "InvalidCharacter" "Invalid character",
    /// `&`, `|`, `^` or `~`.
    UnsupportedOperator "UnsupportedOperator" "Unsupported operator",
    /// A quoted string that is not closed on its line.
    MultiLineString "MultiLineString" "Invalid multi-line string",
    /// A string or heredoc without its end.
    UnterminatedTemplate "UnterminatedTemplate" "Unterminated template string",
    /// An escape that strings do not have.
    InvalidEscape "InvalidEscape" "Invalid escape sequence",

    /// An attribute or a block was expected.
    ArgumentOrBlockRequired "ArgumentOrBlockRequired" "Argument or block definition required",
    /// A block inside a block of one line.
    ArgumentRequired "ArgumentRequired" "Argument definition required",
    /// A quoted name before an equals sign.
    InvalidArgumentName "InvalidArgumentName" "Invalid argument name",
    /// The same attribute twice in one body.
    AttributeRedefined "AttributeRedefined" "Attribute redefined",
    /// What stands behind an attribute should have been a line end.
    MissingNewline "MissingNewline" "Missing newline after argument",
    /// A comma behind an attribute of a body.
    UnexpectedComma "UnexpectedComma" "Unexpected comma after argument",
    /// Neither a label nor a brace behind the kind of a block.
    InvalidBlockDefinition "InvalidBlockDefinition" "Invalid block definition",
    /// A block of one line that holds more than one attribute, or does not end on its line.
    InvalidSingleArgumentBlock "InvalidSingleArgumentBlock" "Invalid single-argument block definition",
    /// What stands behind a block should have been a line end.
    MissingNewlineAfterBlock "MissingNewlineAfterBlock" "Missing newline after block definition",
    /// A block that is not closed.
    Unclosed "Unclosed" "Unclosed configuration block",
    /// A label that is no plain string.
    InvalidStringLiteral "InvalidStringLiteral" "Invalid string literal",
    /// A label without its closing quote before the end of the text.
    UnterminatedStringLiteral "UnterminatedStringLiteral" "Unterminated string literal",

    /// Something else stands where an expression should begin.
    InvalidExpression "InvalidExpression" "Invalid expression",
    /// The text ends where an expression should begin.
    MissingExpression "MissingExpression" "Missing expression",
    /// A conditional without its colon.
    MissingFalseExpression "MissingFalseExpression" "Missing false expression in conditional",
    /// A parenthesis that is not closed.
    UnbalancedParentheses "UnbalancedParentheses" "Unbalanced parentheses",
    /// A number that does not read.
    InvalidNumber "InvalidNumber" "Invalid number literal",
    /// No name behind a dot.
    InvalidAttributeName "InvalidAttributeName" "Invalid attribute name",
    /// `.0.1`
    InvalidLegacyIndex "InvalidLegacyIndex" "Invalid legacy index syntax",
    /// `.*.*`
    NestedSplat "NestedSplat" "Nested splat expression not allowed",
    /// `[*` without its bracket.
    MissingSplatBracket "MissingSplatBracket" "Missing close bracket on splat index",
    /// An index without its bracket.
    MissingIndexBracket "MissingIndexBracket" "Missing close bracket on index",
    /// No name behind `::`.
    MissingFunctionName "MissingFunctionName" "Missing function name",
    /// A function name with `::` that is not called.
    MissingOpenParenthesis "MissingOpenParenthesis" "Missing open parenthesis",
    /// Something behind the `...` of a call.
    MissingCloseParenthesis "MissingCloseParenthesis" "Missing closing parenthesis",
    /// A call that is not closed before the end of the text.
    UnterminatedCall "UnterminatedCall" "Unterminated function call",
    /// Two arguments of a call without a comma between them.
    MissingArgumentSeparator "MissingArgumentSeparator" "Missing argument separator",
    /// A list that is not closed before the end of the text.
    UnterminatedList "UnterminatedList" "Unterminated tuple constructor expression",
    /// Two items of a list without a comma between them.
    MissingItemSeparator "MissingItemSeparator" "Missing item separator",
    /// A key of an object without a value.
    MissingAttributeValue "MissingAttributeValue" "Missing attribute value",
    /// A key of an object without an equals sign behind it.
    MissingKeyValueSeparator "MissingKeyValueSeparator" "Missing key/value separator",
    /// Two entries of an object on one line without a comma between them.
    MissingAttributeSeparator "MissingAttributeSeparator" "Missing attribute separator",
    /// An object that is not closed before the end of the text.
    UnterminatedObject "UnterminatedObject" "Unterminated object constructor expression",
    /// A `for` expression that does not read.
    InvalidFor "InvalidFor" "Invalid 'for' expression",

    /// `${` without its brace.
    UnclosedInterpolation "UnclosedInterpolation" "Unclosed template interpolation sequence",
    /// Something behind the expression of a `${ }`.
    ExtraInInterpolation "ExtraInInterpolation" "Extra characters after interpolation expression",
    /// `%{` without a word.
    InvalidDirective "InvalidDirective" "Invalid template directive",
    /// `%{` with a word that is none of the directives.
    InvalidDirectiveKeyword "InvalidDirectiveKeyword" "Invalid template control keyword",
    /// `%{ for` that does not read.
    InvalidForDirective "InvalidForDirective" "Invalid 'for' directive",
    /// Something behind the expression of an `%{ if }`.
    ExtraInIf "ExtraInIf" "Extra characters in if marker",
    /// Something behind `%{ else`.
    ExtraInElse "ExtraInElse" "Extra characters in else marker",
    /// Something behind `%{ endif`.
    ExtraInEndif "ExtraInEndif" "Extra characters in endif marker",
    /// Something behind the expression of a `%{ for }`.
    ExtraInForDirective "ExtraInForDirective" "Extra characters in for marker",
    /// Something behind `%{ endfor`.
    ExtraInEndfor "ExtraInEndfor" "Extra characters in endfor marker",
    /// `%{ else }` without its `if`.
    UnexpectedElse "UnexpectedElse" "Unexpected else directive",
    /// `%{ endif }` without its `if`.
    UnexpectedEndif "UnexpectedEndif" "Unexpected endif directive",
    /// `%{ endfor }` without its `for`.
    UnexpectedEndfor "UnexpectedEndfor" "Unexpected endfor directive",
    /// `%{ if }` or `%{ for }` without its end.
    UnexpectedEndOfTemplate "UnexpectedEndOfTemplate" "Unexpected end of template",

    /// Nested deeper than is read. Terraform has no such bound.
    TooDeep "TooDeep" "Nested too deeply",

    /// Two resources of the same type and name.
    DuplicateResource "DuplicateResource" "Duplicate resource configuration",
    /// Two data sources of the same type and name.
    DuplicateData "DuplicateData" "Duplicate data configuration",
    /// Two variables of the same name.
    DuplicateVariable "DuplicateVariable" "Duplicate variable declaration",
    /// Two local values of the same name in different blocks.
    DuplicateLocal "DuplicateLocal" "Duplicate local value definition",
    /// Two outputs of the same name.
    DuplicateOutput "DuplicateOutput" "Duplicate output definition",
    /// Two module calls of the same name.
    DuplicateModule "DuplicateModule" "Duplicate module call",
    /// Two configurations of a provider with the same alias, or both without one.
    DuplicateProvider "DuplicateProvider" "Duplicate provider configuration",
    /// Two lifecycle blocks in one resource.
    DuplicateLifecycle "DuplicateLifecycle" "Duplicate lifecycle block",
    /// A resource or data source that no block declares.
    UndeclaredResource "UndeclaredResource" "Reference to undeclared resource",
    /// A variable that no block declares.
    UndeclaredVariable "UndeclaredVariable" "Reference to undeclared input variable",
    /// A local value that no block defines.
    UndeclaredLocal "UndeclaredLocal" "Reference to undeclared local value",
    /// A module that no block calls.
    UndeclaredModule "UndeclaredModule" "Reference to undeclared module",
    /// A bare name where a value should stand.
    InvalidReference "InvalidReference" "Invalid reference",

    /// An argument that its block does not have.
    UnsupportedArgument "UnsupportedArgument" "Unsupported argument",
    /// A block that its block does not have.
    UnsupportedBlock "UnsupportedBlock" "Unsupported block type",
    /// A required argument that is not there.
    MissingArgument "MissingArgument" "Missing required argument",
    /// Fewer blocks of a name than there must be.
    InsufficientBlocks "InsufficientBlocks" "Insufficient blocks",
    /// More blocks of a name than there may be.
    TooManyBlocks "TooManyBlocks" "Too many blocks",
    /// A required single block that is not there.
    MissingBlock "MissingBlock" "Missing block",
    /// A second block where one is allowed.
    DuplicateBlock "DuplicateBlock" "Duplicate block",
    /// A resource type that its provider does not have.
    InvalidResourceType "InvalidResourceType" "Invalid resource type",
    /// A data source that its provider does not have.
    InvalidDataSource "InvalidDataSource" "Invalid data source",
    /// A value that cannot be converted to the type of its argument.
    IncorrectType "IncorrectType" "Incorrect attribute value type",
    /// A value for what the provider decides.
    Unconfigurable "Unconfigurable" "Value for unconfigurable attribute",
    /// A value for `id`, which the provider decides.
    InvalidKey "InvalidKey" "Invalid or unknown key",
    /// An attribute that a resource does not have.
    UnsupportedAttribute "UnsupportedAttribute" "Unsupported attribute",

    /// A block without one of its labels.
    MissingLabel "MissingLabel" "Missing label",
    /// A label too many.
    ExtraneousLabel "ExtraneousLabel" "Extraneous label",
    /// A resource type that is no name.
    InvalidTypeName "InvalidTypeName" "Invalid resource type name",
    /// A resource name that is none.
    InvalidResourceName "InvalidResourceName" "Invalid resource name",
    /// The name of a data source that is none.
    InvalidDataName "InvalidDataName" "Invalid data resource name",
    /// The name of a variable that is none, or is reserved.
    InvalidVariableName "InvalidVariableName" "Invalid variable name",
    /// The name of an output that is none.
    InvalidOutputName "InvalidOutputName" "Invalid output name",
    /// The name of a module that is none.
    InvalidModuleName "InvalidModuleName" "Invalid module instance name",
    /// A block among local values or required providers.
    UnexpectedBlock "UnexpectedBlock" "Unexpected block",
    /// A reference where only a constant may stand.
    VariablesNotAllowed "VariablesNotAllowed" "Variables not allowed",
    /// A call where only a constant may stand.
    CallsNotAllowed "CallsNotAllowed" "Function calls not allowed",
    /// A type of Terraform 0.11, in quotes.
    QuotedType "QuotedType" "Invalid quoted type constraints",
    /// Another type in quotes.
    LegacyType "LegacyType" "Invalid legacy variable type hint",
    /// A type that there is not.
    InvalidType "InvalidType" "Invalid type specification",
    /// A default that its variable's type does not take.
    InvalidDefault "InvalidDefault" "Invalid default value for variable",
    /// A provisioner that Terraform does not have.
    MissingProvisioner "MissingProvisioner" "Missing required provisioner plugin",

    /// A function that there is not.
    UnknownFunction "UnknownFunction" "Call to unknown function",
    /// Fewer arguments than a function needs.
    TooFewArguments "TooFewArguments" "Not enough function arguments",
    /// More arguments than a function takes.
    TooManyArguments "TooManyArguments" "Too many function arguments",
    /// A file that was not given, read by `file` and the like. Terraform looks on the disk.
    MissingFile "MissingFile" "Invalid function argument",
    /// An argument that a function does not take.
    InvalidArgument "InvalidArgument" "Invalid function argument",
    /// A call that cannot give anything.
    FailedCall "FailedCall" "Error in function call",
    /// A function that later versions of Terraform do not have any more.
    RemovedFunction "RemovedFunction" "Error in function call",
    /// A file that was not given, hashed by `filebase64sha256` and the like.
    MissingHashedFile "MissingHashedFile" "Error in function call",

    /// A resource with `count` or `for_each` is referred to without its key.
    MissingKey "MissingKey" "Missing resource instance key",
    /// A resource without `count` and `for_each` is referred to with a key.
    UnexpectedKey "UnexpectedKey" "Unexpected resource instance key",
    /// `each` in a block without `for_each`.
    EachWithoutForEach "EachWithoutForEach" "Reference to in context without for_each",
    /// `count` in a block without `count`.
    CountWithoutCount "CountWithoutCount" "Reference to in non-counted context",
    /// An index into what has no items.
    InvalidIndex "InvalidIndex" "Invalid index",
    /// A block that is used as an object and is a list of them.
    InvalidOperation "InvalidOperation" "Invalid operation",
    /// `self` where there is none.
    InvalidSelf "InvalidSelf" "Invalid reference",
    /// An attribute that `path` or `terraform` does not have.
    InvalidBuiltIn "InvalidBuiltIn" "Invalid attribute",
    /// A list, a map or null within a text.
    InvalidInterpolation "InvalidInterpolation" "Invalid template interpolation value",
    /// An operand that its operator does not take.
    InvalidOperand "InvalidOperand" "Invalid operand",
    /// A condition that is no bool.
    IncorrectCondition "IncorrectCondition" "Incorrect condition type",
    /// A `for` over what has no items.
    NotIterable "NotIterable" "Iteration over non-iterable value",
    /// A `for_each` that is neither a map nor a set of strings.
    InvalidForEach "InvalidForEach" "Invalid for_each argument",
    /// A `count` that is no whole number from 0.
    InvalidCount "InvalidCount" "Invalid count argument",
    /// A value of another type than Terraform's own argument takes.
    IncorrectValueType "IncorrectValueType" "Incorrect value type",
    /// `count` and `for_each` in one block.
    CountAndForEach "CountAndForEach" "Invalid combination of and",
    /// A constant of another type than Terraform's own argument takes.
    UnsuitableType "UnsuitableType" "Unsuitable value type",
    /// A dynamic block that does not say what it makes.
    MissingContent "MissingContent" "Missing dynamic content block",
    /// A dynamic block that says so twice.
    ExtraContent "ExtraContent" "Extraneous dynamic content block",
    /// `"*"` in `ignore_changes`.
    InvalidWildcard "InvalidWildcard" "Invalid ignore_changes wildcard",
    /// An attribute in `depends_on`.
    InvalidDependsOn "InvalidDependsOn" "Invalid depends_on reference",
    /// No resource in `replace_triggered_by`.
    InvalidTrigger "InvalidTrigger" "Invalid replace_triggered_by expression",
    /// Something else than a resource in it.
    InvalidTriggerReference "InvalidTriggerReference" "Invalid reference in replace_triggered_by expression",
    /// An argument for resources in the `lifecycle` of a data source.
    DataLifecycle "DataLifecycle" "Invalid data resource lifecycle argument",
    /// A module that comes from nowhere.
    InvalidModuleSource "InvalidModuleSource" "Invalid module source address",
    /// A module with a version that comes from no registry.
    InvalidRegistrySource "InvalidRegistrySource" "Invalid registry module source address",
    /// A constraint of versions that does not read.
    InvalidVersion "InvalidVersion" "Invalid version constraint",
    /// A block that module calls may hold some day.
    ReservedBlock "ReservedBlock" "Reserved block type name in module block",
    /// A conditional that may give values of types that do not go together.
    InconsistentConditional "InconsistentConditional" "Inconsistent conditional result types",
    /// Two `required_providers` blocks.
    DuplicateRequiredProviders "DuplicateRequiredProviders" "Duplicate required providers configuration",
    /// A secret that an output would show.
    SensitiveOutput "SensitiveOutput" "Output refers to sensitive values",
    /// Resources that need each other.
    Cycle "Cycle" "Cycle",
    /// An alias of a provider that is not configured.
    ProviderNotPresent "ProviderNotPresent" "Provider configuration not present",

    /// A value that is none of those that its argument takes.
    NotOneOf "NotOneOf" "expected to be one of",
    /// Likewise, in the words of newer resources.
    NotInEnum "NotInEnum" "Invalid String Enum Value",
    /// Likewise.
    NotMatching "NotMatching" "Invalid Attribute Value Match",
    /// A number outside of its bounds.
    NotInRange "NotInRange" "expected to be in the range",
    /// A number below its bound.
    TooSmall "TooSmall" "expected to be at least",
    /// A number above its bound.
    TooLarge "TooLarge" "expected to be at most",
    /// A number that is no multiple of what it must be.
    NotDivisible "NotDivisible" "expected to be divisible by",
    /// A number outside of its bounds, in the words of newer resources.
    InvalidAttributeValue "InvalidAttributeValue" "Invalid Attribute Value",
    /// A text that is too short or too long.
    LengthNotInRange "LengthNotInRange" "expected length of to be in the range",
    /// Likewise, in the words of newer resources.
    InvalidLength "InvalidLength" "Invalid Attribute Value Length",
    /// A name that is too long.
    NameTooLong "NameTooLong" "cannot be longer than",
    /// A text that is no ARN.
    InvalidArn "InvalidArn" "is an invalid ARN",
    /// Likewise, in the words of newer resources.
    InvalidArnValue "InvalidArnValue" "Invalid ARN Value",
    /// A text that is no JSON.
    InvalidJson "InvalidJson" "contains an invalid JSON",
    /// Likewise, in the words of newer resources.
    InvalidJsonValue "InvalidJsonValue" "Invalid JSON String Value",
    /// A text that is no range of addresses.
    InvalidCidr "InvalidCidr" "is not a valid CIDR block",
    /// Likewise, where a network is expected.
    InvalidNetwork "InvalidNetwork" "expected to contain a valid Value",
    /// Likewise, where either sort of address is taken.
    InvalidCidrValue "InvalidCidrValue" "expected to be a valid CIDR Value",
    /// A text that is no address.
    InvalidAddress "InvalidAddress" "expected to contain a valid IPv4 address",
    /// A text that is no account.
    InvalidAccount "InvalidAccount" "doesn't look like AWS Account ID",
    /// A text that is no region.
    InvalidRegion "InvalidRegion" "doesn't look like AWS Region",
    /// A number that is no port.
    InvalidPort "InvalidPort" "expected to be a valid port number",
    /// A window of time that does not read.
    InvalidWindow "InvalidWindow" "must satisfy the format of",
    /// A text that is no bool or no number.
    NotParsed "NotParsed" "cannot parse",
    /// A text with something in it that its argument does not take.
    InvalidValue "InvalidValue" "invalid value for",
    /// Likewise, where the characters of a name are restricted.
    InvalidCharacters "InvalidCharacters" "characters allowed in",
    /// Likewise, where a pattern is told.
    PatternNotMatched "PatternNotMatched" "expected value of to match regular expression",
    /// A name that the service keeps for itself.
    NameNotAllowed "NameNotAllowed" "is not allowed as",
    /// Arguments that exclude each other.
    ConflictingArguments "ConflictingArguments" "Conflicting configuration arguments",
    /// None of the arguments of which there must be one, or more than one of them.
    InvalidCombination "InvalidCombination" "Invalid combination of arguments",
    /// Likewise, in the words of newer resources.
    AttributeCombination "AttributeCombination" "Invalid Attribute Combination",
    /// None of the arguments of which there must be one, likewise.
    MissingConfiguration "MissingConfiguration" "Missing Attribute Configuration",
}
