using System.Runtime.CompilerServices;

namespace Minima.Analysis;

/// <summary>
/// Facts derived from the formula of a point loss alone, at its parameters: kinks, traits, link, optimal constant. None of them is
/// typed by hand, so a loss given as text has them too. Each part is computed on first use and cached.
/// </summary>
/// <remarks>Safe to use from any number of threads. The derivation is repeatable: every search has a fixed seed.</remarks>
public sealed class LossAnalysis : IDerivedFacts
{
    private static readonly ConditionalWeakTable<Loss, LossAnalysis> Known = [];

    private readonly Lazy<Setting> _setting;
    private readonly Lazy<(LossCoordinate Coordinate, Evidence Evidence)> _coordinate;
    private readonly Lazy<IReadOnlyList<Kink>> _bends;
    private readonly Lazy<IReadOnlyList<Kink>> _plainBends;
    private readonly Lazy<IReadOnlyList<KinkElsewhere>> _elsewhere;
    private readonly Lazy<Evidence?> _convexity;
    private readonly Lazy<IReadOnlyList<(double Share, ScalarMinimizer.Bottom Best)>> _byShare;
    private readonly Lazy<DerivedLink> _link;
    private readonly Lazy<ElicitedFunctional> _functional;
    private readonly Lazy<IReadOnlyList<TraitFinding>> _traits;
    private readonly Lazy<IReadOnlyList<Section>> _sections;
    private readonly Lazy<double?> _curvatureBound;

    private LossAnalysis(Loss loss, IReadOnlyList<Domain?>? stated = null)
    {
        Loss = loss;
        _setting = new(() => Setting.Of(loss, stated));
        _coordinate = new(() => CoordinateSearch.Find(Setting));
        _plainBends = new(() => new KinkFinder(Setting, Coordinate).Find(named: false));
        _bends = new(() => new KinkFinder(Setting, Coordinate).Find(named: true));
        _elsewhere = new(() => KinkElsewhere.Find(this));
        _sections = new(() => SectionsOf(Setting));
        _convexity = new(() => new ConvexitySearch(this).Find());
        _byShare = new(() => LinkFinder.Classes(Function) is { } classes ? new LinkFinder(this).ByShare(classes) : []);
        _link = new(() => new LinkFinder(this).Link());
        _functional = new(NamedFunctional);
        _traits = new(() => new TraitSearch(this).Find());
        _curvatureBound = new(() => new CurvatureBoundSearch(this).Find());
    }

    /// <summary>The loss.</summary>
    public Loss Loss { get; }

    /// <summary>The coordinate that the loss depends on: the residual, the margin, or prediction and target separately.</summary>
    public LossCoordinate Coordinate => _coordinate.Value.Coordinate;

    /// <summary>Proven if <see cref="Coordinate"/> was read off the formula, searched if it was found by trial.</summary>
    public Evidence CoordinateEvidence => _coordinate.Value.Evidence;

    /// <summary>The places at which the loss or its derivative with respect to the prediction jumps, in order; empty if it is smooth.</summary>
    public IReadOnlyList<Kink> Kinks => [.. _bends.Value.Where(k => k.Order != KinkOrder.Curvature)];

    /// <summary>Kinks that the loss has only at other values of its parameters: at the ends of their domains, and in general.</summary>
    public IReadOnlyList<KinkElsewhere> KinksElsewhere => _elsewhere.Value;

    /// <summary>The places at which only the curvature jumps: the gradient is continuous there.</summary>
    public IReadOnlyList<Kink> CurvatureJumps => [.. _bends.Value.Where(k => k.Order == KinkOrder.Curvature)];

    /// <summary>The findings for all traits that apply to the loss, in the order of <see cref="Trait"/>.</summary>
    public IReadOnlyList<TraitFinding> Traits => _traits.Value;

    /// <summary>
    /// A number B that is proved to be at least the second derivative with respect to the prediction, for all real inputs of the domain.
    /// The derivative then grows no faster than B times the distance, f'(q) - f'(p) at most B (q - p): a parabola of curvature B that touches the loss is
    /// nowhere below it. Null if the derivative jumps, if curvatures have no bound, or if none is proved.
    /// </summary>
    public double? CurvatureBound => _curvatureBound.Value;

    /// <summary>The quantity that a prediction represents.</summary>
    public DerivedLink Link => _link.Value;

    /// <summary>The best constant of a sample.</summary>
    public ElicitedFunctional Functional => _functional.Value;

    string IDerivedFacts.Kinks => FactsText.English.Kinks(this);

