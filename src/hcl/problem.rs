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
    /// The name that the problem is about, if it is about a name that does not exist.
    pub name: Option<String>,
    /// The existing name that is nearest to it.
    pub nearest: Option<String>,
}

impl Problem {
    /// Creates a problem.
    pub fn new(kind: Kind, span: Span, message: impl Into<String>) -> Problem {
        Problem {
            kind,
            span,
            message: message.into(),
            name: None,
            nearest: None,
        }
    }

    /// Sets the name that the problem is about, and the nearest existing name.
    pub fn about(mut self, name: &str, nearest: Option<&str>) -> Problem {
        self.name = Some(name.to_owned());
        self.nearest = nearest.map(str::to_owned);
        self
    }
}

/// Defines the kinds; a row has the name, Terraform's summary and a description.
macro_rules! kinds {
    ($($kind:ident $summary:literal $doc:literal,)+) => {
        /// The kinds of problems; each has one Terraform summary.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ProblemKind"))]
        pub enum Kind {
            $(#[doc = $doc] $kind,)+
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

            /// Returns whether the kind is a repeated declaration or one that does not exist.
            pub fn is_about_declarations(self) -> bool {
                (Kind::DuplicateResource..=Kind::UndeclaredModule).contains(&self)
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
    InvalidCharacter "Invalid character" "A character that cannot start a token.",
    UnsupportedOperator "Unsupported operator" "One of the characters `&`, `|`, `^` and `~`.",
    MultiLineString "Invalid multi-line string" "A quoted string that is not closed on its line.",
    UnterminatedTemplate "Unterminated template string" "A string or heredoc without its end.",
    InvalidEscape "Invalid escape sequence" "An escape sequence that strings do not support.",

    ArgumentOrBlockRequired "Argument or block definition required"
        "Something else where an attribute or a block is required.",
    ArgumentRequired "Argument definition required" "A block inside a one-line block.",
    InvalidArgumentName "Invalid argument name" "A quoted name before an equals sign.",
    AttributeRedefined "Attribute redefined" "An attribute that is set twice in one body.",
    MissingNewline "Missing newline after argument" "No line end after an attribute.",
    UnexpectedComma "Unexpected comma after argument" "A comma after an attribute of a body.",
    InvalidBlockDefinition "Invalid block definition"
        "Neither a label nor a brace after a block type.",
    InvalidSingleArgumentBlock "Invalid single-argument block definition"
        "A one-line block with several attributes or without its end on that line.",
    MissingNewlineAfterBlock "Missing newline after block definition" "No line end after a block.",
    Unclosed "Unclosed configuration block" "A block that is not closed.",
    InvalidStringLiteral "Invalid string literal" "A label that is not a plain string.",
    UnterminatedStringLiteral "Unterminated string literal"
        "A label without its closing quote before the end of the text.",

    InvalidExpression "Invalid expression" "Something else where an expression is required.",
    MissingExpression "Missing expression" "The end of the text where an expression is required.",
    MissingFalseExpression "Missing false expression in conditional"
        "A conditional without its colon.",
    UnbalancedParentheses "Unbalanced parentheses" "A parenthesis that is not closed.",
    InvalidNumber "Invalid number literal" "An invalid number.",
    InvalidAttributeName "Invalid attribute name" "No name after a dot.",
    InvalidLegacyIndex "Invalid legacy index syntax" "Two legacy indexes in a row, as in `.0.1`.",
    NestedSplat "Nested splat expression not allowed" "Two attribute splats in a row: `.*.*`.",
    MissingSplatBracket "Missing close bracket on splat index"
        "A splat `[*` without its closing bracket.",
    MissingIndexBracket "Missing close bracket on index" "An index without its closing bracket.",
    MissingFunctionName "Missing function name" "No name after `::`.",
    MissingOpenParenthesis "Missing open parenthesis"
        "A function name with `::` that is not called.",
    MissingCloseParenthesis "Missing closing parenthesis"
        "Something else than `)` after the `...` of a call.",
    UnterminatedCall "Unterminated function call"
        "A call that is not closed before the end of the text.",
    MissingArgumentSeparator "Missing argument separator"
        "Two arguments of a call without a comma between them.",
    UnterminatedList "Unterminated tuple constructor expression"
        "A list that is not closed before the end of the text.",
    MissingItemSeparator "Missing item separator"
        "Two items of a list without a comma between them.",
    MissingAttributeValue "Missing attribute value" "An object key without a value.",
    MissingKeyValueSeparator "Missing key/value separator"
        "An object key without an equals sign after it.",
    MissingAttributeSeparator "Missing attribute separator"
        "Two object entries on one line without a comma between them.",
    UnterminatedObject "Unterminated object constructor expression"
        "An object that is not closed before the end of the text.",
    InvalidFor "Invalid 'for' expression" "An invalid `for` expression.",

    UnclosedInterpolation "Unclosed template interpolation sequence"
        "An interpolation `${` without its closing brace.",
    ExtraInInterpolation "Extra characters after interpolation expression"
        "Extra characters after the expression of an interpolation.",
    InvalidDirective "Invalid template directive" "A directive `%{` without a keyword.",
    InvalidDirectiveKeyword "Invalid template control keyword"
        "A directive `%{` with an unknown keyword.",
    InvalidForDirective "Invalid 'for' directive" "An invalid `%{ for }`.",
    ExtraInIf "Extra characters in if marker"
        "Extra characters after the expression of an `%{ if }`.",
    ExtraInElse "Extra characters in else marker" "Extra characters in an `%{ else }`.",
    ExtraInEndif "Extra characters in endif marker" "Extra characters in an `%{ endif }`.",
    ExtraInForDirective "Extra characters in for marker"
        "Extra characters after the expression of a `%{ for }`.",
    ExtraInEndfor "Extra characters in endfor marker" "Extra characters in an `%{ endfor }`.",
    UnexpectedElse "Unexpected else directive" "An `%{ else }` without its `if`.",
    UnexpectedEndif "Unexpected endif directive" "An `%{ endif }` without its `if`.",
    UnexpectedEndfor "Unexpected endfor directive" "An `%{ endfor }` without its `for`.",
    UnexpectedEndOfTemplate "Unexpected end of template"
        "An `%{ if }` or `%{ for }` without its end.",

    TooDeep "Nested too deeply"
        "Nesting beyond the limit of this parser; Terraform has no such limit.",

    DuplicateResource "Duplicate resource configuration" "Two resources of the same type and name.",
    DuplicateData "Duplicate data configuration" "Two data sources of the same type and name.",
    DuplicateVariable "Duplicate variable declaration" "Two variables of the same name.",
    DuplicateLocal "Duplicate local value definition"
        "Two local values of the same name in different blocks.",
    DuplicateOutput "Duplicate output definition" "Two outputs of the same name.",
    DuplicateModule "Duplicate module call" "Two module calls of the same name.",
    DuplicateProvider "Duplicate provider configuration"
        "Two provider configurations with the same alias, or both without one.",
    MissingOverriddenResource "Missing resource to override"
        "A resource of an override file that no other file declares.",
    MissingOverriddenData "Missing data resource to override"
        "A data source of an override file that no other file declares.",
    MissingOverriddenVariable "Missing base variable declaration to override"
        "A variable of an override file that no other file declares.",
    MissingOverriddenLocal "Missing base local value definition to override"
        "A local value of an override file that no other file declares.",
    MissingOverriddenOutput "Missing base output definition to override"
        "An output of an override file that no other file declares.",
    MissingOverriddenModule "Missing module call to override"
        "A module call of an override file that no other file declares.",
    MissingOverriddenProvider "Missing base provider configuration for override"
        "A provider configuration of an override file that no other file declares.",
    DuplicateLifecycle "Duplicate lifecycle block" "Two `lifecycle` blocks in one resource.",
    UndeclaredResource "Reference to undeclared resource"
        "A reference to a resource or data source that is not declared.",
    UndeclaredVariable "Reference to undeclared input variable"
        "A reference to a variable that is not declared.",
    UndeclaredLocal "Reference to undeclared local value"
        "A reference to a local value that is not defined.",
    UndeclaredModule "Reference to undeclared module" "A reference to a module that is not called.",
    InvalidReference "Invalid reference" "A bare name where a value is required.",

    UnsupportedArgument "Unsupported argument" "An argument that the block does not support.",
    UnsupportedBlock "Unsupported block type" "A nested block that the block does not support.",
    MissingArgument "Missing required argument" "A missing required argument.",
    InsufficientBlocks "Insufficient blocks" "Fewer blocks of a name than required.",
    TooManyBlocks "Too many blocks" "More blocks of a name than allowed.",
    MissingBlock "Missing block" "A missing required single block.",
    DuplicateBlock "Duplicate block" "A second block where only one is allowed.",
    InvalidResourceType "Invalid resource type"
        "A resource type that the provider does not define.",
    InvalidDataSource "Invalid data source" "A data source that the provider does not define.",
    IncorrectType "Incorrect attribute value type"
        "A value that cannot be converted to the type of its argument.",
    Unconfigurable "Value for unconfigurable attribute"
        "A value for an attribute that only the provider sets.",
    InvalidKey "Invalid or unknown key" "A value for `id`, which only the provider sets.",
    UnsupportedAttribute "Unsupported attribute"
        "A reference to an attribute that a resource does not have.",

    MissingLabel "Missing label" "A block with a missing label.",
    ExtraneousLabel "Extraneous label" "A block with a label too many.",
    InvalidTypeName "Invalid resource type name" "A resource type that is not a valid name.",
    InvalidResourceName "Invalid resource name" "An invalid resource name.",
    InvalidDataName "Invalid data resource name" "An invalid data source name.",
    InvalidVariableName "Invalid variable name" "An invalid or reserved variable name.",
    InvalidOutputName "Invalid output name" "An invalid output name.",
    InvalidModuleName "Invalid module instance name" "An invalid module name.",
    UnexpectedBlock "Unexpected block" "A block inside a `locals` or `required_providers` block.",
    VariablesNotAllowed "Variables not allowed" "A reference where only a constant is allowed.",
    CallsNotAllowed "Function calls not allowed" "A call where only a constant is allowed.",
    QuotedType "Invalid quoted type constraints" "A quoted type of Terraform 0.11.",
    LegacyType "Invalid legacy variable type hint" "Any other quoted type.",
    InvalidType "Invalid type specification" "A type that does not exist.",
    InvalidDefault "Invalid default value for variable"
        "A default that does not fit the type of its variable.",
    MissingProvisioner "Missing required provisioner plugin"
        "A provisioner that Terraform does not provide.",

    UnknownFunction "Call to unknown function" "A call of a function that does not exist.",
    TooFewArguments "Not enough function arguments" "A call with too few arguments.",
    TooManyArguments "Too many function arguments" "A call with too many arguments.",
    MissingFile "Invalid function argument"
        "A file, read by `file` or a similar function, that is not provided here.",
    InvalidArgument "Invalid function argument" "An argument that a function does not accept.",
    FailedCall "Error in function call" "A call that cannot return a value.",
    RemovedFunction "Error in function call" "A function that later versions of Terraform removed.",
    MissingHashedFile "Error in function call"
        "A file, hashed by `filebase64sha256` or the like, that is not provided here.",

    MissingKey "Missing resource instance key"
        "A reference without a key to a resource with `count` or `for_each`.",
    UnexpectedKey "Unexpected resource instance key"
        "A reference with a key to a resource without `count` and `for_each`.",
    EachWithoutForEach "Reference to in context without for_each"
        "A reference to `each` in a block without `for_each`.",
    CountWithoutCount "Reference to in non-counted context"
        "A reference to `count` in a block without `count`.",
    InvalidIndex "Invalid index" "An index into a value without items.",
    InvalidOperation "Invalid operation"
        "A block that is a list of objects and is used as one object.",
    InvalidSelf "Invalid reference" "A reference to `self` where it is not available.",
    InvalidBuiltIn "Invalid attribute" "An attribute that `path` or `terraform` does not have.",
    InvalidInterpolation "Invalid template interpolation value"
        "A list, a map or null in a string template.",
    InvalidOperand "Invalid operand" "An operand that its operator does not accept.",
    IncorrectCondition "Incorrect condition type" "A condition that is not a bool.",
    NotIterable "Iteration over non-iterable value" "A `for` over a value without items.",
    InvalidForEach "Invalid for_each argument"
        "A `for_each` that is neither a map nor a set of strings.",
    InvalidCount "Invalid count argument" "A `count` that is not a whole number of at least 0.",
    IncorrectValueType "Incorrect value type"
        "A value of the wrong type for a built-in argument of Terraform.",
    CountAndForEach "Invalid combination of and" "Both `count` and `for_each` in one block.",
    UnsuitableType "Unsuitable value type"
        "A constant of the wrong type for a built-in argument of Terraform.",
    MissingContent "Missing dynamic content block" "A `dynamic` block without a `content` block.",
    ExtraContent "Extraneous dynamic content block"
        "A `dynamic` block with several `content` blocks.",
    MissingAssert "Zero assert blocks" "A `check` block without `assert` blocks.",
    InvalidImport "Invalid import address" "An `import` of something else than a resource.",
    InvalidMove "Invalid addresses" "A `moved` block between a resource and a module.",
    ResourceKey "Resource instance keys not allowed" "A key of a resource in a `removed` block.",
    ModuleKey "Module instance keys not allowed" "A key of a module in a `removed` block.",
    ScopedReference "Reference to scoped resource"
        "A reference to the data source of a `check` block from outside of it.",
    DestroyReference "Invalid reference from destroy provisioner"
        "A reference in a destroy provisioner to another object than its resource.",
    UncheckedCondition "Invalid precondition expression" "A condition that refers to nothing.",
    InvalidValidation "Invalid variable validation condition"
        "The condition of a validation that does not refer to its variable.",
    DuplicateBackend "Duplicate backend configuration" "Two `backend` blocks.",
    DuplicateCloud "Duplicate HCP Terraform configurations" "Two `cloud` blocks.",
    BackendAndCloud "Both a backend and HCP Terraform configuration are present"
        "A `backend` block and a `cloud` block in one module.",
    EphemeralOutput "Ephemeral value not allowed" "An output that would store an ephemeral value.",
    EphemeralArgument "Invalid use of ephemeral value"
        "An argument that would store an ephemeral value.",
    InvalidOptionalDefault "Invalid default value for optional attribute"
        "A default that does not fit the type of its optional attribute.",
    SelfReference "Self-referencing local value" "A local value that refers to itself.",
    UnknownProviderFunction "Unknown provider function"
        "A function that the provider does not have, or whose provider is not required.",
    InvalidWildcard "Invalid ignore_changes wildcard" "A quoted `*` in `ignore_changes`.",
    InvalidDependsOn "Invalid depends_on reference" "An attribute in `depends_on`.",
    InvalidTrigger "Invalid replace_triggered_by expression"
        "A `replace_triggered_by` entry that is not a reference to a resource.",
    InvalidTriggerReference "Invalid reference in replace_triggered_by expression"
        "A `replace_triggered_by` reference to something else than a resource.",
    DataLifecycle "Invalid data resource lifecycle argument"
        "A `lifecycle` argument for resources in a data source.",
    InvalidModuleSource "Invalid module source address" "A module without a valid source address.",
    InvalidRegistrySource "Invalid registry module source address"
        "A module with a version whose source is not a registry address.",
    InvalidVersion "Invalid version constraint" "An invalid version constraint.",
    ReservedBlock "Reserved block type name in module block"
        "A block type that Terraform reserves for future use in module calls.",
    InconsistentConditional "Inconsistent conditional result types"
        "A conditional whose branches have incompatible types.",
    DuplicateRequiredProviders "Duplicate required providers configuration"
        "Two `required_providers` blocks.",
    InvalidInput "Invalid value for input variable"
        "An argument of a module call that does not fit the type of the variable.",
    FailedValidation "Invalid value for variable"
        "An argument of a module call that a validation of the variable rejects.",
    MissingProviderConfiguration "Missing required provider configuration"
        "A module call without a provider configuration that the module requires.",
    IncompatibleModule "Module is incompatible with count, for_each, and depends_on"
        "A repeated call of a module that configures providers itself.",
    SensitiveOutput "Output refers to sensitive values"
        "An output that would reveal a sensitive value.",
    Cycle "Cycle" "Resources that depend on each other.",
    ProviderNotPresent "Provider configuration not present"
        "A provider alias that is not configured.",

    NotOneOf "expected to be one of" "A value outside of the allowed set of its argument.",
    NotInEnum "Invalid String Enum Value"
        "A value outside of the allowed set, as reported by newer resources.",
    NotMatching "Invalid Attribute Value Match"
        "A value outside of the allowed set; second form reported by newer resources.",
    NotInRange "expected to be in the range" "A number outside of its bounds.",
    TooSmall "expected to be at least" "A number below its lower bound.",
    TooLarge "expected to be at most" "A number above its upper bound.",
    NotDivisible "expected to be divisible by"
        "A number that is not a multiple of the required number.",
    InvalidAttributeValue "Invalid Attribute Value"
        "A number outside of its bounds, as reported by newer resources.",
    LengthNotInRange "expected length of to be in the range"
        "A string that is too short or too long.",
    InvalidLength "Invalid Attribute Value Length"
        "A string that is too short or too long, as reported by newer resources.",
    NameTooLong "cannot be longer than" "A name that is too long.",
    InvalidArn "is an invalid ARN" "A string that is not an ARN.",
    InvalidArnValue "Invalid ARN Value"
        "A string that is not an ARN, as reported by newer resources.",
    InvalidJson "contains an invalid JSON" "A string that is not JSON.",
    InvalidJsonValue "Invalid JSON String Value"
        "A string that is not JSON, as reported by newer resources.",
    InvalidCidr "is not a valid CIDR block" "A string that is not a CIDR block.",
    InvalidIpv4Cidr "is not a valid IPv4 CIDR block"
        "A CIDR block of the other family or with host bits, where IPv4 is required.",
    InvalidIpv6Cidr "is not a valid IPv6 CIDR block"
        "A CIDR block of the other family or with host bits, where IPv6 is required.",
    DuplicateJsonKeys "contains duplicate JSON keys" "A JSON policy with a key twice.",
    InvalidNetwork "expected to contain a valid Value"
        "A string that is not a CIDR block where a network is required.",
    InvalidCidrValue "expected to be a valid CIDR Value"
        "A string that is neither an IPv4 nor an IPv6 CIDR block.",
    InvalidAddress "expected to contain a valid IPv4 address"
        "A string that is not an IPv4 address.",
    InvalidAccount "doesn't look like AWS Account ID" "A string that is not an AWS account id.",
    InvalidRegion "doesn't look like AWS Region" "A string that is not an AWS region.",
    InvalidPort "expected to be a valid port number" "A number that is not a port.",
    InvalidWindow "must satisfy the format of" "An invalid time window.",
    NotParsed "cannot parse" "A string that cannot be parsed as the required bool or number.",
    InvalidValue "invalid value for" "A string with content that its argument does not accept.",
    InvalidCharacters "characters allowed in" "A name with characters that are not allowed in it.",
    PatternNotMatched "expected value of to match regular expression"
        "A string that Terraform rejects because it does not match a pattern.",
    NameNotAllowed "is not allowed as" "A name that the service reserves.",
    ConflictingArguments "Conflicting configuration arguments" "Arguments that exclude each other.",
    InvalidCombination "Invalid combination of arguments"
        "None of the alternative arguments, or more than one of them.",
    AttributeCombination "Invalid Attribute Combination"
        "Arguments that exclude each other, as reported by newer resources.",
    MissingConfiguration "Missing Attribute Configuration"
        "None of the alternative arguments, as reported by newer resources.",
}
