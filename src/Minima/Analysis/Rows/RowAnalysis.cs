using System.Runtime.CompilerServices;

namespace Minima.Analysis;

/// <summary>
/// Facts derived from the formula of a row loss alone, at its parameters: traits by proof or counter-example, kinks of the
/// drawn section, the link by minimising over samples. Each part is computed on first use and cached.
/// </summary>
/// <remarks>Safe to use from any number of threads. Every search has a fixed seed, so results are repeatable. Rows have three classes, or as many as a parameter has numbers.</remarks>
public sealed class RowAnalysis
{
    private static readonly ConditionalWeakTable<Loss, RowAnalysis> Known = [];

    private readonly Lazy<IReadOnlyList<RowTraitFinding>> _traits;
    private readonly Lazy<IReadOnlyList<RowKink>> _kinks;
    private readonly Lazy<RowLink> _link;
    private readonly Lazy<RowSection> _section;

    private RowAnalysis(Loss loss)
    {
        var function = RowFunction.Of(loss);
        Loss = loss;
        Classes = function.Classes;
        _link = new(() => new RowLinkFinder(function).Find());
        _section = new(() => RowSection.Of(function, Link));
        _kinks = new(() => RowKinkFinder.Find(function, Section));
        _traits = new(() => new RowTraitSearch(function, Link).Find());
    }

    /// <summary>The loss.</summary>
    public Loss Loss { get; }

    /// <summary>The number of classes in the rows that were tried.</summary>
    public int Classes { get; }

    /// <summary>The section that is drawn.</summary>
    public RowSection Section => _section.Value;

    /// <summary>The findings for all traits that apply to the loss, in the order of <see cref="RowTrait"/>.</summary>
    public IReadOnlyList<RowTraitFinding> Traits => _traits.Value;

    /// <summary>The places at which the derivative jumps on <see cref="Section"/>, inside the domain.</summary>
    public IReadOnlyList<RowKink> Kinks => _kinks.Value;

    /// <summary>The quantity that a row of predictions represents, and the best constant rows of the samples as evidence.</summary>
    public RowLink Link => _link.Value;

    /// <summary>The finding for one trait, or null if the trait does not apply to the loss.</summary>
    public RowTraitFinding? this[RowTrait trait] => Traits.FirstOrDefault(t => t.Trait == trait);

    /// <summary>The analysis of a row loss.</summary>
    /// <exception cref="NotSupportedException">The loss is not a row loss.</exception>
    public static RowAnalysis Of(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return Known.GetValue(loss, l => new RowAnalysis(l));
    }

    /// <summary>True if <see cref="Of"/> supports the shape of the loss.</summary>
    public static bool CanAnalyse(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Entry.Row is not null;
    }
}
