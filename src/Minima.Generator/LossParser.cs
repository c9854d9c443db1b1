using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Minima.Generator;

/// <summary>Reads one attributed struct: symbols and syntax in, a model of strings out.</summary>
internal sealed class LossParser
{
    private readonly INamedTypeSymbol type;
    private readonly Compilation compilation;
    private readonly LocationInfo typeLocation;
    private readonly List<DiagnosticInfo> diagnostics = [];

    /// <summary>True if an error keeps the loss out of the catalogue.</summary>
    private bool refused;

    private LossParser(INamedTypeSymbol type, Compilation compilation, TypeDeclarationSyntax declaration)
    {
        this.type = type;
        this.compilation = compilation;
        typeLocation = LocationInfo.Of(declaration.Identifier.GetLocation());
    }

    public static ParsedLoss Parse(GeneratorAttributeSyntaxContext found, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var parser = new LossParser((INamedTypeSymbol)found.TargetSymbol, found.SemanticModel.Compilation, (TypeDeclarationSyntax)found.TargetNode);
        return parser.Parse(found.Attributes[0]);
    }

    private ParsedLoss Parse(AttributeData attribute)
    {
        var key = Text(attribute, 0);
        var keyLocation = LocationOfArgument(attribute, 0);
        if (!SnakeCase.Is(key))
        {
            var better = SnakeCase.Of(key);
            Warn(Diagnostics.KeyNotSnakeCase, keyLocation, key, type.Name, SnakeCase.Is(better) ? better : SnakeCase.Of(type.Name));
        }

        CheckType();
        var english = ReadText("English");
        var chinese = ReadText("Chinese");
        if (TextAttribute("English") is null && TextAttribute("Chinese") is null) Warn(Diagnostics.NoText, typeLocation, type.Name, "English");
        var parameters = ReadParameters();
        var formula = ReadShape() is { } shape ? (shape, Inputs: ReadInputs(shape)) : default;
        CheckFormulas();

        var model = refused || formula.shape is null
            ? null
            : new LossModel(
                type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
                key,
                Text(attribute, 1),
                Text(attribute, 2),
                english ?? chinese ?? new TextModel("", "", "", "", ""),
                chinese ?? english ?? new TextModel("", "", "", "", ""),
                formula.shape,
                Facts(attribute).ToEquatable(),
                parameters,
                formula.Inputs);
        return new ParsedLoss(model, new NameClaim(type.Name, key, AliasesOf(attribute), keyLocation), diagnostics.ToEquatable());
    }

