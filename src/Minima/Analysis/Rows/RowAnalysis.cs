using System.Runtime.CompilerServices;

namespace Minima.Analysis;

/// <summary>
/// What can be found out about a row loss from its formula alone, at its parameters: traits by searching for counter-examples, kinks of the
/// section that is drawn, the link by minimising over samples. Each part is worked out when it is first asked for, and kept.
/// </summary>
/// <remarks>Safe to use from any number of threads. The search is repeatable: every one has a fixed seed. Rows have three classes, or as many as a parameter has numbers.</remarks>
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

    /// <summary>How many classes the rows have that were tried.</summary>
    public int Classes { get; }

    /// <summary>The section that is drawn.</summary>
    public RowSection Section => _section.Value;

    /// <summary>What holds and what does not, in the order of <see cref="RowTrait"/>; traits that make no sense for the loss are left out.</summary>
    public IReadOnlyList<RowTraitFinding> Traits => _traits.Value;

    /// <summary>Where the slope jumps on <see cref="Section"/>, inside the domain.</summary>
    public IReadOnlyList<RowKink> Kinks => _kinks.Value;

    /// <summary>What a row of predictions stands for, and the best constant rows of the samples that say so.</summary>
    public RowLink Link => _link.Value;

    /// <summary>The finding for one trait, or null where it makes no sense for the loss.</summary>
    public RowTraitFinding? this[RowTrait trait] => Traits.FirstOrDefault(t => t.Trait == trait);

    /// <summary>The analysis of a row loss.</summary>
    /// <exception cref="NotSupportedException">The loss is no row loss.</exception>
    public static RowAnalysis Of(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return Known.GetValue(loss, l => new RowAnalysis(l));
    }

    /// <summary>Whether <see cref="Of"/> knows the shape of the loss.</summary>
    public static bool CanAnalyse(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Entry.Row is not null;
    }
}
