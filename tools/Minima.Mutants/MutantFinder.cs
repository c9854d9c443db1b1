using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Minima.Mutants;

/// <summary>Every expression of a file that has a change: operators, signs, comparisons, numbers. What must be a constant stays: tables of coefficients too.</summary>
internal static class MutantFinder
{
    private static readonly Dictionary<SyntaxKind, string> Operators = new()
    {
        [SyntaxKind.AddExpression] = "-",
        [SyntaxKind.SubtractExpression] = "+",
        [SyntaxKind.MultiplyExpression] = "/",
        [SyntaxKind.DivideExpression] = "*",
        [SyntaxKind.LessThanExpression] = "<=",
        [SyntaxKind.LessThanOrEqualExpression] = "<",
        [SyntaxKind.GreaterThanExpression] = ">=",
        [SyntaxKind.GreaterThanOrEqualExpression] = ">",
        [SyntaxKind.EqualsExpression] = "!=",
        [SyntaxKind.NotEqualsExpression] = "==",
        [SyntaxKind.LogicalAndExpression] = "||",
        [SyntaxKind.LogicalOrExpression] = "&&",
    };

    public static IEnumerable<(ExpressionSyntax Node, string After)> Of(SyntaxNode root) =>
        root.DescendantNodes(node => !IsConstant(node)).OfType<ExpressionSyntax>()
            .Where(node => !IsConstant(node) && !node.DescendantTrivia(descendIntoTrivia: true).Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)))
            .Select(node => (node, Changed(node))).Where(one => one.Item2 is not null).Select(one => (one.node, one.Item2!));

    /// <summary>An expression on one line.</summary>
    public static string Flat(SyntaxNode node) => node.NormalizeWhitespace(indentation: string.Empty, eol: " ").ToString();

    /// <summary>Whether an expression can be evaluated twice: no calls but those of mathematics, no assignments, both operands always evaluated.</summary>
    public static bool IsPure(ExpressionSyntax node) =>
        node.Kind() is not (SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.MultiplyExpression)
        && node.DescendantNodesAndSelf().All(inner => inner switch
        {
            InvocationExpressionSyntax call => call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Math" or "MathF" or "T" or "L" } },
            AssignmentExpressionSyntax or AwaitExpressionSyntax or BaseObjectCreationExpressionSyntax or DeclarationExpressionSyntax or RefExpressionSyntax => false,
            PrefixUnaryExpressionSyntax prefix => !prefix.IsKind(SyntaxKind.PreIncrementExpression) && !prefix.IsKind(SyntaxKind.PreDecrementExpression),
            PostfixUnaryExpressionSyntax postfix => postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression),
            _ => true,
        });

    private static string? Changed(ExpressionSyntax node) => node switch
    {
        BinaryExpressionSyntax binary when Operators.TryGetValue(binary.Kind(), out var other) => $"{Flat(binary.Left)} {other} {Flat(binary.Right)}",
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression or (int)SyntaxKind.LogicalNotExpression } prefix => Flat(prefix.Operand),
        LiteralExpressionSyntax { Token.Value: int number } => (number == 0 ? 1 : number - 1).ToString(CultureInfo.InvariantCulture),
        LiteralExpressionSyntax { Token.Value: double number } => $"{(2 * number + 1).ToString("R", CultureInfo.InvariantCulture)}d",
        _ => null,
    };

    private static bool IsConstant(SyntaxNode node) => node switch
    {
        FieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.ConstKeyword),
        LocalDeclarationStatementSyntax local => local.IsConst,
        PropertyDeclarationSyntax { ExpressionBody.Expression: CollectionExpressionSyntax } => true,
        AttributeListSyntax or EnumMemberDeclarationSyntax or ParameterListSyntax or CaseSwitchLabelSyntax or PatternSyntax or InterpolatedStringExpressionSyntax or ThrowStatementSyntax or ThrowExpressionSyntax => true,
        _ => false,
    };
}
