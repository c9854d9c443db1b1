using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Minima.Docs.Tests.Messages;

/// <summary>
/// Every message that the sources can give to a person: what exceptions are made of, what is written to the error stream, descriptions of
/// commands and options. Pieces are followed: into conditions, into local variables, into methods that return text.
/// </summary>
internal sealed class MessageSources
{
    /// <summary>Calls whose texts are for a person.</summary>
    private static readonly HashSet<string> Sinks = ["Add", "AddError", "WriteLine", "WriteLineAsync"];

    private static readonly HashSet<string> Mute = ["ToString", "ReplaceLineEndings", "TrimEnd", "Trim", "Replace", "Substring", "Quote", "Shorten", "Say", "In", "Snake"];

    /// <summary>Of calls on objects, whose class the text does not tell.</summary>
    private const string AnyType = "";

    private readonly Dictionary<string, List<MethodDeclarationSyntax>> _methods = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, string Method, int Place), List<ExpressionSyntax>> _arguments = [];
    private readonly List<SyntaxTree> _trees = [];
    private readonly Dictionary<string, MessageTemplate> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<SyntaxNode, bool> _followed = [];
    private readonly Dictionary<(SyntaxNode Scope, string Name), bool> _names = [];
    private readonly string _root;

    private MessageSources(string root) => _root = root;

    /// <summary>All templates of the projects of some folders, each once, in the order of files.</summary>
    public static IReadOnlyList<MessageTemplate> Read(string root, params string[] folders)
    {
        var sources = new MessageSources(root);
        foreach (var folder in folders)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                sources._trees.Add(CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: Path.GetRelativePath(root, file)));
        }

        sources.Index();
        foreach (var tree in sources._trees) sources.Visit(tree.GetRoot());
        return [.. sources._found.Values];
    }

    private void Index()
    {
        foreach (var method in _trees.SelectMany(tree => tree.GetRoot().DescendantNodes()).OfType<MethodDeclarationSyntax>()) Bucket(_methods, method.Identifier.ValueText).Add(method);
        foreach (var call in _trees.SelectMany(tree => tree.GetRoot().DescendantNodes()).OfType<InvocationExpressionSyntax>())
        {
            if (NameOf(call) is not { } name || !_methods.TryGetValue(name, out var methods)) continue;
            var type = CalledType(call);
            if (!methods.Exists(method => TypeOf(method) == type)) type = AnyType;
            for (var i = 0; i < call.ArgumentList.Arguments.Count; i++) Bucket(_arguments, (type, name, i)).Add(call.ArgumentList.Arguments[i].Expression);
        }
    }

    /// <summary>The class that a call names, or the one that it stands in.</summary>
    private static string CalledType(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: var target } ? target.ToString().Split('.')[^1] : TypeOf(call);

    private static string TypeOf(SyntaxNode node) => node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText ?? AnyType;

    private static List<TValue> Bucket<TKey, TValue>(Dictionary<TKey, List<TValue>> map, TKey key)
        where TKey : notnull
    {
        if (!map.TryGetValue(key, out var list)) map[key] = list = [];
        return list;
    }

    private void Visit(SyntaxNode root)
    {
        foreach (var node in root.DescendantNodes())
        {
            switch (node)
            {
                case ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.ValueText: "Command" }, ArgumentList.Arguments: [_, { Expression: LiteralExpressionSyntax described }, ..] }:
                    Describe(described);
                    break;
                case BaseObjectCreationExpressionSyntax { ArgumentList: { } list } made when MakesMessage(made):
                    foreach (var argument in list.Arguments) Take(argument.Expression, isPiece: false);
                    break;
                case ConstructorInitializerSyntax { Parent: ConstructorDeclarationSyntax constructor } initializer when IsException(constructor.Identifier.ValueText):
                    foreach (var argument in initializer.ArgumentList.Arguments) Take(argument.Expression, isPiece: false);
                    break;
                case InvocationExpressionSyntax call when GivesException(call):
                    foreach (var argument in call.ArgumentList.Arguments) Take(argument.Expression, isPiece: true);
                    break;
                case InvocationExpressionSyntax call when NameOf(call) is { } name && Sinks.Contains(name) && IsErrorSink(call):
                    foreach (var argument in call.ArgumentList.Arguments) Take(argument.Expression, isPiece: false);
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "English", Expression: IdentifierNameSyntax { Identifier.ValueText: "Say" } } } say:
                    foreach (var argument in say.ArgumentList.Arguments) Take(argument.Expression, isPiece: false);
                    break;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "Description" } } described when IsOfCommand(described):
                    Take(described.Right, isPiece: false);
                    break;
            }
        }
    }

    /// <summary>What a command is for, its first paragraph in one line; then what its help has at the end, line by line.</summary>
    private void Describe(LiteralExpressionSyntax described)
    {
        var place = described.GetLocation().GetLineSpan();
        var paragraphs = described.Token.ValueText.ReplaceLineEndings("\n").Trim().Split("\n\n");
        for (var i = 0; i < paragraphs.Length; i++)
        {
            // What follows the first paragraph are headings and sentences, each on a line of its own, and indented lines to type.
            string[] lines = i == 0 ? [paragraphs[i].Replace('\n', ' ')] : [.. paragraphs[i].Split('\n').Where(line => !line.StartsWith(' ') && line != "Examples:")];
            foreach (var line in lines)
            {
                var text = line.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
                _found.TryAdd(text, new MessageTemplate(text, [], place.Path, place.StartLinePosition.Line + 1, IsPiece: false));
            }
        }
    }

    private static bool IsOfCommand(SyntaxNode node) =>
        node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is { } made
        && (made is ImplicitObjectCreationExpressionSyntax || made is ObjectCreationExpressionSyntax { Type: GenericNameSyntax { Identifier.ValueText: "Option" or "Argument" } });

    private static bool IsException(string name) => name.EndsWith("Exception", StringComparison.Ordinal) && name != "OperationCanceledException";

    private static bool MakesMessage(BaseObjectCreationExpressionSyntax made) => made switch
    {
        ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax type } => IsException(type.Identifier.ValueText) || type.Identifier.ValueText == "Refusal",
        ImplicitObjectCreationExpressionSyntax => made.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && IsException(ReturnOf(method)) && (made.Parent is ArrowExpressionClauseSyntax or ReturnStatementSyntax or ConditionalExpressionSyntax or SwitchExpressionArmSyntax),
        _ => false,
    };

    private static string ReturnOf(MethodDeclarationSyntax method) => method.ReturnType.ToString().TrimEnd('?');

    private bool GivesException(InvocationExpressionSyntax call) =>
        NameOf(call) is { } name && _methods.TryGetValue(name, out var methods) && methods.Exists(method => IsException(ReturnOf(method)) || ReturnOf(method) == "Refusal");

    private static bool IsErrorSink(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: var target, Name.Identifier.ValueText: var name } && (name == "AddError" || (name == "Add" && target.ToString() is "notes" or "_notes") || name != "Add" && target.ToString() is "error" or "translated" or "_error" or "configuration.Error" or "Console.Error");

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        IdentifierNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The alternatives of an expression, each a template; what it is made of is followed.</summary>
    private bool Take(ExpressionSyntax expression, bool isPiece)
    {
        var any = false;
        foreach (var one in Alternatives(expression))
        {
            var text = new StringBuilder();
            var holes = new List<ExpressionSyntax>();
            if (!Write(one, text, holes)) any |= Follow(one, isPiece);
            else
            {
                bool[] translated = [.. holes.Select(hole => Take(hole, isPiece: true))];
                var words = text.ToString();
                if (IsInBothLanguages(one) || !HasWords(words))
                {
                    any |= translated.Contains(true);
                    continue;
                }

                any = true;
                var place = one.GetLocation().GetLineSpan();
                _found.TryAdd(words, new MessageTemplate(words, [.. holes.Select((hole, i) => new MessageHole(hole.ToString(), translated[i]))], place.Path, place.StartLinePosition.Line + 1, isPiece));
            }
        }

        return any;
    }

    /// <summary>Whether a template holds anything to translate: two letters side by side outside of holes.</summary>
    private static bool HasWords(string text)
    {
        var depth = 0;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] == '{') depth++;
            else if (text[i] == '}') depth--;
            else if (depth <= 0 && char.IsAsciiLetter(text[i]) && char.IsAsciiLetter(text[i + 1])) return true;
        }

        return false;
    }

    private static IEnumerable<ExpressionSyntax> Alternatives(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => Alternatives(inner.Expression),
        ConditionalExpressionSyntax choice => Alternatives(choice.WhenTrue).Concat(Alternatives(choice.WhenFalse)),
        SwitchExpressionSyntax choice => choice.Arms.SelectMany(arm => Alternatives(arm.Expression)),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } either => Alternatives(either.Left).Concat(Alternatives(either.Right)),
        PostfixUnaryExpressionSyntax suppressed => Alternatives(suppressed.Operand),
        CastExpressionSyntax cast => Alternatives(cast.Expression),
        _ => [expression],
    };

    /// <summary>Writes a literal, an interpolation or a sum with one; false where the expression is none.</summary>
    private static bool Write(ExpressionSyntax expression, StringBuilder text, List<ExpressionSyntax> holes)
    {
        switch (expression)
        {
            case LiteralExpressionSyntax { Token.Value: string words }:
                text.Append(words.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
                return true;
            case InterpolatedStringExpressionSyntax interpolated:
                foreach (var content in interpolated.Contents)
                {
                    if (content is InterpolatedStringTextSyntax literal) text.Append(literal.TextToken.ValueText.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
                    else if (content is InterpolationSyntax hole) Hole(hole.Expression, text, holes);
                }

                return true;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum when HasText(sum):
                foreach (var part in new[] { sum.Left, sum.Right })
                {
                    if (!Write(part, text, holes)) Hole(part, text, holes);
                }

                return true;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invariant" or "Create" } member, ArgumentList.Arguments: [.., { Expression: InterpolatedStringExpressionSyntax invariant }] }
                when member.Expression.ToString() is "FormattableString" or "string":
                return Write(invariant, text, holes);
            default:
                return false;
        }
    }

    private static void Hole(ExpressionSyntax expression, StringBuilder text, List<ExpressionSyntax> holes)
    {
        text.Append(CultureInfo.InvariantCulture, $"{{{holes.Count}}}");
        holes.Add(expression);
    }

    private static bool HasText(ExpressionSyntax expression) => expression switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => HasText(sum.Left) || HasText(sum.Right),
        InterpolatedStringExpressionSyntax => true,
        LiteralExpressionSyntax { Token.Value: string } => true,
        _ => false,
    };

    /// <summary>Pieces: the value of a local, of a parameter, of a method that returns text. Whether any holds words.</summary>
    private bool Follow(ExpressionSyntax expression, bool isPiece)
    {
        if (_followed.TryGetValue(expression, out var known)) return known;
        _followed[expression] = false;
        return _followed[expression] = expression switch
        {
            IdentifierNameSyntax name => FollowName(name, isPiece),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var target } } call when Mute.Contains(NameOf(call)!) => NameOf(call) is not ("Quote" or "Shorten") && Take(target, isPiece: true),
            InvocationExpressionSyntax call when NameOf(call) is { } method => MethodsOf(call, method).Aggregate(false, (any, one) => any | FollowMethod(one)),
            ElementAccessExpressionSyntax { Expression: var list } => Follow(list, isPiece),
            _ => false,
        };
    }

    /// <summary>Where a call goes, as far as names tell: to a method of the same class, or of the class that is named.</summary>
    private IEnumerable<MethodDeclarationSyntax> MethodsOf(InvocationExpressionSyntax call, string method)
    {
        if (Mute.Contains(method) || !_methods.TryGetValue(method, out var methods)) return [];
        var type = CalledType(call);
        return methods.Where(one => ReturnOf(one) == "string" && TypeOf(one) == type && !IsInBothLanguages(one));
    }

    /// <summary>What the calls give to a method, those on objects too.</summary>
    private IEnumerable<ExpressionSyntax> ArgumentsOf(MethodDeclarationSyntax method, int place) =>
        new[] { TypeOf(method), AnyType }.SelectMany(type => _arguments.GetValueOrDefault((type, method.Identifier.ValueText, place), []));

    /// <summary>It holds Chinese already, so that its caller has chosen.</summary>
    private static bool IsInBothLanguages(SyntaxNode node) => node.ToString().AsSpan().ContainsAnyInRange('\u4e00', '\u9fff');

    private bool FollowMethod(MethodDeclarationSyntax method)
    {
        if (_followed.TryGetValue(method, out var known)) return known;
        _followed[method] = false;
        var any = method.ExpressionBody is { } body && Take(body.Expression, isPiece: true);
        foreach (var answer in method.DescendantNodes().OfType<ReturnStatementSyntax>().Where(answer => answer.Expression is not null)) any |= Take(answer.Expression!, isPiece: true);
        return _followed[method] = any;
    }

    private bool FollowName(IdentifierNameSyntax name, bool isPiece)
    {
        var word = name.Identifier.ValueText;
        if (name.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } scope) return false;
        var values = scope.DescendantNodes().Select(node => node switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } variable when variable.Identifier.ValueText == word => value,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Right: var value } when left.Identifier.ValueText == word => value,
            IsPatternExpressionSyntax { Expression: var value } test when test.Pattern.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Any(found => found.Identifier.ValueText == word) => value,
            _ => null,
        }).OfType<ExpressionSyntax>().ToList();
        if (scope is MethodDeclarationSyntax method)
        {
            var place = method.ParameterList.Parameters.IndexOf(parameter => parameter.Identifier.ValueText == word && parameter.Type?.ToString() is "string" or "string?");
            var isExtension = method.ParameterList.Parameters.Any(parameter => parameter.Modifiers.Any(SyntaxKind.ThisKeyword));
            if (place >= 0)
                values.AddRange(ArgumentsOf(method, isExtension ? place - 1 : place).Where(argument => argument is not LiteralExpressionSyntax literal || literal.Token.ValueText.Contains(' ', StringComparison.Ordinal)));
        }

        // A name can stand for itself on a detour; nothing is gone through twice.
        if (_names.TryGetValue((scope, word), out var known)) return known;
        _names[(scope, word)] = false;
        return _names[(scope, word)] = values.Aggregate(false, (any, value) => any | Take(value, isPiece));
    }
}
