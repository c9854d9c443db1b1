namespace Minima.Tensors;

/// <summary>Names and texts of a type: the generator makes its list entry from them, and <c>minima explain NAME</c> prints them.</summary>
/// <param name="name">The name that users type: <c>adam</c>.</param>
public abstract class DeclarationAttribute(string name) : Attribute
{
    /// <inheritdoc cref="Declaration.Name"/>
    public string Name { get; } = name;

    /// <inheritdoc cref="Declaration.Aliases"/>
    public string[] Aliases { get; set; } = [];

    /// <inheritdoc cref="Declaration.Summary"/>
    public string Summary { get; set; } = string.Empty;

    /// <inheritdoc cref="Declaration.ChineseSummary"/>
    public string ChineseSummary { get; set; } = string.Empty;

    /// <inheritdoc cref="Declaration.Formula"/>
    public string Formula { get; set; } = string.Empty;

    /// <inheritdoc cref="Declaration.Source"/>
    public string Source { get; set; } = string.Empty;

    /// <inheritdoc cref="Declaration.Elsewhere"/>
    public string[] Elsewhere { get; set; } = [];
}

/// <summary>A parameter that <c>--optimizer</c>, <c>--schedule</c>, descriptions of models and <c>minima explain</c> know by its name in snake_case. Its default is that of the C# parameter.</summary>
/// <param name="kind">The values that it takes.</param>
/// <param name="meaning">Its meaning, in a few words.</param>
/// <param name="chineseMeaning">The meaning in Chinese.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OptionAttribute(OptionKind kind, string meaning, string chineseMeaning) : Attribute
{
    /// <inheritdoc cref="NamedOption.Kind"/>
    public OptionKind Kind { get; } = kind;

    /// <inheritdoc cref="NamedOption.Meaning"/>
    public string Meaning { get; } = meaning;

    /// <inheritdoc cref="NamedOption.ChineseMeaning"/>
    public string ChineseMeaning { get; } = chineseMeaning;

    /// <inheritdoc cref="NamedOption.IsOptional"/>
    public bool IsOptional { get; set; }
}
