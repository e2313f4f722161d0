//! Defines the problems of a Terraform text and their kinds.
//!
//! Each kind maps to the summary of the corresponding Terraform diagnostic.

use super::Span;

/// A problem of a text and its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The kind of problem.
    pub kind: Kind,
    /// The bytes that the problem concerns.
    pub span: Span,
    /// The message: one line of at most 100 characters.
    ///
    /// It is in lower case, with names in backticks and the remedy, if one exists.
    pub message: String,
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident $name:literal $summary:literal,)+) => {
        /// The kinds of problems; each has one Terraform summary.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ProblemKind"))]
        pub enum Kind {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $kind,)+
        }

        impl Kind {
            /// All kinds, in the order of this file.
            pub const ALL: &[Kind] = &[$(Kind::$kind),+];

            /// Returns whether the kind is a syntax error, which ends the checks of Terraform.
            ///
            /// These are the kinds up to [`Kind::TooDeep`].
            pub fn is_syntax(self) -> bool {
                self <= Kind::TooDeep
            }

            /// Returns the Terraform summary of the kind.
            pub fn summary(self) -> &'static str {
                match self {
                    $(Kind::$kind => $summary,)+
                }
            }
        }
    };
}

kinds! {
    /// A character that cannot start a token.
    InvalidCharacter "InvalidCharacter" "Invalid character",
    /// One of the characters `&`, `|`, `^` and `~`.
    UnsupportedOperator "UnsupportedOperator" "Unsupported operator",
    /// A quoted string that is not closed on its line.
    MultiLineString "MultiLineString" "Invalid multi-line string",
    /// A string or heredoc without its end.
    UnterminatedTemplate "UnterminatedTemplate" "Unterminated template string",
    /// An escape sequence that strings do not support.
    InvalidEscape "InvalidEscape" "Invalid escape sequence",

    /// Something else where an attribute or a block is required.
    ArgumentOrBlockRequired "ArgumentOrBlockRequired" "Argument or block definition required",
    /// A block inside a one-line block.
    ArgumentRequired "ArgumentRequired" "Argument definition required",
    /// A quoted name before an equals sign.
    InvalidArgumentName "InvalidArgumentName" "Invalid argument name",
    /// An attribute that is set twice in one body.
    AttributeRedefined "AttributeRedefined" "Attribute redefined",
    /// No line end after an attribute.
    MissingNewline "MissingNewline" "Missing newline after argument",
    /// A comma after an attribute of a body.
    UnexpectedComma "UnexpectedComma" "Unexpected comma after argument",
    /// Neither a label nor a brace after a block type.
    InvalidBlockDefinition "InvalidBlockDefinition" "Invalid block definition",
    /// A one-line block with several attributes or without its end on that line.
    InvalidSingleArgumentBlock "InvalidSingleArgumentBlock" "Invalid single-argument block definition",
    /// No line end after a block.
    MissingNewlineAfterBlock "MissingNewlineAfterBlock" "Missing newline after block definition",
    /// A block that is not closed.
    Unclosed "Unclosed" "Unclosed configuration block",
    /// A label that is not a plain string.
    InvalidStringLiteral "InvalidStringLiteral" "Invalid string literal",
    /// A label without its closing quote before the end of the text.
    UnterminatedStringLiteral "UnterminatedStringLiteral" "Unterminated string literal",

    /// Something else where an expression is required.
    InvalidExpression "InvalidExpression" "Invalid expression",
    /// The end of the text where an expression is required.
    MissingExpression "MissingExpression" "Missing expression",
    /// A conditional without its colon.
    MissingFalseExpression "MissingFalseExpression" "Missing false expression in conditional",
    /// A parenthesis that is not closed.
    UnbalancedParentheses "UnbalancedParentheses" "Unbalanced parentheses",
    /// An invalid number.
    InvalidNumber "InvalidNumber" "Invalid number literal",
    /// No name after a dot.
    InvalidAttributeName "InvalidAttributeName" "Invalid attribute name",
    /// Two legacy indexes in a row, as in `.0.1`.
    InvalidLegacyIndex "InvalidLegacyIndex" "Invalid legacy index syntax",
    /// Two attribute splats in a row: `.*.*`.
    NestedSplat "NestedSplat" "Nested splat expression not allowed",
    /// A splat `[*` without its closing bracket.
    MissingSplatBracket "MissingSplatBracket" "Missing close bracket on splat index",
    /// An index without its closing bracket.
    MissingIndexBracket "MissingIndexBracket" "Missing close bracket on index",
    /// No name after `::`.
    MissingFunctionName "MissingFunctionName" "Missing function name",
    /// A function name with `::` that is not called.
    MissingOpenParenthesis "MissingOpenParenthesis" "Missing open parenthesis",
    /// Something else than `)` after the `...` of a call.
    MissingCloseParenthesis "MissingCloseParenthesis" "Missing closing parenthesis",
    /// A call that is not closed before the end of the text.
    UnterminatedCall "UnterminatedCall" "Unterminated function call",
    /// Two arguments of a call without a comma between them.
    MissingArgumentSeparator "MissingArgumentSeparator" "Missing argument separator",
    /// A list that is not closed before the end of the text.
    UnterminatedList "UnterminatedList" "Unterminated tuple constructor expression",
    /// Two items of a list without a comma between them.
    MissingItemSeparator "MissingItemSeparator" "Missing item separator",
    /// An object key without a value.
    MissingAttributeValue "MissingAttributeValue" "Missing attribute value",
    /// An object key without an equals sign after it.
    MissingKeyValueSeparator "MissingKeyValueSeparator" "Missing key/value separator",
    /// Two object entries on one line without a comma between them.
    MissingAttributeSeparator "MissingAttributeSeparator" "Missing attribute separator",
    /// An object that is not closed before the end of the text.
    UnterminatedObject "UnterminatedObject" "Unterminated object constructor expression",
    /// An invalid `for` expression.
    InvalidFor "InvalidFor" "Invalid 'for' expression",

    /// An interpolation `${` without its closing brace.
    UnclosedInterpolation "UnclosedInterpolation" "Unclosed template interpolation sequence",
    /// Extra characters after the expression of an interpolation.
    ExtraInInterpolation "ExtraInInterpolation" "Extra characters after interpolation expression",
    /// A directive `%{` without a keyword.
    InvalidDirective "InvalidDirective" "Invalid template directive",
    /// A directive `%{` with an unknown keyword.
    InvalidDirectiveKeyword "InvalidDirectiveKeyword" "Invalid template control keyword",
    /// An invalid `%{ for }`.
    InvalidForDirective "InvalidForDirective" "Invalid 'for' directive",
    /// Extra characters after the expression of an `%{ if }`.
    ExtraInIf "ExtraInIf" "Extra characters in if marker",
    /// Extra characters in an `%{ else }`.
    ExtraInElse "ExtraInElse" "Extra characters in else marker",
    /// Extra characters in an `%{ endif }`.
    ExtraInEndif "ExtraInEndif" "Extra characters in endif marker",
    /// Extra characters after the expression of a `%{ for }`.
    ExtraInForDirective "ExtraInForDirective" "Extra characters in for marker",
    /// Extra characters in an `%{ endfor }`.
    ExtraInEndfor "ExtraInEndfor" "Extra characters in endfor marker",
    /// An `%{ else }` without its `if`.
    UnexpectedElse "UnexpectedElse" "Unexpected else directive",
    /// An `%{ endif }` without its `if`.
    UnexpectedEndif "UnexpectedEndif" "Unexpected endif directive",
    /// An `%{ endfor }` without its `for`.
    UnexpectedEndfor "UnexpectedEndfor" "Unexpected endfor directive",
    /// An `%{ if }` or `%{ for }` without its end.
    UnexpectedEndOfTemplate "UnexpectedEndOfTemplate" "Unexpected end of template",

    /// Nesting beyond the limit of this parser; Terraform has no such limit.
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
    /// Two provider configurations with the same alias, or both without one.
    DuplicateProvider "DuplicateProvider" "Duplicate provider configuration",
    /// Two `lifecycle` blocks in one resource.
    DuplicateLifecycle "DuplicateLifecycle" "Duplicate lifecycle block",
    /// A reference to a resource or data source that is not declared.
    UndeclaredResource "UndeclaredResource" "Reference to undeclared resource",
    /// A reference to a variable that is not declared.
    UndeclaredVariable "UndeclaredVariable" "Reference to undeclared input variable",
    /// A reference to a local value that is not defined.
    UndeclaredLocal "UndeclaredLocal" "Reference to undeclared local value",
    /// A reference to a module that is not called.
    UndeclaredModule "UndeclaredModule" "Reference to undeclared module",
    /// A bare name where a value is required.
    InvalidReference "InvalidReference" "Invalid reference",

    /// An argument that the block does not support.
    UnsupportedArgument "UnsupportedArgument" "Unsupported argument",
    /// A nested block that the block does not support.
    UnsupportedBlock "UnsupportedBlock" "Unsupported block type",
    /// A missing required argument.
    MissingArgument "MissingArgument" "Missing required argument",
    /// Fewer blocks of a name than required.
    InsufficientBlocks "InsufficientBlocks" "Insufficient blocks",
    /// More blocks of a name than allowed.
    TooManyBlocks "TooManyBlocks" "Too many blocks",
    /// A missing required single block.
    MissingBlock "MissingBlock" "Missing block",
    /// A second block where only one is allowed.
    DuplicateBlock "DuplicateBlock" "Duplicate block",
    /// A resource type that the provider does not define.
    InvalidResourceType "InvalidResourceType" "Invalid resource type",
    /// A data source that the provider does not define.
    InvalidDataSource "InvalidDataSource" "Invalid data source",
    /// A value that cannot be converted to the type of its argument.
    IncorrectType "IncorrectType" "Incorrect attribute value type",
    /// A value for an attribute that only the provider sets.
    Unconfigurable "Unconfigurable" "Value for unconfigurable attribute",
    /// A value for `id`, which only the provider sets.
    InvalidKey "InvalidKey" "Invalid or unknown key",
    /// A reference to an attribute that a resource does not have.
    UnsupportedAttribute "UnsupportedAttribute" "Unsupported attribute",

    /// A block with a missing label.
    MissingLabel "MissingLabel" "Missing label",
    /// A block with a label too many.
    ExtraneousLabel "ExtraneousLabel" "Extraneous label",
    /// A resource type that is not a valid name.
    InvalidTypeName "InvalidTypeName" "Invalid resource type name",
    /// An invalid resource name.
    InvalidResourceName "InvalidResourceName" "Invalid resource name",
    /// An invalid data source name.
    InvalidDataName "InvalidDataName" "Invalid data resource name",
    /// An invalid or reserved variable name.
    InvalidVariableName "InvalidVariableName" "Invalid variable name",
    /// An invalid output name.
    InvalidOutputName "InvalidOutputName" "Invalid output name",
    /// An invalid module name.
    InvalidModuleName "InvalidModuleName" "Invalid module instance name",
    /// A block inside a `locals` or `required_providers` block.
    UnexpectedBlock "UnexpectedBlock" "Unexpected block",
    /// A reference where only a constant is allowed.
    VariablesNotAllowed "VariablesNotAllowed" "Variables not allowed",
    /// A call where only a constant is allowed.
    CallsNotAllowed "CallsNotAllowed" "Function calls not allowed",
    /// A quoted type of Terraform 0.11.
    QuotedType "QuotedType" "Invalid quoted type constraints",
    /// Any other quoted type.
    LegacyType "LegacyType" "Invalid legacy variable type hint",
    /// A type that does not exist.
    InvalidType "InvalidType" "Invalid type specification",
    /// A default that does not fit the type of its variable.
    InvalidDefault "InvalidDefault" "Invalid default value for variable",
    /// A provisioner that Terraform does not provide.
    MissingProvisioner "MissingProvisioner" "Missing required provisioner plugin",

    /// A call of a function that does not exist.
    UnknownFunction "UnknownFunction" "Call to unknown function",
    /// A call with too few arguments.
    TooFewArguments "TooFewArguments" "Not enough function arguments",
    /// A call with too many arguments.
    TooManyArguments "TooManyArguments" "Too many function arguments",
    /// A file, read by `file` or a similar function, that is not provided here.
    MissingFile "MissingFile" "Invalid function argument",
    /// An argument that a function does not accept.
    InvalidArgument "InvalidArgument" "Invalid function argument",
    /// A call that cannot return a value.
    FailedCall "FailedCall" "Error in function call",
    /// A function that later versions of Terraform removed.
    RemovedFunction "RemovedFunction" "Error in function call",
    /// A file, hashed by `filebase64sha256` or the like, that is not provided here.
    MissingHashedFile "MissingHashedFile" "Error in function call",

    /// A reference without a key to a resource with `count` or `for_each`.
    MissingKey "MissingKey" "Missing resource instance key",
    /// A reference with a key to a resource without `count` and `for_each`.
    UnexpectedKey "UnexpectedKey" "Unexpected resource instance key",
    /// A reference to `each` in a block without `for_each`.
    EachWithoutForEach "EachWithoutForEach" "Reference to in context without for_each",
    /// A reference to `count` in a block without `count`.
    CountWithoutCount "CountWithoutCount" "Reference to in non-counted context",
    /// An index into a value without items.
    InvalidIndex "InvalidIndex" "Invalid index",
    /// A block that is a list of objects and is used as one object.
    InvalidOperation "InvalidOperation" "Invalid operation",
    /// A reference to `self` where it is not available.
    InvalidSelf "InvalidSelf" "Invalid reference",
    /// An attribute that `path` or `terraform` does not have.
    InvalidBuiltIn "InvalidBuiltIn" "Invalid attribute",
    /// A list, a map or null in a string template.
    InvalidInterpolation "InvalidInterpolation" "Invalid template interpolation value",
    /// An operand that its operator does not accept.
    InvalidOperand "InvalidOperand" "Invalid operand",
    /// A condition that is not a bool.
    IncorrectCondition "IncorrectCondition" "Incorrect condition type",
    /// A `for` over a value without items.
    NotIterable "NotIterable" "Iteration over non-iterable value",
    /// A `for_each` that is neither a map nor a set of strings.
    InvalidForEach "InvalidForEach" "Invalid for_each argument",
    /// A `count` that is not a whole number of at least 0.
    InvalidCount "InvalidCount" "Invalid count argument",
    /// A value of the wrong type for a built-in argument of Terraform.
    IncorrectValueType "IncorrectValueType" "Incorrect value type",
    /// Both `count` and `for_each` in one block.
    CountAndForEach "CountAndForEach" "Invalid combination of and",
    /// A constant of the wrong type for a built-in argument of Terraform.
    UnsuitableType "UnsuitableType" "Unsuitable value type",
    /// A `dynamic` block without a `content` block.
    MissingContent "MissingContent" "Missing dynamic content block",
    /// A `dynamic` block with several `content` blocks.
    ExtraContent "ExtraContent" "Extraneous dynamic content block",
    /// A `"*"` in `ignore_changes`.
    InvalidWildcard "InvalidWildcard" "Invalid ignore_changes wildcard",
    /// An attribute in `depends_on`.
    InvalidDependsOn "InvalidDependsOn" "Invalid depends_on reference",
    /// A `replace_triggered_by` entry that is not a reference to a resource.
    InvalidTrigger "InvalidTrigger" "Invalid replace_triggered_by expression",
    /// A `replace_triggered_by` reference to something else than a resource.
    InvalidTriggerReference "InvalidTriggerReference" "Invalid reference in replace_triggered_by expression",
    /// A `lifecycle` argument for resources in a data source.
    DataLifecycle "DataLifecycle" "Invalid data resource lifecycle argument",
    /// A module without a valid source address.
    InvalidModuleSource "InvalidModuleSource" "Invalid module source address",
    /// A module with a version whose source is not a registry address.
    InvalidRegistrySource "InvalidRegistrySource" "Invalid registry module source address",
    /// An invalid version constraint.
    InvalidVersion "InvalidVersion" "Invalid version constraint",
    /// A block type that Terraform reserves for future use in module calls.
    ReservedBlock "ReservedBlock" "Reserved block type name in module block",
    /// A conditional whose branches have incompatible types.
    InconsistentConditional "InconsistentConditional" "Inconsistent conditional result types",
    /// Two `required_providers` blocks.
    DuplicateRequiredProviders "DuplicateRequiredProviders" "Duplicate required providers configuration",
    /// An output that would reveal a sensitive value.
    SensitiveOutput "SensitiveOutput" "Output refers to sensitive values",
    /// Resources that depend on each other.
    Cycle "Cycle" "Cycle",
    /// A provider alias that is not configured.
    ProviderNotPresent "ProviderNotPresent" "Provider configuration not present",

    /// A value outside of the allowed set of its argument.
    NotOneOf "NotOneOf" "expected to be one of",
    /// A value outside of the allowed set, as reported by newer resources.
    NotInEnum "NotInEnum" "Invalid String Enum Value",
    /// A value outside of the allowed set; second form reported by newer resources.
    NotMatching "NotMatching" "Invalid Attribute Value Match",
    /// A number outside of its bounds.
    NotInRange "NotInRange" "expected to be in the range",
    /// A number below its lower bound.
    TooSmall "TooSmall" "expected to be at least",
    /// A number above its upper bound.
    TooLarge "TooLarge" "expected to be at most",
    /// A number that is not a multiple of the required number.
    NotDivisible "NotDivisible" "expected to be divisible by",
    /// A number outside of its bounds, as reported by newer resources.
    InvalidAttributeValue "InvalidAttributeValue" "Invalid Attribute Value",
    /// A string that is too short or too long.
    LengthNotInRange "LengthNotInRange" "expected length of to be in the range",
    /// A string that is too short or too long, as reported by newer resources.
    InvalidLength "InvalidLength" "Invalid Attribute Value Length",
    /// A name that is too long.
    NameTooLong "NameTooLong" "cannot be longer than",
    /// A string that is not an ARN.
    InvalidArn "InvalidArn" "is an invalid ARN",
    /// A string that is not an ARN, as reported by newer resources.
    InvalidArnValue "InvalidArnValue" "Invalid ARN Value",
    /// A string that is not JSON.
    InvalidJson "InvalidJson" "contains an invalid JSON",
    /// A string that is not JSON, as reported by newer resources.
    InvalidJsonValue "InvalidJsonValue" "Invalid JSON String Value",
    /// A string that is not a CIDR block.
    InvalidCidr "InvalidCidr" "is not a valid CIDR block",
    /// A string that is not a CIDR block where a network is required.
    InvalidNetwork "InvalidNetwork" "expected to contain a valid Value",
    /// A string that is neither an IPv4 nor an IPv6 CIDR block.
    InvalidCidrValue "InvalidCidrValue" "expected to be a valid CIDR Value",
    /// A string that is not an IPv4 address.
    InvalidAddress "InvalidAddress" "expected to contain a valid IPv4 address",
    /// A string that is not an AWS account id.
    InvalidAccount "InvalidAccount" "doesn't look like AWS Account ID",
    /// A string that is not an AWS region.
    InvalidRegion "InvalidRegion" "doesn't look like AWS Region",
    /// A number that is not a port.
    InvalidPort "InvalidPort" "expected to be a valid port number",
    /// An invalid time window.
    InvalidWindow "InvalidWindow" "must satisfy the format of",
    /// A string that cannot be parsed as the required bool or number.
    NotParsed "NotParsed" "cannot parse",
    /// A string with content that its argument does not accept.
    InvalidValue "InvalidValue" "invalid value for",
    /// A name with characters that are not allowed in it.
    InvalidCharacters "InvalidCharacters" "characters allowed in",
    /// A string that Terraform rejects because it does not match a pattern.
    PatternNotMatched "PatternNotMatched" "expected value of to match regular expression",
    /// A name that the service reserves.
    NameNotAllowed "NameNotAllowed" "is not allowed as",
    /// Arguments that exclude each other.
    ConflictingArguments "ConflictingArguments" "Conflicting configuration arguments",
    /// None of the alternative arguments, or more than one of them.
    InvalidCombination "InvalidCombination" "Invalid combination of arguments",
    /// Arguments that exclude each other, as reported by newer resources.
    AttributeCombination "AttributeCombination" "Invalid Attribute Combination",
    /// None of the alternative arguments, as reported by newer resources.
    MissingConfiguration "MissingConfiguration" "Missing Attribute Configuration",
}
