namespace Minima.Generator;

/// <summary>The result of parsing one attributed struct.</summary>
/// <param name="Model">The loss, or null if it cannot be emitted; the diagnostics give the reason.</param>
/// <param name="Claim">The names it claims.</param>
/// <param name="Diagnostics">Its errors.</param>
internal sealed record ParsedLoss(LossModel? Model, NameClaim Claim, EquatableArray<DiagnosticInfo> Diagnostics);

/// <summary>The key and aliases of a loss, and their location.</summary>
internal sealed record NameClaim(string Type, string Key, EquatableArray<string> Aliases, LocationInfo Location);

/// <summary>The losses of one assembly.</summary>
internal sealed record ModuleModel(string Namespace, string AssemblyName, EquatableArray<LossModel> Losses);

/// <summary>One loss, as strings and numbers: exactly the parts that reach the emitted text.</summary>
/// <param name="Type">The C# type with <c>global::</c>.</param>
/// <param name="Facts">The named arguments of the attribute; each is a property of <c>LossEntry</c> of the same name.</param>
internal sealed record LossModel(
    string Type,
    string Key,
    string Name,
    string ChineseName,
    TextModel English,
    TextModel Chinese,
    ShapeModel Shape,
    EquatableArray<FactModel> Facts,
    EquatableArray<ParameterModel> Parameters,
    EquatableArray<InputModel> Inputs);

/// <summary>The sentences of <c>[English]</c> or <c>[Chinese]</c>.</summary>
internal sealed record TextModel(string Summary, string Use, string Avoid, string Limits, string Letters);

/// <summary>A property of the entry and its value as a C# expression.</summary>
internal sealed record FactModel(string Property, string Expression);

/// <summary>An input of the formula.</summary>
/// <param name="Domain">The domain as a C# expression.</param>
/// <param name="Tensor">The facts about a tensor; null for every other input.</param>
internal sealed record InputModel(string Name, string Domain, bool Differentiated, BoundModel? Bound, TensorInputModel? Tensor = null);

/// <summary>The parameter that replaces a formula's input if the input is not given.</summary>
/// <param name="Value">Its default.</param>
/// <param name="Meaning">Its documentation as a C# expression; empty for none.</param>
internal sealed record BoundModel(double Value, string Meaning);

/// <summary>The facts about an input that is a tensor.</summary>
/// <param name="Parameter">The C# name.</param>
/// <param name="Axes">The names of its axes; empty for any.</param>
/// <param name="HoldsLabels">True if its elements are labels.</param>
/// <param name="LabelAxis">The axis whose positions the labels index; empty for none.</param>
/// <param name="IsOptional">True if it may be omitted.</param>
internal sealed record TensorInputModel(string Parameter, string Axes, bool HoldsLabels, string LabelAxis, bool IsOptional);

/// <summary>A parameter of the primary constructor.</summary>
/// <param name="Property">Its C# name.</param>
/// <param name="Name">Its name in snake_case.</param>
/// <param name="Kind">A member of <c>ParameterKind</c>.</param>
/// <param name="Default">The default of the entry as a C# expression: the word of an enumeration, not its member.</param>
/// <param name="Domain">The domain as a C# expression.</param>
/// <param name="Choice">The enumeration behind a choice.</param>
/// <param name="Example">The example of a required parameter as a C# expression; null if it has a default.</param>
/// <param name="Meaning">Its documentation in both languages as a C# expression; empty for none.</param>
internal sealed record ParameterModel(string Property, string Name, string Kind, string Default, string Domain, bool InTargetUnits, ChoiceModel? Choice, string? Example, string Meaning);

/// <summary>An enumeration whose members are 0, 1, 2, ...: their names and words in that order.</summary>
internal sealed record ChoiceModel(string Type, EquatableArray<string> Members, EquatableArray<string> Words);
