//! Parses expressions.

use super::super::{Step, number};
use super::{DEPTH_MAX, Expression, ExpressionKind, Kind, Parsed, Parser, Span, Token, TokenKind};

/// Maximum depth of the tree of blocks, expressions and templates.
///
/// Each operator of a chain adds one level, so a chain may be longer than the maximum nesting of
/// brackets.
const TREE_DEPTH_MAX: usize = 256;

impl Parser<'_> {
    /// Parses an expression, one level deeper than the construct around it.
    pub(super) fn expression(&mut self) -> Parsed<Expression> {
        self.enter()?;
        let expression = self.conditional();
        self.depth -= 1;
        expression
    }

    fn enter(&mut self) -> Parsed<()> {
        if self.depth >= DEPTH_MAX {
            let token = self.peek();
            self.too_deep(token);
            return Err(super::Broken);
        }
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        Ok(())
    }

    fn conditional(&mut self) -> Parsed<Expression> {
        let condition = self.operation(0)?;
        if self.take(TokenKind::Question).is_none() {
            return Ok(condition);
        }
        let yes = self.expression()?;
        let message = "expected `:` and what else it is";
        self.expect_found(TokenKind::Colon, Kind::MissingFalseExpression, message)?;
        let no = self.expression()?;
        let span = Span::new(condition.span.start, no.span.end);
        let kind = ExpressionKind::Conditional {
            condition: Box::new(condition),
            yes: Box::new(yes),
            no: Box::new(no),
        };
        Ok(Expression { kind, span })
    }

    /// Parses operands joined by operators of at least the precedence `lowest`.
    fn operation(&mut self, lowest: u8) -> Parsed<Expression> {
        let deepest_outside = std::mem::replace(&mut self.deepest, self.depth);
        let mut left = self.operand()?;
        while let Some((operator, binds)) = operator(self.peek().kind)
            && binds >= lowest
        {
            let token = self.next();
            let deepest_left = std::mem::replace(&mut self.deepest, self.depth);
            let right = self.operation(binds + 1)?;
            self.deepest = self.deepest.max(deepest_left) + 1;
            if self.deepest > TREE_DEPTH_MAX {
                let message = "too many operators in a row; split the expression up";
                return self.fail(Kind::TooDeep, token.span, message);
            }
            let span = Span::new(left.span.start, right.span.end);
            let (left_operand, right) = (Box::new(left), Box::new(right));
            let kind = ExpressionKind::Binary {
                operator,
                left: left_operand,
                right,
            };
            left = Expression { kind, span };
        }
        self.deepest = self.deepest.max(deepest_outside);
        Ok(left)
    }

    /// Parses a term and the steps after it.
    fn operand(&mut self) -> Parsed<Expression> {
        let term = self.term()?;
        let mut steps = Vec::new();
        self.steps(&mut steps)?;
        if steps.is_empty() {
            return Ok(term);
        }
        // Within brackets, the line ends after the last step have been skipped.
        let span = Span::new(term.span.start, self.end_before_lines());
        let kind = match term.kind {
            ExpressionKind::Traversal { root, .. } => ExpressionKind::Traversal { root, steps },
            _ => ExpressionKind::Access {
                base: Box::new(term),
                steps,
            },
        };
        Ok(Expression { kind, span })
    }

    fn steps(&mut self, steps: &mut Vec<Step>) -> Parsed<()> {
        // After `.*` names and numbers may follow, but no second star.
        let mut starred = false;
        loop {
            match self.peek().kind {
                TokenKind::Dot => {
                    let dot = self.next();
                    let token = self.peek();
                    match token.kind {
                        TokenKind::Identifier => {
                            self.next();
                            steps.push(Step::Attribute(self.name(token)));
                        }
                        TokenKind::Number => steps.push(self.legacy_index(dot)),
                        TokenKind::Star if starred => {
                            let message = "only one `*` in a row of dots; use `[*]`";
                            return self.fail(Kind::NestedSplat, token.span, message);
                        }
                        TokenKind::Star => {
                            self.next();
                            starred = true;
                            steps.push(Step::Splat(self.since(dot)));
                        }
                        _ => {
                            let shown = self.shown(token);
                            let message = format!("expected a name after the dot, found {shown}");
                            return self.fail(Kind::InvalidAttributeName, token.span, message);
                        }
                    }
                }
                TokenKind::OpenBracket => {
                    starred = false;
                    steps.push(self.index()?);
                }
                _ => return Ok(()),
            }
        }
    }

    fn legacy_index(&mut self, dot: Token) -> Step {
        let token = self.next();
        let digits = self.slice(token.span);
        if digits.contains('.') {
            let brackets = digits.replacen('.', "][", 1);
            let message = format!(
                "two indexes in a row of dots; write {}",
                super::shown(&format!("[{brackets}]"))
            );
            self.problem(Kind::InvalidLegacyIndex, token.span, message);
        } else {
            self.check_number(token);
        }
        // An index that does not fit the type becomes the nearest value that fits.
        let index = digits
            .parse()
            .unwrap_or_else(|_| number(digits).unwrap_or_default() as u64);
        Step::LegacyIndex(index, self.since(dot))
    }

    /// Parses `[*]` or `[expression]`.
    fn index(&mut self) -> Parsed<Step> {
        let open = self.next();
        if self.peek().kind == TokenKind::Star {
            self.next();
            let message = "expected `]` after `[*`";
            self.expect(TokenKind::CloseBracket, Kind::MissingSplatBracket, message)?;
            return Ok(Step::Splat(self.since(open)));
        }
        let newlines = std::mem::replace(&mut self.newlines, false);
        let key = self.expression()?;
        let message = "expected `]` after the index";
        self.expect_found(TokenKind::CloseBracket, Kind::MissingIndexBracket, message)?;
        self.newlines = newlines;
        Ok(Step::Index(Box::new(key), self.since(open)))
    }

    fn term(&mut self) -> Parsed<Expression> {
        let token = self.peek();
        match token.kind {
            TokenKind::Identifier => self.named(),
            TokenKind::OpenQuote | TokenKind::OpenHeredoc => self.template(),
            TokenKind::Number => {
                self.next();
                self.check_number(token);
                let kind = ExpressionKind::Number(self.slice(token.span).to_owned());
                self.finish(kind, token)
            }
            TokenKind::OpenBracket => self.list(),
            TokenKind::OpenBrace => self.object(),
            TokenKind::OpenParenthesis => self.parentheses(),
            TokenKind::Minus => self.unary("-"),
            TokenKind::Bang => self.unary("!"),
            TokenKind::End => {
                let message = "expected an expression, found the end of the file";
                self.fail(Kind::MissingExpression, token.span, message)
            }
            _ => {
                let message = format!("expected an expression, found {}", self.shown(token));
                self.fail(Kind::InvalidExpression, token.span, message)
            }
        }
    }

    fn check_number(&mut self, token: Token) {
        let dots = self.slice(token.span).matches('.').count();
        let exponents = self.slice(token.span).matches(['e', 'E']).count();
        if number(self.slice(token.span)).is_none() || dots > 1 || exponents > 1 {
            let message = format!("{} is no number; quote it", self.shown(token));
            self.problem(Kind::InvalidNumber, token.span, message);
        }
    }

    /// Parses `null`, `true`, `false`, a call, or the root of a traversal.
    fn named(&mut self) -> Parsed<Expression> {
        let token = self.next();
        if matches!(
            self.peek().kind,
            TokenKind::OpenParenthesis | TokenKind::DoubleColon
        ) {
            return self.call(token);
        }
        let kind = match self.slice(token.span) {
            "null" => ExpressionKind::Null,
            "true" => ExpressionKind::Bool(true),
            "false" => ExpressionKind::Bool(false),
            _ => ExpressionKind::Traversal {
                root: self.name(token),
                steps: Vec::new(),
            },
        };
        let span = token.span;
        Ok(Expression { kind, span })
    }

    fn unary(&mut self, operator: &'static str) -> Parsed<Expression> {
        let token = self.next();
        self.enter()?;
        let operand = Box::new(self.operand()?);
        self.depth -= 1;
        let kind = ExpressionKind::Unary { operator, operand };
        self.finish(kind, token)
    }

    fn parentheses(&mut self) -> Parsed<Expression> {
        let open = self.next();
        let newlines = std::mem::replace(&mut self.newlines, false);
        let inner = self.expression()?;
        let (close, problem) = (TokenKind::CloseParenthesis, Kind::UnbalancedParentheses);
        self.expect_found(close, problem, "expected `)`")?;
        self.newlines = newlines;
        let kind = ExpressionKind::Parentheses(Box::new(inner));
        self.finish(kind, open)
    }

    /// Parses `name(…)` or `provider::name::name(…)`.
    fn call(&mut self, first: Token) -> Parsed<Expression> {
        let mut name = self.name(first);
        while self.take(TokenKind::DoubleColon).is_some() {
            let message = "expected the name of a function after `::`";
            let part = self.expect(TokenKind::Identifier, Kind::MissingFunctionName, message)?;
            name.text.push_str("::");
            name.text.push_str(self.slice(part.span));
            name.span.end = part.span.end;
        }
        let message = "a function name with `::` must be called";
        let problem = Kind::MissingOpenParenthesis;
        let open = self.expect(TokenKind::OpenParenthesis, problem, message)?;
        let newlines = std::mem::replace(&mut self.newlines, false);
        let header = Span::new(first.span.start, open.span.end);
        let (arguments, spread) = self.arguments(header)?;
        self.newlines = newlines;
        let kind = ExpressionKind::Call {
            name,
            arguments,
            spread,
        };
        self.finish(kind, first)
    }

    fn arguments(&mut self, header: Span) -> Parsed<(Vec<Expression>, bool)> {
        let mut arguments = Vec::new();
        while self.take(TokenKind::CloseParenthesis).is_none() {
            arguments.push(self.expression()?);
            let token = self.next();
            match token.kind {
                TokenKind::Comma => {}
                TokenKind::CloseParenthesis => break,
                TokenKind::Ellipsis if self.take(TokenKind::CloseParenthesis).is_some() => {
                    return Ok((arguments, true));
                }
                TokenKind::Ellipsis => {
                    let message = "`...` spreads the last argument; expected `)` behind it";
                    return self.fail(Kind::MissingCloseParenthesis, token.span, message);
                }
                TokenKind::End => {
                    let message = "this call is not closed; add its `)`";
                    return self.fail(Kind::UnterminatedCall, header, message);
                }
                _ => {
                    let shown = self.shown(token);
                    let message = format!("expected `,` or `)` after the argument, found {shown}");
                    return self.fail(Kind::MissingArgumentSeparator, token.span, message);
                }
            }
        }
        Ok((arguments, false))
    }
}

/// Returns a binary operator and its precedence.
fn operator(kind: TokenKind) -> Option<(&'static str, u8)> {
    Some(match kind {
        TokenKind::Or => ("||", 0),
        TokenKind::And => ("&&", 1),
        TokenKind::EqualEqual => ("==", 2),
        TokenKind::NotEqual => ("!=", 2),
        TokenKind::Less => ("<", 3),
        TokenKind::LessEqual => ("<=", 3),
        TokenKind::Greater => (">", 3),
        TokenKind::GreaterEqual => (">=", 3),
        TokenKind::Plus => ("+", 4),
        TokenKind::Minus => ("-", 4),
        TokenKind::Star => ("*", 5),
        TokenKind::Slash => ("/", 5),
        TokenKind::Percent => ("%", 5),
        _ => return None,
    })
}