    /// <summary>The arguments by name; formula and source come from the documentation if the attribute has none, so that each is written only once.</summary>
    private IEnumerable<FactModel> Facts(AttributeData attribute)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (Literal.Of(argument.Value) is { } expression) yield return new FactModel(argument.Key, expression);
        }

        foreach (var word in new[] { "Formula", "Source" })
        {
            if (attribute.NamedArguments.All(a => a.Key != word) && Documented(word) is { } text) yield return new FactModel(word, Literal.Of(text));
        }
    }

    /// <summary>The formula or source in the documentation, without the full stop and the text from <c>, with</c>; null if there is none.</summary>
    private string? Documented(string word) => Documentation.Paragraph(type, word)?.TrimEnd('.') is not { } text ? null
        : text.IndexOf(", with ", StringComparison.Ordinal) is > 0 and var with ? text.Substring(0, with) : text;

    private static EquatableArray<string> AliasesOf(AttributeData attribute)
    {
        var aliases = attribute.NamedArguments.FirstOrDefault(a => a.Key == "Aliases").Value;
        return aliases is { Kind: TypedConstantKind.Array, IsNull: false }
            ? aliases.Values.Select(v => v.Value as string ?? "").ToEquatable()
            : default;
    }

    private void CheckType()
    {
        if (!type.IsRecord || !type.IsReadOnly)
        {
            Refuse(Diagnostics.NotReadonlyRecordStruct, typeLocation, type.Name);
        }

        var reason = type switch
        {
            { IsFileLocal: true } => "visible in its own file only",
            _ when Outwards().Any(t => t.IsGenericType) => "generic",
            _ when Outwards().Any(t => t.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal) => "private",
            _ => null,
        };
        if (reason is not null)
        {
            Refuse(Diagnostics.NotReachable, typeLocation, type.Name, reason);
        }
    }

    private IEnumerable<INamedTypeSymbol> Outwards()
    {
        for (var t = type; t is not null; t = t.ContainingType)
        {
            yield return t;
        }
    }

    private AttributeData? TextAttribute(string language) => type.GetAttributes().FirstOrDefault(a => IsMinima(a.AttributeClass, language + "Attribute"));

    /// <summary>The sentences in one language; null if there are none, in which case the other language is used.</summary>
    private TextModel? ReadText(string language)
    {
        if (TextAttribute(language) is not { } attribute) return null;
        if (Text(attribute, 0).Trim().Length == 0)
        {
            Warn(Diagnostics.NoText, LocationOfArgument(attribute, 0), type.Name, language);
            return null;
        }

        return new TextModel(Text(attribute, 0), Named("Use"), Named("Avoid"), language == "English" ? Documentation.Paragraph(type, "Limits") ?? "" : Named("Limits"), Named("Letters"));

        string Named(string name) => attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value as string ?? "";
    }

    private ShapeModel? ReadShape()
    {
        var names = type.AllInterfaces.Where(i => i.AllInterfaces.Any(b => IsMinima(b, "ILoss"))).ToArray();
        var known = ShapeModel.Known.Where(s => names.Any(n => n.Name == s.Interface && n.ContainingNamespace.ToDisplayString() == s.Namespace)).ToArray();
        if (known.Length == 1)
        {
            return known[0];
        }

        var problem = (known.Length, names.Length) switch
        {
            ( > 1, _) => "implements " + string.Join(" and ", known.Select(s => s.Interface)),
            (_, > 0) => $"implements {names[0].Name}, a shape that this generator does not know",
            _ => "implements no shape interface",
        };
        Refuse(Diagnostics.Shape, typeLocation, type.Name, problem, string.Join(", ", ShapeModel.Known.Select(s => s.Interface)));
        return null;
    }

    private EquatableArray<InputModel> ReadInputs(ShapeModel shape)
    {
        if (shape.Inputs is not null)
        {
            return default; // All losses of this shape have the same inputs; its own class lists them.
        }

        if (shape.TakesTensors)
        {
            return ReadTensors();
        }

        var contract = type.AllInterfaces.First(i => IsMinima(i, shape.Interface));
        if (contract.GetMembers("Of").FirstOrDefault() is not { } abstractFormula
            || type.FindImplementationForInterfaceMember(abstractFormula) is not IMethodSymbol formula)
        {
            refused = true; // The compiler reports the missing member.
            return default;
        }

        var mask = ReadDifferentiated(contract, shape.DifferentiatedByDefault);
        return formula.Parameters
            .Select((p, i) => new InputModel(SnakeCase.Of(p.Name), ReadDomain(p), (mask >> i & 1) != 0, ReadBoundTo(p, i) is { } value ? new BoundModel(value, MeaningOf(p, formula)) : null))
            .ToEquatable();
    }

    /// <summary>The parameters of the one public method Of, each a tensor.</summary>
    private EquatableArray<InputModel> ReadTensors()
    {
        var formulas = type.GetMembers("Of").OfType<IMethodSymbol>().Where(m => m is { IsStatic: false, DeclaredAccessibility: Accessibility.Public }).ToArray();
        if (formulas.Length != 1 || formulas[0].Parameters.Length == 0 || formulas[0].Parameters.Any(p => p.Type.ToDisplayString() != "Minima.Tensors.Tensor"))
        {
            Refuse(Diagnostics.TensorFormula, typeLocation, type.Name);
            return default;
        }

        return formulas[0].Parameters.Select(p =>
        {
            var labels = Find(p, "LabelsAttribute");
            var tensor = new TensorInputModel(p.Name, Find(p, "AxesAttribute") is { } axes ? Text(axes, 0) : "", labels is not null, labels is null ? "" : Text(labels, 0), Find(p, "CanBeNoneAttribute") is not null);
            return new InputModel(SnakeCase.Of(p.Name), ReadDomain(p), labels is null && Find(p, "ConstantAttribute") is null, null, tensor);
        }).ToEquatable();

        static AttributeData? Find(IParameterSymbol parameter, string name) => parameter.GetAttributes().FirstOrDefault(a => IsMinima(a.AttributeClass, name));
    }

    private int ReadDifferentiated(INamedTypeSymbol contract, int byDefault)
    {
        var declared = contract.GetMembers("Differentiated").FirstOrDefault() is { } member
            ? type.FindImplementationForInterfaceMember(member)
            : null;
        if (declared is null || SymbolEqualityComparer.Default.Equals(declared.ContainingType, contract))
        {
            return byDefault;
        }

        var syntax = declared.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        var getter = (syntax as PropertyDeclarationSyntax)?.AccessorList?.Accessors.FirstOrDefault(a => a.IsKind(SyntaxKind.GetAccessorDeclaration));
        var expression = (syntax as PropertyDeclarationSyntax)?.ExpressionBody?.Expression
            ?? (syntax as PropertyDeclarationSyntax)?.Initializer?.Value
            ?? getter?.ExpressionBody?.Expression
            ?? (getter?.Body?.Statements.FirstOrDefault() as ReturnStatementSyntax)?.Expression;
        if (expression is not null && ConstantOf(expression) is { HasValue: true, Value: int mask })
        {
            return mask;
        }

        Refuse(Diagnostics.DifferentiatedNotConstant, LocationOf(declared), type.Name);
        return byDefault;
    }

    private EquatableArray<ParameterModel> ReadParameters()
    {
        var primary = type.InstanceConstructors.FirstOrDefault(c => c.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax));
        if (primary is null || primary.Parameters.Length == 0)
        {
            return default;
        }

        var parameterless = type.InstanceConstructors
            .FirstOrDefault(c => c.Parameters.Length == 0 && !c.IsImplicitlyDeclared && c.DeclaredAccessibility == Accessibility.Public)?
            .DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() as ConstructorDeclarationSyntax;
        if (parameterless?.Initializer is not { } initializer)
        {
            Refuse(Diagnostics.NoDefaults, typeLocation, type.Name);
            return default;
        }

        return primary.Parameters.Select((p, i) => ReadParameter(p, ArgumentFor(initializer, p, i))).OfType<ParameterModel>().ToEquatable();
    }

    private static ExpressionSyntax? ArgumentFor(ConstructorInitializerSyntax initializer, IParameterSymbol parameter, int index)
    {
        var arguments = initializer.ArgumentList.Arguments;
        return arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == parameter.Name)?.Expression
            ?? (index < arguments.Count && arguments[index].NameColon is null ? arguments[index].Expression : null);
    }

    private ParameterModel? ReadParameter(IParameterSymbol parameter, ExpressionSyntax? value)
    {
        var choice = parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Enum } named ? ReadChoice(parameter, named) : null;
        var kind = choice is not null ? "Choice" : KindOf(parameter.Type);
        if (kind is null)
        {
            if (parameter.Type.TypeKind != TypeKind.Enum)
            {
                Refuse(Diagnostics.ParameterType, LocationOf(parameter), parameter.Name, type.Name, $"is of type {parameter.Type.ToDisplayString()}");
            }

            return null;
        }

        var constant = value is null ? parameter.HasExplicitDefaultValue ? new Optional<object?>(parameter.ExplicitDefaultValue) : default : ConstantOf(value);
        var example = ReadExample(parameter, kind);
        var text = example is not null ? "null" : kind switch
        {
            "Numbers" => ListOf(value),
            "Matrix" => MatrixOf(value),
            "NumberOrNumbers" => DefaultOf(kind, choice, constant) ?? ListOf(value),
            _ => DefaultOf(kind, choice, constant),
        };
        if (text is null)
        {
            Refuse(Diagnostics.DefaultUnreadable, value is null ? LocationOf(parameter) : LocationInfo.Of(value.GetLocation()), value?.ToString() ?? "", parameter.Name, type.Name);
            return null;
        }

        var inTargetUnits = parameter.GetAttributes().Any(a => IsMinima(a.AttributeClass, "TargetUnitsAttribute"));
        var word = parameter.GetAttributes().FirstOrDefault(a => IsMinima(a.AttributeClass, "WordAttribute"));
        return new ParameterModel(parameter.Name, word is null ? SnakeCase.Of(parameter.Name) : Text(word, 0), kind, text, ReadDomain(parameter), inTargetUnits, choice, example, MeaningOf(parameter, type));
    }

    /// <summary>A parameter's documentation, from its type or method, and its Chinese as a C# expression; if one is missing, the other is used. Empty if both are missing.</summary>
    private static string MeaningOf(IParameterSymbol parameter, ISymbol documented)
    {
        var english = Documentation.Parameter(documented, parameter.Name);
        var chinese = parameter.GetAttributes().FirstOrDefault(a => IsMinima(a.AttributeClass, "ChineseAttribute")) is { } attribute ? Text(attribute, 0) : "";
        return english.Length + chinese.Length == 0 ? "" : $"new({Literal.Of(english.Length > 0 ? english : chinese)}, {Literal.Of(chinese.Length > 0 ? chinese : english)})";
    }

    /// <summary>The example of a required parameter; null if it has a default.</summary>
    private static string? ReadExample(IParameterSymbol parameter, string kind)
    {
        var attribute = parameter.GetAttributes().FirstOrDefault(a => IsMinima(a.AttributeClass, "RequiredAttribute"));
        if (attribute is null)
        {
            return null;
        }

        var numbers = attribute.ConstructorArguments[0].Values.Select(v => Convert.ToDouble(v.Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return kind switch
        {
            "Numbers" or "NumberOrNumbers" => List(numbers.Select(Literal.Of)),
            "Matrix" => Matrix(RowsOf(numbers, attribute.NamedArguments.FirstOrDefault(a => a.Key == "Columns").Value.Value is int columns and > 0 ? columns : Math.Max(numbers.Length, 1))),
            "Integer" => Literal.Of((int)numbers[0]),
            _ => Literal.Of(numbers[0]),
        };
    }

    private static string List(IEnumerable<string> numbers) => $"(global::System.Collections.Immutable.ImmutableArray<double>)[{string.Join(", ", numbers)}]";

    private static string Matrix(IEnumerable<string> rows) => $"(global::System.Collections.Immutable.ImmutableArray<global::System.Collections.Immutable.ImmutableArray<double>>)[{string.Join(", ", rows)}]";

    private static IEnumerable<string> RowsOf(double[] numbers, int columns)
    {
        for (var i = 0; i < numbers.Length; i += columns) yield return $"[{string.Join(", ", numbers.Skip(i).Take(columns).Select(Literal.Of))}]";
    }

    private static string? KindOf(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Double } => "Number",
        { SpecialType: SpecialType.System_Int32 } => "Integer",
        { SpecialType: SpecialType.System_Boolean } => "Boolean",
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } optional
            when optional.TypeArguments[0].SpecialType == SpecialType.System_Double => "OptionalNumber",
        INamedTypeSymbol { MetadataName: "ImmutableArray`1" } list
            when list.TypeArguments[0].SpecialType == SpecialType.System_Double => "Numbers",
        INamedTypeSymbol { MetadataName: "ImmutableArray`1" } rows
            when rows.TypeArguments[0] is INamedTypeSymbol { MetadataName: "ImmutableArray`1" } row && row.TypeArguments[0].SpecialType == SpecialType.System_Double => "Matrix",
        INamedTypeSymbol perClass when IsMinima(perClass, "PerClass") => "NumberOrNumbers",
        _ => null,
    };

    private ChoiceModel? ReadChoice(IParameterSymbol parameter, INamedTypeSymbol type)
    {
        var members = type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue).ToArray();
        if (members.Where((m, i) => !Equals(m.ConstantValue, i)).Any())
        {
            Refuse(Diagnostics.ParameterType, LocationOf(parameter), parameter.Name, this.type.Name, $"is the enum {type.Name}, whose members are not 0, 1, 2, ... in order");
            return null;
        }

        var words = members.Select(m => m.GetAttributes().FirstOrDefault(a => IsMinima(a.AttributeClass, "WordAttribute")) is { } word ? Text(word, 0) : SnakeCase.Of(m.Name));
        return new ChoiceModel(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), members.Select(m => m.Name).ToEquatable(), words.ToEquatable());
    }

    private static string? DefaultOf(string kind, ChoiceModel? choice, Optional<object?> constant) => (kind, constant) switch
    {
        (_, { HasValue: false }) => null,
        ("OptionalNumber", { Value: null }) => "null",
        ("Number" or "OptionalNumber" or "NumberOrNumbers", { Value: double or float or int or long }) => Literal.Of(Convert.ToDouble(constant.Value, System.Globalization.CultureInfo.InvariantCulture)),
        ("Integer", { Value: int number }) => Literal.Of(number),
        ("Boolean", { Value: bool flag }) => Literal.Of(flag),
        ("Choice", { Value: int member }) when member >= 0 && member < choice!.Words.Count => Literal.Of(choice.Words[member]),
        _ => null,
    };

    /// <summary>A list of lists in brackets.</summary>
    private string? MatrixOf(ExpressionSyntax? value)
    {
        var rows = (value as CollectionExpressionSyntax)?.Elements.Select(e => Numbers((e as ExpressionElementSyntax)?.Expression)).ToArray();
        return rows is null || rows.Any(r => r is null) ? null : Matrix(rows.Select(r => $"[{string.Join(", ", r!)}]"));
    }

    /// <summary>A list in brackets, or the arguments of <c>ImmutableArray.Create</c>.</summary>
    private string? ListOf(ExpressionSyntax? value) => Numbers(value) is { } numbers ? List(numbers) : null;

    private IEnumerable<string>? Numbers(ExpressionSyntax? value)
    {
        var items = value switch
        {
            CollectionExpressionSyntax list => list.Elements.Select(e => (e as ExpressionElementSyntax)?.Expression),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Create" } } call => call.ArgumentList.Arguments.Select(a => (ExpressionSyntax?)a.Expression),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty" } => [],
            _ => null,
        };
        var texts = items?.Select(e => e is null ? null : DefaultOf("Number", null, ConstantOf(e))).ToArray();
        return texts is null || texts.Any(t => t is null) ? null : texts.OfType<string>();
    }

    private string ReadDomain(IParameterSymbol parameter)
    {
        var attributes = parameter.GetAttributes().Where(a => IsMinima(a.AttributeClass?.BaseType, "DomainAttribute")).ToArray();
        if (attributes.Length == 0)
        {
            return "global::Minima.Domain.Real";
        }

        var attribute = attributes[0];
        var name = attribute.AttributeClass!.Name;
        var problem = attributes.Length > 1 ? $"has {attributes.Length} domains"
            : !IsMinima(attribute.AttributeClass, name) ? $"has [{name}], which the generator does not know"
            : null;
        if (problem is not null)
        {
            Refuse(Diagnostics.DomainUnreadable, LocationOf(parameter), parameter.Name, type.Name, problem);
        }

        // The attributes have the names and arguments of the members of Domain that they mean.
        var ends = string.Join(", ", attribute.ConstructorArguments.Select(Literal.Of));
        return "global::Minima.Domain." + name.Substring(0, name.Length - "Attribute".Length) + (ends.Length == 0 ? "" : $"({ends})");
    }

    private double? ReadBoundTo(IParameterSymbol parameter, int index)
    {
        var attribute = parameter.GetAttributes().FirstOrDefault(a => IsMinima(a.AttributeClass, "BoundToAttribute"));
        if (attribute is not null && index < 2)
        {
            Refuse(Diagnostics.BoundTooEarly, LocationOf(parameter), parameter.Name, type.Name);
        }

        return attribute?.ConstructorArguments[0].Value as double?;
    }

    /// <summary>Checks every generic method of the struct, because it is part of the formula: it must be inlined, and name its parameters.</summary>
    private void CheckFormulas()
    {
        var numbers = type.InstanceConstructors
            .SelectMany(c => c.Parameters)
            .Where(p => KindOf(p.Type) is "Number" or "Integer")
            .Select(p => p.Name)
            .ToArray();
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(m => m.IsGenericMethod))
        {
            // NoInlining on a helper is deliberate (a rare parameter's path kept out of the kernel); on the formula itself it is a mistake.
            var flags = method.MethodImplementationFlags;
            var inlined = (flags & System.Reflection.MethodImplAttributes.AggressiveInlining) != 0;
            var keptOut = method.Name != "Of" && (flags & System.Reflection.MethodImplAttributes.NoInlining) != 0;
            if (!inlined && !keptOut)
            {
                Warn(Diagnostics.NotInlined, LocationOf(method), type.Name, method.Name);
            }

            foreach (var reference in method.DeclaringSyntaxReferences)
            {
                CheckConstants(reference.GetSyntax(), method.TypeParameters[0].Name, numbers);
            }
        }
    }

    private void CheckConstants(SyntaxNode method, string real, string[] parameters)
    {
        foreach (var call in method.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Of", Expression: IdentifierNameSyntax name }, ArgumentList.Arguments: { Count: 1 } arguments }
                && arguments[0].Expression is var argument
                && name.Identifier.ValueText == real
                && argument is not IdentifierNameSyntax
                && argument.DescendantNodes().OfType<IdentifierNameSyntax>().FirstOrDefault(i => parameters.Contains(i.Identifier.ValueText, StringComparer.Ordinal)) is { } hidden)
            {
                Warn(Diagnostics.ParameterNotAlone, LocationInfo.Of(argument.GetLocation()), argument.ToString(), hidden.Identifier.ValueText);
            }
        }
    }

    private Optional<object?> ConstantOf(ExpressionSyntax expression) =>
        compilation.GetSemanticModel(expression.SyntaxTree).GetConstantValue(expression);

    private static string Text(AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length && attribute.ConstructorArguments[index].Value is string text ? text : "";

    /// <summary>Reports a domain of a parameter in a struct with a shape but without [Loss]: nothing checks it.</summary>
    public static DiagnosticInfo? DeadDomain(GeneratorSyntaxContext found, CancellationToken cancellation)
    {
        if (found.SemanticModel.GetDeclaredSymbol(found.Node, cancellation) is not IParameterSymbol { ContainingType: { } type } parameter
            || !type.AllInterfaces.Any(i => IsMinima(i, "ILoss"))
            || type.GetAttributes().Any(a => IsMinima(a.AttributeClass, "LossAttribute")))
            return null;
        var domain = parameter.GetAttributes().FirstOrDefault(a => IsMinima(a.AttributeClass?.BaseType, "DomainAttribute"))?.AttributeClass?.Name;
        return domain is null ? null : new DiagnosticInfo(Diagnostics.DomainUnused, LocationInfo.Of(((ParameterSyntax)found.Node).Identifier.GetLocation()), new[] { domain.Substring(0, domain.Length - "Attribute".Length), parameter.Name, type.Name }.ToEquatable());
    }

    private static bool IsMinima(INamedTypeSymbol? symbol, string name) =>
        symbol is { ContainingNamespace: { Name: "Minima", ContainingNamespace.IsGlobalNamespace: true } } && symbol.Name == name;

    private LocationInfo LocationOf(ISymbol symbol) => symbol.Locations.FirstOrDefault(l => l.IsInSource) is { } place ? LocationInfo.Of(place) : typeLocation;

    private LocationInfo LocationOfArgument(AttributeData attribute, int index)
    {
        var syntax = attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax;
        var argument = syntax?.ArgumentList?.Arguments.ElementAtOrDefault(index);
        return ((SyntaxNode?)argument ?? syntax)?.GetLocation() is { } place ? LocationInfo.Of(place) : typeLocation;
    }

    private void Refuse(DiagnosticDescriptor descriptor, LocationInfo location, params string[] arguments)
    {
        refused = true;
        Warn(descriptor, location, arguments);
    }

    private void Warn(DiagnosticDescriptor descriptor, LocationInfo location, params string[] arguments) =>
        diagnostics.Add(new DiagnosticInfo(descriptor, location, arguments.ToEquatable()));
}