    string IDerivedFacts.ChineseKinks => FactsText.Chinese.Kinks(this);

    PredictionLink IDerivedFacts.Link => Link.Name;

    internal Setting Setting => _setting.Value;

    internal PointFunction Function => Setting.Function;

    internal IReadOnlyList<Section> Sections => _sections.Value;

    internal IReadOnlyList<Kink> KinksForSearch => _plainBends.Value;

    internal Evidence? ConvexityForSearch => _convexity.Value;

    internal IReadOnlyList<(double Share, ScalarMinimizer.Bottom Best)> BestByShare => _byShare.Value;

    /// <summary>The analysis of a loss.</summary>
    /// <exception cref="NotSupportedException">The loss is not a formula over the elements of its inputs.</exception>
    public static LossAnalysis Of(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return !CanAnalyse(loss)
            ? throw new NotSupportedException($"{loss.Entry.Key}: kinks, traits, link and optimal constant need a loss that is a formula over the elements of its inputs; this one is a {LossEntry.ShapeInWords(loss.Entry)}.")
            : Known.GetValue(loss, l => new LossAnalysis(l));
    }

    /// <summary>The analysis of a loss with other domains for its inputs than its own. It is not cached.</summary>
    internal static LossAnalysis Within(Loss loss, IReadOnlyList<Domain?> stated) => new(loss, stated);

    /// <summary>True if <see cref="Of"/> supports the shape of the loss.</summary>
    public static bool CanAnalyse(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return PointFunction.Knows(loss);
    }

    /// <summary>The finding for one trait, or null if the trait does not apply to the loss.</summary>
    public TraitFinding? this[Trait trait] => Traits.FirstOrDefault(t => t.Trait == trait);

    /// <summary>The constant prediction with the lowest mean loss over a sample.</summary>
    /// <param name="target">The observed targets, in the domain of the loss; at least one. For a penalty, which has none, empty.</param>
    /// <param name="sampleWeight">A non-negative weight for each of them, not all 0; or empty.</param>
    /// <param name="inputs">Values of further inputs that are not learned, by name, one for each target; optional inputs default to their constants.</param>
    /// <exception cref="LossException">No target, a target outside the domain, a weight that is negative or not finite, a missing or unknown input.</exception>
    public OptimalConstant OptimalConstant(ReadOnlySpan<double> target, ReadOnlySpan<double> sampleWeight = default, IReadOnlyDictionary<string, double[]>? inputs = null)
    {
        var sample = new Sample(Function, target, sampleWeight, inputs ?? new Dictionary<string, double[]>(StringComparer.Ordinal));
        return ConstantFinder.Find(this, sample.Inputs, sample.Weights, sample.Centre);
    }

    /// <summary>The functional, with its level as an expression of the parameters if there is one.</summary>
    private ElicitedFunctional NamedFunctional()
    {
        var own = new FunctionalFinder(this).Find();
        if (own.Level is null || Setting.Names.Count == 0)
        {
            return own;
        }

        var others = Setting.Others();
        var levels = others.Select(o => new FunctionalFinder(Of(o.Function.Loss)).Find().Level?.Value ?? double.NaN);
        return own with { Level = new Recogniser(Setting.Names, [Setting.Numbers, .. others.Select(o => o.Numbers)]).Name([own.Level.Value, .. levels]) };
    }

    internal static IReadOnlyList<Section> SectionsOf(Setting setting)
    {
        var function = setting.Function;
        var corners = SampleSpace.Corners(setting).ToArray();
        List<double[]> extras = [setting.Extras];
        foreach (var factor in function.Extras.Length == 0 ? [] : (double[])[2.5, 0.01, -1, -2.5, 100])
        {
            if (Scaled(setting, factor) is var other && !extras.Exists(e => e.AsSpan().SequenceEqual(other)))
            {
                extras.Add(other);
            }
        }

        return [.. SampleSpace.Targets(function).SelectMany(t => extras.Select(e => new Section(setting, t, e, corners.SelectMany(c => new[] { c, t + c }))))];
    }

    /// <summary>Other values of the free inputs, as far as their domains allow. Inputs that a parameter binds keep its constant, as in every statement about the loss at its parameters.</summary>
    private static double[] Scaled(Setting setting, double factor)
    {
        var function = setting.Function;
        return [.. setting.Extras.Select((e, i) => function.BoundTo(function.Extras[i]).Count == 0 && function.DomainOf(function.Extras[i]).Contains(e * factor) ? e * factor : e)];
    }
}
