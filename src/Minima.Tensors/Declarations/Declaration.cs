namespace Minima.Tensors;

/// <summary>An entry of a list for lookup by name: names, texts, options.</summary>
public abstract class Declaration
{
    private protected Declaration()
    {
    }

    /// <summary>The kind: <c>optimizer</c>, <c>schedule</c>, <c>activation</c>, <c>layer</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The name, such as <c>adam</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Other names for lookup.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>A description of one line.</summary>
    public string Summary { get; init; } = string.Empty;

    /// <summary>The description in Chinese.</summary>
    public string ChineseSummary { get; init; } = string.Empty;

    /// <summary>The formula, as text.</summary>
    public string Formula { get; init; } = string.Empty;

    /// <summary>The paper that introduced it; empty if there is none.</summary>
    public string Source { get; init; } = string.Empty;

    /// <summary>Its names in other libraries.</summary>
    public IReadOnlyList<string> Elsewhere { get; init; } = [];

    /// <summary>The options.</summary>
    public IReadOnlyList<NamedOption> Options { get; init; } = [];

    /// <summary>The options, with the learning rate of an optimizer before them.</summary>
    public virtual IReadOnlyList<NamedOption> Parameters => Options;

    /// <summary>True for its own name and its aliases; names are matched ignoring case, <c>_</c> and <c>-</c>.</summary>
    internal bool IsCalled(string name)
    {
        var wanted = Names.Normalise(name);
        return Aliases.Prepend(Name).Any(known => Names.Normalise(known) == wanted);
    }

    /// <summary>The entry of a name or alias, or null.</summary>
    internal static TEntry? TryFind<TEntry>(IReadOnlyList<TEntry> all, string name)
        where TEntry : Declaration
    {
        ArgumentNullException.ThrowIfNull(name);
        return all.FirstOrDefault(entry => entry.IsCalled(name));
    }

    /// <summary>The nearest name, as the end of a sentence; empty if none is near.</summary>
    internal static string DidYouMean(IReadOnlyList<Declaration> all, string name) => Names.DidYouMean(name, all.SelectMany(entry => entry.Aliases.Prepend(entry.Name)));
}
