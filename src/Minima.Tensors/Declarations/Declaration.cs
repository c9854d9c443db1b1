namespace Minima.Tensors;

/// <summary>An entry of a list that names are looked up in: names, words, options.</summary>
public abstract class Declaration
{
    private protected Declaration()
    {
    }

    /// <summary>The kind: <c>optimizer</c>, <c>schedule</c>, <c>activation</c>, <c>layer</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>As in <c>adam</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Other names that it is found by.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>One line: what it does.</summary>
    public string Summary { get; init; } = string.Empty;

    /// <summary>The same in Chinese.</summary>
    public string ChineseSummary { get; init; } = string.Empty;

    /// <summary>The formula, as text.</summary>
    public string Formula { get; init; } = string.Empty;

    /// <summary>The paper that it is from; empty where nobody claims it.</summary>
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

    /// <summary>The nearest name, as the end of a sentence; empty where none is near.</summary>
    internal static string DidYouMean(IReadOnlyList<Declaration> all, string name) => Names.DidYouMean(name, all.SelectMany(entry => entry.Aliases.Prepend(entry.Name)));
}
