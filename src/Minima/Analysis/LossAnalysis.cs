using System.Runtime.CompilerServices;

namespace Minima.Analysis;

/// <summary>
/// What can be derived of a point loss from its formula alone, at its parameters: kinks, traits, link, optimal constant. Nothing of it is
/// typed by hand, so that a loss given as text has all of it too. Each part is worked out when it is first asked for, and kept.
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

    /// <summary>Whether the loss is a function of the residual, of the margin, or of prediction and target apart.</summary>
    public LossCoordinate Coordinate => _coordinate.Value.Coordinate;

    /// <summary>Whether <see cref="Coordinate"/> was read off the formula or found by trying.</summary>
    public Evidence CoordinateEvidence => _coordinate.Value.Evidence;

    /// <summary>Where the loss jumps or bends as a function of the prediction, in order; empty where it is smooth.</summary>
    public IReadOnlyList<Kink> Kinks => [.. _bends.Value.Where(k => k.Order != KinkOrder.Curvature)];

    /// <summary>Kinks that the loss has at other values of its parameters and not at its own: at the ends of their domains, and in general.</summary>
    public IReadOnlyList<KinkElsewhere> KinksElsewhere => _elsewhere.Value;

    /// <summary>Where only the curvature jumps: as smooth as a gradient needs.</summary>
    public IReadOnlyList<Kink> CurvatureJumps => [.. _bends.Value.Where(k => k.Order == KinkOrder.Curvature)];

    /// <summary>What holds and what does not, in the order of <see cref="Trait"/>; traits that make no sense for the loss are left out.</summary>
    public IReadOnlyList<TraitFinding> Traits => _traits.Value;

    /// <summary>
    /// A number B that is proved to be at least the second derivative with respect to the prediction, for all real inputs of the domain: slopes grow no faster than
    /// B times the way, f'(q) - f'(p) at most B (q - p), so that a parabola of curvature B that touches the loss lies nowhere below it. Null where the slope jumps, where
    /// curvatures have no bound, and where none is proved.
    /// </summary>
    public double? CurvatureBound => _curvatureBound.Value;

    /// <summary>What a prediction stands for.</summary>
    public DerivedLink Link => _link.Value;

    /// <summary>What the best constant of a sample is.</summary>
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
            ? throw new NotSupportedException($"{loss.Entry.Key}: kinks, traits, link and optimal constant are derived for a loss that is a formula over the elements of its inputs; this one is a {LossEntry.ShapeInWords(loss.Entry)}.")
            : Known.GetValue(loss, l => new LossAnalysis(l));
    }

    /// <summary>The analysis of a loss whose inputs are held to other domains than its own. It is not kept.</summary>
    internal static LossAnalysis Within(Loss loss, IReadOnlyList<Domain?> stated) => new(loss, stated);

    /// <summary>Whether <see cref="Of"/> knows the shape of the loss.</summary>
    public static bool CanAnalyse(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return PointFunction.Knows(loss);
    }

    /// <summary>The finding for one trait, or null where it makes no sense for the loss.</summary>
    public TraitFinding? this[Trait trait] => Traits.FirstOrDefault(t => t.Trait == trait);

    /// <summary>The constant prediction with the lowest mean loss over a sample.</summary>
    /// <param name="target">The observed targets, in the domain of the loss; at least one. For a penalty, which has none, empty.</param>
    /// <param name="sampleWeight">A non-negative weight for each of them, not all 0; or empty.</param>
    /// <param name="inputs">Values of further inputs that are not learned, by name, one for each target; those that may be left out take their constants.</param>
    /// <exception cref="LossException">No target, a target outside the domain, a weight that is negative or not finite, a missing or unknown input.</exception>
    public OptimalConstant OptimalConstant(ReadOnlySpan<double> target, ReadOnlySpan<double> sampleWeight = default, IReadOnlyDictionary<string, double[]>? inputs = null)
    {
        var sample = new Sample(Function, target, sampleWeight, inputs ?? new Dictionary<string, double[]>(StringComparer.Ordinal));
        return ConstantFinder.Find(this, sample.Inputs, sample.Weights, sample.Centre);
    }

    /// <summary>The functional, with its level as an expression of the parameters where it is one.</summary>
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

    /// <summary>The sections that traits are tried on.</summary>
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

    /// <summary>Other values of the inputs that are free, as far as their domains allow; those that a parameter binds keep its constant, as in every statement about the loss at its parameters.</summary>
    private static double[] Scaled(Setting setting, double factor)
    {
        var function = setting.Function;
        return [.. setting.Extras.Select((e, i) => function.BoundTo(function.Extras[i]).Count == 0 && function.DomainOf(function.Extras[i]).Contains(e * factor) ? e * factor : e)];
    }
}
